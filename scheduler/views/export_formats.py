"""The file formats of an export, by suffix; each has its own module."""

from __future__ import annotations

from dataclasses import field
from importlib import import_module
from typing import TYPE_CHECKING

from scheduler.base.value import value

if TYPE_CHECKING:
    from datetime import datetime

    from scheduler.plan.plan import Plan

FILE_FORMATS = {
    "ics": "calendar_file",
    "xlsx": "office.workbook",
    "csv": "csv_rows",
    "html": "page.page",
    "docx": "office.document",
    "md": "markdown",
    "json": "json_plan",
}
"""The module in `views/` of each format; it has a function `to_bytes(export)`."""


@value
class Export:
    """An export: a plan, its readers, and the options."""

    plan: Plan
    at: datetime
    """The time of the export, in UTC; calendars and documents show it."""
    principal: str | None = None
    """The key of the only principal that it is for; None for everybody."""
    zone: str | None = None
    """The reader's time zone; None for the plan's own."""
    beside: tuple[Plan, ...] = field(default=())
    """Alternative plans, shown side by side on a page."""
    template: bytes | None = None
    """The ministry's own template of a document."""
    before: tuple[str, bytes] | None = None
    """The name and the bytes of the calendar that the readers already have; sequences continue from it."""


def export_bytes(export: Export, name: str) -> bytes:
    """Return the bytes of an export in a format.

    Args:
        export: the export.
        name: a key of `FILE_FORMATS`.

    Raises:
        InputError: the template or the earlier calendar cannot be used.
    """
    contents: bytes = import_module(f"scheduler.views.{FILE_FORMATS[name]}").to_bytes(export)
    return contents
