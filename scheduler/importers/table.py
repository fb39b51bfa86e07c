"""A sheet (.xlsx, .xlsm, .ods) or comma-separated values as rows of cells, whatever separator and encoding they have.

Formulas are not worked out: what a sheet shows is read. A text that begins like a formula is a text.
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
from scheduler.importers.decoding import decoded
from scheduler.importers.result import clean, counted

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
    """A row, with its number as the reader's program shows it: of a sheet the row, of a text the line."""

    number: int
    cells: tuple[Cell, ...]


@dataclass
class Table:
    """The rows of one sheet."""

    sheet: str
    """Its name; empty where there is only one, as in a text."""
    rows: list[TableRow]
    remarks: list[str] = field(default_factory=list)

    def where(self, row: TableRow) -> str:
        """Return what a row's `source:` says: ``sheet Requests, row 5`` or ``line 5``."""
        return f"sheet {clean(self.sheet, 60)}, row {row.number}" if self.sheet else f"line {row.number}"


def tables(name: str, data: bytes, sheet: str | None = None) -> list[Table]:
    """Return the tables of a file, those that have rows; `name` is what messages call it.

    Raises:
        InputError: it is none, is damaged, hostile or far too large, or has no such sheet.
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
    made = [Table(sheet, _numbered(rows)) for sheet, rows in found]
    return [table for table in made if table.rows]


def sheets_of(data: bytes, wanted: str | None) -> tuple[list[str], list[tuple[str, list[list[Cell]]]]]:
    """Return the names of a workbook's sheets, and the rows of those that show (or of the one that is wanted).

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
            size = f"{counted(height, 'row')} and {counted(width, 'column')}"
            most = f"{MOST_ROWS} and {MOST_COLUMNS} are the most"
            raise Mistake(f"the sheet '{clean(name, 60)}' has {size}; {most}")
        rows = [list(row) for row in sheet.to_python(skip_empty_area=False)]
        _fill_merged(rows, sheet.merged_cell_ranges or ())
        found.append((name, rows))
    return list(book.sheet_names), found


def _fill_merged(rows: list[list[Any]], ranges: Sequence[Any]) -> None:
    """Write what stands in cells that were merged downwards into each of their rows."""
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
    text, encoding = decoded(name, data, "table")
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
                table.rows.append(TableRow(before + 1, tuple(_plain(cell) for cell in cells)))
            before = reader.line_num
    except csv.Error as error:
        message = f"the cells cannot be told apart from here on: {error}."
        raise InputError([Issue(name, before + 1, message, "Look at the quotes of this line.")]) from None
    return table


def _plain(cell: str) -> str:
    """Return a cell without the apostrophe by which spreadsheets mark a text that begins like a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith((*FORMULA, "\t", "\r", "\n")) else cell


def _ensure_bounded(name: str, text: str) -> None:
    """Refuse lines with far too many cells before they are taken apart."""
    for number, line in enumerate(io.StringIO(text), start=1):
        if max(map(line.count, SEPARATORS)) > MOST_COLUMNS * 50:
            raise _too_large(name, number, f"the line has more than {MOST_COLUMNS * 50} cells")


def _ensure_size(name: str, line: int, cells: Sequence[str], rows: int) -> None:
    filled = max((number for number, cell in enumerate(cells, start=1) if cell), default=0)
    if filled > MOST_COLUMNS:
        raise _too_large(name, line, f"the row has {filled} cells, and {MOST_COLUMNS} are the most")
    if rows >= MOST_ROWS:
        raise _too_large(name, line, f"there are more than {MOST_ROWS} rows")
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise _too_large(name, line, f"a cell has more than {LONGEST_CELL} signs")


def _too_large(name: str, line: int, why: str) -> InputError:
    return InputError([Issue(name, line, f"the table is refused: {why}.", "Is it the right file?")])


def _separator(text: str) -> str:
    """Return what separates the cells: what makes most rows of the beginning equally long."""
    sample = text[:20_000].splitlines()[:40]
    return max(SEPARATORS, key=lambda separator: (_regular(sample, separator), separator == ","))


def _regular(lines: Sequence[str], separator: str) -> int:
    try:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
    except csv.Error:
        return 0
    if not counts:
        return 0
    # Two cells in each of ten rows may be chance (a comma in a sentence); nine in most of them are not.
    width, rows = max(counts.items(), key=lambda pair: pair[0] * pair[1])
    return width * rows


def first_that(found: Sequence[Table], fits: Callable[[Table], bool]) -> Table | None:
    """Return the first table that fits, with a remark where there are others."""
    chosen = next((table for table in found if fits(table)), found[0] if found else None)
    others = [clean(table.sheet, 60) for table in found if table is not chosen]
    if chosen is not None and others:
        also = f"{counted(len(others), 'other sheet is', 'other sheets are')} not read: {', '.join(others[:12])}"
        chosen.remarks.append(f"The sheet '{clean(chosen.sheet, 60)}' is read; {also} (--sheet names one).")
    return chosen
