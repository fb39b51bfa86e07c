"""Import the rows of a table, or the events of a calendar, as entries of a published programme.

People who are not in the scenario are kept as printed: the check for double bookings works with any name.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.base.times import DAY, at_clock, read_moment, say_span, zone_of
from scheduler.importers.cells import cell_day, cell_hours, cell_minutes, cell_moment, cell_text
from scheduler.importers.columns import match_columns
from scheduler.importers.request_row import text_of_people
from scheduler.importers.result import ImportedEntry, ImportResult, SetAside, clean, count_text, normalised
from scheduler.importers.synonyms import MODE_SYNONYMS
from scheduler.importers.written_times import written_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from scheduler.base.times import Period
    from scheduler.importers.calendar_events import CalendarEvent
    from scheduler.importers.calendar_reader import CalendarContents
    from scheduler.importers.columns import Columns
    from scheduler.importers.names import NameIndex
    from scheduler.importers.table import Cell, Table, TableRow

COLUMNS = (
    "title", "participants", "date", "start", "end", "minutes", "hours long", "length", "hours", "zone", "start utc",
    "end utc", "place", "venue", "room", "mode", "note", "state",
)  # fmt: skip
"""The columns that a programme may have."""
WORDS = ("title", "from", "to", "zone", "who", "others", "mode", "place", "venue", "where", "note")
"""The keys of an entry that an import may write."""


def import_programme_table(
    file: str,
    table: Table,
    period: Period,
    index: NameIndex,
    given: Mapping[str, str],
    zone: str | None = None,
    length: int | None = None,
) -> ImportResult:
    """Import a table as a programme.

    Args:
        file: the name of the file, for `source:`.
        table: its rows.
        period: the scenario's zone and dates.
        index: the names of the scenario.
        given: the officer's own matches of columns.
        zone: the zone of times in rows without a zone; None: the scenario's.
        length: the length in minutes of entries without an end.

    Raises:
        InputError: no header row is found, or no column has the start.
    """
    columns = match_columns(file, table, COLUMNS, given)
    if not {"start", "hours", "start utc"} & set(columns.of):
        hint = 'Match it: --column "Theirs=start".'
        raise InputError([Issue(file, columns.header, "no column has the start.", hint)])
    result = ImportResult(file, remarks=list(table.remarks), columns=columns.matches)
    day: date | None = None
    carried = titles = 0
    for row in table.rows:
        if row.number <= columns.header:
            continue
        reader = _Reader(row, columns, period, index, zone, length)
        if columns.cell(row, "date") is not None:
            # After an unreadable day, the rows below have no day, rather than the last readable one.
            day = reader.day()
        elif day is not None:
            carried += 1
        entry = _import_row(result, table, reader, day)
        if "start utc" not in columns.of:
            _remark_on_zone(result, table.where(row), entry, period, index)
        titles += "who" in entry and not columns.cells(row, "participants")
    _remark_on_titles(result, titles)
    if carried:
        result.remarks.append(
            f"{count_text(carried, 'row has', 'rows have')} no date: the day of the row above was used."
        )
    return result


def _remark_on_zone(result: ImportResult, where: str, entry: dict[str, Any], period: Period, index: NameIndex) -> None:
    """Add a remark if times without a zone belong to a place in another zone."""
    place = index.scenario.places.get(entry.get("place", "")) if index.scenario else None
    if place is None or "zone" in entry:
        return
    start = read_moment(entry["from"], period)
    if start.astimezone(zone_of(place.zone)).utcoffset() != start.astimezone(period.zone).utcoffset():
        remark = f"{where}: its times were read in {period.zone}, but it is in {place.name}"
        result.remarks.append(f"{remark} ({place.zone}). Name the zone in a column 'Zone' or with --zone.")


def _remark_on_titles(result: ImportResult, titles: int) -> None:
    if titles:
        result.remarks.append(
            f"{count_text(titles, 'entry names', 'entries name')} the participants only in the title."
        )


def _import_row(result: ImportResult, table: Table, reader: _Reader, day: date | None) -> dict[str, Any]:
    """Import a row, or set it aside; return its entry, or {}."""
    where = table.where(reader.row)
    try:
        entry, label = reader.entry(day)
    except Mistake as mistake:
        content = clean(" | ".join(text for text in map(cell_text, reader.row.cells) if text), 600)
        result.set_aside.append(SetAside(where, mistake.message, mistake.hint, content, reader.row.number))
        return {}
    if entry is None:
        result.remarks.append(f"{where}: '{label}' is cancelled and left out.")
    else:
        result.entries.append(ImportedEntry(where, label, entry))
    return entry or {}


class _Reader:
    """Reads one row of a programme."""

    def __init__(
        self, row: TableRow, columns: Columns, period: Period, index: NameIndex, zone: str | None, length: int | None
    ) -> None:
        self.row = row
        self.columns = columns
        self.period = period
        self.index = index
        self.zone = zone
        self.length = length

    def day(self) -> date | None:
        """Return the day of the row, or None; `entry` reports an unreadable day."""
        try:
            return cell_day(self._cell("date") or "", self.period)
        except Mistake:
            return None

    def entry(self, day: date | None) -> tuple[dict[str, Any] | None, str]:
        """Return the entry and its name in messages; None instead of the entry if it is cancelled.

        Raises:
            Mistake: it cannot be read.
        """
        if self._cell("date") is not None:
            day = cell_day(self._cell("date") or "", self.period)
        title = self._text("title")
        if normalised(self._text("state")) in {"cancelled", "canceled", "called off"}:
            return None, title
        zone = self._text("zone") or self.zone or ""
        start, end = self._times(day, zone)
        names = [
            n for cell in self.columns.cells(self.row, "participants") for n in self.index.split(text_of_people(cell))
        ]
        where = [self._text(word) for word in ("room", "venue", "place")]
        note = "; ".join(clean(cell_text(cell)) for cell in self.columns.cells(self.row, "note"))
        entry = programme_entry(
            title, (start, end), zone if "/" in zone else "", names, [each for each in where if each],
            mode=_mode(self._text("mode")), note=note, period=self.period, index=self.index,
        )  # fmt: skip
        return entry, f"{title or ' – '.join(names) or 'untitled'}, {say_span(start, end, self.period.zone)}"

    def _times(self, day: date | None, zone: str) -> tuple[datetime, datetime]:
        clocks = zone_of(zone) if zone else self.period.zone
        span = next(
            (s for word in ("hours", "start") if (c := self._cell(word)) is not None and (s := cell_hours(c))), None
        )
        if span is not None:
            return self._at(day, span[0], clocks), self._at(day, span[1], clocks)
        begins = self._cell("start")
        if begins is None:
            raise Mistake("it has no start.", "Write the time at which it begins.")
        own_day, clock = cell_moment(begins, self.period)
        if clock is None:
            raise Mistake(f"the start '{cell_text(begins)}' has no time of day.", "Write the time at which it begins.")
        start = self._at(own_day or day, clock, clocks)
        return start, self._end(start, own_day or day, clocks)

    @staticmethod
    def _at(day: date | None, clock: int, clocks: Any) -> datetime:
        if day is None:
            raise Mistake("it has no day.", "Write a date in this row, or in a row above.")
        return at_clock(day, clock, clocks)

    def _end(self, start: datetime, day: date | None, clocks: Any) -> datetime:
        ends = self._cell("end")
        if ends is not None:
            own_day, clock = cell_moment(ends, self.period)
            end = self._at(own_day or day, DAY if clock is None else clock, clocks)
            if end <= start and own_day is None and day is not None:
                # Past midnight: 23:00 to 00:30.
                end = self._at(day + timedelta(days=1), clock or 0, clocks)
                if end - start > timedelta(hours=12):
                    raise Mistake("it ends before it begins.", "Check the two times.")
            if end <= start:
                raise Mistake("it ends before it begins.", "Check the two times.")
            return end
        for word, unit in (("minutes", "min"), ("hours long", "h"), ("length", "")):
            cell = self._cell(word)
            if cell is not None:
                return start + timedelta(minutes=cell_minutes(cell, unit))
        if self.length is None:
            raise Mistake("it has neither an end nor a length.", "Give the length of such entries with --length.")
        return start + timedelta(minutes=self.length)

    def _cell(self, word: str) -> Cell | None:
        return self.columns.cell(self.row, word)

    def _text(self, word: str) -> str:
        return clean(cell_text(self._cell(word)))


def _mode(text: str) -> str:
    return MODE_SYNONYMS.get(normalised(text), "in person")


def programme_entry(
    title: str,
    when: tuple[datetime, datetime],
    zone: str,
    names: Iterable[str],
    where: Sequence[str],
    *,
    mode: str,
    note: str,
    period: Period,
    index: NameIndex,
) -> dict[str, Any]:
    """Return an entry of a programme; people who are not in the scenario are kept as printed."""
    who, others = _people(names, index)
    if not who and not others:
        who = index.mentioned(title)
    parts = [part.strip() for text in where for part in (text, *text.split(","))]
    venue = _first(index.venue, parts) or _venue_of_room(_first(index.room, parts), index)
    place = _first(index.place, parts)
    if venue is not None and index.scenario is not None:
        place = index.scenario.venues[venue].place
    if _first(lambda part: MODE_SYNONYMS.get(normalised(part)), parts) in {"video", "telephone"} and place is None:
        mode = MODE_SYNONYMS[
            normalised(next(part for part in parts if MODE_SYNONYMS.get(normalised(part)) in {"video", "telephone"}))
        ]
    entry = {
        "title": title, **written_span(*when, period, zone), "zone": zone, "who": who, "others": others,
        "mode": "" if mode == "in person" else mode, "place": place, "venue": venue, "where": ", ".join(where),
        "note": note,
    }  # fmt: skip
    return {word: value for word, value in entry.items() if value}


def _people(names: Iterable[str], index: NameIndex) -> tuple[list[str], list[str]]:
    who: dict[str, None] = {}
    others: dict[str, None] = {}
    for name in names:
        try:
            who[index.person(name)] = None
        except Mistake:
            others[clean(name, 120)] = None
    return list(who), list(others)


def _first(look: Callable[[str], str | None], parts: Iterable[str]) -> str | None:
    return next((found for part in parts if part and (found := look(part))), None)


def _venue_of_room(room: str | None, index: NameIndex) -> str | None:
    return index.scenario.rooms[room].venue if room is not None and index.scenario is not None else None


def import_programme_calendar(
    file: str, read: CalendarContents, period: Period, index: NameIndex, length: int | None = None
) -> ImportResult:
    """Import a calendar as a programme; `length` (minutes) is that of events without an end."""
    result = ImportResult(file, remarks=list(read.remarks))
    for line, display_name, why in read.broken:
        result.set_aside.append(SetAside(display_name, f"the event in line {line} is left out: {why}.", line=line))
    titles = 0
    for event in read.events:
        if event.free == "cancelled":
            result.remarks.append(f"'{event.title}' ({event.row}) is cancelled and left out.")
        elif event.end is None and length is None:
            hint = "Give the length of such events with --length."
            result.set_aside.append(SetAside(event.row, f"'{event.title}' has no end.", hint, line=event.line))
        else:
            result.entries.append(_event(event, period, index, length or 0))
            titles += "who" in result.entries[-1].entry and not event.who
    _remark_on_titles(result, titles)
    if read.outside:
        result.remarks.append(f"{count_text(read.outside, 'event')} outside the scenario's dates: left out.")
    return result


def _event(event: CalendarEvent, period: Period, index: NameIndex, length: int) -> ImportedEntry:
    when = (event.start, event.end or event.start + timedelta(minutes=length))
    names = [name for label in event.who for name in index.split(label)]
    where = [event.where] if event.where else []
    entry = programme_entry(
        event.title, when, event.zone, names, where, mode="in person", note="", period=period, index=index
    )
    label = f"{event.title or 'untitled'}, {say_span(*when, period.zone)}"
    return ImportedEntry(event.row, label, entry, ident=event.row)
