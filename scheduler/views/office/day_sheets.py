"""The day sheets of a workbook: time runs down, rooms run across, and a booking spans the rows of its time.

A row is a step of elapsed time, so that a night with a clock change has the right number of rows. Overlapping
bookings under one heading (meetings without a room, or meetings that share a step) get additional columns.
"""

from __future__ import annotations

import heapq
from datetime import timedelta
from itertools import groupby
from math import ceil, gcd
from typing import TYPE_CHECKING

from scheduler.base.times import WEEKDAYS, say_date, zone_of
from scheduler.base.value import value
from scheduler.plan.days import city_of, clock_span, day_mark, day_title, joined_names, zone_label
from scheduler.views.heading import other_clock, reader_zone
from scheduler.views.places import Heading, heading_of
from scheduler.views.printable import lines_of, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date, datetime

    from scheduler.plan.plan import Booking, Plan
    from scheduler.views.export_formats import Export
    from scheduler.views.office.sheets import Book, Sheet

STEPS = (30, 15, 10, 5)
"""The possible steps of a row, in minutes."""
ROOMS_ON_A_PAGE = 8
WIDEST = 46
NARROWEST = 19
LABELLED = {30: 1, 15: 1, 10: 3, 5: 3}
"""The number of rows for each time label, by step."""
ROWS = {30: 20.0, 15: 15.0, 10: 8.0, 5: 5.0}
"""The least height of a row in points, by step; it allows a day on a page."""
PAGE = 820.0
"""The height of the rows on a page, in points, at a readable scale."""
TEXT = 12.0
"""The height of a line of text in a booking's cell, in points."""
TOP = 3
"""The number of rows above the first step: the title and two rows of headings."""
COLOURED = frozenset({"confirmed", "tentative", "requested"})
"""The states with their own colour."""


@value
class RoomColumn:
    """A column of a day, with bookings that do not overlap."""

    heading: Heading
    bookings: list[tuple[int, int, Booking]]
    """Each booking with its first and last row, counted from the top of the day."""


def day_sheets(book: Book, export: Export, bookings: Sequence[Booking]) -> None:
    """Add a sheet for each day, and for each zone if a day has bookings in several zones."""
    days: dict[date, dict[str, list[Booking]]] = {}
    for booking in bookings:
        days.setdefault(booking.local(booking.start).date(), {}).setdefault(booking.zone, []).append(booking)
    for day, zones in sorted(days.items()):
        name = f"{WEEKDAYS[day.weekday()][:3]} {say_date(day)}"
        for zone, there in zones.items():
            _Day(book, export, f"{name} {city_of(zone)}" if len(zones) > 1 else name, there)


def step_of(minutes: Iterable[int]) -> int:
    """Return the longest step, in minutes, that divides all of the given minutes; the shortest if none does."""
    common = gcd(*minutes)
    return next((step for step in STEPS if common % step == 0), STEPS[-1])


def lanes_of(spans: Iterable[tuple[Heading, int, int, Booking]]) -> list[RoomColumn]:
    """Assign bookings (heading, first row, last row), sorted by start, to the fewest columns without overlap."""
    lanes: dict[tuple[str, str], list[RoomColumn]] = {}
    free: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for heading, first, last, booking in spans:
        key = (heading.where, heading.room)
        own, ends = lanes.setdefault(key, []), free.setdefault(key, [])
        if ends and ends[0][0] < first:
            _, number = heapq.heappop(ends)
        else:
            number = len(own)
            own.append(RoomColumn(heading, []))
        own[number].bookings.append((first, last, booking))
        heapq.heappush(ends, (last, number))
    return [lane for own in sorted(lanes.values(), key=lambda own: own[0].heading.order) for lane in own]


def heights_of(rows: int, least: float, needs: Iterable[tuple[int, int, float]]) -> list[float]:
    """Return the height of each row in points, so that each span (first row, last row, height) is high enough."""
    heights = [least] * rows
    for first, last, need in needs:
        missing = need - sum(heights[first : last + 1])
        if missing > 0:
            for row in range(first, last + 1):
                heights[row] += missing / (last + 1 - first)
    return heights


