"""Many meetings: a plan by list scheduling at once, a bound beside it, and better plans by ruin and recreate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from scheduler.problem.requirement import CHANGES, WISHES
from scheduler.solver.local_search.many import ManyMeetings

if TYPE_CHECKING:
    from scheduler.solver.engine import Engine
    from scheduler.solver.state import State


class LocalSearch:
    """The local search on the board of resources."""

    name: ClassVar[str] = "local_search"

    def share(self, state: State) -> float:  # noqa: ARG002
        """All of it: how much it takes hangs on whether a model comes after it."""
        return 1.0

    def applies(self, state: State) -> bool:
        """Where the meetings are many, and there is no plan to start from."""
        return state.bookings is None and CHANGES not in state.asked_tiers and state.size > state.params.sizes.many

    def run(self, state: State, engine: Engine) -> None:
        """Place the meetings; a plan that breaks a must is no plan."""
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
