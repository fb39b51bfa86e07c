"""Many meetings: list scheduling for a first plan, a bound from a relaxation, then ruin and recreate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from scheduler.problem.requirement import CHANGES, WISHES
from scheduler.solver.local_search.many import ManyMeetings

if TYPE_CHECKING:
    from scheduler.solver.engine import Engine
    from scheduler.solver.state import State


class LocalSearch:
    """Runs the local search on the board of resources."""

    name: ClassVar[str] = "local_search"

    def share(self, state: State) -> float:  # noqa: ARG002
        """Return 1: the search limits itself, depending on whether a model is solved afterwards."""
        return 1.0

    def applies(self, state: State) -> bool:
        """Whether there are many meetings, and no plan to start from."""
        return state.bookings is None and CHANGES not in state.asked_tiers and state.size > state.params.sizes.many

    def run(self, state: State, engine: Engine) -> None:
        """Place the meetings; report the plan unless it breaks a must."""
        modelled, requirements = state.size <= state.params.sizes.modelled, state.requirements
        if modelled and state.strong:
            requirements = [requirement for requirement in requirements if requirement.tier not in WISHES]
        many = ManyMeetings(engine, state, requirements)
        many.run(state.params.local_search.share if modelled else 1, comfort=not modelled)
        if many.breaches:
            return
        if state.accept(many.board.bookings()):
            for tier, gap in many.gaps.items():
                state.prove(tier, state.costs[tier] - gap)
        if not modelled:
            state.finish("comfort")
