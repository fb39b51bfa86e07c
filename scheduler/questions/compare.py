"""Compares plans side by side: which meetings differ, and the figures of each plan, from the plans alone."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.base.times import days_between, zone_of
from scheduler.base.value import value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from scheduler.plan.plan import Booking, Plan

A_MINUTE = timedelta(minutes=1)


@value
class Cell:
    """A meeting in one plan: its booking, or the reason why it has none."""

    booking: Booking | None
    asked: bool = True
    """Whether the plan's scenario asks for the meeting at all."""


@value
class ComparedMeeting:
    """A meeting in all plans, in their order."""

    meeting: str
    title: str
    cells: tuple[Cell, ...]

    def differs(self, number: int) -> bool:
        """Whether it differs between a plan and the first."""
        return number > 0 and _key(self.cells[number]) != _key(self.cells[0])

    @property
    def same(self) -> bool:
        """Whether it is the same in all plans."""
        return not any(self.differs(number) for number in range(len(self.cells)))


@value
class Days:
    """The figures of a plan for one principal."""

    meetings: int
    first: datetime | None
    """The start of the first meeting, session or engagement."""
    last: datetime | None
    """The end of the last one."""
    days: int
    """The dates with any of these."""
    in_town: int | None
    """The dates of the stays; None for a principal without stays, who is at home."""
    idle: int
    """Idle minutes between engagements on the same day, without travel."""
    travel: int
    """Minutes of travel between venues."""


@value
class RoomUse:
    """The use of a room, or of a group of interchangeable rooms."""

    meetings: int
    minutes: int


@value
class Figures:
    """The figures of one plan."""

    placed: tuple[tuple[str, int, int], ...]
    """For each priority with meetings: its name, the number held, the number asked for."""
    wishes: tuple[int, int]
    """The number of wishes kept, and the number of those that concern meetings held."""
    principals: dict[str, Days]
    rooms: dict[str, RoomUse]


@value
class Comparison:
    """Plans side by side."""

    plans: tuple[Plan, ...]
    meetings: tuple[ComparedMeeting, ...]
    """Every meeting of the plans, in the order of the first plan that has it."""
    figures: tuple[Figures, ...]
    """The figures of each plan, in the order of the plans."""


def compare(plans: Sequence[Plan]) -> Comparison:
    """Compare plans: each meeting in all plans, and the figures of each plan.

    No solver is needed. The plans may belong to different scenarios; lengths are in minutes, and days are those of
    each plan's own zone.

    >>> from scheduler import alternatives, compare, load
    >>> comparison = compare(alternatives(load("scenarios/tutorial.yaml"), 2).plans)
    >>> [figures.placed[0] for figures in comparison.figures]
    [('must', 2, 2), ('must', 2, 2)]
    >>> len(comparison.meetings), all(row.same for row in comparison.meetings)
    (5, False)

    Args:
        plans: the others are compared with the first.
    """
    return Comparison(tuple(plans), tuple(rows(plans)), tuple(figures(plan) for plan in plans))


def rows(plans: Sequence[Plan]) -> list[ComparedMeeting]:
    """Return every meeting of the plans, in the order of the first plan that has it."""
    keys: dict[str, str] = {}
    for plan in plans:
        for entry in sorted(plan.bookings, key=lambda b: (b.start, b.meeting)):
            keys.setdefault(entry.meeting, plan.names.meeting(entry.meeting))
    for plan in plans:
        for left_out in plan.unscheduled:
            keys.setdefault(left_out.meeting, plan.names.meeting(left_out.meeting))
    return [ComparedMeeting(key, title, tuple(_cell(plan, key) for plan in plans)) for key, title in keys.items()]


def _cell(plan: Plan, key: str) -> Cell:
    booking = plan.booking(key)
    return Cell(booking, booking is not None or any(entry.meeting == key for entry in plan.unscheduled))


def _key(cell: Cell) -> tuple[object, ...]:
    b = cell.booking
    if b is None:
        return (cell.asked,)
    return b.start, b.end, b.mode, b.place, b.venue, b.room_group, b.participants, b.format


def figures(plan: Plan) -> Figures:
    """Return the figures of a plan."""
    held = [wish for wish in plan.wishes if not wish.moot]
    return Figures(
        placed=tuple((tier.tier, tier.held or 0, tier.asked) for tier in plan.tiers if tier.asked),
        wishes=(sum(wish.kept for wish in held), len(held)),
        principals={key: _days(plan, key) for key in _principals(plan)},
        rooms={key: _use(there) for key, there in sorted(plan.by_room.items())},
    )


def _principals(plan: Plan) -> list[str]:
    """Return the principals who have anything in the plan, in the order of its scenario."""
    busy = {key for b in plan.bookings for key in b.participants} | {k for f in plan.fixed for k in f.principals}
    return [key for key in plan.names.sections.get("principals", {}) if key in busy]


def _use(bookings: Sequence[Booking]) -> RoomUse:
    return RoomUse(len(bookings), sum(booking.minutes for booking in bookings))


def _days(plan: Plan, principal: str) -> Days:
    days: dict[date, list[tuple[datetime, datetime, str | None]]] = defaultdict(list)
    for start, end, venue, zone in sorted(_busy(plan, principal), key=lambda item: item[:2]):
        days[start.astimezone(zone_of(zone)).date()].append((start, end, venue))
    busy = [item for items in days.values() for item in items]
    idle = travel = 0
    for items in days.values():
        waiting, on_the_way = _between(plan, items)
        idle, travel = idle + waiting, travel + on_the_way
    return Days(
        meetings=len(plan.of(principal)),
        first=min((start for start, _, _ in busy), default=None),
        last=max((end for _, end, _ in busy), default=None),
        days=len(days),
        in_town=_in_town(plan, principal),
        idle=idle,
        travel=travel,
    )


def _in_town(plan: Plan, principal: str) -> int | None:
    stays = [fixed for fixed in plan.fixed if fixed.kind == "stay" and principal in fixed.principals]
    dates = {day for stay in stays for day in days_between(stay.start, stay.end, zone_of(stay.zone))}
    return len(dates) if stays else None


def _busy(plan: Plan, principal: str) -> Iterator[tuple[datetime, datetime, str | None, str]]:
    """Yield a principal's engagements of any kind: times, venue and zone."""
    for booking in plan.of(principal):
        yield booking.start, booking.end, booking.venue, booking.zone
    for fixed in plan.fixed:
        if principal in fixed.principals and fixed.kind not in {"stay", "coffee break"}:
            yield fixed.start, fixed.end, fixed.venue, fixed.zone


def _between(plan: Plan, items: Sequence[tuple[datetime, datetime, str | None]]) -> tuple[int, int]:
    """Return the idle minutes of a day, and those of travel."""
    ways = {frozenset((one, other)): takes for one, other, takes in plan.ways}
    idle = travel = 0
    for (_, end, here), (start, _, there) in pairwise(items):
        way = ways.get(frozenset((here or "", there or "")), 0) if here != there else 0
        free = max(0, (start - end) // A_MINUTE)
        travel += min(way, free)
        idle += max(0, free - way)
    return idle, travel
