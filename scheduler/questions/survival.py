"""What many futures say together: how likely each meeting is held, which plan survives, what hurts, what to ask first.

docs/uncertainty.md has the formulas. Whatever is said of a plan that is not changed is worked out again for each
plan; what is said of new plans comes from the sweep. Futures are taken in the order of their numbers, so that the
figures are the same whoever did the work, and in whatever order.
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
"""So many futures are all looked at, where nobody says otherwise; of more, a sample of as many."""
MOST_CANDIDATES = 100
"""So many new plans, the likeliest first, are among those from which the best is taken for an answer."""
ERRORS = 2
"""How many standard errors are said beside a figure of a sample: 95 of 100 samples are that near."""


@value
class Course:
    """The futures that are looked at, each with its share of all, in the order of their numbers."""

    shares: Mapping[Outcomes, float]
    samples: int | None
    """How many were drawn; None where they are all that there are."""

    def error(self, share: float) -> float:
        """Return the standard error of a share; 0 where nothing was drawn.

        As if two more draws had come out either way, or a sample in which nothing went wrong would have no error
        (Agresti and Coull, Approximate is better than exact for interval estimation of binomial proportions, 1998).
        """
        if not self.samples:
            return 0.0
        number = self.samples + ERRORS**2
        near = (min(1.0, max(0.0, share)) * self.samples + ERRORS**2 / 2) / number
        return sqrt(near * (1 - near) / number)


def course_of(futures: Futures, samples: int | None, seed: int, most: int = MOST_FUTURES) -> Course:
    """Return all futures where they are few, else as many drawn by their probabilities as are asked for."""
    if samples is None and futures.count <= most:
        return Course({outcomes: float(futures.probability(outcomes)) for outcomes in futures.all()}, None)
    random, number = Random(seed), samples or MOST_FUTURES  # noqa: S311 - a sample, no secret
    drawn = Counter(futures.drawn(random) for _ in range(number))
    return Course({outcomes: drawn[outcomes] / number for outcomes in sorted(drawn, key=futures.number)}, number)


@value
class HeldBooking:
    """A booking of the plan, or a meeting that only new plans hold, and how likely it is held."""

    meeting: str
    exact: float | None
    """If the plan is not changed, worked out exactly; None where that is too much work, or it is not in the plan."""
    before: float
    """In the futures that were looked at, if the plan is not changed."""
    after: float
    """If it is changed as little as possible."""
    hangs_on: tuple[str, ...]


@value
class Survival:
    """How well a plan survives, unchanged."""

    stands: float
    """How likely every booking is held."""
    worth: float
    """The expected worth of what is held."""
    most: int
    """The worth of all its bookings."""


@value
class Hurt:
    """A way in which an event may turn out, and what is lost by it."""

    event: int
    outcome: int
    probability: float
    before: float
    """The loss of expected worth if the plan is not changed."""
    after: float
    """The loss that is left after changing it as little as possible."""

    @property
    def harm(self) -> float:
        """What is left of the loss, times its probability: by this the worst comes first."""
        return self.probability * self.after


@value
class Question:
    """A confirmation to ask for, and the value of knowing."""

    event: int
    value: float


class Findings:
    """What the results of a sweep say together."""

    def __init__(
        self,
        likelihood: Likelihood,
        plans: Sequence[Plan],
        course: Course,
        results: Mapping[Outcomes, Mapping[str, Any]],
    ) -> None:
        """Take the plan that was swept with its alternatives after it, and the result of each future."""
        self.likelihood, self.futures = likelihood, likelihood.futures
        self.plan, self.plans, self.course = plans[0], plans, course
        self.results = {outcomes: results[outcomes] for outcomes in course.shares}

    def _worth(self, meetings: Iterable[str]) -> int:
        return sum(self.likelihood.worth(key) for key in meetings)

    @property
    def stands(self) -> float:
        """How likely the plan stands as it is, with every rule that must hold."""
        return sum(share for outcomes, share in self.course.shares.items() if self.results[outcomes]["stands"])

    @property
    def expected_after(self) -> float:
        """The expected worth of what is held if the plan is changed each time as little as possible."""
        return sum(
            share * self._worth(self.results[outcomes]["after"]) for outcomes, share in self.course.shares.items()
        )

    @property
    def doubtful(self) -> int:
        """In how many futures time ended before a new plan was found, or proved to have the fewest changes."""
        return sum(not result["fewest"] for result in self.results.values())

    # Each meeting.

    def bookings(self) -> list[HeldBooking]:
        """Return each booking of the plan, and what only new plans hold, in the order of time."""
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
        """Return how well a plan survives, unchanged."""
        whole = self._worth(booking.meeting for booking in plan.bookings)
        worth = self._worths(plan)
        stands = sum(share for outcomes, share in self.course.shares.items() if worth[outcomes] == whole)
        return Survival(stands, self._sum(worth), whole)

    def _worths(self, plan: Plan) -> dict[Outcomes, int]:
        """Return the worth of what is held of a plan, unchanged, in each future."""
        return {outcomes: self._worth(self.likelihood.held(plan.bookings, outcomes)) for outcomes in self.course.shares}

    # Each event.

    def hurts(self) -> list[Hurt]:
        """Return what hurts, the worst first."""
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
        """Return the expected worth, given how an event turns out; None where that was never seen."""
        seen = [
            (share, worth[outcomes]) for outcomes, share in self.course.shares.items() if outcomes[event] == outcome
        ]
        total = sum(share for share, _ in seen)
        return sum(share * each for share, each in seen) / total if total else None

    def questions(self) -> list[Question]:
        """Return the confirmations to ask for, the one with the largest value of knowing first."""
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
        """Return the sum of worths times shares, over the futures in which an event turns out so."""
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

        What cannot be held in that future is left as it was, since it is held where the future is another one;
        unless something else has taken its place.
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
        """What meetings may not take at once."""
        requirements = requirements_of(problem_of(self.futures.scenario))
        return [r for r in requirements if r.must and r.rule.exclusive]

    # Words for readers.

    def says(self, outcomes: Outcomes) -> tuple[str, ...]:
        """Return what is otherwise than written in a future."""
        return self.futures.says(outcomes)


def _booking(before: Booking, now: Mapping[str, Any]) -> Booking:
    """Return a booking at the slot that a result names."""
    start, end = (datetime.fromisoformat(now[word]).astimezone(UTC) for word in ("start", "end"))
    slot = {word: now[word] for word in ("mode", "place", "venue", "room", "zone")}
    return replace(before, start=start, end=end, **slot, interpreters=tuple(now["interpreters"]))
