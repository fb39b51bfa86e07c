"""The rows of a table as meetings that are asked for: each row one meeting, or what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.importers.cells import (
    clock_of,
    days_of,
    hours_of,
    is_bare,
    minutes_of,
    moment_of,
    say_day,
    say_hours,
    text_of,
)
from scheduler.importers.columns import columns_of
from scheduler.importers.names import key_of
from scheduler.importers.taken import Import, SetAside, Taken, clean, counted, folded
from scheduler.importers.wording import written_moment
from scheduler.issue import Mistake, nearest
from scheduler.scenario import FORMATS
from scheduler.times import DAY, at_clock, say_length

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from datetime import date

    from scheduler.importers.columns import Columns
    from scheduler.importers.names import Known
    from scheduler.importers.table import Cell, Row, Table
    from scheduler.times import Period

COLUMNS = (
    "id", "title", "participants", "optional", "calls on", "format", "minutes", "hours long", "length", "priority",
    "state", "date", "start", "end", "earliest", "latest", "hours", "place", "venue", "room", "mode", "note",
    "visibility",
)  # fmt: skip
"""Our columns that a table of requests may have."""
WORDS = (
    "title", "participants", "optional", "format", "length", "mode", "windows", "place", "venue", "room", "calls_on",
    "priority", "state", "start", "visibility", "note",
)  # fmt: skip
"""What an import writes of a meeting."""
_PRIORITIES = {
    "must": "must", "essential": "must", "mandatory": "must", "critical": "must", "required": "must", "top": "must",
    "high": "high", "important": "high", "normal": "normal", "medium": "normal", "standard": "normal",
    "average": "normal", "low": "low", "nice to have": "low", "if time allows": "low", "optional": "low",
}  # fmt: skip
_STATES = {
    "requested": "requested", "asked": "requested", "new": "requested", "pending": "requested", "open": "requested",
    "tentative": "tentative", "provisional": "tentative", "confirmed": "confirmed", "agreed": "confirmed",
    "declined": "declined", "refused": "declined", "rejected": "declined", "never": "never",
}  # fmt: skip
MODES = {
    "in person": "in person", "person": "in person", "physical": "in person", "face to face": "in person",
    "f2f": "in person", "onsite": "in person", "on site": "in person", "video": "video", "vc": "video", "vtc": "video",
    "videoconference": "video", "video conference": "video", "video call": "video", "virtual": "video",
    "online": "video", "telephone": "telephone", "phone": "telephone", "by video": "video",
    "by telephone": "telephone", "by phone": "telephone", "call": "telephone", "phone call": "telephone",
}  # fmt: skip
_FORMATS = {
    "bi": "bilateral", "bilat": "bilateral", "bilateral meeting": "bilateral", "pullaside": "pull-aside",
    "pull aside": "pull-aside", "brush by": "pull-aside", "tete a tete": "tête-à-tête", "one on one": "tête-à-tête",
    "lunch": "working lunch", "dinner": "working dinner", "breakfast": "working breakfast", "trilat": "trilateral",
    "phone call": "call", "telephone call": "call", "courtesy": "courtesy call",
}  # fmt: skip
_VISIBILITIES = {
    "open": "open", "public": "open", "delegations only": "delegations only", "delegations": "delegations only",
    "confidential": "confidential", "secret": "confidential", "restricted": "confidential",
}  # fmt: skip
_NEEDED = 'There must be a column with those who meet: --column "Theirs=participants".'


def meetings(
    file: str, table: Table, period: Period, known: Known, given: Mapping[str, str], whose: str | None = None
) -> Import:
    """Return the meetings that the rows of a table ask for; `whose` takes part in each, where they are somebody's.

    Raises:
        InputError: no row names the columns.
    """
    columns = columns_of(file, table, COLUMNS, given)
    result = Import(file, remarks=list(table.remarks), columns=columns.said)
    formats = {*FORMATS, *(known.scenario.formats if known.scenario else ())}
    if "participants" not in columns.of:
        result.remarks.append(f"No column names those who meet; they are looked for in the titles. {_NEEDED}")
    bare = 0
    for row in table.rows:
        if row.number <= columns.header:
            continue
        reader = _Reader(row, columns, period, known, formats, whose)
        entry = reader.entry()
        where = table.where(row)
        if reader.mistakes:
            content = " | ".join(text for text in map(text_of, row.cells) if text)
            because = " ".join(f"{mistake.message} {mistake.hint}".rstrip() for mistake in reader.mistakes)
            result.set_aside.append(SetAside(where, because, "", clean(content, 600), row.number))
        else:
            bare += reader.bare
            who = entry["participants"]
            said = entry.get("title") or " – ".join(map(known.short, who))
            ident = _ident(columns, row)
            name = f"{where}, id {ident}" if ident else where
            known_by = f"id {ident}" if ident else ""
            result.entries.append(Taken(name, str(said), entry, known_by, "-".join(who)[:80]))
    if bare:
        result.remarks.append(f"{counted(bare, 'length is', 'lengths are')} without a unit: read as minutes.")
    _ensure_unlike(result)
    return result


def _ident(columns: Columns, row: Row) -> str:
    """Return the number that a row has of its own; not one that only counts the rows."""
    text = clean(text_of(columns.cell(row, "id")), 40)
    return "" if text.isdecimal() and len(text) < 4 else text


def _ensure_unlike(result: Import) -> None:
    """Know rows by their place where their own numbers are not their own."""
    idents = [taken.ident for taken in result.entries if taken.ident]
    if len(set(idents)) < len(idents):
        from dataclasses import replace

        result.entries = [replace(taken, ident="") for taken in result.entries]


class _Reader:
    """Reads one row; what is wrong with it is collected, not only the first mistake."""

    def __init__(
        self, row: Row, columns: Columns, period: Period, known: Known, formats: Collection[str], whose: str | None
    ) -> None:
        self.row = row
        self.columns = columns
        self.period = period
        self.known = known
        self.formats = formats
        self.whose = whose
        self.mistakes: list[Mistake] = []
        self.bare = False

    def entry(self) -> dict[str, Any]:
        """Return the meeting, without what could not be read."""
        title = self._text("title")
        people = self._people("participants") or self._mentioned(title)
        host = self._people("calls on")
        people = list(dict.fromkeys([*([self.whose] if self.whose else []), *people, *host]))
        made: dict[str, Any] = {"title": title or None, "participants": people}
        if len(people) < 2 and not self.mistakes:
            self.mistakes.append(Mistake(*_too_few(people)))
        optional = [key for key in self._people("optional") if key not in people]
        made |= {"optional": optional or None, "calls_on": host[0] if host else None}
        made |= {"format": self._format(len(people)), "length": self._length(), "mode": self._modes()}
        made |= self._when()
        made |= self._where()
        made["priority"] = self._word("priority", _PRIORITIES)
        made["state"] = self._word("state", _STATES)
        made["visibility"] = self._word("visibility", _VISIBILITIES)
        made["note"] = "; ".join(clean(text_of(cell)) for cell in self.columns.cells(self.row, "note")) or None
        return {word: made[word] for word in WORDS if made.get(word) is not None}

    def _text(self, word: str) -> str:
        return clean(text_of(self.columns.cell(self.row, word)))

    def _read(self, read: Callable[..., Any], *arguments: Any) -> Any:
        """Return what is read, or None with the mistake noted."""
        try:
            return read(*arguments)
        except Mistake as mistake:
            self.mistakes.append(mistake)
            return None

    def _people(self, word: str) -> list[str]:
        names = [n for cell in self.columns.cells(self.row, word) for n in self.known.split(text_of_people(cell))]
        found = [self._read(self.known.person, name) for name in names]
        return list(dict.fromkeys(key for key in found if key is not None))

    def _mentioned(self, title: str) -> list[str]:
        return self.known.mentioned(title) if not self.columns.cells(self.row, "participants") else []

    def _word(self, column: str, words: Mapping[str, str]) -> str | None:
        text = self._text(column)
        if not text:
            return None
        found = words.get(folded(text))
        if found is None:
            known = ", ".join(dict.fromkeys(words.values()))
            self.mistakes.append(Mistake(f"'{clean(text, 60)}' is no {column}.", f"Known are: {known}."))
        return found

    def _format(self, people: int) -> str | None:
        text = self._text("format")
        if not text:
            # What is not said is a bilateral; three or more hold none.
            return None if people < 3 else "trilateral" if people == 3 else "plurilateral"
        known = {folded(each): each for each in self.formats} | _FORMATS
        found = known.get(folded(text))
        if found is None:
            hint = nearest(text, self.formats, "The formats")
            self.mistakes.append(Mistake(f"there is no format '{clean(text, 60)}'.", hint))
        return found

    def _modes(self) -> str | list[str] | None:
        text = self._text("mode")
        if not text:
            return None
        pieces = [text] if folded(text) in MODES else text.replace("/", ",").replace(" or ", ",").split(",")
        found = [MODES.get(folded(piece)) for piece in pieces if piece.strip()]
        if None in found or not found:
            known = ", ".join(dict.fromkeys(MODES.values()))
            self.mistakes.append(Mistake(f"'{clean(text, 60)}' is no mode.", f"Known are: {known}."))
            return None
        modes = [mode for mode in dict.fromkeys(found) if mode is not None]
        return modes[0] if len(modes) == 1 else modes

    # How long.

    def _length(self) -> str | None:
        for word, unit in (("minutes", "min"), ("hours long", "h"), ("length", "")):
            cell = self.columns.cell(self.row, word)
            if cell is not None:
                self.bare = not unit and is_bare(cell)
                minutes = self._read(minutes_of, cell, "min" if self.bare else unit)
                return None if minutes is None else say_length(minutes)
        return None

    # When.

    def _when(self) -> dict[str, Any]:
        """Return the window of the meeting, or its start."""
        days = self._cell("date", days_of, self.period)
        start_cell, end_cell = self.columns.cell(self.row, "start"), self.columns.cell(self.row, "end")
        span = None if start_cell is None else self._read(hours_of, start_cell)
        if span is not None or (start_cell is None and end_cell is None):
            hours = span or self._cell("hours", _hours)
            return {"windows": self._window(days, hours)}
        if start_cell is None:
            self.mistakes.append(Mistake("there is an end without a start.", "Write both, or 'latest'."))
            return {}
        return self._started(days, start_cell, end_cell)

    def _cell(self, word: str, read: Callable[..., Any], *arguments: Any) -> Any:
        cell = self.columns.cell(self.row, word)
        return None if cell is None else self._read(read, cell, *arguments)

    def _started(self, days: tuple[date, date] | None, start_cell: Cell, end_cell: Cell | None) -> dict[str, Any]:
        """Return a fixed start, and the length where the end says it."""
        moment = self._read(moment_of, start_cell, self.period)
        if moment is None:
            return {}
        day, clock = moment
        if day is None and days is not None and days[0] == days[1]:
            day = days[0]
        if clock is None or day is None:
            said = clean(text_of(start_cell), 60)
            missing = "hour" if clock is None else "day"
            self.mistakes.append(Mistake(f"the start '{said}' has no {missing}.", "Write the day and the hour."))
            return {}
        start = self._read(at_clock, day, clock, self.period.zone)
        made: dict[str, Any] = {} if start is None else {"start": written_moment(start, self.period)}
        ends = None if end_cell is None else self._read(moment_of, end_cell, self.period)
        if ends is not None and ends[1] is not None:
            minutes = ends[1] - clock + DAY * ((ends[0] or day) - day).days
            if not 0 < minutes <= DAY:
                self.mistakes.append(Mistake("it ends before it begins.", "Write the earlier time as the start."))
            elif not any(self.columns.cells(self.row, word) for word in ("minutes", "hours long", "length")):
                made["length"] = say_length(minutes)
        return made

    def _window(self, days: tuple[date, date] | None, hours: tuple[int, int] | None) -> Any:
        """Return a window of days, of hours of each day, or from one moment to another."""
        earliest = self._cell("earliest", moment_of, self.period)
        latest = self._cell("latest", moment_of, self.period)
        if (earliest and earliest[0]) or (latest and latest[0]):
            if days is not None or hours is not None:
                message = "it has days, and an earliest or latest moment as well."
                self.mistakes.append(Mistake(message, "Write one of the two."))
                return None
            return self._from_to(earliest, latest)
        opens, closes = (None if each is None else each[1] for each in (earliest, latest))
        if opens is not None or closes is not None:
            own = self.known.scenario.hours if self.known.scenario else (8 * 60, 22 * 60)
            hours = (own[0] if opens is None else opens, own[1] if closes is None else closes)
        if hours is not None and hours[1] <= hours[0]:
            self.mistakes.append(Mistake("the latest is before the earliest.", "Look at the two."))
            return None
        said_hours = say_hours(*hours) if hours else ""
        said_days = "" if days is None else self._say_days(*days)
        return " ".join(part for part in (said_days, said_hours) if part) or None

    def _say_days(self, first: date, last: date) -> str:
        if first == last:
            return say_day(first, self.period)
        return f"{say_day(first, self.period)} to {say_day(last, self.period)}"

    def _from_to(self, earliest: Any, latest: Any) -> dict[str, str] | None:
        """Return a window from a moment to another; one that is not written is the scenario's first or last."""
        first = earliest or (self.period.first, None)
        last = latest or (self.period.last, None)
        first_day, last_day = first[0] or last[0], last[0] or first[0]
        start = self._read(at_clock, first_day, first[1] or 0, self.period.zone)
        end = self._read(at_clock, last_day, DAY if last[1] is None else last[1], self.period.zone)
        if start is None or end is None:
            return None
        if end <= start:
            self.mistakes.append(Mistake("the latest is before the earliest.", "Look at the two."))
            return None
        # A day alone is from its beginning, or to its end.
        opens = say_day(first_day, self.period) if first[1] is None else written_moment(start, self.period)
        closes = say_day(last_day, self.period) if last[1] is None else written_moment(end, self.period)
        return {"from": opens, "to": closes}

    # Where.

    def _where(self) -> dict[str, Any]:
        """Return the place, the venue and the room; a name that is another kind of thing is that."""
        made: dict[str, Any] = {}
        for column in ("place", "venue", "room"):
            text = self._text(column)
            if not text:
                continue
            if self.known.scenario is None:
                made[column] = key_of(text)
                continue
            looks = [(word, look(text)) for word, look in self._looks(column)]
            found = next(((word, key) for word, key in looks if key), None)
            if found:
                made.setdefault(*found)
            else:
                hint = nearest(text, self._names(column), f"The {column}s")
                message = f"there is no {column} '{clean(text, 60)}'."
                self.mistakes.append(Mistake(message, hint))
        return made

    def _looks(self, column: str) -> list[tuple[str, Callable[[str], str | None]]]:
        looks = {"place": self.known.place, "venue": self.known.venue, "room": self.known.room}
        return [(column, looks[column]), *((word, look) for word, look in looks.items() if word != column)]

    def _names(self, column: str) -> Iterator[str]:
        scenario = self.known.scenario
        for key, entry in getattr(scenario, f"{column}s", {}).items():
            yield from (key, entry.name or key)


def _hours(cell: Cell) -> tuple[int, int]:
    hours = hours_of(cell)
    if hours is not None:
        return hours
    clock = clock_of(cell)
    raise Mistake(
        f"'{text_of(cell)}' is one hour of the day.", f"Write a span: '{say_hours(clock, min(clock + 60, DAY))}'."
    )


def _too_few(people: list[str]) -> tuple[str, str]:
    if not people:
        return "it names nobody who meets.", "Name two or more participants."
    return f"it names '{people[0]}' alone.", "Name two or more participants."


def text_of_people(cell: Cell) -> str:
    """Return a cell with names, whose lines stay apart."""
    return cell if isinstance(cell, str) else text_of(cell)
