"""Import the events of a calendar as engagements of one principal.

Overlapping events are trimmed: the later one begins where the earlier one ends, so that the total busy time stays the
same and no minute is counted twice. Missing data is never guessed: an event without an end is set aside.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from scheduler.base.times import say_span
from scheduler.importers.provenance import provenance
from scheduler.importers.result import ImportedEntry, ImportResult, SetAside, count_text
from scheduler.importers.written_times import written_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from scheduler.base.times import Period
    from scheduler.importers.calendar_events import CalendarEvent
    from scheduler.importers.calendar_reader import CalendarContents
    from scheduler.importers.names import NameIndex
    from scheduler.scenario.facts import Facts

WORDS = ("kind", "title", "from", "to", "venue", "note")
"""The keys of an engagement that an import may write."""
PRIVATE = "private"
UNTITLED = "busy"


class CalendarOptions(NamedTuple):
    """The officer's options for importing a calendar."""

    show_private: bool = False
    """Whether to write the titles of private events."""
    all_day: bool = True
    """Whether all-day events make the principal busy."""
    length: int | None = None
    """The length in minutes of events without an end; None: they are set aside."""


class BusyTime(NamedTuple):
    """A time in which the principal is busy, and the reason."""

    start: datetime
    end: datetime
    by: str


def import_engagements(
    file: str,
    read: CalendarContents,
    period: Period,
    index: NameIndex,
    options: CalendarOptions,
    occupied: Iterable[BusyTime] = (),
) -> ImportResult:
    """Return the engagements that correspond to a calendar's events.

    Args:
        file: the name of the file, for `source:`.
        read: the content of the calendar.
        period: the zone and the dates with which times are written.
        index: the names of the scenario.
        options: the officer's options.
        occupied: times in which the principal is busy already.
    """
    result = ImportResult(file, remarks=list(read.remarks))
    for line, display_name, why in read.broken:
        result.set_aside.append(SetAside(display_name, f"the event in line {line} is left out: {why}.", line=line))
    taken = list(occupied)
    busy = [each for each in read.events if not each.free]
    kept = [each for each in busy if options.all_day or not each.all_day]
    for event in kept:
        end = event.end
        if end is None and options.length is None:
            result.set_aside.append(_without_end(event, period, options))
            continue
        end = end or event.start + timedelta(minutes=options.length or 0)
        pieces = list(_free_parts(event.start, end, taken))
        title = _title_of(event, options)
        if pieces != [(event.start, end)]:
            result.remarks.append(_overlap(event, title, end, pieces, taken, period))
        for number, piece in enumerate(pieces, start=1):
            result.entries.append(_entry(event, number, piece, title, period, index))
        taken += [BusyTime(*piece, f"'{title}'") for piece in pieces]
    result.remarks += _remarks(read, busy, kept, options)
    return result


def busy_times_of(facts: Facts, principal: str, file: str, read: CalendarContents) -> Iterator[BusyTime]:
    """Yield the times in which a principal is busy already: sessions, and engagements from other sources."""
    scenario = facts.scenario
    for forum, index, session in facts.sessions:
        if principal in facts.attendees(scenario.forums[forum], session) and not facts.leaves_room(session):
            origin = scenario.origins.origin(("forums", forum, "sessions", index))
            yield BusyTime(session.start, session.end, f"'{facts.session_title(forum, index)}' ({origin})")
    path = ("principals", principal, "engagements")
    here = {event.row for event in read.events}
    for index, engagement in enumerate(scenario.principals[principal].engagements):
        from_file = provenance(facts.raw((*path, index)), file)
        if from_file is None or from_file.row.partition(", part ")[0] not in here:
            origin = scenario.origins.origin((*path, index))
            yield BusyTime(engagement.start, engagement.end, f"'{engagement.title or engagement.kind}' ({origin})")


def _title_of(event: CalendarEvent, options: CalendarOptions) -> str:
    hidden = event.private and not options.show_private
    return PRIVATE if hidden else event.title or UNTITLED


def _entry(
    event: CalendarEvent,
    number: int,
    piece: tuple[datetime, datetime],
    title: str,
    period: Period,
    index: NameIndex,
) -> ImportedEntry:
    entry: dict[str, object] = {"kind": "other", "title": title, **written_span(*piece, period, event.zone)}
    where = event.where if title != PRIVATE else ""
    venue = index.venue(where) if where else None
    if venue is not None:
        entry["venue"] = venue
    elif where:
        entry["note"] = f"at {where}"
    row = event.row if number == 1 else f"{event.row}, part {number}"
    return ImportedEntry(row, f"{title}, {say_span(*piece, period.zone)}", entry, ident=row)


def _without_end(event: CalendarEvent, period: Period, options: CalendarOptions) -> SetAside:
    when = say_span(event.start, event.start, period.zone).partition("–")[0]
    because = f"'{_title_of(event, options)}' ({when}) has no end."
    hint = "Write it by hand, or give the length of such events with --length."
    return SetAside(event.row, because, hint, line=event.line)


def _free_parts(start: datetime, end: datetime, taken: Sequence[BusyTime]) -> Iterator[tuple[datetime, datetime]]:
    """Yield the parts of a time that do not overlap any busy time."""
    for other in sorted(taken):
        if other.end <= start or other.start >= end:
            continue
        if start < other.start:
            yield start, other.start
        start = max(start, other.end)
        if start >= end:
            return
    if start < end:
        yield start, end


def _overlap(
    event: CalendarEvent,
    title: str,
    end: datetime,
    pieces: Sequence[tuple[datetime, datetime]],
    taken: Sequence[BusyTime],
    period: Period,
) -> str:
    others = [each.by for each in sorted(taken) if each.start < end and event.start < each.end]
    what = f"'{title}' ({say_span(event.start, end, period.zone)}) overlaps {' and '.join(others)}"
    if not pieces:
        return f"{what}: no time is left for it, so it is not written."
    return f"{what}: it is written as {' and '.join(say_span(*piece, period.zone) for piece in pieces)}."


def _remarks(
    read: CalendarContents, busy: Sequence[CalendarEvent], kept: Sequence[CalendarEvent], options: CalendarOptions
) -> Iterator[str]:
    """Yield remarks on what was left out on purpose, and on how the rest was read."""
    if read.outside:
        yield f"{count_text(read.outside, 'event')} outside the scenario's dates: left out."
    for why in ("cancelled", "shown as free"):
        number = sum(each.free == why for each in read.events)
        if number:
            yield f"{count_text(number, 'event')} {why}: left out, since they take no time."
    days = sum(each.all_day for each in busy)
    if days and options.all_day:
        zone = f"read in {read.floating}"
        yield f"{count_text(days, 'all-day event')}, {zone}: the whole days are busy (--no-all-day leaves them out)."
    elif days:
        yield f"{count_text(days, 'all-day event')}: left out."
    hidden = sum(each.private for each in kept)
    if hidden and not options.show_private:
        yield f"{count_text(hidden, 'private event')}: title and place are hidden (--show-private writes them)."
    floating = sum(each.floating for each in kept)
    if floating:
        yield f"{count_text(floating, 'event')} without a zone: read in {read.floating}."
