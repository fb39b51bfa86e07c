"""Export a plan as comma-separated values: a header, then one row for each booking.

Times are local times of the booking, with the zone in its own column, and in UTC too, so that a spreadsheet needs no
knowledge of zones. A cell that a spreadsheet would interpret as a formula is prefixed with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from scheduler.plan.days import room_name, say_basis, venue_or_mode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.plan.plan import Booking, Plan
    from scheduler.views.export_formats import Export

HEADER = (
    "meeting", "title", "date", "start", "end", "zone", "start UTC", "end UTC", "minutes", "format", "mode", "place",
    "venue", "room", "interpreters", "participants", "state", "priority", "visibility", "rests on", "line", "note",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""The characters with which a spreadsheet begins a formula."""


def to_bytes(export: Export) -> bytes:
    """Return the rows in UTF-8, with a byte-order mark for spreadsheets."""
    plan = export.plan
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    for booking in sorted(plan.bookings, key=lambda booking: (booking.start, booking.meeting)):
        if export.principal is None or export.principal in booking.participants:
            writer.writerow([safe(cell) for cell in _row(plan, booking)])
    return text.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """Return a cell that every spreadsheet treats as text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _row(plan: Plan, booking: Booking) -> Iterable[str]:
    names = plan.names
    start, end = booking.local(booking.start), booking.local(booking.end)
    in_person = booking.mode == "in person"
    yield from (booking.meeting, names.meeting(booking.meeting))
    yield from (f"{start:%Y-%m-%d}", f"{start:%H:%M}", f"{end:%H:%M}", booking.zone)
    yield from (f"{booking.start:%Y-%m-%dT%H:%MZ}", f"{booking.end:%Y-%m-%dT%H:%MZ}", str(booking.minutes))
    yield from (booking.format, booking.mode, names.of("places", booking.place or "") if in_person else "")
    yield from (venue_or_mode(plan, booking) if in_person and booking.venue else "", room_name(plan, booking.room))
    yield "; ".join(names.of("interpreters", pool) for pool in booking.interpreters)
    yield "; ".join(names.of("people", key) for key in booking.participants)
    yield from (booking.state, booking.priority, booking.visibility)
    yield from (say_basis(booking), booking.line, booking.note)
