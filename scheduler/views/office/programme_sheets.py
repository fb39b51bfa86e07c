"""The programme sheets of a workbook: one sheet for each principal, or one sheet with all programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.times import zone_of
from scheduler.plan.days import city_of, programme_of, say_stay, stays_of
from scheduler.views.heading import note_of, other_clock, reader_zone
from scheduler.views.office.sheets import end_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.plan.days import Day, Item
    from scheduler.views.export_formats import Export
    from scheduler.views.office.sheets import Book, Sheet

QUIET = frozenset({"travel", "free"})
"""The kinds of lines between the entries proper: travel and free time."""


def programme_sheets(book: Book, export: Export, principals: Sequence[str], *, apart: bool) -> None:
    """Add the programmes: one sheet for each principal if `apart`, else one sheet for all."""
    names = export.plan.names
    groups = [[key] for key in principals] if apart else [list(principals)]
    for keys in groups:
        _Programmes(book, export, names.principal(keys[0]) if apart else "Programmes", keys)


class _Programmes:
    """Writes one sheet of programmes."""

    def __init__(self, book: Book, export: Export, name: str, keys: Sequence[str]) -> None:
        self.export, self.reader = export, reader_zone(export)
        days = {key: programme_of(export.plan, key) for key in keys}
        items = [item for key in keys for day in days[key] for item in day.items]
        self.second = any(other_clock(item.zone, self.reader, item.start, item.end) for item in items)
        self.notes = any(item.note for item in items)
        self.sheet: Sheet = book.sheet(name, [8, 12, *([20] if self.second else []), 46, 34, *([30] * self.notes)])
        self.row = 1
        self.sheet.texts(0, self._header(), "header")
        for key in keys:
            self._programme(key, days[key])
        self.sheet.printed(self.row - 1, (0, 0))

    def _header(self) -> list[str]:
        second = [city_of(self.reader)] if self.second else []
        return ["From", "To", *second, "What", "Where", *(["Note"] * self.notes)]

    def _programme(self, key: str, days: Sequence[Day]) -> None:
        plan = self.export.plan
        self._paragraph(plan.names.of("people", key), "title")
        for stay in stays_of(plan, key):
            self._paragraph(say_stay(plan, stay), "words")
        if not days:
            self._paragraph("The programme is empty.", "words")
        for day in days:
            self._paragraph(day.title, "group")
            for item in day.items:
                self._item(item)
        self.row += 1

    def _paragraph(self, text: str, style: str) -> None:
        self.sheet.paragraph(self.row, text, style)
        self.row += 1

    def _item(self, item: Item) -> None:
        zone = zone_of(item.zone)
        start, end = item.start.astimezone(zone), item.end.astimezone(zone)
        self.sheet.moment(self.row, 0, start, "clock")
        self.sheet.moment(self.row, 1, *end_of(start, end))
        second = [other_clock(item.zone, self.reader, item.start, item.end)] if self.second else []
        style = "quiet" if item.kind in QUIET else "cell"
        texts = [*second, item.what, item.where, *([note_of(item)] * self.notes)]
        self.sheet.texts(self.row, texts, style, column=2, fitted=True)
        self.row += 1
