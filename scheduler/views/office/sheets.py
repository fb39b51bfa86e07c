"""A workbook on top of XlsxWriter: safe sheet names, cells that stay text, real dates, and print settings.

No text becomes a formula, a link or a number. Equal contents give equal bytes.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from scheduler.base.value import value
from scheduler.views.printable import lines_of, one_line, printable, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    Cell = str | tuple[datetime, str]
    """A text, or a local time with its style."""

MOST_IN_A_CELL = 32_767
MOST_IN_A_NAME = 31
MOST_IN_A_TITLE = 60
"""The longest title in the header of a printed page, which must not exceed 255 characters in all."""
LINE = 13.0
"""The height of a line of text, in points."""
TALLEST_ROW = 409.0
FIRST_YEAR = 1900
"""The first year of dates in spreadsheets."""
CLOCK = "hh:mm"
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "text_wrap": True},
    "title plain": {"bold": True, "font_size": 14, "text_wrap": True},
    "words": {"text_wrap": True},
    "strong words": {"text_wrap": True, "bold": True},
    "loud": {"bold": True, "font_color": "#C00000", "font_size": 12, "text_wrap": True},
    "group": {"bold": True, "font_size": 12, "text_wrap": True, "bottom": 1, "valign": "vcenter"},
    "header": {"bold": True, "text_wrap": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "border": 1},
    "across": {"bold": True, "text_wrap": True, "bg_color": "#D9E1F2", "border": 1, "align": "center"},
    "cell": {"text_wrap": True, "border": 4},
    "strong": {"text_wrap": True, "border": 4, "bold": True},
    "quiet": {"text_wrap": True, "border": 4, "italic": True, "font_color": "#595959"},
    "date": {"border": 4, "num_format": "[$-409]ddd d mmm yyyy", "align": "left"},
    "clock": {"border": 4, "num_format": CLOCK, "align": "left"},
    "clock on a day": {"border": 4, "num_format": f"[$-409]d mmm {CLOCK}", "align": "left"},
    "clock later": {"border": 4, "num_format": f'{CLOCK}"⁺¹"', "align": "left"},
    "hour": {"num_format": CLOCK, "bold": True, "top": 1, "align": "center"},
    "step": {"num_format": CLOCK, "font_color": "#808080", "font_size": 8, "align": "center"},
    "hour line": {"top": 1, "left": 4, "right": 4},
    "line": {"left": 4, "right": 4},
    "confirmed": {"text_wrap": True, "border": 1, "bg_color": "#C6E0B4", "font_size": 9},
    "tentative": {"text_wrap": True, "border": 1, "bg_color": "#FFF2CC", "font_size": 9},
    "requested": {"text_wrap": True, "border": 1, "bg_color": "#DDEBF7", "font_size": 9},
}
"""The formats of cells, by style."""


@value
class Column:
    """A column of a table."""

    header: str
    width: float
    """The width in characters."""
    cells: Sequence[Cell]
    style: str = "cell"


def end_of(start: datetime, end: datetime) -> tuple[datetime, str]:
    """Return an end with its style: marked if it is on the day after the start, with its date if it is later."""
    days = (end.date() - start.date()).days
    return end, "clock" if days <= 0 else "clock later" if days == 1 else "clock on a day"


def non_empty(columns: Sequence[Column]) -> list[Column]:
    """Return the columns that are not empty; all columns if the table has no rows."""
    return [column for column in columns if any(column.cells) or not column.cells]


class Book:
    """A workbook being written; its metadata contains only its title and the time of the export."""

    def __init__(self, title: str, at: datetime, footer: str) -> None:
        self._data = io.BytesIO()
        plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book = Workbook(self._data, {"in_memory": True, **plain})
        self._book.set_properties({"title": shorten(one_line(title), 255), "created": at.replace(tzinfo=None)})
        self._head = (shorten(one_line(title), MOST_IN_A_TITLE), footer)
        base = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
        self.styles = {name: self._book.add_format({**base, **style}) for name, style in STYLES.items()}
        # Excel reserves this name.
        self._names = {"history"}

    def sheet(self, name: str, widths: Sequence[float]) -> Sheet:
        """Add a sheet with the given widths of columns, in characters; its name is made valid and unique."""
        worksheet = self._book.add_worksheet(self._free(sheet_name(name)))
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, width)
        return Sheet(worksheet, self.styles, self._head, widths)

    def _free(self, name: str) -> str:
        free, number = name, 1
        while free.casefold() in self._names:
            number += 1
            mark = f" ({number})"
            free = shorten(name, MOST_IN_A_NAME - len(mark)).rstrip() + mark
        self._names.add(free.casefold())
        return free

    def close(self) -> bytes:
        """Finish the workbook and return its bytes."""
        self._book.close()
        return self._data.getvalue()


def sheet_name(name: str) -> str:
    """Return a valid name for a sheet: short enough, without the characters that have a meaning in formulas."""
    allowed = re.sub(r"[\[\]:*?/\\]", "-", one_line(name)).strip("' ")
    return shorten(allowed, MOST_IN_A_NAME) or "Sheet"


class Sheet:
    """A sheet being written."""

    def __init__(self, worksheet: Any, styles: dict[str, Any], head: tuple[str, str], widths: Sequence[float]) -> None:
        self._worksheet, self._styles = worksheet, styles
        self._title, self._footer = (text.replace("&", "&&") for text in head)
        self._widths = widths
        self.name: str = worksheet.name

    def text(self, row: int, column: int, text: str, style: str = "cell") -> None:
        """Write a text that stays a text."""
        text = shorten(printable(text), MOST_IN_A_CELL)
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter would interpret such a text as its own markup for rich text.
            self._worksheet.write_rich_string(
                row, column, text[0], self._styles[style], text[1:], self._styles[style]
            )  # fmt: skip
        elif text:
            self._worksheet.write_string(row, column, text, self._styles[style])
        else:
            self._worksheet.write_blank(row, column, None, self._styles[style])

    def texts(
        self, row: int, texts: Sequence[str], style: str = "cell", column: int = 0, *, fitted: bool = False
    ) -> None:
        """Write texts side by side; if `fitted`, set the height of the row to that of the longest text."""
        for number, text in enumerate(texts, start=column):
            self.text(row, number, text, style)
        if fitted:
            self._fit(row, zip(texts, self._widths[column:], strict=False))

    def _fit(self, row: int, texts: Iterable[tuple[str, float]]) -> None:
        """Set the height of a row so that texts fit into their widths, given in characters."""
        self.height(row, max((lines_of(printable(text), width) for text, width in texts), default=1) * LINE + 2)

    def moment(self, row: int, column: int, moment: datetime, style: str) -> None:
        """Write a moment as a real date, in the local time of its zone."""
        wall = moment.replace(tzinfo=None)
        if wall.year < FIRST_YEAR:
            self.text(row, column, f"{wall:%Y-%m-%d %H:%M}")
        else:
            self._worksheet.write_datetime(row, column, wall, self._styles[style])

    def moment_over(self, row: int, last_row: int, column: int, moment: datetime, style: str) -> None:
        """Write a moment into merged rows, or into a single one."""
        if row != last_row:
            self._worksheet.merge_range(row, column, last_row, column, "", self._styles[style])
        self.moment(row, column, moment, style)

    def merged(self, row: int, column: int, last_row: int, last_column: int, text: str, style: str) -> None:
        """Write a text into merged cells, or into a single one."""
        if (row, column) != (last_row, last_column):
            self._worksheet.merge_range(row, column, last_row, last_column, "", self._styles[style])
        self.text(row, column, text, style)

    def paragraph(self, row: int, text: str, style: str = "words") -> None:
        """Write a text over the whole width, with the necessary height."""
        self.merged(row, 0, row, len(self._widths) - 1, text, style)
        size = STYLES[style].get("font_size", 10) / 10
        lines = lines_of(printable(text), sum(self._widths) / size)
        self.height(row, (lines * LINE + 2) * size)

    def table(self, row: int, columns: Sequence[Column]) -> int:
        """Write a table with its header; return its last row."""
        self.texts(row, [column.header for column in columns], "header")
        for number, column in enumerate(columns):
            for line, cell in enumerate(column.cells, start=row + 1):
                if isinstance(cell, str):
                    self.text(line, number, cell, column.style)
                else:
                    self.moment(line, number, *cell)
        rows = max((len(column.cells) for column in columns), default=0)
        for line in range(rows):
            texts = ((cell, column.width) for column in columns if isinstance(cell := column.cells[line], str))
            self._fit(row + 1 + line, texts)
        return row + rows

    def height(self, row: int, points: float) -> None:
        """Set the height of a row in points."""
        self._worksheet.set_row(row, min(points, TALLEST_ROW))

    def filtered(self, row: int, last_row: int, columns: int) -> None:
        """Add filters to the header of a table."""
        self._worksheet.autofilter(row, 0, max(row, last_row), columns - 1)

    def printed(self, last_row: int, header: tuple[int, int], *, fixed: int = 0, wide: int = 1, tall: int = 0) -> None:
        """Set up printing: A4 landscape, with the header on each page.

        Args:
            last_row: the last printed row.
            header: the first and the last row of the header, which is also frozen on the screen.
            fixed: the number of columns at the left that are frozen and printed on each page.
            wide: the number of pages across.
            tall: the number of pages down; 0 for as many as necessary.
        """
        worksheet = self._worksheet
        worksheet.set_landscape()
        worksheet.set_paper(9)
        worksheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
        worksheet.fit_to_pages(wide, tall)
        worksheet.print_area(0, 0, last_row, len(self._widths) - 1)
        worksheet.repeat_rows(*header)
        worksheet.freeze_panes(header[1] + 1, fixed)
        if fixed and wide > 1:
            worksheet.repeat_columns(0, fixed - 1)
        worksheet.set_header(f"&L{self._title}&R&A")
        worksheet.set_footer(f"&L{self._footer}&RPage &P of &N")
