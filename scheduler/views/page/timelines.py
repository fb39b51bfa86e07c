"""The timelines of a page, with a row for each principal or room; positions are proportional to time.

Positions are CSS classes, in thousandths of the width, because the page's security policy forbids inline styles.
"""

from __future__ import annotations

import heapq
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.base.times import midnight
from scheduler.base.value import value
from scheduler.plan.days import day_title, joined_names, programme_of
from scheduler.views.heading import note_of
from scheduler.views.page.parts import kind_of, lines, state_of
from scheduler.views.places import Heading, heading_of
from scheduler.views.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from scheduler.plan.days import Item
    from scheduler.plan.plan import Booking, Fixed
    from scheduler.views.page.parts import Moment, PageContent

HOUR = timedelta(hours=1)
SHORTEST_DAY = 4 * HOUR
"""The shortest time that a timeline covers; otherwise a single meeting would fill the width."""
FAR_RIGHT = 0.6
"""Blocks that begin after this part of the width are anchored at the right."""
QUIET = frozenset({"travel", "free"})
PROPERTIES = {"l": "left", "r": "right", "w": "width"}


@value
class TimelineBlock:
    """An entry of a timeline, before it is placed."""

    kind: str
    start: datetime
    end: datetime
    title: str
    lines: list[str]
    delegations: str


@value
class PlacedBlock:
    """A block with its position."""

    block: TimelineBlock
    place: str
    """The CSS classes of its position."""
    first: Moment
    last: Moment

    @property
    def quiet(self) -> bool:
        """Whether it is travel or free time."""
        return self.block.kind in QUIET


@value
class TimelineRow:
    """A row of a timeline, before its blocks are placed."""

    name: str
    below: str
    delegations: str
    blocks: list[TimelineBlock]


@value
class Track:
    """A row of a timeline, with its placed blocks in lanes without overlap."""

    name: str
    below: str
    delegations: str
    lanes: list[list[PlacedBlock]]


@value
class Timeline:
    """The timeline of a day."""

    number: int
    title: str
    date: str
    hours: list[tuple[str, Moment]]
    tracks: list[Track]


