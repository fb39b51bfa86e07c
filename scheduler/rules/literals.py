"""Constraints that hold only where some literals are true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import Constraint


def only_if(constraint: Constraint, *literals: Any) -> Constraint:
    """Return the constraint, which now holds only if all the literals are true."""
    constraint.only_enforce_if(list(literals))
    return constraint
