"""Export a plan as a workbook for printing: an overview, a sheet for each day, the programmes, and all requests.

Up to `MOST_PROGRAMMES` principals have their own sheets; more are on one sheet, `Programmes`, and the overview says
so. Dates and times are real ones, in local time; an empty column (priorities, lines and sources in an extract) is
left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.plan.days import room_name, say_basis, venue_or_mode
from scheduler.plan.priorities import rank
from scheduler.views.heading import (
    PARTIAL,
    bookings_of,
    line_of,
    note_of,
    other_clocks,
    principals_of,
    reader_zone,
    readers_line,
    status_of,
    unscheduled_of,
    written_line,
    zones_line,
)
from scheduler.views.office.day_sheets import day_sheets
from scheduler.views.office.programme_sheets import programme_sheets
from scheduler.views.office.sheets import Book, Column, end_of, non_empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.plan.plan import Booking, Plan, Unscheduled
    from scheduler.views.export_formats import Export

MOST_PROGRAMMES = 60
"""With more principals than this, the programmes are one sheet: nobody finds a sheet among hundreds."""


def to_bytes(export: Export) -> bytes:
    """Return the bytes of the workbook."""
    book = Book(export.plan.scenario, export.at, written_line(export))
    bookings, principals = bookings_of(export), principals_of(export)
    _overview(book, export, bookings, len(principals))
    day_sheets(book, export, bookings)
    programme_sheets(book, export, principals, apart=len(principals) <= MOST_PROGRAMMES)
    _requests(book, export, bookings)
    return book.close()


# The overview.


def _overview(book: Book, export: Export, bookings: Sequence[Booking], principals: int) -> None:
    columns = non_empty(list(_overview_columns(export, bookings)))
    sheet = book.sheet("Overview", [column.width for column in columns])
    row = 0
    for text, style in _lines(export, len(bookings), principals):
        sheet.paragraph(row, text, style)
        row += 1
    last = sheet.table(row + 1, columns)
    sheet.filtered(row + 1, last, len(columns))
    notices = export.plan.notices if export.principal is None else ()
    for number, notice in enumerate(notices, start=last + 2):
        sheet.paragraph(number, notice)
    sheet.printed(last + 1 + len(notices) if notices else last, (row + 1, row + 1))


def _lines(export: Export, bookings: int, principals: int) -> Iterator[tuple[str, str]]:
    """Yield the lines above the table, each with its style."""
    plan = export.plan
    yield plan.scenario, "title"
    if plan.audience is None:
        yield status_of(plan), "loud" if plan.status in PARTIAL else "words"
    yield readers_line(export), "strong words"
    yield f"{written_line(export)}. {zones_line(export)}.", "words"
    yield _count(plan, bookings, len(unscheduled_of(export)), whole=export.principal is None), "words"
    if principals > MOST_PROGRAMMES:
        yield f"The programmes of {principals} principals are all on the sheet 'Programmes'.", "words"


def _count(plan: Plan, bookings: int, unscheduled: int, *, whole: bool) -> str:
    said = f"{bookings} meeting{'' if bookings == 1 else 's'} with a slot, {unscheduled} without."
    placed = [f"{tier.tier} {tier.held} of {tier.asked}" for tier in plan.tiers if tier.asked]
    return f"{said} Placed by priority: {', '.join(placed)}." if placed and whole else said


def _overview_columns(export: Export, bookings: Sequence[Booking]) -> Iterator[Column]:
    plan, names = export.plan, export.plan.names
    yield from _when(plan, bookings)
    yield Column("Other clocks", 20, [other_clocks(booking, reader_zone(export)) for booking in bookings])
    yield Column("Meeting", 24, [names.meeting(booking.meeting) for booking in bookings], "strong")
    yield Column("Participants", 30, [_people(plan, booking.participants) for booking in bookings])
    yield Column("Format", 12, [booking.format for booking in bookings])
    yield Column("Where", 28, [_place(plan, booking) for booking in bookings])
    yield Column("State", 10, [booking.state for booking in bookings])
    yield Column("Note", 24, [note_of(booking) for booking in bookings])


def _when(plan: Plan, bookings: Sequence[Booking | None]) -> Iterator[Column]:
    """Yield the columns of date, start, end and zone; cells without a booking are empty."""
    yield Column("Date", 15, [(b.local(b.start), "date") if b else "" for b in bookings])
    yield Column("Start", 6, [(b.local(b.start), "clock") if b else "" for b in bookings])
    yield Column("End", 7, [end_of(b.local(b.start), b.local(b.end)) if b else "" for b in bookings])
    elsewhere = any(b is not None and b.zone != plan.zone for b in bookings)
    yield Column("Zone", 17, [b.zone if b and elsewhere else "" for b in bookings])


def _people(plan: Plan, keys: Sequence[str]) -> str:
    return "; ".join(plan.names.of("people", key) for key in keys)


def _interpreters(plan: Plan, booking: Booking) -> str:
    return ", ".join(plan.names.of("interpreters", pool) for pool in booking.interpreters)


def _unfounded(plan: Plan) -> str:
    return "no source is given" if plan.audience is None else ""


# The requests.


def _requests(book: Book, export: Export, bookings: Sequence[Booking]) -> None:
    """Write every meeting: first those without a slot, by priority, then the others in the order of time."""
    unscheduled = sorted(unscheduled_of(export), key=lambda entry: rank(entry.priority))
    columns = non_empty(list(_request_columns(export.plan, unscheduled, bookings)))
    sheet = book.sheet("Requests", [column.width for column in columns])
    sheet.paragraph(0, "Requests: every requested meeting, those without a slot first", "title")
    last = sheet.table(2, columns)
    sheet.filtered(2, last, len(columns))
    sheet.printed(last, (2, 2), fixed=1)


def _request_columns(plan: Plan, without: Sequence[Unscheduled], bookings: Sequence[Booking]) -> Iterator[Column]:
    every: list[Unscheduled | Booking] = [*without, *bookings]
    slots: list[Booking | None] = [*([None] * len(without)), *bookings]
    blank = [""] * len(without)
    yield Column("Meeting", 24, [plan.names.meeting(entry.meeting) for entry in every], "strong")
    yield Column("Participants", 28, [_people(plan, entry.participants) for entry in every])
    yield Column("Slot", 5, ["yes" if booking else "no" for booking in slots])
    yield from _when(plan, slots)
    yield Column("Interpreters", 13, [*blank, *(_interpreters(plan, booking) for booking in bookings)])
    yield Column("State", 10, [entry.state for entry in every])
    yield Column("Priority", 8, [entry.priority for entry in every])
    yield Column("Why it has no slot", 40, [_why(plan, entry) for entry in without] + [""] * len(bookings))
    rests = (say_basis(booking) or _unfounded(plan) for booking in bookings)
    yield Column("Rests on", 44, [*blank, *rests])
    lines = [", ".join(line_of(plan, line) for line in entry.lines) for entry in without]
    yield Column("Line", 9, [*lines, *(line_of(plan, booking.line) for booking in bookings)])


def _place(plan: Plan, booking: Booking) -> str:
    room = room_name(plan, booking.room)
    return f"{venue_or_mode(plan, booking)}, {room}" if room else venue_or_mode(plan, booking)


def _why(plan: Plan, entry: Unscheduled) -> str:
    return entry.because.replace(f"{plan.file}:", "line ") if plan.file else entry.because
