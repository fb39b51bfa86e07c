"""Read one row of a table by our columns, collecting all of its mistakes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import Mistake
from scheduler.importers.cells import cell_text
from scheduler.importers.result import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.base.times import Period
    from scheduler.importers.columns import Columns
    from scheduler.importers.names import NameIndex
    from scheduler.importers.table import TableRow


@dataclass
class RowReader:
    """Reads a row and collects all mistakes, not only the first."""

    row: TableRow
    columns: Columns
    period: Period
    index: NameIndex
    mistakes: list[Mistake] = field(default_factory=list)

    def text(self, word: str) -> str:
        """Return the cell in one of our columns as text on one line; "" if it is empty."""
        return clean(cell_text(self.columns.cell(self.row, word)))

    def cell(self, word: str, read: Callable[..., Any], *arguments: Any) -> Any:
        """Read the cell in one of our columns; None if it is empty or unreadable."""
        cell = self.columns.cell(self.row, word)
        return None if cell is None else self.read(read, cell, *arguments)

    def read(self, read: Callable[..., Any], *arguments: Any) -> Any:
        """Call a reader; on a mistake, record it and return None."""
        try:
            return read(*arguments)
        except Mistake as mistake:
            self.mistakes.append(mistake)
            return None

    def wrong(self, message: str, hint: str) -> None:
        """Record a mistake."""
        self.mistakes.append(Mistake(message, hint))
