"""Read the requested time of a row: a window of days, of hours or between two moments, or a fixed start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.base.issue import Mistake
from scheduler.base.times import DAY, at_clock, say_length
from scheduler.importers.cells import cell_clock, cell_days, cell_hours, cell_moment, cell_text, say_day, say_hours
from scheduler.importers.result import clean
from scheduler.importers.row import RowReader
from scheduler.importers.written_times import written_moment

if TYPE_CHECKING:
    from datetime import date

    from scheduler.importers.table import Cell


class When(RowReader):
    """Reads the requested time of a row."""

    def fields(self) -> dict[str, Any]:
        """Return the `windows:` of the meeting, or its `start:`, with the `length:` if the row has an end."""
        days = self.cell("date", cell_days, self.period)
        start_cell, end_cell = self.columns.cell(self.row, "start"), self.columns.cell(self.row, "end")
        span = None if start_cell is None else self.read(cell_hours, start_cell)
        if span is not None or (start_cell is None and end_cell is None):
            hours = span or self.cell("hours", _hours)
            return {"windows": self._window(days, hours)}
        if start_cell is None:
            self.wrong("there is an end without a start.", "Write both, or 'latest'.")
            return {}
        return self._started(days, start_cell, end_cell)

    def _started(self, days: tuple[date, date] | None, start_cell: Cell, end_cell: Cell | None) -> dict[str, Any]:
        """Return a fixed start, and the length if the row has an end."""
        moment = self.read(cell_moment, start_cell, self.period)
        if moment is None:
            return {}
        day, clock = moment
        if day is None and days is not None and days[0] == days[1]:
            day = days[0]
        if clock is None or day is None:
            written = clean(cell_text(start_cell), 60)
            missing = "time of day" if clock is None else "day"
            self.wrong(f"the start '{written}' has no {missing}.", "Write the day and the time.")
            return {}
        start = self.read(at_clock, day, clock, self.period.zone)
        fields: dict[str, Any] = {} if start is None else {"start": written_moment(start, self.period)}
        ends = None if end_cell is None else self.read(cell_moment, end_cell, self.period)
        if ends is not None and ends[1] is not None:
            minutes = ends[1] - clock + DAY * ((ends[0] or day) - day).days
            if not 0 < minutes <= DAY:
                self.wrong("it ends before it begins.", "Write the earlier time as the start.")
            elif not any(self.columns.cells(self.row, word) for word in ("minutes", "hours long", "length")):
                fields["length"] = say_length(minutes)
        return fields

    def _window(self, days: tuple[date, date] | None, hours: tuple[int, int] | None) -> Any:
        """Return a window of days, of hours of each day, or from one moment to another."""
        earliest = self.cell("earliest", cell_moment, self.period)
        latest = self.cell("latest", cell_moment, self.period)
        if (earliest and earliest[0]) or (latest and latest[0]):
            if days is not None or hours is not None:
                message = "it has both days and an earliest or latest moment."
                self.wrong(message, "Write one of the two.")
                return None
            return self._from_to(earliest, latest)
        opens, closes = (None if each is None else each[1] for each in (earliest, latest))
        if opens is not None or closes is not None:
            own = self.index.scenario.hours if self.index.scenario else (8 * 60, 22 * 60)
            hours = (own[0] if opens is None else opens, own[1] if closes is None else closes)
        if hours is not None and hours[1] <= hours[0]:
            self.wrong("the latest moment is before the earliest.", "Check the two.")
            return None
        said_hours = say_hours(*hours) if hours else ""
        said_days = "" if days is None else self._say_days(*days)
        return " ".join(part for part in (said_days, said_hours) if part) or None

    def _say_days(self, first: date, last: date) -> str:
        if first == last:
            return say_day(first, self.period)
        return f"{say_day(first, self.period)} to {say_day(last, self.period)}"

    def _from_to(self, earliest: Any, latest: Any) -> dict[str, str] | None:
        """Return a window between two moments; a missing one is the scenario's first or last day."""
        first = earliest or (self.period.first, None)
        last = latest or (self.period.last, None)
        first_day, last_day = first[0] or last[0], last[0] or first[0]
        start = self.read(at_clock, first_day, first[1] or 0, self.period.zone)
        end = self.read(at_clock, last_day, DAY if last[1] is None else last[1], self.period.zone)
        if start is None or end is None:
            return None
        if end <= start:
            self.wrong("the latest moment is before the earliest.", "Check the two.")
            return None
        # A day without a time means its beginning, or its end.
        opens = say_day(first_day, self.period) if first[1] is None else written_moment(start, self.period)
        closes = say_day(last_day, self.period) if last[1] is None else written_moment(end, self.period)
        return {"from": opens, "to": closes}


def _hours(cell: Cell) -> tuple[int, int]:
    hours = cell_hours(cell)
    if hours is not None:
        return hours
    clock = cell_clock(cell)
    raise Mistake(
        f"'{cell_text(cell)}' is a single time of day.", f"Write a span: '{say_hours(clock, min(clock + 60, DAY))}'."
    )
