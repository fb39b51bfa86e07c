"""One row of a table: its cells by our words, and the mistakes that are found in it, all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import Mistake
from scheduler.importers.cells import text_of
from scheduler.importers.result import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.base.times import Period
    from scheduler.importers.columns import Columns
    from scheduler.importers.names import Known
    from scheduler.importers.table import TableRow


@dataclass
class RowReader:
    """Reads a row; what is wrong with it is collected, not only the first mistake."""

    row: TableRow
    columns: Columns
    period: Period
    known: Known
    mistakes: list[Mistake] = field(default_factory=list)

    def text(self, word: str) -> str:
        """Return what stands in our column of a word, as a text in one line."""
        return clean(text_of(self.columns.cell(self.row, word)))

    def cell(self, word: str, read: Callable[..., Any], *arguments: Any) -> Any:
        """Return what is read of the cell of a word; None where there is none, or it cannot be read."""
        cell = self.columns.cell(self.row, word)
        return None if cell is None else self.read(read, cell, *arguments)

    def read(self, read: Callable[..., Any], *arguments: Any) -> Any:
        """Return what is read, or None with the mistake noted."""
        try:
            return read(*arguments)
        except Mistake as mistake:
            self.mistakes.append(mistake)
            return None

    def wrong(self, message: str, hint: str) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(message, hint))
