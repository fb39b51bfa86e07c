"""Finds alternative plans that really differ, the best first, each with its trade-off against the first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.base.times import say_length
from scheduler.plan.priorities import PRIORITIES, USUAL, rank
from scheduler.problem.requirement import Requirement
from scheduler.problem.requirements import requirements_of
from scheduler.questions.replan import unranked
from scheduler.questions.what_if import THE_QUESTION, moves
from scheduler.rules.asked import Differ, Enough
from scheduler.scenario.problem import problem_of
from scheduler.solver.budget import TIME_LIMIT
from scheduler.solver.engine import Engine
from scheduler.solver.outcome import NoSuchPlanError
from scheduler.solver.search import best_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scheduler.plan.plan import Booking, Plan
    from scheduler.questions.what_if import Move
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.problem import Problem
    from scheduler.solver.budget import Progress

CLEARLY_APART = 120
"""The default distance between starts, in minutes, that counts as clearly another time."""
DIFFERING = 3
"""The default minimum difference between any two plans, in weight of differing meetings."""
PROTECTED = PRIORITIES[: PRIORITIES.index(USUAL)]
"""The priorities of which an alternative holds as many meetings as the best plan."""
WEIGHTS: dict[str, int] = {priority: 1 + len(PROTECTED) - rank(priority) for priority in PROTECTED}
"""The weight of a differing meeting by priority; 1 for all other priorities."""
TOLERANCE = 1
"""The number of normal and low-priority meetings by which an alternative may fall short of the best plan."""
MOST = 3
"""The default number of plans, including the best."""
MOST_SAID = 4
"""The number of changes that an alternative's sentence names; the others are counted."""


@dataclass
class Alternatives:
    """The plans found, the best first, and why there are no more."""

    plans: list[Plan] = field(default_factory=list)
    no_more: bool = False
    """Whether it is proved that no other plan differs enough within the tolerance."""
    impossible: bool = False
    """Whether it is proved that no plan holds all must-meetings."""
    interrupted: bool = False


