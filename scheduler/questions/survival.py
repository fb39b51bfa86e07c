"""The findings of a sweep: how likely each meeting is held, which plan survives, what hurts, what to ask first.

docs/uncertainty.md has the formulas. Figures of unchanged plans are computed here for each plan; figures of new plans
come from the sweep. Futures are summed in the order of their numbers, so that the figures do not depend on which
worker evaluated which future, and when.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from math import sqrt
from random import Random
from typing import TYPE_CHECKING, Any

from scheduler.base.value import value
from scheduler.plan.plan import Plan
from scheduler.problem.requirements import requirements_of
from scheduler.scenario.problem import problem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scheduler.plan.plan import Booking
    from scheduler.problem.requirement import Requirement
    from scheduler.problem.uncertainty.events import Futures, Outcomes
    from scheduler.problem.uncertainty.likelihood import Likelihood

MOST_FUTURES = 1_000
"""Up to this number of futures, all are evaluated by default; of more, a sample of this size."""
MOST_CANDIDATES = 100
"""The number of new plans, the likeliest first, that are candidates for the best plan given an answer."""
ERRORS = 2
"""The margin of a sampled figure in standard errors: it covers 95 of 100 samples."""


@value
class Course:
    """The futures that are evaluated, each with its share, in the order of their numbers."""

    shares: Mapping[Outcomes, float]
    samples: int | None
    """The number of draws; None if all futures are evaluated."""

    def error(self, share: float) -> float:
        """Return the standard error of a share; 0 if nothing was drawn.

        It adds two successes and two failures, since otherwise a sample without failures would have no error
        (Agresti and Coull, Approximate is better than exact for interval estimation of binomial proportions, 1998).
        """
        if not self.samples:
            return 0.0
        number = self.samples + ERRORS**2
        near = (min(1.0, max(0.0, share)) * self.samples + ERRORS**2 / 2) / number
        return sqrt(near * (1 - near) / number)


def course_of(futures: Futures, samples: int | None, seed: int, most: int = MOST_FUTURES) -> Course:
    """Return all futures if they are few, else a sample of the given size, drawn by probability."""
    if samples is None and futures.count <= most:
        return Course({outcomes: float(futures.probability(outcomes)) for outcomes in futures.all()}, None)
    random, number = Random(seed), samples or MOST_FUTURES  # noqa: S311 - a sample, no secret
    drawn = Counter(futures.drawn(random) for _ in range(number))
    return Course({outcomes: drawn[outcomes] / number for outcomes in sorted(drawn, key=futures.number)}, number)


@value
class HeldBooking:
    """A booking of the plan, or a meeting that only new plans hold, with its likelihood of being held."""

    meeting: str
    exact: float | None
    """If the plan is not changed, exact; None if that is too much work, or the meeting is not in the plan."""
    before: float
    """In the evaluated futures, if the plan is not changed."""
    after: float
    """If the plan is changed as little as possible."""
    hangs_on: tuple[str, ...]


@value
class Survival:
    """How well an unchanged plan survives."""

    stands: float
    """The likelihood that every booking is held."""
    worth: float
    """The expected worth of the meetings held."""
    most: int
    """The total worth of its bookings."""


@value
class Hurt:
    """An outcome of an event, and the loss it causes."""

    event: int
    outcome: int
    probability: float
    before: float
    """The loss of expected worth if the plan is not changed."""
    after: float
    """The remaining loss after changing it as little as possible."""

    @property
    def harm(self) -> float:
        """The remaining loss times its probability, by which the worst comes first."""
        return self.probability * self.after


@value
class Question:
    """A confirmation to ask for, and its value of information."""

    event: int
    value: float


class Findings:
    """The findings from all results of a sweep."""

    def __init__(
        self,
        likelihood: Likelihood,
        plans: Sequence[Plan],
        course: Course,
        results: Mapping[Outcomes, Mapping[str, Any]],
    ) -> None:
        """Evaluate the plan of the sweep, its alternatives after it, and the result of each future."""
        self.likelihood, self.futures = likelihood, likelihood.futures
        self.plan, self.plans, self.course = plans[0], plans, course
        self.results = {outcomes: results[outcomes] for outcomes in course.shares}

    def _worth(self, meetings: Iterable[str]) -> int:
        return sum(self.likelihood.worth(key) for key in meetings)

    @property
    def stands(self) -> float:
        """The likelihood that the plan stands unchanged and keeps every must."""
        return sum(share for outcomes, share in self.course.shares.items() if self.results[outcomes]["stands"])

    @property
    def expected_after(self) -> float:
        """The expected worth of the meetings held if the plan is changed as little as possible in each future."""
        return sum(
            share * self._worth(self.results[outcomes]["after"]) for outcomes, share in self.course.shares.items()
        )

    @property
    def doubtful(self) -> int:
        """The number of futures in which time ended before a new plan was proved to have the fewest changes."""
        return sum(not result["fewest"] for result in self.results.values())

    # Each meeting.

    def bookings(self) -> list[HeldBooking]:
        """Return each booking of the plan, and meetings that only new plans hold, in chronological order."""
        planned = [b.meeting for b in sorted(self.plan.bookings, key=lambda b: (b.start, b.meeting))]
        new = {key for result in self.results.values() for key in result["after"]} - set(planned)
        return [self._held(key) for key in (*planned, *sorted(new))]

    def _held(self, key: str) -> HeldBooking:
        before, after = (
            sum(share for outcomes, share in self.course.shares.items() if key in self.results[outcomes][word])
            for word in ("held", "after")
        )
        booking = self.plan.booking(key)
        standing = self.likelihood.with_standing(booking, self.plan.bookings) if booking else None
        exact = standing.likelihood if standing else None
        return HeldBooking(key, exact, before, after, standing.hangs_on if standing else ())

    # Each plan.

    def survival(self, plan: Plan) -> Survival:
        """Return how well an unchanged plan survives."""
        whole = self._worth(booking.meeting for booking in plan.bookings)
        worth = self._worths(plan)
        stands = sum(share for outcomes, share in self.course.shares.items() if worth[outcomes] == whole)
        return Survival(stands, self._sum(worth), whole)

    def _worths(self, plan: Plan) -> dict[Outcomes, int]:
        """Return the worth of the meetings that are held of an unchanged plan in each future."""
        return {outcomes: self._worth(self.likelihood.held(plan.bookings, outcomes)) for outcomes in self.course.shares}

    # Each event.

    def hurts(self) -> list[Hurt]:
        """Return the outcomes that cause a loss, the worst first."""
        worths = {
            word: {outcomes: self._worth(result[word]) for outcomes, result in self.results.items()}
            for word in ("held", "after")
        }
        found = []
        for number, event in enumerate(self.futures.events):
            usual = {word: self._mean(worth, number, event.usual) for word, worth in worths.items()}
            for outcome in (n for n in range(len(event.outcomes)) if n != event.usual):
                so = {word: self._mean(worth, number, outcome) for word, worth in worths.items()}
                if None in usual.values() or None in so.values():
                    continue
                loss = {word: (usual[word] or 0) - (so[word] or 0) for word in worths}
                chance = float(event.outcomes[outcome].probability)
                found.append(Hurt(number, outcome, chance, loss["held"], loss["after"]))
        return sorted(found, key=lambda hurt: (-round(hurt.harm, 9), -round(hurt.before, 9), hurt.event, hurt.outcome))

    def _mean(self, worth: Mapping[Outcomes, float], event: int, outcome: int) -> float | None:
        """Return the expected worth given an event's outcome; None if no future has that outcome."""
        seen = [
            (share, worth[outcomes]) for outcomes, share in self.course.shares.items() if outcomes[event] == outcome
        ]
        total = sum(share for share, _ in seen)
        return sum(share * each for share, each in seen) / total if total else None

    def questions(self) -> list[Question]:
        """Return the confirmations to ask for, the one with the largest value of information first."""
        worths = [self._worths(plan) for plan in self.candidates]
        now = max(self._sum(worth) for worth in worths)
        found = []
        for number, event in enumerate(self.futures.events):
            known = sum(
                max(self._sum(worth, number, outcome) for worth in worths) for outcome in range(len(event.outcomes))
            )
            found.append(Question(number, max(0.0, known - now)))
        return sorted(found, key=lambda question: (-round(question.value, 9), question.event))

    def _sum(self, worth: Mapping[Outcomes, float], event: int | None = None, outcome: int = 0) -> float:
        """Return the sum of worths times shares over the futures with an event's outcome."""
        return sum(
            share * worth[outcomes]
            for outcomes, share in self.course.shares.items()
            if event is None or outcomes[event] == outcome
        )

    @cached_property
    def candidates(self) -> list[Plan]:
        """The plan, its alternatives, and the new plans that the sweep found, the likeliest first."""
        shares: Counter[tuple[Booking, ...]] = Counter()
        for outcomes, share in self.course.shares.items():
            changes = self.results[outcomes]["changes"]
            if changes:
                shares[tuple(self._changed(changes))] += share  # type: ignore[assignment]
        new = [replace(self.plan, bookings=bookings) for bookings, _ in shares.most_common(MOST_CANDIDATES)]
        return [*self.plans, *new]

    def _changed(self, changes: Sequence[Mapping[str, Any]]) -> Iterator[Booking]:
        """Yield the bookings of the plan with some changes.

        A meeting that cannot be held in that future stays as it was, since it may be held in another future, unless
        another meeting has taken its slot.
        """
        now = {change["meeting"]: change["now"] for change in changes}
        moved = [b if not now.get(b.meeting) else _booking(b, now[b.meeting]) for b in self.plan.bookings]
        gone = {meeting for meeting, slot in now.items() if slot is None}
        kept = [booking for booking in moved if booking.meeting not in gone]
        plan = Plan(tuple(moved), self.plan.names)
        together = any(True for r in self._together for _ in r.rule.broken(plan))
        yield from kept if together else moved

    @cached_property
    def _together(self) -> list[Requirement]:
        """The resources that meetings share."""
        requirements = requirements_of(problem_of(self.futures.scenario))
        return [r for r in requirements if r.must and r.rule.exclusive]

    # Texts.

    def says(self, outcomes: Outcomes) -> tuple[str, ...]:
        """Return how a future differs from the scenario, in words."""
        return self.futures.says(outcomes)


def _booking(before: Booking, now: Mapping[str, Any]) -> Booking:
    """Return a booking at the slot that a result names."""
    start, end = (datetime.fromisoformat(now[word]).astimezone(UTC) for word in ("start", "end"))
    slot = {word: now[word] for word in ("mode", "place", "venue", "room", "zone")}
    return replace(before, start=start, end=end, **slot, interpreters=tuple(now["interpreters"]))
