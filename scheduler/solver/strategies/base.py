"""What a strategy is, and the search by CP-SAT for the least cost of some tiers, which several of them use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from scheduler.problem.requirement import PRIORITIES
from scheduler.solver.tiers import counts_only, objective_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ortools.sat.python import cp_model

    from scheduler.solver.engine import Engine
    from scheduler.solver.model import Built
    from scheduler.solver.state import State


class Strategy(Protocol):
    """One way to find plans or bounds."""

    @property
    def name(self) -> str:
        """What the parameters and the log call it."""

    def share(self, state: State) -> float:
        """Return the share of the time that is left, from 0 to 1, that it may take."""

    def applies(self, state: State) -> bool:
        """Whether it may add something to what is known."""

    def run(self, state: State, engine: Engine) -> None:
        """Search, and give the state what is found and proved.

        Args:
            state: what is known so far.
            engine: the solver, with this strategy's share of the budget.

        Raises:
            BudgetSpentError: the budget ended; what the state has by then stays.
        """


def least_cost(
    engine: Engine, built: Built, model: cp_model.CpModel, tiers: Sequence[str], effort: float | None, share: float = 1
) -> tuple[cp_model.CpSolver, Any]:
    """Search a model for the least cost of some tiers; return the solver and its status.

    Args:
        engine: the solver and its budget.
        built: what the model was built from; `model` is its own, or a clone with more constraints.
        model: the model; its objective is replaced.
        tiers: the tiers, the first of which outweighs all later ones.
        effort: deterministic seconds; None: no such limit for priorities, the usual one for wishes.
        share: the share, from 0 to 1, of the time that is left.
    """
    solver = engine.solver(len(built.vocabulary.candidates))
    if set(tiers) & set(PRIORITIES):
        solver.parameters.max_deterministic_time = effort or solver.parameters.max_deterministic_time
    else:
        solver.parameters.max_deterministic_time = effort or engine.params.tier_by_tier.comfort_effort
        solver.parameters.cp_model_probing_level = 2
        solver.parameters.symmetry_level = 2
        if counts_only(built.requirements):
            # The least count is proved from below: by cores of what cannot be avoided.
            solver.parameters.optimize_with_core = True
            solver.parameters.linearization_level = 0
    model.minimize(objective_of(built, tiers))
    return solver, engine.run(solver, model, ", ".join(tiers), share)
