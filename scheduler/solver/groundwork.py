"""What is worked out once from a problem and its musts, and passed on to all who need it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.scenario.problem import Problem
    from scheduler.solver.board import Board
    from scheduler.solver.model import Narrowed


@dataclass(frozen=True)
class Groundwork:
    """The start windows that the musts leave, and what rests on them."""

    possible: Problem
    """The problem without the settings in which a meeting cannot start at all."""
    windows: Narrowed
    """The start windows of each meeting, by setting and length."""
    board: Board | None = None
    """The board of the musts with required participants only, if it was needed; whoever takes it empties it."""
