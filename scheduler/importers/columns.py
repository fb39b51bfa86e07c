"""Match the columns of a foreign table: find its header row, and our column for each of theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue, Mistake, nearest
from scheduler.importers.result import clean, normalised

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from scheduler.importers.table import Cell, Table, TableRow

COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "no", "nr", "number", "ref", "reference", "request no", "request number", "request id", "uid", "key"),
    "title": (
        "title", "meeting", "meetings", "meeting title", "subject", "topic", "event", "name of meeting", "name", "what",
        "entry",
    ),
    "participants": (
        "participants", "participant", "who", "with", "with whom", "principals", "principal", "attendees", "attendee",
        "people", "persons", "person", "between", "parties", "party", "minister", "ministers", "counterpart",
        "counterparts", "side a", "side b", "our side", "their side", "our minister",
        "their minister", "our principal", "their principal", "guest", "guests", "delegate",
        "delegates", "requested by", "requester", "requests to meet", "interlocutor", "partner",
    ),
    "optional": ("optional", "optional participants", "also", "may join", "if possible"),
    "calls on": ("calls on", "host", "hosted by", "received by", "receives", "hosting principal"),
    "format": ("format", "type", "kind", "meeting type", "meeting format", "type of meeting"),
    "minutes": ("minutes", "mins", "min", "duration min", "duration minutes", "length min", "duration in minutes",
                "length in minutes", "duration mins", "length minutes", "length mins"),
    "hours long": ("duration hours", "duration h", "length hours", "duration in hours", "length h"),
    "length": ("length", "duration", "how long", "time needed"),
    "priority": ("priority", "importance", "urgency", "prio"),
    "state": ("state", "status", "stage"),
    "date": ("date", "day", "on", "dates", "days", "preferred date", "proposed date", "proposed dates", "when",
             "preferred day", "preferred dates"),
    "start": ("start", "begin", "begins", "start time", "from time", "at", "starts", "fixed start", "time", "hour",
              "start local"),
    "end": ("end", "ends", "end time", "finish", "until time", "end local"),
    "earliest": ("earliest", "not before", "no earlier than", "after", "from", "available from", "earliest start"),
    "latest": ("latest", "not after", "no later than", "before", "to", "until", "till", "available until", "latest end",
               "deadline"),
    "hours": ("hours", "time window", "window", "time slot", "slot", "times", "timeslot"),
    "place": ("place", "city", "town"),
    "venue": ("venue", "where", "location", "building", "site"),
    "room": ("room", "hall"),
    "mode": ("mode", "medium", "in person or video", "means", "channel"),
    "zone": ("zone", "time zone", "timezone", "tz"),
    "start utc": ("start utc", "begins utc"),
    "end utc": ("end utc", "ends utc"),
    "note": ("note", "notes", "remark", "remarks", "comment", "comments", "background", "purpose", "agenda"),
    "visibility": ("visibility", "confidentiality", "classification"),
}  # fmt: skip
"""Our columns, each with common foreign names; case, accents, spaces and punctuation are ignored."""
SEVERAL = frozenset({"participants", "optional", "note"})
"""Columns that may occur several times."""
HEADER_WITHIN = 40
"""The header is searched for in this number of non-empty rows."""


@dataclass
class Columns:
    """The match between the columns of a table and ours."""

    header: int
    """The number of the header row."""
    of: dict[str, list[int]] = field(default_factory=dict)
    """The indexes of their columns, by our column."""
    matches: list[tuple[str, str]] = field(default_factory=list)
    """Their columns in order, each with our column, or "" if it is ignored."""

    def cells(self, row: TableRow, word: str) -> list[Cell]:
        """Return the non-empty cells of a row in one of our columns."""
        found = [row.cells[number] for number in self.of.get(word, ()) if number < len(row.cells)]
        return [cell for cell in found if not (isinstance(cell, str) and not cell.strip())]

    def cell(self, row: TableRow, word: str) -> Cell | None:
        """Return the first non-empty cell of a row in one of our columns, or None."""
        return next(iter(self.cells(row, word)), None)


def match_columns(name: str, table: Table, wanted: Collection[str], given: Mapping[str, str]) -> Columns:
    """Match the columns of a table.

    Args:
        name: the name of the file in messages.
        table: its rows.
        wanted: our columns that such a table may have.
        given: the officer's own matches: their column, and ours ("" to ignore it).

    Raises:
        InputError: no header row is found, or the table lacks a column that the officer named.
    """
    theirs = {normalised(each): ours for each, ours in given.items()}
    rows = table.rows[:HEADER_WITHIN]
    scores = {row.number: _score(row, wanted, theirs, first=row is rows[0]) for row in rows}
    best = max(rows, key=lambda row: (scores[row.number], -row.number), default=None)
    if best is None or not scores[best.number]:
        raise InputError([Issue(name, best.number if best else 0, "no row names the columns.", _needed(wanted))])
    columns = Columns(best.number)
    # Of 'meeting' and 'title', prefer the one with exactly our name.
    exact = {normalised(str(cell)) for cell in best.cells} & {normalised(word) for word in wanted}
    for number, cell in enumerate(best.cells):
        title = clean(str(cell), 60)
        ours = _ours(cell, wanted, theirs)
        second = normalised(ours) in exact and normalised(title) != normalised(ours) and normalised(title) not in theirs
        if ours and (ours in SEVERAL or (ours not in columns.of and not second)):
            columns.of.setdefault(ours, []).append(number)
            columns.matches.append((title, ours))
        elif title:
            columns.matches.append((title, ""))
    missing = [each for each in given if normalised(each) not in {normalised(title) for title, _ in columns.matches}]
    if missing:
        hint = nearest(missing[0], [title for title, _ in columns.matches], "The columns")
        raise InputError([Issue(name, best.number, f"there is no column '{missing[0]}'.", hint)])
    return columns


def _score(row: TableRow, wanted: Collection[str], theirs: Mapping[str, str], *, first: bool) -> int:
    found = [ours for ours in (_ours(cell, wanted, theirs) for cell in row.cells) if ours]
    # A single match further down may be chance.
    return len(set(found)) if len(found) > 1 or first else 0


def _ours(cell: Cell, wanted: Collection[str], theirs: Mapping[str, str]) -> str:
    """Return our column for one of theirs, or ""."""
    if not isinstance(cell, str) or len(cell) > 80:
        return ""
    title = normalised(cell)
    if title in theirs:
        return theirs[title]
    bare = normalised(re.sub(r"\(.*?\)|\[.*?\]", " ", cell))
    # 'Participant 1', 'Participant 2'
    for word in dict.fromkeys((title, bare, re.sub(r" \d+$", "", bare))):
        for ours in wanted:
            if word and (word == normalised(ours) or word in COLUMN_NAMES[ours]):
                return ours
    return _misspelt(bare, wanted)


def _misspelt(title: str, wanted: Collection[str]) -> str:
    from difflib import get_close_matches

    if len(title) < 6:
        return ""
    known = {word: ours for ours in wanted for word in COLUMN_NAMES[ours] if len(word) >= 6}
    close = get_close_matches(title, known, n=1, cutoff=0.88)
    return known[close[0]] if close else ""


def _needed(wanted: Iterable[str]) -> str:
    return f'The columns are: {", ".join(wanted)}. Match yours with --column "Theirs=ours".'


def read_matches(options: Sequence[str], wanted: Collection[str]) -> dict[str, str]:
    """Read the officer's own matches of columns from the option --column.

    Raises:
        Mistake: an option is not ``Theirs=ours``, or `ours` is not one of our columns.
    """
    given = {}
    for option in options:
        theirs, sign, ours = option.rpartition("=")
        ours = ours.strip().casefold()
        if not sign or not theirs.strip():
            raise Mistake(f"'{option}' does not match two columns.", 'Write it like "Their name=participants".')
        if ours not in wanted and ours != "-":
            raise Mistake(f"there is no column '{ours}' to match with.", nearest(ours, wanted, "The columns"))
        given[theirs.strip()] = "" if ours == "-" else ours
    return given
