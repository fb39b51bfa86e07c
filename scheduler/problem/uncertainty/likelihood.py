"""How likely a booking is to be held, and on which events that depends: exact probabilities.

The scenario is realised for each combination of the events that affect the meeting, and the rules of that meeting
alone are asked. Written rules and other meetings play no part in this, except earlier meetings that may run over.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import count
from math import prod
from typing import TYPE_CHECKING

from scheduler.base.minutes import Spans
from scheduler.base.percent import say_share
from scheduler.base.value import value
from scheduler.plan.plan import Plan
from scheduler.plan.priorities import MUST, WORTH
from scheduler.problem.start_windows import Narrowing
from scheduler.problem.uncertainty.events import Futures
from scheduler.problem.uncertainty.realise import realised, runs_over
from scheduler.scenario.facts import Facts
from scheduler.scenario.problem import Problem, problem_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from scheduler.plan.candidate import Setting
    from scheduler.plan.plan import Booking
    from scheduler.problem.requirement import Requirement
    from scheduler.problem.uncertainty.events import Outcomes

    Requirements = Callable[[Problem], Iterator[Requirement]]

MOST_WAYS = 1024
"""The most combinations of outcomes that are enumerated for one meeting; each takes half a millisecond."""


@value
class Dependence:
    """An event that makes a difference to a booking."""

    event: int
    """Its number."""
    share: Fraction
    """The probability that it leaves the booking standing, if everything else is as written."""
    breaks: tuple[int, ...]
    """The outcomes that do not."""


@value
class BookingLikelihood:
    """How likely a booking is to be held, and on which events that depends."""

    likelihood: Fraction
    hangs_on: tuple[Dependence, ...] = ()


class Likelihood:
    """The likelihoods of the meetings of one scenario, each computed when it is first asked for."""

    def __init__(self, facts: Facts, requirements_of: Requirements, *, settled: bool = False) -> None:
        """Take a scenario and what yields the requirements of a problem; `settled` if nothing is uncertain."""
        self.facts, self.futures = facts, Futures(facts, settled=settled)
        self.requirements_of = requirements_of
        self._alone: dict[tuple[str, Outcomes], tuple[Problem, Iterable[Requirement]]] = {}
        self._together: tuple[Problem, list[Requirement]] | None = None
        self._concerning: dict[str, tuple[int, ...]] = {}
        self._possible: dict[tuple[object, ...], bool] = {}
        self._known: tuple[Sequence[Booking], dict[str, Booking], list[tuple[Booking, int]]] = ((), {}, [])

    def concerning(self, meeting: str) -> tuple[int, ...]:
        """Return the numbers of the events that may affect whether a meeting can be held, taken alone."""
        if meeting not in self._concerning:
            self._concerning[meeting] = self.futures.concerning(meeting)
        return self._concerning[meeting]

    def alone(self, meeting: str, outcomes: Outcomes) -> tuple[Problem, Iterable[Requirement]]:
        """Return the problem of one meeting alone in a future, and the requirements that narrow its starts there."""
        kept = set(self.concerning(meeting))
        relevant = tuple(n if number in kept else 0 for number, n in enumerate(outcomes))
        key = (meeting, relevant)
        if key not in self._alone:
            problem = problem_from(Facts(realised(self.futures, relevant, meeting)))
            # In most futures the first of them already says that somebody is away.
            requirements = _AsRead(r for r in self.requirements_of(problem) if r.must and r.rule.narrows)
            self._alone[key] = problem, requirements
        return self._alone[key]

    # A plan, judged as a reader does.

    def possible(self, booking: Booking, outcomes: Outcomes) -> bool:
        """Whether all participants can be there in a future: no must forbids the booking."""
        slot = (booking.meeting, booking.start, booking.end, booking.mode, booking.place, booking.venue, booking.room)
        key = (*slot, *(outcomes[number] for number in self.concerning(booking.meeting)))
        if key not in self._possible:
            self._possible[key] = self._judged(booking, outcomes)
        return self._possible[key]

    def _judged(self, booking: Booking, outcomes: Outcomes) -> bool:
        problem, requirements = self.alone(booking.meeting, outcomes)
        asked = problem.by_key.get(booking.meeting)
        if asked is None or not any(booking.is_in(setting) for setting in asked.settings):
            return False
        plan = Plan((replace(booking, participants=asked.participants),), self.facts.names)
        return not any(True for r in requirements for _ in r.rule.broken(plan))

    def has_a_slot(self, meeting: str, outcomes: Outcomes) -> bool:
        """Whether a meeting, taken alone, can be held at all in a future."""
        key = (meeting, *(outcomes[number] for number in self.concerning(meeting)))
        if key not in self._possible:
            problem, requirements = self.alone(meeting, outcomes)
            candidate = problem.by_key.get(meeting)
            spans = Narrowing(requirements).starts(problem, candidate).values() if candidate else ()
            self._possible[key] = any(each.on_grid(problem.first, problem.grid) for each in spans)
        return self._possible[key]

    def held(self, bookings: Sequence[Booking], outcomes: Outcomes) -> tuple[str, ...]:
        """Return the meetings of an unchanged plan that are held in a future, in the order of time."""
        late = runs_over(self.futures, outcomes, [booking.meeting for booking in bookings])
        held: dict[str, Booking] = {}
        for booking in sorted(bookings, key=lambda b: (b.start, b.meeting)):
            over = [each for key, each in held.items() if key in late]
            disturbed = any(self._in_the_way(each, late[each.meeting], booking) for each in over)
            if not disturbed and self.possible(booking, outcomes):
                held[booking.meeting] = booking
        return tuple(held)

    def _in_the_way(self, before: Booking, minutes: int, booking: Booking) -> bool:
        """Whether a meeting that runs over by some minutes prevents a later one."""
        problem, requirements = self._as_written
        known = [b for b in (before, booking) if b.meeting in problem.by_key]
        if len(known) < 2 or booking.start < before.end:
            return False
        over = replace(before, end=before.end + timedelta(minutes=minutes))
        plan = Plan((over, booking), self.facts.names)
        return any(_about_both(r, over, booking) and any(True for _ in r.rule.broken(plan)) for r in requirements)

    @property
    def _as_written(self) -> tuple[Problem, list[Requirement]]:
        if self._together is None:
            problem = problem_from(self.facts)
            requirements = [r for r in self.requirements_of(problem) if r.must and r.rule.exclusive]
            self._together = problem, requirements
        return self._together

    def standing(self, bookings: Sequence[Booking], meeting: str) -> BookingLikelihood:
        """Return how likely a meeting of a plan is to be held, and on which events that depends.

        Raises:
            OverflowError: too many events affect it at once for the likelihood to be computed.
        """
        needed = self._before(bookings, meeting)
        numbers = tuple(sorted({n for b in needed for n in self._bearing(b.meeting, meeting)}))
        if self._ways(numbers) > MOST_WAYS:
            raise OverflowError(meeting)
        ways = self.futures.some(numbers)
        held = {outcomes: meeting in self.held(needed, outcomes) for outcomes, _ in ways}
        likelihood = sum((chance for outcomes, chance in ways if held[outcomes]), Fraction(0))
        return BookingLikelihood(likelihood, tuple(self._hangs_on(numbers, held)))

    def _bearing(self, other: str, meeting: str) -> tuple[int, ...]:
        own = self.concerning(other)
        return own if other == meeting else (*own, *self.futures.overrunning(other))

    def _before(self, bookings: Sequence[Booking], meeting: str) -> list[Booking]:
        """Return the booking of a meeting, and the earlier ones that prevent it if they run over."""
        if self._known[0] is not bookings:
            # The bookings of a plan are asked for one after the other.
            meetings = self.facts.scenario.meetings
            late = [(b, each.by) for b in bookings if (each := meetings[b.meeting].overruns) is not None]
            self._known = bookings, {booking.meeting: booking for booking in bookings}, late
        _, by_meeting, late = self._known
        found: dict[str, Booking] = {}
        left = [by_meeting[meeting]]
        while left:
            booking = left.pop()
            found[booking.meeting] = booking
            left += [b for b, by in late if b.meeting not in found and self._in_the_way(b, by, booking)]
        return list(found.values())

    def _hangs_on(self, numbers: Sequence[int], held: dict[Outcomes, bool]) -> Iterator[Dependence]:
        usual = self.futures.as_written
        for number in numbers:
            outcomes = self.futures.events[number].outcomes
            others = range(len(outcomes))
            if any(
                stands != held[*way[:number], n, *way[number + 1 :]] for way, stands in held.items() for n in others
            ):
                breaks = tuple(n for n in others if not held[*usual[:number], n, *usual[number + 1 :]])
                share = 1 - sum((outcomes[n].probability for n in breaks), Fraction(0))
                yield Dependence(number, share, breaks)

    # Weights on starts, for the solver.

    def by_start(self, meeting: str) -> dict[tuple[Setting, int], dict[Fraction, Spans]]:
        """Return, for each setting and length, the possible starts of each likelihood, as steps of the grid.

        Overruns of meetings are ignored: their effect depends on the bookings of the others.
        """
        numbers = self.concerning(meeting)
        chances: dict[tuple[Setting, int], dict[int, Fraction]] = {}
        for outcomes, chance in self.futures.some(numbers):
            problem, requirements = self.alone(meeting, outcomes)
            candidate = problem.by_key.get(meeting)
            for option, spans in Narrowing(requirements).starts(problem, candidate).items() if candidate else ():
                at = chances.setdefault(option, {})
                for low, high in spans.on_grid(problem.first, problem.grid):
                    for step in range(low, high + 1):
                        at[step] = at.get(step, Fraction(0)) + chance
        return {option: _levels(at) for option, at in chances.items()}

    def certain(self, meeting: str) -> bool:
        """Whether no event affects a meeting, taken alone, or too many to be enumerated."""
        return not self.concerning(meeting) or self.is_beyond(meeting)

    def is_beyond(self, meeting: str) -> bool:
        """Whether the events that affect a meeting have too many combinations of outcomes to be enumerated."""
        return self._ways(self.concerning(meeting)) > MOST_WAYS

    def _ways(self, numbers: Iterable[int]) -> int:
        return prod(len(self.futures.events[number].outcomes) for number in numbers)

    def of_slot(self, booking: Booking) -> Fraction:
        """Return how likely all participants can be there, by `broken`; overruns of meetings are ignored."""
        if self.certain(booking.meeting):
            return Fraction(1)
        ways = self.futures.some(self.concerning(booking.meeting))
        return sum((chance for outcomes, chance in ways if self.possible(booking, outcomes)), Fraction(0))

    def worth(self, meeting: str) -> int:
        """Return the worth of holding a meeting, by its priority."""
        asked = self.facts.scenario.meetings[meeting]
        return WORTH[MUST] if asked.state == "confirmed" else WORTH[asked.priority]

    # For readers.

    def with_standing(self, booking: Booking, bookings: Sequence[Booking]) -> Booking:
        """Return a booking with its likelihood and the events on which it depends, if anything is uncertain at all."""
        if not self.futures.events:
            return booking
        try:
            standing = self.standing(bookings, booking.meeting)
        except OverflowError:
            return booking
        # What makes a difference only together with something else is named where nothing does alone.
        alone = [hanging for hanging in standing.hangs_on if hanging.breaks]
        hangs_on = tuple(self.says(hanging) for hanging in alone or standing.hangs_on)
        return replace(booking, likelihood=float(standing.likelihood), hangs_on=hangs_on)

    def says(self, hanging: Dependence) -> str:
        """Return what it depends on, as ``Singh comes to Moscow (80 %)`` or ``unless the forum slips (70 %)``."""
        outcomes = self.futures.events[hanging.event].outcomes
        said = outcomes[0].says
        if not hanging.breaks:
            return f"{said} ({say_share(outcomes[0].probability)}), or something else as well"
        alone = self._one_named(hanging)
        if alone:
            said = alone
        elif hanging.share != outcomes[0].probability:
            said = f"unless {' or '.join(outcomes[n].says for n in hanging.breaks)}"
        return f"{said} ({say_share(hanging.share)})"

    def _one_named(self, hanging: Dependence) -> str:
        """Return the only one of several linked events that matters; "" if there is not exactly one."""
        outcomes, breaks = self.futures.events[hanging.event].outcomes, set(hanging.breaks)
        for key in sorted(frozenset[str]().union(*(outcome.happens for outcome in outcomes))):
            for happens in (True, False):
                if breaks == {n for n, outcome in enumerate(outcomes) if (key in outcome.happens) != happens}:
                    return self.futures.display_name(key, happens=happens)
        return ""


class _AsRead:
    """A lazy sequence over an iterator that may be read several times; it is advanced only as far as needed."""

    def __init__(self, rest: Iterator[Requirement]) -> None:
        self._read: list[Requirement] = []
        self._rest = rest

    def __iter__(self) -> Iterator[Requirement]:
        for number in count():
            if number == len(self._read):
                try:
                    self._read.append(next(self._rest))
                except StopIteration:
                    return
            yield self._read[number]


def _levels(chances: dict[int, Fraction]) -> dict[Fraction, Spans]:
    found: dict[Fraction, list[tuple[int, int]]] = {}
    for step, chance in chances.items():
        found.setdefault(chance, []).append((step, step))
    return {chance: Spans.of(steps) for chance, steps in sorted(found.items())}


def _about_both(requirement: Requirement, one: Booking, other: Booking) -> bool:
    """Whether a rule concerns somebody who takes part in both, or the room of both."""
    principals = requirement.rule.concerns.principals
    if principals:
        return any(key in one.participants and key in other.participants for key in principals)
    return one.room is not None and one.room == other.room


def likelihood_of(problem: Problem, requirements_of: Requirements) -> Likelihood:
    """Return the likelihoods of a scenario's meetings, created once and shared."""
    made: Likelihood = problem.facts.once(Likelihood, lambda: Likelihood(problem.facts, requirements_of))
    return made
