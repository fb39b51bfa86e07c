"""What the columns of a stranger's table are: the row that names them, and which of ours each is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue, Mistake, nearest
from scheduler.importers.result import clean, folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from scheduler.importers.table import Cell, Table, TableRow

WORDS: dict[str, tuple[str, ...]] = {
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
"""Our columns, each with what others call it; case, accents, spaces and other signs do not matter."""
SEVERAL = frozenset({"participants", "optional", "note"})
"""Columns of which there may be several."""
HEADER_WITHIN = 40
"""The row that names the columns is among so many first rows that are not empty."""


@dataclass
class Columns:
    """Which column of a table is which of ours."""

    header: int
    """The number of the row that names them."""
    of: dict[str, list[int]] = field(default_factory=dict)
    said: list[tuple[str, str]] = field(default_factory=list)
    """Each column, and what it was understood as."""

    def cells(self, row: TableRow, word: str) -> list[Cell]:
        """Return what stands in our columns of a word, where anything does."""
        found = [row.cells[number] for number in self.of.get(word, ()) if number < len(row.cells)]
        return [cell for cell in found if not (isinstance(cell, str) and not cell.strip())]

    def cell(self, row: TableRow, word: str) -> Cell | None:
        """Return what stands in our column of a word, or None."""
        return next(iter(self.cells(row, word)), None)


def columns_of(name: str, table: Table, wanted: Collection[str], given: Mapping[str, str]) -> Columns:
    """Return the columns of a table.

    Args:
        name: what messages call the file.
        table: its rows.
        wanted: our words that have a meaning in such a table.
        given: what the officer said of some columns: theirs, and ours (or `-` for none).

    Raises:
        InputError: no row names columns that are known.
    """
    theirs = {folded(each): ours for each, ours in given.items()}
    rows = table.rows[:HEADER_WITHIN]
    scores = {row.number: _score(row, wanted, theirs, first=row is rows[0]) for row in rows}
    best = max(rows, key=lambda row: (scores[row.number], -row.number), default=None)
    if best is None or not scores[best.number]:
        raise InputError([Issue(name, best.number if best else 0, "no row names the columns.", _needed(wanted))])
    columns = Columns(best.number)
    # Of 'meeting' and 'title', the one that is called as ours is it.
    exact = {folded(str(cell)) for cell in best.cells} & {folded(word) for word in wanted}
    for number, cell in enumerate(best.cells):
        title = clean(str(cell), 60)
        ours = _ours(cell, wanted, theirs)
        second = folded(ours) in exact and folded(title) != folded(ours) and folded(title) not in theirs
        if ours and (ours in SEVERAL or (ours not in columns.of and not second)):
            columns.of.setdefault(ours, []).append(number)
            columns.said.append((title, ours))
        elif title:
            columns.said.append((title, ""))
    missing = [each for each in given if folded(each) not in {folded(title) for title, _ in columns.said}]
    if missing:
        hint = nearest(missing[0], [title for title, _ in columns.said], "The columns")
        raise InputError([Issue(name, best.number, f"there is no column '{missing[0]}'.", hint)])
    return columns


def _score(row: TableRow, wanted: Collection[str], theirs: Mapping[str, str], *, first: bool) -> int:
    found = [ours for ours in (_ours(cell, wanted, theirs) for cell in row.cells) if ours]
    # One word may stand further down by chance.
    return len(set(found)) if len(found) > 1 or first else 0


def _ours(cell: Cell, wanted: Collection[str], theirs: Mapping[str, str]) -> str:
    """Return our word for a column, or nothing."""
    if not isinstance(cell, str) or len(cell) > 80:
        return ""
    title = folded(cell)
    if title in theirs:
        return theirs[title]
    bare = folded(re.sub(r"\(.*?\)|\[.*?\]", " ", cell))
    # 'Participant 1', 'Participant 2'
    for word in dict.fromkeys((title, bare, re.sub(r" \d+$", "", bare))):
        for ours in wanted:
            if word and (word == folded(ours) or word in WORDS[ours]):
                return ours
    return _misspelt(bare, wanted)


def _misspelt(title: str, wanted: Collection[str]) -> str:
    from difflib import get_close_matches

    if len(title) < 6:
        return ""
    known = {word: ours for ours in wanted for word in WORDS[ours] if len(word) >= 6}
    close = get_close_matches(title, known, n=1, cutoff=0.88)
    return known[close[0]] if close else ""


def _needed(wanted: Iterable[str]) -> str:
    return f'Known are: {", ".join(wanted)}. Say what yours are with --column "Theirs=ours".'


def given_columns(options: Sequence[str], wanted: Collection[str]) -> dict[str, str]:
    """Return what the officer said of some columns.

    Raises:
        Mistake: it is not said like ``Theirs=ours``, or ours is none.
    """
    given = {}
    for option in options:
        theirs, sign, ours = option.rpartition("=")
        ours = ours.strip().casefold()
        if not sign or not theirs.strip():
            raise Mistake(f"'{option}' does not say which column is which.", 'Write it like "Their name=participants".')
        if ours not in wanted and ours != "-":
            raise Mistake(f"there is no column '{ours}' of ours.", nearest(ours, wanted, "Ours are"))
        given[theirs.strip()] = "" if ours == "-" else ours
    return given
