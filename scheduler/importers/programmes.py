"""The rows of a table, or the events of a calendar, as entries of a published programme.

Whoever is not in the scenario is kept as printed: double bookings are found by any name.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.base.times import DAY, at_clock, read_moment, say_span, zone_of
from scheduler.importers.cells import hours_of, minutes_of, moment_of, one_day, text_of
from scheduler.importers.columns import columns_of
from scheduler.importers.request_row import text_of_people
from scheduler.importers.result import Import, SetAside, Taken, clean, counted, folded
from scheduler.importers.synonyms import MODES
from scheduler.importers.written_times import written_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from scheduler.base.times import Period
    from scheduler.importers.calendar import Read
    from scheduler.importers.calendar_events import Happening
    from scheduler.importers.columns import Columns
    from scheduler.importers.names import Known
    from scheduler.importers.table import Cell, Table, TableRow

COLUMNS = (
    "title", "participants", "date", "start", "end", "minutes", "hours long", "length", "hours", "zone", "start utc",
    "end utc", "place", "venue", "room", "mode", "note", "state",
)  # fmt: skip
"""Our columns that a table of a programme may have."""
WORDS = ("title", "from", "to", "zone", "who", "others", "mode", "place", "venue", "where", "note")
"""What an import writes of an entry."""


def printed_rows(
    file: str,
    table: Table,
    period: Period,
    known: Known,
    given: Mapping[str, str],
    zone: str | None = None,
    length: int | None = None,
) -> Import:
    """Return what a table publishes; `zone` is that of its times where it has no column of zones.

    Raises:
        InputError: no row names the columns, or none says when.
    """
    columns = columns_of(file, table, COLUMNS, given)
    if not {"start", "hours", "start utc"} & set(columns.of):
        hint = 'Say which it is: --column "Theirs=start".'
        raise InputError([Issue(file, columns.header, "no column says when things begin.", hint)])
    result = Import(file, remarks=list(table.remarks), columns=columns.said)
    day: date | None = None
    carried = titles = 0
    for row in table.rows:
        if row.number <= columns.header:
            continue
        reader = _Reader(row, columns, period, known, zone, length)
        if columns.cell(row, "date") is not None:
            # A day that cannot be read is not the day above, and the rows below it have none.
            day = reader.day()
        elif day is not None:
            carried += 1
        entry = _take(result, table, reader, day)
        if "start utc" not in columns.of:
            _say_clocks(result, table.where(row), entry, period, known)
        titles += "who" in entry and not columns.cells(row, "participants")
    _say_titles(result, titles)
    if carried:
        result.remarks.append(
            f"{counted(carried, 'row has', 'rows have')} no date: the day of the row above was taken."
        )
    return result


def _say_clocks(result: Import, where: str, entry: dict[str, Any], period: Period, known: Known) -> None:
    """Say so where times that carry no zone are of a place with other clocks."""
    place = known.scenario.places.get(entry.get("place", "")) if known.scenario else None
    if place is None or "zone" in entry:
        return
    start = read_moment(entry["from"], period)
    if start.astimezone(zone_of(place.zone)).utcoffset() != start.astimezone(period.zone).utcoffset():
        said = f"{where}: its times were read on the clocks of {period.zone}, and it is in {place.name}"
        result.remarks.append(f"{said} ({place.zone}). Name the zone in a column 'Zone' or with --zone.")


def _say_titles(result: Import, titles: int) -> None:
    if titles:
        result.remarks.append(f"{counted(titles, 'entry says', 'entries say')} only in the title who takes part.")


def _take(result: Import, table: Table, reader: _Reader, day: date | None) -> dict[str, Any]:
    """Take a row, or set it aside; return its entry."""
    where = table.where(reader.row)
    try:
        entry, said = reader.entry(day)
    except Mistake as mistake:
        content = clean(" | ".join(text for text in map(text_of, reader.row.cells) if text), 600)
        result.set_aside.append(SetAside(where, mistake.message, mistake.hint, content, reader.row.number))
        return {}
    if entry is None:
        result.remarks.append(f"{where}: '{said}' is called off, and is left out.")
    else:
        result.entries.append(Taken(where, said, entry))
    return entry or {}


class _Reader:
    """Reads one row of a programme."""

    def __init__(
        self, row: TableRow, columns: Columns, period: Period, known: Known, zone: str | None, length: int | None
    ) -> None:
        self.row = row
        self.columns = columns
        self.period = period
        self.known = known
        self.zone = zone
        self.length = length

    def day(self) -> date | None:
        """Return the day that the row names; None for one that `entry` will complain of."""
        try:
            return one_day(self._cell("date") or "", self.period)
        except Mistake:
            return None

    def entry(self, day: date | None) -> tuple[dict[str, Any] | None, str]:
        """Return the entry, and what messages call it; no entry where it is called off.

        Raises:
            Mistake: it cannot be read.
        """
        if self._cell("date") is not None:
            day = one_day(self._cell("date") or "", self.period)
        title = self._text("title")
        if folded(self._text("state")) in {"cancelled", "canceled", "called off"}:
            return None, title
        zone = self._text("zone") or self.zone or ""
        start, end = self._times(day, zone)
        names = [
            n for cell in self.columns.cells(self.row, "participants") for n in self.known.split(text_of_people(cell))
        ]
        where = [self._text(word) for word in ("room", "venue", "place")]
        note = "; ".join(clean(text_of(cell)) for cell in self.columns.cells(self.row, "note"))
        entry = made_entry(
            title, (start, end), zone if "/" in zone else "", names, [each for each in where if each],
            mode=_mode(self._text("mode")), note=note, period=self.period, known=self.known,
        )  # fmt: skip
        return entry, f"{title or ' – '.join(names) or 'untitled'}, {say_span(start, end, self.period.zone)}"

    def _times(self, day: date | None, zone: str) -> tuple[datetime, datetime]:
        clocks = zone_of(zone) if zone else self.period.zone
        span = next(
            (s for word in ("hours", "start") if (c := self._cell(word)) is not None and (s := hours_of(c))), None
        )
        if span is not None:
            return self._at(day, span[0], clocks), self._at(day, span[1], clocks)
        begins = self._cell("start")
        if begins is None:
            raise Mistake("it says no start.", "Write the hour at which it begins.")
        own_day, clock = moment_of(begins, self.period)
        if clock is None:
            raise Mistake(f"the start '{text_of(begins)}' has no hour.", "Write the hour at which it begins.")
        start = self._at(own_day or day, clock, clocks)
        return start, self._end(start, own_day or day, clocks)

    @staticmethod
    def _at(day: date | None, clock: int, clocks: Any) -> datetime:
        if day is None:
            raise Mistake("it says no day.", "Write a date in it, or in a row above.")
        return at_clock(day, clock, clocks)

    def _end(self, start: datetime, day: date | None, clocks: Any) -> datetime:
        ends = self._cell("end")
        if ends is not None:
            own_day, clock = moment_of(ends, self.period)
            end = self._at(own_day or day, DAY if clock is None else clock, clocks)
            if end <= start and own_day is None and day is not None:
                # Past midnight: 23:00 to 00:30.
                end = self._at(day + timedelta(days=1), clock or 0, clocks)
                if end - start > timedelta(hours=12):
                    raise Mistake("it ends before it begins.", "Look at the two times.")
            if end <= start:
                raise Mistake("it ends before it begins.", "Look at the two times.")
            return end
        for word, unit in (("minutes", "min"), ("hours long", "h"), ("length", "")):
            cell = self._cell(word)
            if cell is not None:
                return start + timedelta(minutes=minutes_of(cell, unit))
        if self.length is None:
            raise Mistake("it says neither an end nor a length.", "Say with --length how long such entries take.")
        return start + timedelta(minutes=self.length)

    def _cell(self, word: str) -> Cell | None:
        return self.columns.cell(self.row, word)

    def _text(self, word: str) -> str:
        return clean(text_of(self._cell(word)))


def _mode(text: str) -> str:
    return MODES.get(folded(text), "in person")


def made_entry(
    title: str,
    when: tuple[datetime, datetime],
    zone: str,
    names: Iterable[str],
    where: Sequence[str],
    *,
    mode: str,
    note: str,
    period: Period,
    known: Known,
) -> dict[str, Any]:
    """Return an entry of a programme; those who are not in the scenario are kept as they are printed."""
    who, others = _people(names, known)
    if not who and not others:
        who = known.mentioned(title)
    parts = [part.strip() for text in where for part in (text, *text.split(","))]
    venue = _first(known.venue, parts) or _venue_of_room(_first(known.room, parts), known)
    place = _first(known.place, parts)
    if venue is not None and known.scenario is not None:
        place = known.scenario.venues[venue].place
    if _first(lambda part: MODES.get(folded(part)), parts) in {"video", "telephone"} and place is None:
        mode = MODES[folded(next(part for part in parts if MODES.get(folded(part)) in {"video", "telephone"}))]
    entry = {
        "title": title, **written_span(*when, period, zone), "zone": zone, "who": who, "others": others,
        "mode": "" if mode == "in person" else mode, "place": place, "venue": venue, "where": ", ".join(where),
        "note": note,
    }  # fmt: skip
    return {word: value for word, value in entry.items() if value}


def _people(names: Iterable[str], known: Known) -> tuple[list[str], list[str]]:
    who: dict[str, None] = {}
    others: dict[str, None] = {}
    for name in names:
        try:
            who[known.person(name)] = None
        except Mistake:
            others[clean(name, 120)] = None
    return list(who), list(others)


def _first(look: Callable[[str], str | None], parts: Iterable[str]) -> str | None:
    return next((found for part in parts if part and (found := look(part))), None)


def _venue_of_room(room: str | None, known: Known) -> str | None:
    return known.scenario.rooms[room].venue if room is not None and known.scenario is not None else None


def printed_events(file: str, read: Read, period: Period, known: Known, length: int | None = None) -> Import:
    """Return what a calendar publishes."""
    result = Import(file, remarks=list(read.remarks))
    for line, called, why in read.broken:
        result.set_aside.append(SetAside(called, f"the event in line {line} is left out: {why}.", line=line))
    titles = 0
    for happening in read.happenings:
        if happening.free == "cancelled":
            result.remarks.append(f"'{happening.title}' ({happening.row}) is called off, and is left out.")
        elif happening.end is None and length is None:
            hint = "Say with --length how long such events take."
            result.set_aside.append(
                SetAside(happening.row, f"'{happening.title}' has no end.", hint, line=happening.line)
            )
        else:
            result.entries.append(_event(happening, period, known, length or 0))
            titles += "who" in result.entries[-1].entry and not happening.who
    _say_titles(result, titles)
    if read.outside:
        result.remarks.append(f"{counted(read.outside, 'event')} outside the scenario's dates: left out.")
    return result


def _event(happening: Happening, period: Period, known: Known, length: int) -> Taken:
    when = (happening.start, happening.end or happening.start + timedelta(minutes=length))
    names = [name for said in happening.who for name in known.split(said)]
    where = [happening.where] if happening.where else []
    entry = made_entry(
        happening.title, when, happening.zone, names, where, mode="in person", note="", period=period, known=known
    )
    said = f"{happening.title or 'untitled'}, {say_span(*when, period.zone)}"
    return Taken(happening.row, said, entry, ident=happening.row)
