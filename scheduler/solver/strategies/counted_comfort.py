"""Comfort that is a count only: hold every meeting, keep every strong wish, and prove the minimum from below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from scheduler.problem.requirement import CHANGES, PRIORITIES, STRONG
from scheduler.solver.groups import SOLVED
from scheduler.solver.model import build
from scheduler.solver.strategies.base import least_cost
from scheduler.solver.tiers import counts_only

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.solver.engine import Engine
    from scheduler.solver.model import Built
    from scheduler.solver.state import State


class CountedComfort:
    """Proves the minimum count by unsatisfiable cores; it has no plan before the proof, so others keep some time."""

    name: ClassVar[str] = "counted_comfort"

    def share(self, state: State) -> float:
        """Return less than 1: there is no plan before the proof, and another strategy may be needed."""
        return state.params.counted_comfort.share

    def applies(self, state: State) -> bool:
        """Whether comfort consists of counts, and the number of meetings suits a model."""
        sizes = state.params.sizes
        return (
            state.bookings is None
            and state.near is None
            and sizes.few < state.size <= sizes.modelled
            and CHANGES not in state.asked_tiers
            and counts_only(state.requirements)
        )

    def run(self, state: State, engine: Engine) -> None:
        """Build the whole model with all meetings held and all strong wishes kept; then minimise the count."""
        built = build(state.problem, state.requirements, narrowed=state.windows, budget=engine.budget)
        built.model.add_bool_and([built.vocabulary.held(candidate.key) for candidate in state.problem.candidates])
        built.model.add(sum(built.costs[STRONG]) <= 0)
        least = self._least(state, built)
        # If the bound is 0, minimisation begins there anyway.
        found = self._at_most(engine, built, least) if least else None
        if found is None:
            solver, status = least_cost(engine, built, built.model, ["comfort"], None)
            if status not in SOLVED:
                return
            found, least = solver, max(least, round(solver.best_objective_bound))
        gap = max(0, found.value(sum(built.costs["comfort"])) - least)
        if state.accept(built.bookings(found)):
            for tier in (*PRIORITIES, STRONG):
                state.prove(tier, state.costs[tier])
            state.prove("comfort", state.costs["comfort"] - gap)
            state.finish("comfort")

    @staticmethod
    def _least(state: State, built: Built) -> int:
        """Return the lower bound of the counts that the rules give before any search."""
        resources = [resource for r in state.requirements if r.must for resource in r.rule.resources(state.problem)]
        comfort = [requirement for requirement in state.requirements if requirement.tier == "comfort"]
        return sum(r.weight * r.rule.lower_bound(built.vocabulary, resources) for r in comfort)

    @staticmethod
    def _at_most(engine: Engine, built: Built, cost: int) -> cp_model.CpSolver | None:
        """Search briefly for a plan that reaches the known lower bound."""
        params, trial = engine.params, built.model.clone()
        trial.add(sum(built.costs["comfort"]) <= cost)
        solver, share = engine.solver(len(built.vocabulary.candidates)), params.counted_comfort.share_for_the_bound
        solver.parameters.linearization_level = 0
        solver.parameters.max_deterministic_time = share * params.tier_by_tier.comfort_effort
        status = engine.run(solver, trial, f"comfort: no more than {cost}", share)
        return solver if status in SOLVED else None
