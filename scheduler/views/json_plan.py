"""A plan as the JSON object that the other commands read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.plan.file import to_json

if TYPE_CHECKING:
    from scheduler.views.export_formats import Export


def made(export: Export) -> bytes:
    """Return a plan file."""
    return to_json(export.plan).encode()
