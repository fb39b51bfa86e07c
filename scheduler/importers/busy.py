"""The events of a calendar, as engagements of one principal.

What overlaps is written so that the time taken is the same and nothing is taken twice: the later begins where the
earlier ends. That a calendar says nothing of is never guessed: an event without an end is set aside.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from scheduler.base.times import say_span
from scheduler.importers.provenance import provenance
from scheduler.importers.result import Import, SetAside, Taken, counted
from scheduler.importers.written_times import written_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from scheduler.base.times import Period
    from scheduler.importers.calendar import Read
    from scheduler.importers.calendar_events import Happening
    from scheduler.importers.names import Known
    from scheduler.scenario.facts import Facts

WORDS = ("kind", "title", "from", "to", "venue", "note")
"""What an import writes of an engagement."""
PRIVATE = "private"
UNTITLED = "busy"


class Wishes(NamedTuple):
    """How the officer would like a calendar to be read."""

    show_private: bool = False
    """Whether the titles of private events are written."""
    all_day: bool = True
    """Whether events of whole days take the days."""
    length: int | None = None
    """In minutes, for events without an end."""


class Occupied(NamedTuple):
    """A time that is taken, and by what."""

    start: datetime
    end: datetime
    by: str


def engagements(
    file: str, read: Read, period: Period, known: Known, wishes: Wishes, occupied: Iterable[Occupied] = ()
) -> Import:
    """Return the engagements that a calendar's events are."""
    result = Import(file, remarks=list(read.remarks))
    for line, called, why in read.broken:
        result.set_aside.append(SetAside(called, f"the event in line {line} is left out: {why}.", line=line))
    taken = list(occupied)
    busy = [each for each in read.happenings if not each.free]
    kept = [each for each in busy if wishes.all_day or not each.all_day]
    for happening in kept:
        end = happening.end
        if end is None and wishes.length is None:
            result.set_aside.append(_endless(happening, period, wishes))
            continue
        end = end or happening.start + timedelta(minutes=wishes.length or 0)
        pieces = list(_free_of(happening.start, end, taken))
        said = _said(happening, wishes)
        if pieces != [(happening.start, end)]:
            result.remarks.append(_overlap(happening, said, end, pieces, taken, period))
        for number, piece in enumerate(pieces, start=1):
            result.entries.append(_entry(happening, number, piece, said, period, known))
        taken += [Occupied(*piece, f"'{said}'") for piece in pieces]
    result.remarks += _remarks(read, busy, kept, wishes)
    return result


def occupied_by(facts: Facts, principal: str, file: str, read: Read) -> Iterator[Occupied]:
    """Yield what takes a principal's time already: sessions, and engagements that are not of this very calendar."""
    scenario = facts.scenario
    for forum, index, session in facts.sessions:
        if principal in facts.attendees(scenario.forums[forum], session) and not facts.leaves_room(session):
            origin = scenario.origins.origin(("forums", forum, "sessions", index))
            yield Occupied(session.start, session.end, f"'{facts.session_title(forum, index)}' ({origin})")
    path = ("principals", principal, "engagements")
    here = {happening.row for happening in read.happenings}
    for index, engagement in enumerate(scenario.principals[principal].engagements):
        from_file = provenance(facts.raw((*path, index)), file)
        if from_file is None or from_file.row.partition(", part ")[0] not in here:
            origin = scenario.origins.origin((*path, index))
            yield Occupied(engagement.start, engagement.end, f"'{engagement.title or engagement.kind}' ({origin})")


def _said(happening: Happening, wishes: Wishes) -> str:
    hidden = happening.private and not wishes.show_private
    return PRIVATE if hidden else happening.title or UNTITLED


def _entry(
    happening: Happening, number: int, piece: tuple[datetime, datetime], said: str, period: Period, known: Known
) -> Taken:
    entry: dict[str, object] = {"kind": "other", "title": said, **written_span(*piece, period, happening.zone)}
    where = happening.where if said != PRIVATE else ""
    venue = known.venue(where) if where else None
    if venue is not None:
        entry["venue"] = venue
    elif where:
        entry["note"] = f"at {where}"
    row = happening.row if number == 1 else f"{happening.row}, part {number}"
    return Taken(row, f"{said}, {say_span(*piece, period.zone)}", entry, ident=row)


def _endless(happening: Happening, period: Period, wishes: Wishes) -> SetAside:
    when = say_span(happening.start, happening.start, period.zone).partition("–")[0]
    because = f"'{_said(happening, wishes)}' ({when}) has no end."
    hint = "Write it by hand, or say with --length how long such events take."
    return SetAside(happening.row, because, hint, line=happening.line)


def _free_of(start: datetime, end: datetime, taken: Sequence[Occupied]) -> Iterator[tuple[datetime, datetime]]:
    """Yield what is left of a time without what is taken of it."""
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
    happening: Happening,
    said: str,
    end: datetime,
    pieces: Sequence[tuple[datetime, datetime]],
    taken: Sequence[Occupied],
    period: Period,
) -> str:
    others = [each.by for each in sorted(taken) if each.start < end and happening.start < each.end]
    what = f"'{said}' ({say_span(happening.start, end, period.zone)}) overlaps {' and '.join(others)}"
    if not pieces:
        return f"{what}: no time of its own is left, and it is not written."
    return f"{what}: it is written as {' and '.join(say_span(*piece, period.zone) for piece in pieces)}."


def _remarks(read: Read, busy: Sequence[Happening], kept: Sequence[Happening], wishes: Wishes) -> Iterator[str]:
    """Yield what was left out on purpose, and how the rest was read."""
    if read.outside:
        yield f"{counted(read.outside, 'event')} outside the scenario's dates: left out."
    for why in ("cancelled", "shown as free"):
        number = sum(each.free == why for each in read.happenings)
        if number:
            yield f"{counted(number, 'event')} {why}: left out, for no time is taken."
    days = sum(each.all_day for each in busy)
    if days and wishes.all_day:
        where = f"as they are in {read.floating}"
        yield f"{counted(days, 'event')} of whole days, {where}: the days are taken (--no-all-day leaves them out)."
    elif days:
        yield f"{counted(days, 'event')} of whole days: left out."
    hidden = sum(each.private for each in kept)
    if hidden and not wishes.show_private:
        yield f"{counted(hidden, 'private event')}: title and place are hidden (--show-private writes them)."
    floating = sum(each.floating for each in kept)
    if floating:
        yield f"{counted(floating, 'event')} without a zone: read in {read.floating}."
