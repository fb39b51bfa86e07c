"""What a plan is accounted for with: what each booking rests on, why a meeting has none, which wishes it keeps.

Everything is read from the plan and the requirements; the solver is not asked.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from scheduler.check import breaches_of
from scheduler.consistency import notices
from scheduler.narrowing import Alone, Narrowing
from scheduler.plan import Booking, Unscheduled, WishKept
from scheduler.requirements import WISHES
from scheduler.rules.held import Held
from scheduler.value import value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.fields import Entry
    from scheduler.plan import Plan
    from scheduler.problem import Problem
    from scheduler.request import Request, Setting
    from scheduler.requirements import Requirement

MOST_STARTS = 400
"""Starts of a meeting that are looked at one by one to say what took them."""


def account(plan: Plan, problem: Problem, requirements: Sequence[Requirement]) -> Plan:
    """Return the plan with its account: provenance, what is not placed and why, wishes and notices."""
    bookings = tuple(_with_details(booking, problem) for booking in plan.bookings)
    plan = replace(plan, bookings=bookings)
    return replace(
        plan,
        unscheduled=tuple(_unscheduled(plan, problem, requirements)),
        wishes=tuple(_wishes(plan, requirements)),
        notices=(
            *(str(notice) for notice in notices(problem.facts.scenario)),
            *(f"{r.origin}: notice: {said}." for r in requirements for said in r.rule.passed_over(plan.names)),
        ),
        fixed=problem.facts.fixed,
        ways=tuple((*travel.between, travel.takes) for travel in problem.facts.scenario.travel),
    )


def _with_details(booking: Booking, problem: Problem) -> Booking:
    meeting = problem.facts.scenario.meetings[booking.meeting]
    rests_on = tuple(dict.fromkeys(_rests_on(booking, problem)))
    clocks = tuple(_clock(problem, key, booking) for key in booking.participants)
    return replace(
        booking,
        state=meeting.state,
        priority=meeting.priority,
        rests_on=rests_on,
        line=str(problem.facts.scenario.origins.origin(("meetings", booking.meeting))),
        clocks=() if booking.mode == "in person" else clocks,
    )


def _clock(problem: Problem, principal: str, booking: Booking) -> str:
    return problem.facts.zone_at(problem.facts.place_of(principal, booking.start))


def _rests_on(booking: Booking, problem: Problem) -> Iterator[str]:
    """Yield what the booking rests on: the request's provenance, and whatever about it is not sure."""
    yield from _provenance(problem.facts.scenario.meetings[booking.meeting])
    unsure: dict[str, list[str]] = {}
    for certainty, what, entry in _uncertain(booking, problem):
        sources = f" ({', '.join(entry.source)})" if entry.source else ""
        unsure.setdefault(certainty, []).append(f"{what}{sources}")
    yield from (f"{certainty}: {', '.join(dict.fromkeys(said))}" for certainty, said in unsure.items())


def _uncertain(booking: Booking, problem: Problem) -> Iterator[tuple[str, str, Entry]]:
    """Yield (certainty, what, entry) for the stays and the forums' dates that are not confirmed."""
    facts = problem.facts
    meeting = facts.scenario.meetings[booking.meeting]
    for key in booking.participants:
        for stay in facts.scenario.principals[key].stays:
            if booking.overlaps(stay.start, stay.end) and stay.certainty not in {None, "confirmed"}:
                yield str(stay.certainty), f"{facts.names.principal(key)}'s stay", stay
    for window in (*meeting.windows, *meeting.prefers):
        forum = facts.scenario.forums.get(window.sidelines or "")
        if forum is None:
            continue
        name = forum.short or forum.name
        if forum.certainty not in {None, "confirmed"}:
            yield str(forum.certainty), f"dates of {name}", forum
        for attendee in forum.attendees:
            if attendee.principal in booking.participants and attendee.certainty not in {None, "confirmed"}:
                yield str(attendee.certainty), f"{facts.names.principal(attendee.principal)} at {name}", attendee


def _provenance(entry: Entry) -> Iterator[str]:
    yield from entry.source
    if entry.assumed:
        yield f"assumed: {entry.assumed}"


def _wishes(plan: Plan, requirements: Sequence[Requirement]) -> Iterator[WishKept]:
    for requirement in requirements:
        if requirement.tier in WISHES and requirement.rule.word != "compact":
            broken = tuple(breach.sentence for breach in breaches_of(plan, requirement))
            wish = requirement.rule.say(plan.names)
            in_part = bool(broken) and requirement.rule.in_part(plan)
            moot = not requirement.rule.applies(plan)
            yield WishKept(wish, not broken, str(requirement.origin), requirement.weight, broken, in_part, moot)


def _unscheduled(plan: Plan, problem: Problem, requirements: Sequence[Requirement]) -> Iterator[Unscheduled]:
    why = _Why(plan, problem, requirements)
    for key, meeting in problem.facts.scenario.meetings.items():
        if not meeting.planned:
            origin = problem.facts.scenario.origins.origin(("meetings", key, "state"))
            because = "it was declined" if meeting.state == "declined" else "it is never to be held"
            yield Unscheduled(key, f"{because} ({origin})", meeting.priority, meeting.state, (str(origin),))
        elif plan.booking(key) is None and key in problem.by_key:
            because, lines = why.of(problem.by_key[key])
            yield Unscheduled(key, because, meeting.priority, meeting.state, tuple(lines))


