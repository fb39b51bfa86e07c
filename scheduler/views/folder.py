"""The texts of a folder: the day programmes as plain strings, for a document or Markdown.

A ministry's own template refers to these attributes; docs/export.md lists them.
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
    bookings_of,
    line_of,
    note_of,
    other_clock,
    other_clocks,
    principals_of,
    reader_zone,
    readers_line,
    status_of,
    unscheduled_of,
    written_line,
    zones_line,
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
        """Whether it is travel or free time."""
        return self.kind in {"travel", "free"}


@value
class DayLines:
    """A day of a principal."""

    title: str
    other_zone: str
    """The city of the second clock; "" if there is none."""
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
    """The line of the request in the scenario; "" in an extract."""


@value
class MeetingWithoutSlot:
    """A meeting without a slot."""

    meeting: str
    participants: str
    why: str
    lines: str


@value
class Folder:
    """The content of the folder."""

    title: str
    for_whom: str
    status: str
    partial: bool
    """Whether the plan lacks must-meetings, which is emphasised."""
    written: str
    clocks: str
    bookings: list[HeldMeeting]
    programmes: list[Programme]
    without_slot: list[MeetingWithoutSlot]
    notices: list[str]


def folder(export: Export) -> Folder:
    """Return the texts of a folder for an export."""
    plan, alone = export.plan, export.principal is not None
    return Folder(
        title=plan.scenario,
        for_whom=readers_line(export),
        status=status_of(plan),
        partial=plan.status in PARTIAL,
        written=written_line(export),
        clocks=zones_line(export),
        bookings=[] if alone else [_held_meeting(export, booking) for booking in bookings_of(export)],
        programmes=[_programme(export, key) for key in principals_of(export)],
        without_slot=[_without_slot(plan, entry) for entry in unscheduled_of(export)],
        notices=[] if alone else list(plan.notices),
    )


def _held_meeting(export: Export, booking: Booking) -> HeldMeeting:
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


def _without_slot(plan: Plan, entry: Unscheduled) -> MeetingWithoutSlot:
    lines = ", ".join(line_of(plan, line) for line in entry.lines)
    because = entry.because.replace(f"{plan.file}:", "line ") if plan.file else entry.because
    return MeetingWithoutSlot(plan.names.meeting(entry.meeting), joined_names(plan, entry.participants), because, lines)


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
        other_time=other_clock(item.zone, reader, item.start, item.end),
        kind=item.kind,
        what=item.title,
        detail=item.detail,
        where=item.where,
        note=note_of(item),
    )
