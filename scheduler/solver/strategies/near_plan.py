"""Start from bookings that differ little from an earlier plan; they may be known to have the fewest changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from scheduler.problem.requirement import CHANGES

if TYPE_CHECKING:
    from scheduler.solver.engine import Engine
    from scheduler.solver.state import State


class NearPlan:
    """Takes the bookings that whoever asks has found near an earlier plan."""

    name: ClassVar[str] = "near_plan"

    def share(self, state: State) -> float:  # noqa: ARG002
        """All of it."""
        return 1.0

    def applies(self, state: State) -> bool:
        """Where there are such bookings, and no plan yet."""
        return state.near is not None and state.bookings is None

    def run(self, state: State, engine: Engine) -> None:  # noqa: ARG002
        """Take them; what is proved of them is proved of the plan."""
        state.accept(state.near or ())
        if state.near_is_fewest:
            for tier in ("must", CHANGES):
                state.prove(tier, state.costs[tier])
