"""The rows of a table as meetings that are asked for: each row one meeting, or what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.importers.cells import text_of
from scheduler.importers.columns import columns_of
from scheduler.importers.request_row import RequestReader
from scheduler.importers.result import Import, SetAside, Taken, clean, counted
from scheduler.scenario.models import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.base.times import Period
    from scheduler.importers.columns import Columns
    from scheduler.importers.names import Known
    from scheduler.importers.table import Table, TableRow

COLUMNS = (
    "id", "title", "participants", "optional", "calls on", "format", "minutes", "hours long", "length", "priority",
    "state", "date", "start", "end", "earliest", "latest", "hours", "place", "venue", "room", "mode", "note",
    "visibility",
)  # fmt: skip
"""Our columns that a table of requests may have."""
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
        reader = RequestReader(row, columns, period, known, formats=formats, whose=whose)
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


def _ident(columns: Columns, row: TableRow) -> str:
    """Return the number that a row has of its own; not one that only counts the rows."""
    text = clean(text_of(columns.cell(row, "id")), 40)
    return "" if text.isdecimal() and len(text) < 4 else text


def _ensure_unlike(result: Import) -> None:
    """Know rows by their place where their own numbers are not their own."""
    idents = [taken.ident for taken in result.entries if taken.ident]
    if len(set(idents)) < len(idents):
        result.entries = [replace(taken, ident="") for taken in result.entries]