class Timelines:
    """Builds the timelines of a page, and records the positions for the style sheet."""

    def __init__(self, shown: PageContent) -> None:
        self.shown, self.plan = shown, shown.plan
        self._used: set[tuple[str, int]] = set()

    def by_principal(self) -> list[Timeline]:
        """Return a timeline for each day, with a row for each principal who has an entry."""
        names, shown = self.plan.names, self.shown
        days: dict[date, dict[str, TimelineRow]] = {}
        for key in shown.principals:
            people = names.of("people", key), names.of("delegations", self.plan.delegations.get(key, ""))
            for item in (item for day in programme_of(self.plan, key) for item in day.items):
                rows = days.setdefault(shown.date(item.start), {})
                rows.setdefault(key, TimelineRow(*people, shown.of([key]), [])).blocks.append(self._of_item(item, key))
        return self._timelines({day: list(rows.values()) for day, rows in days.items()})

    def by_room(self) -> list[Timeline]:
        """Return a timeline for each day, with a row for each room; sessions are listed under their venue."""
        days: dict[date, dict[tuple[str, str], tuple[Heading, TimelineRow]]] = {}
        entries = [(heading_of(self.plan, b), b.start, self._of_booking(b)) for b in self.shown.bookings]
        entries += [(self._of_session(f), f.start, self._session(f)) for f in self.shown.sessions()]
        for heading, start, block in entries:
            rows = days.setdefault(self.shown.date(start), {})
            row = rows.setdefault(
                (heading.where, heading.room), (heading, TimelineRow(heading.room, heading.where, "", []))
            )
            row[1].blocks.append(block)
        return self._timelines(
            {day: [row for _, row in sorted(rows.values(), key=lambda row: row[0].order)] for day, rows in days.items()}
        )

    def places(self) -> str:
        """Return the CSS rules of all recorded positions."""
        return "".join(
            f".{letter}{thousandths}{{{PROPERTIES[letter]}:{thousandths / 10:g}%}}\n"
            for letter, thousandths in sorted(self._used)
        )

    # The blocks.

    def _of_item(self, item: Item, principal: str) -> TimelineBlock:
        details = lines([item.detail, item.where.replace("\n", ", "), note_of(item)])
        kind = state_of(item.booking) if item.booking else item.kind
        return TimelineBlock(kind, item.start, item.end, printable(item.title), details, self.shown.of([principal]))

    def _of_booking(self, booking: Booking) -> TimelineBlock:
        title = self.plan.names.meeting(booking.meeting)
        details = lines(
            [joined_names(self.plan, booking.participants), f"{booking.format}, {booking.state}", note_of(booking)],
            title,
        )
        of = self.shown.of(booking.participants)
        return TimelineBlock(state_of(booking), booking.start, booking.end, printable(title), details, of)

    def _session(self, fixed: Fixed) -> TimelineBlock:
        of = self.shown.of(fixed.principals)
        return TimelineBlock(
            kind_of(fixed), fixed.start, fixed.end, printable(fixed.title), lines([note_of(fixed)]), of
        )

    def _of_session(self, fixed: Fixed) -> Heading:
        return Heading(self.plan.names.venue(fixed.venue) if fixed.venue else "", "sessions")

    # The positions.

    def _timelines(self, days: dict[date, list[TimelineRow]]) -> list[Timeline]:
        return [self._timeline(number, day, days[day]) for number, day in enumerate(sorted(days), start=1)]

    def _timeline(self, number: int, day: date, rows: Sequence[TimelineRow]) -> Timeline:
        blocks = [block for row in rows for block in row.blocks]
        start = min(block.start for block in blocks)
        start -= timedelta(minutes=start.astimezone(self.shown.zone).minute)
        last = min(max(block.end for block in blocks), midnight(day + timedelta(days=1), self.shown.zone))
        count = max(-(-(last - start) // HOUR), SHORTEST_DAY // HOUR)
        hours = [(self._at("l", hour / count), self.shown.moment(start + hour * HOUR)) for hour in range(count)]
        tracks = [
            Track(
                printable(row.name),
                printable(row.below),
                row.delegations,
                [[self._placed(block, start, count * HOUR) for block in lane] for lane in lanes(row.blocks)],
            )
            for row in rows
        ]
        return Timeline(number, day_title(day), f"{day:%Y-%m-%d}", hours, tracks)

    def _placed(self, block: TimelineBlock, start: datetime, span: timedelta) -> PlacedBlock:
        # A block that continues on the next day ends at the edge; the next day's timeline has the rest.
        left, right = (block.start - start) / span, min(1, (block.end - start) / span)
        side = self._at("l", left) if left < FAR_RIGHT else self._at("r", 1 - right)
        place = f"{side} {self._at('w', right - left)}"
        return PlacedBlock(block, place, self.shown.moment(block.start), self.shown.end(block.start, block.end))

    def _at(self, letter: str, part: float) -> str:
        """Return the CSS class of a position, given as a part of the width, and record it."""
        thousandths = round(max(0.0, part) * 1000)
        self._used.add((letter, thousandths))
        return f"{letter}{thousandths}"


def lanes(blocks: Iterable[TimelineBlock]) -> list[list[TimelineBlock]]:
    """Assign blocks to the fewest lanes without overlap."""
    found: list[list[TimelineBlock]] = []
    free: list[tuple[datetime, int]] = []
    for block in sorted(blocks, key=lambda block: (block.start, block.end, block.title)):
        if free and free[0][0] <= block.start:
            _, number = heapq.heappop(free)
        else:
            number = len(found)
            found.append([])
        found[number].append(block)
        heapq.heappush(free, (block.end, number))
    return found
