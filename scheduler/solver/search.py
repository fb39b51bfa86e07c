"""Finds the best plan of a list of requirements: runs the strategies in order, within one budget.

The outcome is one of three: `Found`, `Impossible` (proved; the best partial plan comes with it) and `OutOfTime`
(unknown). Every plan is verified without the solver before it is returned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.value import value
from scheduler.plan.plan import Plan
from scheduler.problem.requirement import STRONG
from scheduler.problem.requirements import requirements_of
from scheduler.problem.verify import broken_musts
from scheduler.scenario.problem import problem_of
from scheduler.solver.budget import TIME_LIMIT, BudgetSpentError
from scheduler.solver.engine import Engine
from scheduler.solver.outcome import NoSuchPlanError
from scheduler.solver.params import DEFAULTS
from scheduler.solver.state import State
from scheduler.solver.strategies.all_at_once import AllAtOnce
from scheduler.solver.strategies.comfort import Comfort
from scheduler.solver.strategies.counted_comfort import CountedComfort
from scheduler.solver.strategies.local_search import LocalSearch
from scheduler.solver.strategies.near_plan import NearPlan
from scheduler.solver.strategies.neighbourhoods import Neighbourhoods
from scheduler.solver.strategies.tier_by_tier import TierByTier

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.plan.plan import Booking
    from scheduler.problem.requirement import Requirement
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.problem import Problem
    from scheduler.solver.budget import Progress
    from scheduler.solver.outcome import Outcome
    from scheduler.solver.params import SolveParams
    from scheduler.solver.strategies.base import Strategy

STRATEGIES: tuple[Strategy, ...] = (
    NearPlan(),                                         # start near an earlier plan
    CountedComfort(),                                   # a count that is proved from below
    LocalSearch(),                                      # many meetings: list scheduling, ruin and recreate
    AllAtOnce(),                                        # try to hold every meeting
    TierByTier(),                                       # the whole model, tier after tier
    Neighbourhoods("strong_neighbourhoods", STRONG),    # better strong wishes, a few meetings at a time
    Comfort(),                                          # all other wishes, after strong ones
    Neighbourhoods("comfort_neighbourhoods", "comfort"),
)  # fmt: skip
"""The table of contents of solving: the strategies in their default order."""


@value
class LogEntry:
    """What one strategy did."""

    strategy: str
    seconds: float
    held: int | None
    """The number of meetings in the best plan so far; None while there is no plan."""
    costs: dict[str, int]
    """The cost of that plan by tier; less is better."""
    bounds: dict[str, int]
    """The lower bound on the cost by tier."""


def solve(
    scenario: Scenario,
    *,
    time_limit: float = TIME_LIMIT,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
    params: SolveParams = DEFAULTS,
    log: Callable[[LogEntry], None] | None = None,
) -> Outcome:
    """Find the best plan of a scenario; it is verified without the solver before it is returned.

    >>> from scheduler import load, solve
    >>> outcome = solve(load("scenarios/tutorial.yaml"), time_limit=30)
    >>> len(outcome.plan.bookings), outcome.plan.gap
    (5, 0.0)

    Args:
        scenario: as `load` returns it.
        time_limit: seconds for the search and the account of its plan.
        seed: the same seed, scenario and number of workers give the same plan.
        workers: search threads.
        progress: called a few times a second while the search goes on.
        params: the numbers of the search, and which strategies run.
        log: called after each strategy.

    Raises:
        BrokenPlanError: the plan fails verification, which is an error of this program.
    """
    reserved = min(params.account.most_reserved, params.account.reserve * time_limit)
    engine = Engine(time_limit - reserved, seed, workers, progress, params=params)
    problem = problem_of(scenario)
    return searched(State(engine, problem, requirements_of(problem)), log).outcome()


def best_plan(engine: Engine, problem: Problem, requirements: Sequence[Requirement]) -> Outcome:
    """Find the best plan of a list of requirements, within the rest of an engine's budget.

    Raises:
        NoSuchPlanError: it is proved that no plan keeps the requirements that a question adds.
    """
    return searched(State(engine.part(), problem, requirements)).outcome()


def searched_near(
    engine: Engine,
    problem: Problem,
    requirements: Sequence[Requirement],
    near: Sequence[Booking] | None = None,
    *,
    near_is_fewest: bool = False,
) -> State:
    """Find the plan that differs least from an earlier one, ranked right after the must-meetings; return the state.

    Args:
        engine: the solver and its budget.
        problem: the meetings.
        requirements: including those that price a change.
        near: bookings with few changes, to start from.
        near_is_fewest: whether it is proved that no plan has fewer.
    """
    whole = engine.part()
    return searched(State(whole, problem, requirements, near=near, near_is_fewest=near_is_fewest, changes_first=True))


def searched(state: State, log: Callable[[LogEntry], None] | None = None) -> State:
    """Search; Ctrl-C ends the search and nothing else."""
    with state.engine.ctrl_c():
        search(state, log)
    return state


def search(state: State, log: Callable[[LogEntry], None] | None = None) -> None:
    """Run the strategies until a plan is proved optimal or the budget is spent.

    Raises:
        NoSuchPlanError: there is no meeting to plan, but a question asks for some.
    """
    known = {strategy.name: strategy for strategy in STRATEGIES}
    if not state.problem.candidates:
        if broken_musts(Plan((), state.problem.facts.names), state.requirements):
            raise NoSuchPlanError("there is no meeting to plan, and what a question adds asks for some")
        state.accept(())
    for strategy in (known[name] for name in state.params.strategies):
        # While there is no plan, every strategy is tried; one without time left ends by itself.
        if state.optimal or (state.bookings is not None and state.engine.budget.spent):
            break
        began = state.engine.seconds
        if not _ran(strategy, state):
            continue
        if log is not None:
            bounds = {tier: state.bound(tier) for tier in state.costs}
            held = None if state.bookings is None else len(state.bookings)
            log(LogEntry(strategy.name, state.engine.seconds - began, held, dict(state.costs), bounds))


def _ran(strategy: Strategy, state: State) -> bool:
    """Run a strategy if it applies, and collect its results; return whether it ran."""
    try:
        if not strategy.applies(state):
            return False
        strategy.run(state, state.engine.part(strategy.share(state)))
    except BudgetSpentError:
        pass
    state.collect()
    return True