def alternatives(
    scenario: Scenario,
    most: int = MOST,
    *,
    differ: int = DIFFERING,
    apart: int = CLEARLY_APART,
    tolerance: int = TOLERANCE,
    time_limit: float = TIME_LIMIT,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> Alternatives:
    """Find plans of a scenario that really differ, the best first.

    Each holds all must-meetings and as many of high priority as the best; of the others it leaves out at most
    `tolerance` more. If there are fewer than `most` plans, `no_more` tells whether it is proved that there are no more.

    >>> from scheduler import alternatives, load
    >>> found = alternatives(load("scenarios/tutorial.yaml"), 2)
    >>> [plan.status for plan in found.plans]
    ['optimal', 'feasible']

    Args:
        scenario: as `load` returns it.
        most: the number of plans, including the best.
        differ: the minimum difference between any two plans: a must-meeting that clearly differs counts 3, one of high
            priority 2, any other 1.
        apart: the distance between starts, in minutes, that counts as clearly another time.
        tolerance: the number of normal and low-priority meetings by which a plan may fall short of the best.
        time_limit: seconds for the whole answer.
        seed: the same seed, scenario and number of workers give the same plans.
        workers: search threads.
        progress: called a few times a second while the search goes on.
    """
    problem = problem_of(scenario)
    engine = Engine(time_limit, seed, workers, progress)
    return alternatives_of(
        engine, problem, requirements_of(problem), most, differing=differ, apart=apart, tolerance=tolerance
    )


def alternatives_of(
    engine: Engine,
    problem: Problem,
    requirements: Sequence[Requirement],
    most: int,
    *,
    differing: int = DIFFERING,
    apart: int = CLEARLY_APART,
    tolerance: int = TOLERANCE,
) -> Alternatives:
    """Return up to `most` plans, each the best that clearly differs from all earlier ones.

    Each holds all must-meetings and as many of high priority as the best plan; of the others it leaves out at most
    `tolerance` more.

    Args:
        engine: the limits of the work.
        problem: of the scenario.
        requirements: of the same.
        most: the number of plans, including the best.
        differing: the minimum difference between any two plans: the total weight of the clearly differing meetings.
        apart: the distance between starts, in minutes, that counts as clearly another time.
        tolerance: the number of normal and low-priority meetings that may be left out in addition.
    """
    found = Alternatives()
    while len(found.plans) < most:
        asked = list(_asked(requirements, found.plans, differing, apart, tolerance))
        try:
            outcome = best_plan(engine, problem, [*requirements, *asked])
        except NoSuchPlanError:
            found.no_more = True
            break
        found.interrupted = outcome.interrupted
        plan = outcome.plan
        found.impossible = plan is not None and plan.status == "impossible"
        if plan is None or plan.status in {"impossible", "out-of-time"} or (found.interrupted and found.plans):
            # If no plan holds all must-meetings, there is nothing to choose from.
            break
        found.plans.append(plan if not found.plans else unranked(plan))
        if found.interrupted:
            break
    return found


def _asked(
    requirements: Sequence[Requirement], plans: Sequence[Plan], differing: int, apart: int, tolerance: int
) -> Iterator[Requirement]:
    """Yield the requirements on an alternative to some plans."""
    weights = {key: WEIGHTS.get(r.tier or "", 1) for r in requirements if (key := r.rule.asks_for) is not None}
    for plan in plans:
        yield Requirement(Differ(plan, differing, apart, weights), THE_QUESTION)
    if not plans:
        return
    by_tier = {
        tier: [key for r in requirements if (key := r.rule.asks_for) is not None and r.tier == tier]
        for tier in PRIORITIES
    }
    others = tuple(tier for tier in PRIORITIES if tier not in PROTECTED)
    for tiers, fewer in (*(((tier,), 0) for tier in PROTECTED), (others, tolerance)):
        keys = tuple(key for tier in tiers for key in by_tier[tier])
        held = sum(plans[0].booking(key) is not None for key in keys)
        if keys:
            yield Requirement(Enough(keys, max(0, held - fewer)), THE_QUESTION)


def trade(best: Plan, other: Plan) -> str:
    """Return the trade-off of a plan against the best as a sentence: meetings that differ, are left out or added."""
    differing = [m for m in moves(best, other) if not _same_for_a_reader(m)]
    said = [_said(other, move) for move in sorted(differing, key=_importance)]
    if len(said) > MOST_SAID:
        said = [*said[:MOST_SAID], f"{len(said) - MOST_SAID} more otherwise"]
    if len(differing) < len(list(moves(best, other))):
        count = len(list(moves(best, other))) - len(differing)
        said.append(f"{count} shifted a little")
    return ", ".join(said) or "no difference"


def _same_for_a_reader(move: Move) -> bool:
    """Whether a move is too small to name in a sentence: some minutes, or another room of the same venue."""
    before, after = move.before, move.after
    if before is None or after is None:
        return False
    spots = [(b.mode, b.place, b.venue) for b in (before, after)]
    same_day = before.local(before.start).date() == before.local(after.start).date()
    return spots[0] == spots[1] and same_day and abs((after.start - before.start).total_seconds()) < CLEARLY_APART * 60


def _importance(move: Move) -> tuple[int, int]:
    booking = move.before or move.after
    held = move.before is not None and move.after is not None
    return (int(held), rank(booking.priority if booking else ""))


def _said(plan: Plan, move: Move) -> str:
    title, before, after = plan.names.meeting(move.meeting), move.before, move.after
    if after is None:
        return f"without {title}"
    if before is None:
        return f"with {title}"
    where = ""
    if (before.mode, before.place, before.venue) != (after.mode, after.place, after.venue):
        where = f" by {after.mode}" if after.mode != "in person" else f" at {plan.names.venue(after.venue or '')}"
    return f"{title}{_when(before, after)}{where}"


def _when(before: Booking, after: Booking) -> str:
    days = (after.local(after.start).date() - after.local(before.start).date()).days
    side = "later" if (days or (after.start - before.start).total_seconds()) > 0 else "earlier"
    if days:
        return f" {'a day' if abs(days) == 1 else f'{abs(days)} days'} {side}"
    minutes = int(abs((after.start - before.start).total_seconds())) // 60
    return f" {say_length(minutes)} {side}" if minutes else ""
