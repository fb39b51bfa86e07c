"""What-if: the price of what a question supposes: the meetings that are lost, and those that move."""

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
"""The origin of a question's requirements, which are not in the file."""


@value
class Move:
    """A meeting whose slot differs between two plans; None for a plan that does not hold it."""

    meeting: str
    before: Booking | None
    after: Booking | None


@value
class Price:
    """The price of what a question supposes: the best plan that holds it, compared with the plan without."""

    before: Plan
    after: Plan
    moves: tuple[Move, ...]
    tiers: tuple[tuple[str, int, int], ...]
    """For each tier that changes, its costs before and after; less is better."""
    broken: tuple[WishKept, ...]
    """The wishes that are kept before but not after."""
    proved: bool
    """Whether it is proved that no better plan, and none with fewer changes, holds what is supposed."""


def asked_for(requirements: Sequence[Requirement], meeting: str, supposed: Sequence[Supposed]) -> list[Requirement]:
    """Return the requirements, with a meeting as a must, and what is supposed about it (and about another)."""
    named = {meeting, *(other for s in supposed for other in (s.before, s.after) if other)}
    asked = [replace(r, tier=None) if r.rule.asks_for in named else r for r in requirements]
    return [*asked, *(Requirement(each, THE_QUESTION) for each in supposed)]


def price(
    engine: Engine, problem: Problem, requirements: Sequence[Requirement], plan: Plan, asked: Sequence[Requirement]
) -> Price | None:
    """Return the price of a question's requirements, which can be kept; None if time ends first.

    The price is that of the best plan; of equal plans, the one with the fewest changes to `plan`.
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
    """Yield the meetings at another time or place, no longer held, or newly held, in the order of the earlier plan."""
    keys = dict.fromkeys(booking.meeting for plan in (before, after) for booking in plan.bookings)
    for key in keys:
        one, other = before.booking(key), after.booking(key)
        if one is None or other is None or AsPlanned(key, one).differs(other):
            yield Move(key, one, other)


def nearest(
    prover: Prover, problem: Problem, asked: Sequence[Requirement], meeting: str, around: tuple[datetime, datetime]
) -> tuple[datetime | None, datetime | None]:
    """Return the last possible start of a meeting before a time, and the first after it.

    `asked` are the requirements without what the question supposes about the time.

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
