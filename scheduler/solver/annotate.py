"""Annotates a plan: what each booking rests on, why a meeting has no slot, which wishes are kept.

All of it follows from the plan and the requirements, without the solver.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.plan.plan import Unscheduled, WishKept
from scheduler.problem.consistency import notices
from scheduler.problem.requirement import WISHES
from scheduler.problem.requirements import each_requirement_of
from scheduler.problem.uncertainty.likelihood import likelihood_of
from scheduler.problem.verify import breaches_of
from scheduler.scenario.fields import is_uncertain, say_certainty
from scheduler.scenario.rule_entries import packages_of
from scheduler.solver.why_unplaced import WhyUnplaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.plan.plan import Booking, Plan
    from scheduler.problem.requirement import Requirement
    from scheduler.scenario.fields import Entry
    from scheduler.scenario.models import Meeting
    from scheduler.scenario.problem import Problem
    from scheduler.solver.budget import Budget
    from scheduler.solver.engine import Engine
    from scheduler.solver.groundwork import Groundwork
    from scheduler.solver.params import AccountParams


def annotate(
    plan: Plan,
    problem: Problem,
    requirements: Sequence[Requirement],
    engine: Engine,
    groundwork: Groundwork | None = None,
) -> Plan:
    """Return the plan, annotated: provenance, unplaced meetings with reasons, wishes and notices.

    Args:
        plan: the bookings.
        problem: the meetings that were asked for.
        requirements: those that the plan keeps.
        engine: of the search; the annotation has a small guaranteed share of its time limit.
        groundwork: the start windows and the board, if they are known.
    """
    budget = engine.account()
    bookings = tuple(_with_details(booking, problem) for booking in plan.bookings)
    likelihood = likelihood_of(problem, each_requirement_of)
    bookings = tuple(likelihood.with_standing(booking, bookings) for booking in bookings)
    plan = replace(plan, bookings=bookings)
    return replace(
        plan,
        unscheduled=tuple(_unscheduled(plan, problem, requirements, budget, engine.params.account, groundwork)),
        wishes=tuple(_wishes(plan, requirements)),
        notices=(
            *(str(notice) for notice in notices(problem.facts.scenario)),
            *(f"{r.origin}: notice: {said}." for r in requirements for said in r.rule.passed_over(plan.names)),
        ),
        fixed=problem.facts.fixed,
        delegations={key: entry.delegation for key, entry in problem.facts.scenario.principals.items()},
        premises={key: v.premises_of for key, v in problem.facts.scenario.venues.items() if v.premises_of},
        rules_from=packages_of(problem.facts.scenario.rules),
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
        line=str(problem.facts.origin("meetings", booking.meeting)),
        clocks=() if booking.mode == "in person" else clocks,
        invited=meeting.optional,
        visibility=meeting.visibility,
        **(meeting.note.fields if meeting.note else {}),
    )


def _clock(problem: Problem, principal: str, booking: Booking) -> str:
    return problem.facts.zone_at(problem.facts.place_of(principal, booking.start))


def _rests_on(booking: Booking, problem: Problem) -> Iterator[str]:
    """Yield what the booking rests on: the candidate's provenance, and its uncertain facts."""
    yield from _provenance(problem.facts.scenario.meetings[booking.meeting])
    by_certainty: dict[str, list[str]] = {}
    for certainty, what, entry in _uncertain(booking, problem):
        sources = f" ({', '.join(entry.source)})" if entry.source else ""
        by_certainty.setdefault(certainty, []).append(f"{what}{sources}")
    yield from (f"{certainty}: {', '.join(dict.fromkeys(said))}" for certainty, said in by_certainty.items())


def _uncertain(booking: Booking, problem: Problem) -> Iterator[tuple[str, str, Entry]]:
    """Yield (certainty, description, entry) for stays and forum dates that are not confirmed."""
    facts = problem.facts
    meeting = facts.scenario.meetings[booking.meeting]
    for key in booking.participants:
        for stay in facts.scenario.principals[key].stays:
            if booking.overlaps(stay.start, stay.end) and is_uncertain(stay.certainty):
                yield say_certainty(stay.certainty), f"{facts.names.principal(key)}'s stay", stay
    for window in (*meeting.windows, *meeting.prefers):
        forum = facts.scenario.forums.get(window.sidelines or "")
        if forum is None:
            continue
        name = forum.short or forum.name
        if is_uncertain(forum.certainty):
            yield say_certainty(forum.certainty), f"dates of {name}", forum
        for attendee in forum.attendees:
            if attendee.principal in booking.participants and is_uncertain(attendee.certainty):
                yield (
                    say_certainty(attendee.certainty),
                    f"{facts.names.principal(attendee.principal)} at {name}",
                    attendee,
                )


def _provenance(entry: Entry) -> Iterator[str]:
    yield from entry.source
    if entry.assumed:
        yield f"assumed: {entry.assumed}"


def _wishes(plan: Plan, requirements: Sequence[Requirement]) -> Iterator[WishKept]:
    for requirement in requirements:
        if requirement.tier in WISHES and requirement.rule.listed:
            broken = tuple(breach.sentence for breach in breaches_of(plan, requirement))
            wish = requirement.rule.say(plan.names)
            in_part = bool(broken) and requirement.rule.in_part(plan)
            moot = not requirement.rule.applies(plan)
            yield WishKept(wish, not broken, str(requirement.origin), requirement.weight, broken, in_part, moot)


def _unscheduled(
    plan: Plan,
    problem: Problem,
    requirements: Sequence[Requirement],
    budget: Budget,
    params: AccountParams,
    groundwork: Groundwork | None,
) -> Iterator[Unscheduled]:
    left_out = [key for key in problem.by_key if plan.booking(key) is None]
    why = WhyUnplaced(plan, problem, requirements, budget, params, groundwork) if left_out else None
    for key, meeting in problem.facts.scenario.meetings.items():
        if not meeting.planned:
            origin = problem.facts.origin("meetings", key, "state")
            because = "it was declined" if meeting.state == "declined" else "it is never to be held"
            yield _left_out(key, meeting, f"{because} ({origin})", (str(origin),))
        elif plan.booking(key) is None and key in problem.by_key and why is not None:
            because, lines = why.because(problem.by_key[key])
            yield _left_out(key, meeting, because, tuple(lines))


def _left_out(key: str, meeting: Meeting, because: str, lines: tuple[str, ...]) -> Unscheduled:
    who = (meeting.participants, meeting.optional, meeting.visibility)
    return Unscheduled(key, because, meeting.priority, meeting.state, lines, *who)
