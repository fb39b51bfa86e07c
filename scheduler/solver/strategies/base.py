"""The protocol of a strategy, and the CP-SAT search for the least cost of some tiers, which several strategies use."""

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
    """A method of finding plans or bounds."""

    @property
    def name(self) -> str:
        """Its name in the parameters and the log."""

    def share(self, state: State) -> float:
        """Return its share of the remaining time, from 0 to 1."""

    def applies(self, state: State) -> bool:
        """Whether it may improve the plan or a bound."""

    def run(self, state: State, engine: Engine) -> None:
        """Search, and report plans and bounds to the state.

        Args:
            state: the best plan and the bounds so far.
            engine: the solver, with this strategy's share of the budget.

        Raises:
            BudgetSpentError: the budget ended; the state keeps what it has by then.
        """


def least_cost(
    engine: Engine, built: Built, model: cp_model.CpModel, tiers: Sequence[str], effort: float | None, share: float = 1
) -> tuple[cp_model.CpSolver, Any]:
    """Search a model for the least cost of some tiers; return the solver and its status.

    Args:
        engine: the solver and its budget.
        built: the built model; `model` is its own, or a clone with more constraints.
        model: the model; its objective is replaced.
        tiers: the tiers; each outweighs all later ones.
        effort: deterministic seconds; None means no limit for priorities, the default limit for wishes.
        share: the share, from 0 to 1, of the remaining time.
    """
    solver = engine.solver(len(built.vocabulary.candidates))
    if set(tiers) & set(PRIORITIES):
        solver.parameters.max_deterministic_time = effort or solver.parameters.max_deterministic_time
    else:
        solver.parameters.max_deterministic_time = effort or engine.params.tier_by_tier.comfort_effort
        solver.parameters.cp_model_probing_level = 2
        solver.parameters.symmetry_level = 2
        if counts_only(built.requirements):
            # A minimum count is proved from below, by unsatisfiable cores.
            solver.parameters.optimize_with_core = True
            solver.parameters.linearization_level = 0
    model.minimize(objective_of(built, tiers))
    return solver, engine.run(solver, model, ", ".join(tiers), share)
