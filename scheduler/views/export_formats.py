"""The kinds of files that a plan can be written as, by suffix; each is made by a module of its own."""

from __future__ import annotations

from dataclasses import field
from importlib import import_module
from typing import TYPE_CHECKING

from scheduler.base.value import value

if TYPE_CHECKING:
    from datetime import datetime

    from scheduler.plan.plan import Plan

FILE_FORMATS = {
    "ics": "calendar",
    "xlsx": "office.workbook",
    "csv": "csv_rows",
    "html": "page.page",
    "docx": "office.document",
    "md": "markdown",
    "json": "json_plan",
}
"""The module in `views/` that makes each format."""


@value
class Export:
    """What is to be written: a plan, for whom, and how."""

    plan: Plan
    at: datetime
    """When it is written, in UTC; calendars and documents say so."""
    principal: str | None = None
    """The key of the only principal that it is for; None for all."""
    zone: str | None = None
    """The reader's time zone; the plan's own where there is none."""
    beside: tuple[Plan, ...] = field(default=())
    """Alternatives to the plan, shown beside it where the format can (a page)."""
    template: bytes | None = None
    """The ministry's own template (a document)."""
    before: tuple[str, bytes] | None = None
    """Name and bytes of the calendar that readers have already; changes are counted on from there."""


def made(export: Export, name: str) -> bytes:
    """Return the bytes of the file of a format.

    Raises:
        InputError: the template, or the file that is counted on from, cannot be used.
    """
    contents: bytes = import_module(f"scheduler.views.{FILE_FORMATS[name]}").made(export)
    return contents
