"""The rules that a question adds to those of a scenario; no officer writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.rules.asked.as_planned import AsPlanned
from scheduler.rules.asked.differ import Differ
from scheduler.rules.asked.enough import Enough
from scheduler.rules.asked.supposed import Supposed

if TYPE_CHECKING:
    from scheduler.rules.base import Rule

ASKED: tuple[type[Rule], ...] = (
    AsPlanned,      # a meeting keeps the slot of an earlier plan
    Differ,         # a plan clearly differs from an earlier one
    Enough,         # at least a number of some meetings are held
    Supposed,       # what a question supposes of a meeting
)  # fmt: skip
"""The rules that questions add."""

__all__ = ["ASKED", "AsPlanned", "Differ", "Enough", "Supposed"]
