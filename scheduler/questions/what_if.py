"""Why not then, why not there? What a question supposes, and what it would cost: what is lost, and what moves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.base.issue import Origin
from scheduler.base.times import minute, moment_of
from scheduler.base.value import value
from scheduler.problem.requirement import CHANGES, TIERS, Requirement
from scheduler.problem.start_windows import SingleCandidate
from scheduler.problem.verify import score
from scheduler.questions.conflict import musts_of
from scheduler.rules.asked import AsPlanned, Supposed
from scheduler.solver.search import best_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from scheduler.plan.plan import Booking, Plan, WishKept
    from scheduler.scenario.problem import Problem
    from scheduler.solver.engine import Engine
    from scheduler.solver.proof import Prover

THE_QUESTION = Origin("the question", 0)
"""Where what a question supposes was written: not in the file."""


@value
class Move:
    """A meeting that has another slot in one plan than in another; None where it is not held."""

    meeting: str
    before: Booking | None
    after: Booking | None


@value
class Price:
    """What it costs to hold what a question supposes: the best plan that does, beside the plan without."""

    before: Plan
    after: Plan
    moves: tuple[Move, ...]
    tiers: tuple[tuple[str, int, int], ...]
    """For each tier that changes, its cost before and after; less is better."""
    broken: tuple[WishKept, ...]
    """The wishes that are kept before and not after."""
    proved: bool
    """Whether no better plan, and none with fewer changes, holds what is supposed."""


def asked_for(requirements: Sequence[Requirement], meeting: str, supposed: Sequence[Supposed]) -> list[Requirement]:
    """Return the requirements with a meeting that has to be held, and what is supposed of it (and of the other)."""
    named = {meeting, *(other for s in supposed for other in (s.before, s.after) if other)}
    asked = [replace(r, tier=None) if r.rule.asks_for in named else r for r in requirements]
    return [*asked, *(Requirement(each, THE_QUESTION) for each in supposed)]


def price(
    engine: Engine, problem: Problem, requirements: Sequence[Requirement], plan: Plan, asked: Sequence[Requirement]
) -> Price | None:
    """Return what the requirements of a question cost, where they can be kept; None where time ends first.

    The best plan is looked for tier by tier; of several, the one with the fewest changes to `plan`.
    """
    changes = [
        Requirement(AsPlanned(booking.meeting, booking), THE_QUESTION, CHANGES)
        for booking in plan.bookings
        if booking.meeting in problem.by_key
    ]
    after = best_plan(engine, problem, [*asked, *changes]).plan
    if after is None:
        return None
    costs = [score(each, requirements) for each in (plan, after)]
    tiers = tuple((tier, costs[0][tier], costs[1][tier]) for tier in TIERS if costs[0][tier] != costs[1][tier])
    kept = {(wish.wish, wish.origin) for wish in plan.wishes if wish.kept and not wish.moot}
    broken = tuple(w for w in after.wishes if not w.kept and not w.in_part and (w.wish, w.origin) in kept)
    return Price(
        plan, after, tuple(moves(plan, after)), tiers, broken, after.status == "optimal" and not engine.interrupted
    )


def moves(before: Plan, after: Plan) -> Iterator[Move]:
    """Yield what is held at another time or place, no longer, or only now, in the order of the earlier plan."""
    keys = dict.fromkeys(booking.meeting for plan in (before, after) for booking in plan.bookings)
    for key in keys:
        one, other = before.booking(key), after.booking(key)
        if one is None or other is None or AsPlanned(key, one).differs(other):
            yield Move(key, one, other)


def nearest(
    prover: Prover, problem: Problem, asked: Sequence[Requirement], meeting: str, around: tuple[datetime, datetime]
) -> tuple[datetime | None, datetime | None]:
    """Return the last start before and the first start after a time at which a meeting can be held.

    `asked` are the requirements without what is supposed of the time.

    Raises:
        OutOfTimeError: time ended first.
    """
    musts = musts_of(asked)
    left = SingleCandidate(problem, problem.by_key[meeting], musts).left(musts)
    starts = [problem.first + step * problem.grid for low, high in left for step in range(low, high + 1)]
    before = [moment for moment in reversed(starts) if moment < minute(around[0])]
    after = [moment for moment in starts if moment >= minute(around[1])]

    def first(moments: Sequence[int]) -> datetime | None:
        for moment in moments:
            then = Requirement(Supposed(meeting, start=moment_of(moment)), THE_QUESTION)
            if prover.together(problem, [*musts, then]) is not None:
                return moment_of(moment)
        return None

    return first(before), first(after)
