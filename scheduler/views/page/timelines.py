"""The timelines of a page, a row for each principal or room: everything stands where its time is.

A place is a class, to a thousandth of the width, because the page's policy allows no style but its own sheet's.
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
    from scheduler.views.page.parts import Moment, Shown

HOUR = timedelta(hours=1)
SHORTEST_DAY = 4 * HOUR
"""A timeline shows at least so much, or a single talk would fill the width."""
FAR_RIGHT = 0.6
"""What begins after this part of the width unfolds to the left."""
QUIET = frozenset({"travel", "free"})
PROPERTIES = {"l": "left", "r": "right", "w": "width"}


@value
class TimelineBlock:
    """What is to stand on a timeline."""

    kind: str
    start: datetime
    end: datetime
    title: str
    lines: list[str]
    delegations: str


@value
class PlacedBlock:
    """A block in its place."""

    block: TimelineBlock
    place: str
    """The classes that put it where its time is."""
    first: Moment
    last: Moment

    @property
    def quiet(self) -> bool:
        """Whether it only fills the time between others."""
        return self.block.kind in QUIET


@value
class TimelineRow:
    """What a row of a timeline is of, before its blocks are placed."""

    name: str
    below: str
    delegations: str
    blocks: list[TimelineBlock]


@value
class Track:
    """A row of a timeline: whose it is, and its blocks, in lanes in which none overlaps another."""

    name: str
    below: str
    delegations: str
    lanes: list[list[PlacedBlock]]


@value
class Timeline:
    """A day as a timeline."""

    number: int
    title: str
    date: str
    hours: list[tuple[str, Moment]]
    tracks: list[Track]


class Timelines:
    """The timelines of a page, and the places that were taken on them."""

    def __init__(self, shown: Shown) -> None:
        self.shown, self.plan = shown, shown.plan
        self._used: set[tuple[str, int]] = set()

    def by_principal(self) -> list[Timeline]:
        """Return a timeline for each day, with a row for each principal who has something in it."""
        names, shown = self.plan.names, self.shown
        days: dict[date, dict[str, TimelineRow]] = {}
        for key in shown.principals:
            people = names.of("people", key), names.of("delegations", self.plan.delegations.get(key, ""))
            for item in (item for day in programme_of(self.plan, key) for item in day.items):
                rows = days.setdefault(shown.date(item.start), {})
                rows.setdefault(key, TimelineRow(*people, shown.of([key]), [])).blocks.append(self._of_item(item, key))
        return self._timelines({day: list(rows.values()) for day, rows in days.items()})

    def by_room(self) -> list[Timeline]:
        """Return a timeline for each day, with a row for each room; sessions stand at their venue."""
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
        """Return the rules of a style sheet for all the places that are taken."""
        return "".join(
            f".{letter}{thousandths}{{{PROPERTIES[letter]}:{thousandths / 10:g}%}}\n"
            for letter, thousandths in sorted(self._used)
        )

    # The blocks.

    def _of_item(self, item: Item, principal: str) -> TimelineBlock:
        said = lines([item.detail, item.where.replace("\n", ", "), note_of(item)])
        kind = state_of(item.booking) if item.booking else item.kind
        return TimelineBlock(kind, item.start, item.end, printable(item.title), said, self.shown.of([principal]))

    def _of_booking(self, booking: Booking) -> TimelineBlock:
        title = self.plan.names.meeting(booking.meeting)
        said = lines(
            [joined_names(self.plan, booking.participants), f"{booking.format}, {booking.state}", note_of(booking)],
            title,
        )
        of = self.shown.of(booking.participants)
        return TimelineBlock(state_of(booking), booking.start, booking.end, printable(title), said, of)

    def _session(self, fixed: Fixed) -> TimelineBlock:
        of = self.shown.of(fixed.principals)
        return TimelineBlock(
            kind_of(fixed), fixed.start, fixed.end, printable(fixed.title), lines([note_of(fixed)]), of
        )

    def _of_session(self, fixed: Fixed) -> Heading:
        return Heading(self.plan.names.venue(fixed.venue) if fixed.venue else "", "sessions")

    # Their places.

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
        # What lasts into another day ends at the edge; it goes on in the timeline of that day.
        left, right = (block.start - start) / span, min(1, (block.end - start) / span)
        side = self._at("l", left) if left < FAR_RIGHT else self._at("r", 1 - right)
        place = f"{side} {self._at('w', right - left)}"
        return PlacedBlock(block, place, self.shown.moment(block.start), self.shown.end(block.start, block.end))

    def _at(self, letter: str, part: float) -> str:
        """Return the class that puts something at a part of the width, to a thousandth."""
        thousandths = round(max(0.0, part) * 1000)
        self._used.add((letter, thousandths))
        return f"{letter}{thousandths}"


def lanes(blocks: Iterable[TimelineBlock]) -> list[list[TimelineBlock]]:
    """Return blocks in as few lanes as hold them without overlap."""
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
