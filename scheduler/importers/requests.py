"""Import the rows of a table as requested meetings; a row with mistakes is set aside with all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.importers.cells import cell_text
from scheduler.importers.columns import match_columns
from scheduler.importers.request_row import RequestReader
from scheduler.importers.result import ImportedEntry, ImportResult, SetAside, clean, count_text
from scheduler.scenario.models import BUILT_IN_FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.base.times import Period
    from scheduler.importers.columns import Columns
    from scheduler.importers.names import NameIndex
    from scheduler.importers.table import Table, TableRow

COLUMNS = (
    "id", "title", "participants", "optional", "calls on", "format", "minutes", "hours long", "length", "priority",
    "state", "date", "start", "end", "earliest", "latest", "hours", "place", "venue", "room", "mode", "note",
    "visibility",
)  # fmt: skip
"""The columns that a table of requests may have."""
_NEEDED = 'Match the column of participants: --column "Theirs=participants".'


def import_requests(
    file: str, table: Table, period: Period, index: NameIndex, given: Mapping[str, str], whose: str | None = None
) -> ImportResult:
    """Import a table of requests.

    Args:
        file: the name of the file, for `source:`.
        table: its rows.
        period: the scenario's zone and dates.
        index: the names of the scenario.
        given: the officer's own matches of columns.
        whose: the key of a principal who takes part in every meeting, or None.

    Raises:
        InputError: no header row is found.
    """
    columns = match_columns(file, table, COLUMNS, given)
    result = ImportResult(file, remarks=list(table.remarks), columns=columns.matches)
    formats = {*BUILT_IN_FORMATS, *(index.scenario.formats if index.scenario else ())}
    if "participants" not in columns.of:
        result.remarks.append(f"No column has the participants; they are searched for in the titles. {_NEEDED}")
    bare = 0
    for row in table.rows:
        if row.number <= columns.header:
            continue
        reader = RequestReader(row, columns, period, index, formats=formats, whose=whose)
        entry = reader.entry()
        where = table.where(row)
        if reader.mistakes:
            content = " | ".join(text for text in map(cell_text, row.cells) if text)
            because = " ".join(f"{mistake.message} {mistake.hint}".rstrip() for mistake in reader.mistakes)
            result.set_aside.append(SetAside(where, because, "", clean(content, 600), row.number))
        else:
            bare += reader.bare
            who = entry["participants"]
            label = entry.get("title") or " – ".join(map(index.short, who))
            ident = _ident(columns, row)
            name = f"{where}, id {ident}" if ident else where
            known_by = f"id {ident}" if ident else ""
            result.entries.append(ImportedEntry(name, str(label), entry, known_by, "-".join(who)[:80]))
    if bare:
        result.remarks.append(f"{count_text(bare, 'length is', 'lengths are')} without a unit: read as minutes.")
    _drop_ambiguous_idents(result)
    return result


def _ident(columns: Columns, row: TableRow) -> str:
    """Return the identifier of a row; a short number only counts the rows and is ignored."""
    text = clean(cell_text(columns.cell(row, "id")), 40)
    return "" if text.isdecimal() and len(text) < 4 else text


def _drop_ambiguous_idents(result: ImportResult) -> None:
    """Drop the identifiers if they are not unique; rows are then identified by their position."""
    idents = [taken.ident for taken in result.entries if taken.ident]
    if len(set(idents)) < len(idents):
        result.entries = [replace(taken, ident="") for taken in result.entries]
