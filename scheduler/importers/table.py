"""Read a sheet (.xlsx, .xlsm, .ods) or comma-separated values, with any separator and encoding, as rows of cells.

Formulas are not evaluated: the stored values are read. A text that looks like a formula stays a text.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.base.bounded import ensure_harmless, run_bounded
from scheduler.base.issue import InputError, Issue, Mistake, nearest
from scheduler.importers.decoding import decode
from scheduler.importers.result import clean, count_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Cell = str | float | bool | date | datetime | time | timedelta
WORKBOOKS = (".xlsx", ".xlsm", ".ods")
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 10_000
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class TableRow:
    """A row, with its number in the sheet or its line in the text."""

    number: int
    cells: tuple[Cell, ...]


@dataclass
class Table:
    """The rows of one sheet."""

    sheet: str
    """The name of the sheet; empty for a text."""
    rows: list[TableRow]
    remarks: list[str] = field(default_factory=list)

    def where(self, row: TableRow) -> str:
        """Return the place of a row for `source:`: ``sheet Requests, row 5`` or ``line 5``."""
        return f"sheet {clean(self.sheet, 60)}, row {row.number}" if self.sheet else f"line {row.number}"


def tables(name: str, data: bytes, sheet: str | None = None) -> list[Table]:
    """Return the non-empty tables of a file.

    Args:
        name: the name of the file in messages.
        data: its bytes.
        sheet: the name of the only sheet to read; None for all visible ones.

    Raises:
        InputError: it is not a table, is damaged, hostile or far too large, or has no such sheet.
    """
    if Path(name).suffix.lower() in WORKBOOKS or data.startswith(b"PK\x03\x04"):
        return _sheets(name, data, sheet)
    if sheet is not None:
        raise InputError([Issue(name, 0, "a text has no sheets.", "Leave out --sheet.")])
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError([Issue(name, 0, "this is a workbook of the old kind (.xls).", "Save it as .xlsx.")])
    return [_text(name, data)]


# Workbooks.


def _sheets(name: str, data: bytes, wanted: str | None) -> list[Table]:
    try:
        ensure_harmless(data)
    except Mistake as mistake:
        hint = "Is it whole, and is it the right one?"
        raise InputError([Issue(name, 0, f"the workbook is refused: {mistake.message}", hint)]) from None
    names, found = run_bounded(name, sheets_of, data, wanted)
    if wanted is not None and wanted not in names:
        hint = nearest(wanted, names, "The sheets")
        raise InputError([Issue(name, 0, f"there is no sheet '{wanted}'.", hint)])
    every = [Table(sheet, _numbered(rows)) for sheet, rows in found]
    return [table for table in every if table.rows]


def sheets_of(data: bytes, wanted: str | None) -> tuple[list[str], list[tuple[str, list[list[Cell]]]]]:
    """Return the names of a workbook's sheets, and the rows of the visible sheets (or of the wanted one).

    Raises:
        Mistake: a sheet is far too large.
    """
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    shown = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
    found = []
    for name in shown if wanted is None else [wanted] if wanted in book.sheet_names else []:
        sheet = book.get_sheet_by_name(name)
        height, width = (last + 1 for last in sheet.end or (-1, -1))
        if height > MOST_ROWS or width > MOST_COLUMNS:
            size = f"{count_text(height, 'row')} and {count_text(width, 'column')}"
            most = f"the limits are {MOST_ROWS} and {MOST_COLUMNS}"
            raise Mistake(f"the sheet '{clean(name, 60)}' has {size}; {most}")
        rows = [list(row) for row in sheet.to_python(skip_empty_area=False)]
        _fill_merged(rows, sheet.merged_cell_ranges or ())
        found.append((name, rows))
    return list(book.sheet_names), found


def _fill_merged(rows: list[list[Any]], ranges: Sequence[Any]) -> None:
    """Copy the value of cells that are merged vertically into each of their rows."""
    for (top, left), (bottom, _) in ranges:
        if top < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]


def _numbered(rows: Sequence[Sequence[Any]]) -> list[TableRow]:
    return [
        TableRow(number, tuple(float(cell) if type(cell) is int else cell for cell in cells))
        for number, cells in enumerate(rows, start=1)
        if any(cell != "" for cell in cells)
    ]


# Texts.


def _text(name: str, data: bytes) -> Table:
    text, encoding = decode(name, data, "table")
    _ensure_bounded(name, text)
    separator = _separator(text)
    table = Table("", [], [encoding] if encoding else [])
    if separator != ",":
        table.remarks.append(f"Its cells are separated by {SEPARATORS[separator]}.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for cells in reader:
            _ensure_size(name, before + 1, cells, len(table.rows))
            if any(cell.strip() for cell in cells):
                table.rows.append(TableRow(before + 1, tuple(_without_apostrophe(cell) for cell in cells)))
            before = reader.line_num
    except csv.Error as error:
        message = f"the cells cannot be separated from here on: {error}."
        raise InputError([Issue(name, before + 1, message, "Check the quotes in this line.")]) from None
    return table


def _without_apostrophe(cell: str) -> str:
    """Return a cell without the apostrophe with which spreadsheets mark a text that looks like a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith((*FORMULA, "\t", "\r", "\n")) else cell


def _ensure_bounded(name: str, text: str) -> None:
    """Refuse lines with far too many cells before they are parsed."""
    for number, line in enumerate(io.StringIO(text), start=1):
        if max(map(line.count, SEPARATORS)) > MOST_COLUMNS * 50:
            raise _too_large(name, number, f"the line has more than {MOST_COLUMNS * 50} cells")


def _ensure_size(name: str, line: int, cells: Sequence[str], rows: int) -> None:
    filled = max((number for number, cell in enumerate(cells, start=1) if cell), default=0)
    if filled > MOST_COLUMNS:
        raise _too_large(name, line, f"the row has {filled} cells; the limit is {MOST_COLUMNS}")
    if rows >= MOST_ROWS:
        raise _too_large(name, line, f"there are more than {MOST_ROWS} rows")
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise _too_large(name, line, f"a cell has more than {LONGEST_CELL} characters")


def _too_large(name: str, line: int, why: str) -> InputError:
    return InputError([Issue(name, line, f"the table is refused: {why}.", "Is it the right file?")])


def _separator(text: str) -> str:
    """Return the separator of the cells: the one that gives the most rows of equal length at the beginning."""
    sample = text[:20_000].splitlines()[:40]
    return max(SEPARATORS, key=lambda separator: (_regular(sample, separator), separator == ","))


def _regular(lines: Sequence[str], separator: str) -> int:
    try:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
    except csv.Error:
        return 0
    if not counts:
        return 0
    # Two cells in each row may be chance (a comma in a sentence); nine cells in most rows are not.
    width, rows = max(counts.items(), key=lambda pair: pair[0] * pair[1])
    return width * rows


def choose_table(found: Sequence[Table], fits: Callable[[Table], bool]) -> Table | None:
    """Return the first table that fits, or else the first table; a remark lists the others."""
    chosen = next((table for table in found if fits(table)), found[0] if found else None)
    others = [clean(table.sheet, 60) for table in found if table is not chosen]
    if chosen is not None and others:
        also = f"{count_text(len(others), 'other sheet is', 'other sheets are')} not read: {', '.join(others[:12])}"
        chosen.remarks.append(f"The sheet '{clean(chosen.sheet, 60)}' is read; {also} (--sheet names one).")
    return chosen
