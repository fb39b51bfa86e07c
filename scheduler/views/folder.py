"""What goes into a folder: the day programmes as plain words, for a document or a text to be set from.

The attributes are what a ministry's own template may name; docs/export.md lists them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.times import say_span, zone_of
from scheduler.base.value import value
from scheduler.plan.days import (
    city_of,
    clock_span,
    joined_names,
    programme_of,
    room_name,
    say_stay,
    stays_of,
    venue_or_mode,
)
from scheduler.views.heading import (
    PARTIAL,
    beside,
    bookings_of,
    clocks,
    for_whom,
    line_of,
    note_of,
    other_clocks,
    principals_of,
    reader_zone,
    status_of,
    unscheduled_of,
    written,
)

if TYPE_CHECKING:
    from scheduler.plan.days import Day, Item
    from scheduler.plan.plan import Booking, Plan, Unscheduled
    from scheduler.views.export_formats import Export


@value
class ProgrammeLine:
    """A line of a day."""

    time: str
    other_time: str
    kind: str
    what: str
    detail: str
    where: str
    note: str

    @property
    def quiet(self) -> bool:
        """Whether it only fills the time between others: travel and free time."""
        return self.kind in {"travel", "free"}


@value
class DayLines:
    """A day of a principal."""

    title: str
    other_zone: str
    """Whose the second clock is; "" where there is none."""
    lines: list[ProgrammeLine]


@value
class Programme:
    """The days of a principal."""

    name: str
    short: str
    stays: list[str]
    days: list[DayLines]


@value
class HeldMeeting:
    """A booking, as a line of the overview."""

    when: str
    meeting: str
    participants: str
    where: str
    state: str
    line: str
    """Which line of the scenario asks for it; "" in an extract."""


@value
class Refused:
    """A meeting without a slot."""

    meeting: str
    participants: str
    why: str
    lines: str


@value
class Folder:
    """All that stands in the folder."""

    title: str
    for_whom: str
    status: str
    partial: bool
    """Whether the plan lacks must-meetings, which has to be said aloud."""
    written: str
    clocks: str
    bookings: list[HeldMeeting]
    programmes: list[Programme]
    without_slot: list[Refused]
    notices: list[str]


def folder(export: Export) -> Folder:
    """Return the words of a folder."""
    plan, alone = export.plan, export.principal is not None
    return Folder(
        title=plan.scenario,
        for_whom=for_whom(export),
        status=status_of(plan),
        partial=plan.status in PARTIAL,
        written=written(export),
        clocks=clocks(export),
        bookings=[] if alone else [_held(export, booking) for booking in bookings_of(export)],
        programmes=[_programme(export, key) for key in principals_of(export)],
        without_slot=[_refused(plan, entry) for entry in unscheduled_of(export)],
        notices=[] if alone else list(plan.notices),
    )


def _held(export: Export, booking: Booking) -> HeldMeeting:
    plan, zone = export.plan, zone_of(booking.zone)
    clock = "" if booking.zone == plan.zone else f" {city_of(booking.zone)}"
    where = ", ".join(part for part in (venue_or_mode(plan, booking), room_name(plan, booking.room)) if part)
    others = other_clocks(booking, reader_zone(export))
    return HeldMeeting(
        when="\n".join(part for part in (f"{say_span(booking.start, booking.end, zone)}{clock}", others) if part),
        meeting=plan.names.meeting(booking.meeting),
        participants=joined_names(plan, booking.participants),
        where=where,
        state=booking.state,
        line=line_of(plan, booking.line),
    )


def _refused(plan: Plan, entry: Unscheduled) -> Refused:
    lines = ", ".join(line_of(plan, line) for line in entry.lines)
    because = entry.because.replace(f"{plan.file}:", "line ") if plan.file else entry.because
    return Refused(plan.names.meeting(entry.meeting), joined_names(plan, entry.participants), because, lines)


def _programme(export: Export, key: str) -> Programme:
    plan, reader = export.plan, reader_zone(export)
    return Programme(
        name=plan.names.of("people", key),
        short=plan.names.principal(key),
        stays=[say_stay(plan, stay) for stay in stays_of(plan, key)],
        days=[_day(day, reader) for day in programme_of(plan, key)],
    )


def _day(day: Day, reader: str) -> DayLines:
    lines = [_line(item, reader) for item in day.items]
    return DayLines(day.title, city_of(reader) if any(line.other_time for line in lines) else "", lines)


def _line(item: Item, reader: str) -> ProgrammeLine:
    return ProgrammeLine(
        time=clock_span(item.start, item.end, zone_of(item.zone)),
        other_time=beside(item.zone, reader, item.start, item.end),
        kind=item.kind,
        what=item.title,
        detail=item.detail,
        where=item.where,
        note=note_of(item),
    )
