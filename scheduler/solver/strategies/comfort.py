"""Comfort after strong wishes: a model of all wishes in which the earlier tiers are fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from scheduler.problem.requirement import CHANGES, PRIORITIES, STRONG
from scheduler.solver.groups import SOLVED, Group
from scheduler.solver.model import build
from scheduler.solver.strategies.base import least_cost

if TYPE_CHECKING:
    from scheduler.solver.engine import Engine
    from scheduler.solver.state import State


class Comfort:
    """Builds the model of all wishes; with few meetings it is solved as a whole."""

    name: ClassVar[str] = "comfort"

    def share(self, state: State) -> float:  # noqa: ARG002
        """Return 1."""
        return 1.0

    def applies(self, state: State) -> bool:
        """Whether strong wishes kept comfort out of the model, there is a plan, and enough time is left."""
        if state.bookings is None or not state.strong or not state.wants("comfort"):
            return False
        few, engine = state.size <= state.params.sizes.few, state.engine
        # If no plan holds all must-meetings, comfort is not worth waiting for.
        hopeless = not few and state.costs["must"] > 0 and not state.gap("must")
        return (
            state.size <= state.params.sizes.modelled
            and not hopeless
            and engine.left >= state.params.comfort.least_share * engine.time_limit
        )

    def run(self, state: State, engine: Engine) -> None:
        """Fix the costs reached, and minimise comfort."""
        built = build(state.problem, state.requirements, narrowed=state.windows, budget=engine.budget)
        group = Group(built, state.bookings, {tier: state.gap(tier) for tier in state.tiers if tier != "comfort"})
        group.no_worse(group.hint(), (*PRIORITIES, CHANGES, STRONG))
        solver, bound = group.as_hinted(engine, "comfort"), 0
        group.serve(["comfort"], solver, bound)
        state.use(group)
        if state.size <= state.params.sizes.few:
            group.keep(())
            solver, status = least_cost(engine, built, built.model, ["comfort"], None)
            if status in SOLVED:
                group.serve(["comfort"], solver, round(solver.best_objective_bound))