_FIRST_SPARED = {"start": 0, "windows": 1, "absence": 2, "room_needs": 3, "hours": 4, "blocks": 5, "session": 6,
                 "engagement": 7, "available": 8, "buffers": 9, "travel": 10}  # fmt: skip
"""In the search for a reason, the rules that are spared first where others will do have the larger number."""


@value
class _Slot:
    setting: Setting
    start: int
    minutes: int
    team: tuple[str, ...]


class _Why:
    """Finds what took the slots of a meeting that a plan does not hold."""

    def __init__(self, plan: Plan, problem: Problem, requirements: Sequence[Requirement]) -> None:
        self.plan = plan
        self.problem = problem
        self.musts = [requirement for requirement in requirements if requirement.must]
        self.narrowing = Narrowing(self.musts)
        self.origins = {r.rule.meeting: r.origin for r in requirements if isinstance(r.rule, Held)}

    def of(self, request: Request) -> tuple[str, list[str]]:
        """Return the reason as a sentence, and the lines that it names."""
        slots = list(self._slots(request))
        if not slots:
            return self._no_slot_of_its_own(request)
        return self._taken(request, slots)

    def _slots(self, request: Request) -> Iterator[_Slot]:
        """Yield the slots that the meeting would have alone."""
        for setting, team in product(request.settings, request.teams):
            minutes = min(request.lengths(team))
            spans = self.narrowing.starts_in(self.problem, request, setting, minutes)
            for low, high in spans.on_grid(self.problem.first, self.problem.grid):
                for step in range(low, high + 1):
                    yield _Slot(setting, self.problem.first + step * self.problem.grid, minutes, team)

    def _no_slot_of_its_own(self, request: Request) -> tuple[str, list[str]]:
        """Name a smallest set of requirements that together leave no start at all."""
        alone = Alone(self.problem, request, self.musts)
        blamed = alone.asked
        # What is nearest to the meeting itself is blamed rather than what only happens to be in its way.
        for requirement in sorted(blamed, key=lambda r: _FIRST_SPARED.get(r.rule.word, 0), reverse=True):
            without = [other for other in blamed if other is not requirement]
            if not alone.possible(without):
                blamed = without
        said = "; ".join(f"{r.rule.say(self.plan.names)} ({r.origin})" for r in blamed)
        if not blamed:
            return "it does not fit into the scenario's dates", []
        return f"it has no slot of its own: {said}", [str(requirement.origin) for requirement in blamed]

    def _taken(self, request: Request, slots: Sequence[_Slot]) -> tuple[str, list[str]]:
        """Name the bookings, or the requirements, that took the slots it would have alone."""
        by_booking: dict[str, int] = {}
        by_requirement: dict[str, str] = {}
        order = list(self.musts)
        for slot in slots[:: max(1, len(slots) // MOST_STARTS)]:
            booking = self._booking(request, slot)
            breaker = self._first_broken(booking, order)
            if breaker is None:
                when = self.plan.say(booking)
                return f"the search ended before it was placed; {when} may be possible", []
            order.remove(breaker)
            order.insert(0, breaker)
            blockers = self._blockers(booking, breaker)
            for other in blockers:
                by_booking[other] = by_booking.get(other, 0) + 1
            if not blockers:
                by_requirement[str(breaker.origin)] = breaker.rule.say(self.plan.names)
        names, most = self.plan.names, sorted(by_booking, key=lambda key: -by_booking[key])
        said = [f"{names.meeting(key)} ({self.origins[key]})" for key in most[:6]]
        said += [f"… and {len(most) - 6} more"] if len(most) > 6 else []
        said += [f"{sentence} ({origin})" for origin, sentence in by_requirement.items()]
        lines = [str(self.origins[key]) for key in most] + list(by_requirement)
        taken = "every slot it could have is taken by" if by_booking else "what stands in its way is:"
        return f"{taken} {'; '.join(said)}", lines

    def _booking(self, request: Request, slot: _Slot) -> Booking:
        return Booking.at(request, slot.setting, slot.start, slot.minutes, slot.team)

    def _first_broken(self, booking: Booking, order: Sequence[Requirement]) -> Requirement | None:
        plan = self._with_room(booking)
        return next((r for r in order if any(True for _ in r.rule.broken(plan))), None)

    def _with_room(self, booking: Booking, others: Sequence[Booking] | None = None) -> Plan:
        """Return the plan with one booking more, rooms numbered anew."""
        from scheduler.rooms import number_rooms

        bookings = [*(self.plan.bookings if others is None else others), booking]
        scenario = self.problem.facts.scenario
        return replace(self.plan, bookings=number_rooms(bookings, scenario))

    def _blockers(self, booking: Booking, breaker: Requirement) -> list[str]:
        """Return the meetings of which one alone breaks the requirement together with the booking.

        None where the booking breaks it by itself: then nothing took the slot, the requirement forbids it.
        """
        if any(True for _ in breaker.rule.broken(self._with_room(booking, []))):
            return []
        return [
            other.meeting
            for other in self.plan.bookings
            if any(True for _ in breaker.rule.broken(self._with_room(booking, [other])))
        ]
