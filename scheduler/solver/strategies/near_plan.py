"""Start from bookings that differ little from an earlier plan; they may be proved to have the fewest changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from scheduler.problem.requirement import CHANGES

if TYPE_CHECKING:
    from scheduler.solver.engine import Engine
    from scheduler.solver.state import State


class NearPlan:
    """Adopts the caller's bookings near an earlier plan."""

    name: ClassVar[str] = "near_plan"

    def share(self, state: State) -> float:  # noqa: ARG002
        """Return 1."""
        return 1.0

    def applies(self, state: State) -> bool:
        """Whether there are such bookings, and no plan yet."""
        return state.near is not None and state.bookings is None

    def run(self, state: State, engine: Engine) -> None:  # noqa: ARG002
        """Adopt them; their proof becomes the plan's bound."""
        state.accept(state.near or ())
        if state.near_is_fewest:
            for tier in ("must", CHANGES):
                state.prove(tier, state.costs[tier])