class _Day:
    """Writes the sheet of one day."""

    def __init__(self, book: Book, export: Export, name: str, bookings: Sequence[Booking]) -> None:
        first = bookings[0]
        self.plan, self.reader, self.zone = export.plan, reader_zone(export), zone_of(first.zone)
        self.top = first.start - timedelta(minutes=first.local(first.start).minute)
        self.step = step_of(self._minutes(moment) for b in bookings for moment in (b.start, b.end))
        lanes = lanes_of((heading_of(self.plan, b), *self._rows(b), b) for b in bookings)
        self.rows = self._full_hours(max(last for lane in lanes for _, last, _ in lane.bookings) + 1)
        self.fixed = 2 if other_clock(first.zone, self.reader, first.start, first.end) else 1
        self.width = max(NARROWEST, min(WIDEST, 130 // len(lanes)))
        self.sheet: Sheet = book.sheet(name, [*([8] * self.fixed), *([self.width] * len(lanes))])
        self._headings(first, lanes)
        height = self._steps(lanes)
        for column, lane in enumerate(lanes, start=self.fixed):
            self._bookings(column, lane)
        wide, tall = -(-len(lanes) // ROOMS_ON_A_PAGE), ceil(height / PAGE)
        self.sheet.printed(TOP + self.rows - 1, (0, TOP - 1), fixed=self.fixed, wide=wide, tall=tall)

    def _minutes(self, moment: datetime) -> int:
        return int((moment - self.top).total_seconds() // 60)

    def _rows(self, booking: Booking) -> tuple[int, int]:
        """Return the first and the last row of a booking's time."""
        first = self._minutes(booking.start) // self.step
        return first, max(first, -(-self._minutes(booking.end) // self.step) - 1)

    def _full_hours(self, rows: int) -> int:
        hour = 60 // self.step
        return -(-rows // hour) * hour

    def _headings(self, first: Booking, lanes: Sequence[RoomColumn]) -> None:
        """Write the title, and the venues and rooms as headings over their columns."""
        title = f"{day_title(first.local(first.start).date())} · times of {zone_label(first.zone, first.start)}"
        self.sheet.paragraph(0, title, "title plain")
        names = [city_of(first.zone), city_of(self.reader)][: self.fixed]
        for column, name in enumerate(names):
            mark = day_mark(first.start, self.zone, zone_of(self.reader)) if column else ""
            self.sheet.merged(1, column, 2, column, f"{name}{mark}", "across")
        for column, last, lane in _runs(lanes, lambda lane: lane.heading.where, self.fixed):
            self.sheet.merged(1, column, 1, last, lane.heading.where, "across")
        for column, last, lane in _runs(lanes, lambda lane: (lane.heading.where, lane.heading.room), self.fixed):
            self.sheet.merged(2, column, 2, last, lane.heading.room, "across")

    def _steps(self, lanes: Sequence[RoomColumn]) -> float:
        """Write the time labels and set the heights of the rows; return the total height in points."""
        needs = ((first, last, self._need(booking)) for lane in lanes for first, last, booking in lane.bookings)
        heights = heights_of(self.rows, ROWS[self.step], needs)
        for row, height in enumerate(heights):
            self.sheet.height(TOP + row, height)
        over = LABELLED[self.step]
        for row in range(0, self.rows, over):
            moment = self.top + timedelta(minutes=row * self.step)
            for column, zone in enumerate([self.zone, zone_of(self.reader)][: self.fixed]):
                local = moment.astimezone(zone)
                style = "step" if local.minute else "hour"
                self.sheet.moment_over(TOP + row, TOP + row + over - 1, column, local, style)
        return sum(heights)

    def _need(self, booking: Booking) -> float:
        return lines_of(printable(_cell_text(self.plan, booking)), self.width * 1.15) * TEXT + 4

    def _bookings(self, column: int, lane: RoomColumn) -> None:
        taken = {row for first, last, _ in lane.bookings for row in range(first, last + 1)}
        for row in set(range(self.rows)) - taken:
            self.sheet.text(TOP + row, column, "", "line" if row * self.step % 60 else "hour line")
        for first, last, booking in lane.bookings:
            style = booking.state if booking.state in COLOURED else "requested"
            self.sheet.merged(TOP + first, column, TOP + last, column, _cell_text(self.plan, booking), style)


def _runs(
    lanes: Sequence[RoomColumn], key: Callable[[RoomColumn], object], first: int
) -> Iterator[tuple[int, int, RoomColumn]]:
    """Yield the first and the last column of each run of lanes with an equal key, and the first lane."""
    column = first
    for _, run in groupby(lanes, key):
        alike = list(run)
        yield column, column + len(alike) - 1, alike[0]
        column += len(alike)


def _cell_text(plan: Plan, booking: Booking) -> str:
    """Return the text of a booking's cell: title, participants, time, format and state."""
    title, participants = plan.names.meeting(booking.meeting), joined_names(plan, booking.participants)
    span = clock_span(booking.start, booking.end, zone_of(booking.zone))
    lines = [title, *([participants] if participants != title else []), f"{span} · {booking.format}, {booking.state}"]
    return "\n".join(lines)
