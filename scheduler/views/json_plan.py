"""Export a plan as a plan file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.plan.file import to_json

if TYPE_CHECKING:
    from scheduler.views.export_formats import Export


def to_bytes(export: Export) -> bytes:
    """Return the text of the plan file, in UTF-8."""
    return to_json(export.plan).encode()
