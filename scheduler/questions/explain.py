"""The answers to why: why there is no plan, what it takes to hold a meeting, why it is not then or there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.base.times import midnight, zone_of
from scheduler.base.value import value
from scheduler.questions.conflict import Conflict, conflicts, musts_of
from scheduler.questions.repair import Repairs, repairs
from scheduler.questions.what_if import Price, asked_for, nearest, price
from scheduler.solver.proof import OutOfTimeError, Prover

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from scheduler.plan.plan import Plan
    from scheduler.problem.requirement import Requirement
    from scheduler.rules.asked import Supposed
    from scheduler.scenario.problem import Problem

A_DAY = timedelta(days=1)


@value
class Refusal:
    """Why something cannot be, and what could be changed."""

    conflicts: tuple[Conflict, ...]
    all_found: bool
    """Whether there are no more independent conflicts than these."""
    repairs: Repairs | None = None


@value
class Answer:
    """The answer about one meeting: why it cannot be held so, or what it costs."""

    meeting: str
    supposed: tuple[Supposed, ...]
    refusal: Refusal | None = None
    price: Price | None = None
    nearest: tuple[datetime | None, datetime | None] | None = None
    """For a time that is refused: the last start before and the first after that do work."""
    out_of_time: bool = False
    """Whether time ended before all of this was known."""


def why_no_plan(
    prover: Prover, problem: Problem, requirements: Sequence[Requirement], text: str, *, most: int
) -> Refusal | None:
    """Return why a scenario has no plan, and the ways out; None where it has one.

    Raises:
        OutOfTimeError: neither is proved.
    """
    found, all_found = conflicts(prover, problem, requirements)
    if not found:
        return None
    ways = repairs(prover, problem.facts.scenario, text, known=found, most=most)
    return Refusal(tuple(found), all_found, ways)


def what_it_takes(
    prover: Prover,
    problem: Problem,
    requirements: Sequence[Requirement],
    plan: Plan,
    meeting: str,
    supposed: Sequence[Supposed] = (),
    *,
    text: str = "",
    most: int = 0,
) -> Answer:
    """Return what it takes to hold a meeting, as a question supposes: its price, or why it cannot be.

    With `text` and `most`, ways out are looked for where it cannot be held at all.
    """
    asked = asked_for(requirements, meeting, supposed)
    try:
        if prover.together(problem, musts_of(asked)) is not None:
            paid = price(prover, problem, requirements, plan, asked)
            return Answer(meeting, tuple(supposed), price=paid, out_of_time=paid is None)
        found, all_found = conflicts(prover, problem, asked, 1, [meeting])
    except OutOfTimeError:
        return Answer(meeting, tuple(supposed), out_of_time=True)
    ways = repairs(prover, problem.facts.scenario, text, also=_held(meeting), known=found, most=most) if most else None
    answer = Answer(meeting, tuple(supposed), Refusal(tuple(found), all_found, ways))
    around = _around(problem, supposed)
    if around is None:
        return answer
    timed = [each for each in supposed if each.start or each.day]
    without = [r for r in asked if not any(r.rule is each for each in timed)]
    try:
        return replace(answer, nearest=nearest(prover, problem, without, meeting, around))
    except OutOfTimeError:
        return replace(answer, out_of_time=True)


def _held(meeting: str) -> Callable[[Sequence[Requirement]], list[Requirement]]:
    """Return what asks, in any variant of the scenario, that the meeting is held as a must."""

    def also(requirements: Sequence[Requirement]) -> list[Requirement]:
        mine = (r for r in requirements if r.rule.asks_for == meeting)
        return [replace(r, tier=None) for r in mine if r.tier != "must"]

    return also


def _around(problem: Problem, supposed: Sequence[Supposed]) -> tuple[datetime, datetime] | None:
    """Return the time that a question is about, where it is about one."""
    for each in supposed:
        if each.start is not None:
            return each.start, each.start
        if each.day is not None:
            zone = zone_of(problem.facts.scenario.zone)
            return midnight(each.day, zone), midnight(each.day + A_DAY, zone)
    return None
