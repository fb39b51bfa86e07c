"""A principal's days as lines of a programme: sessions, engagements, meetings, the ways between them, free time.

It is what every view shows of a day, whether as a table, a page or a document. Sentences about a booking that
several views need (where it is, who takes part, on which clocks) stand here as well.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.base.percent import say_share
from scheduler.base.times import WEEKDAYS, midnight, say_date, say_length, say_span, zone_of
from scheduler.base.value import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime, tzinfo

    from scheduler.plan.plan import Booking, Fixed, Plan

STATUS = {
    "optimal": "the best plan there is (proved)",
    "feasible": "a plan that keeps every must; whether it is the best is not proved",
    "impossible": "no plan holds all must-meetings (proved). This is the best PARTIAL plan",
    "out-of-time": "not all must-meetings have a slot yet, and nothing is proved. This is a PARTIAL plan",
    "extract": "what one delegation may see of a plan",
}
"""What each status says to a reader."""

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
WORTH_SHOWING = timedelta(minutes=30)
"""Free time shorter than this is not shown."""


@value
class Item:
    """A line of a programme; of what lasts for days, one on each of them."""

    kind: str
    """`session`, `engagement`, `movement`, `engaged`, `meeting`, `travel` or `free`."""
    start: datetime
    """When it begins; on the days after that, midnight."""
    end: datetime
    """When it ends, on whichever day."""
    title: str
    detail: str = ""
    where: str = ""
    venue: str | None = None
    zone: str = "UTC"
    note: str = ""
    note_visibility: str = "confidential"
    booking: Booking | None = None

    @property
    def what(self) -> str:
        """The title, and what is to be said of it in a line below."""
        return f"{self.title}\n{self.detail}" if self.detail else self.title


@value
class Day:
    """A day of a principal's programme, on the clocks of the place where the principal is."""

    date: date
    zone: str
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        """``Friday 4 Sep 2020 · times of Europe/Moscow (UTC+3)``."""
        return f"{day_title(self.date)} · times of {zone_label(self.zone, self.items[0].start)}"


def days_of(plan: Plan, principal: str) -> list[Day]:
    """Return the days of a principal's programme, with the ways between the items and the free time that is left.

    Of the counterparts in an extract too little is known for either.
    """
    fixed = [f for f in plan.fixed if principal in f.principals and f.kind != "stay"]
    items = [_fixed_item(plan, f) for f in fixed] + [_booked_item(plan, b, principal) for b in plan.of(principal)]
    days: dict[tuple[date, str], list[Item]] = {}
    lines = (line for item in items for line in _day_by_day(item))
    for item in sorted(lines, key=lambda item: (item.start, item.start - item.end)):
        days.setdefault((item.start.astimezone(zone_of(item.zone)).date(), item.zone), []).append(item)
    known = plan.audience in {None, plan.delegations.get(principal)}
    stays = stays_of(plan, principal)
    return [
        Day(day, zone, tuple(_with_ways(plan, day_items, stays) if known else day_items))
        for (day, zone), day_items in days.items()
    ]


def _day_by_day(item: Item) -> Iterator[Item]:
    """Yield what is fixed once for each day that it lasts into, from midnight on where it has begun before."""
    yield item
    if item.kind == "meeting":
        return
    zone = zone_of(item.zone)
    day = item.start.astimezone(zone).date() + timedelta(days=1)
    while (start := midnight(day, zone)) < item.end:
        yield replace(item, start=start, title=f"{item.title} (continued)")
        day += timedelta(days=1)


def sessions_of(plan: Plan) -> list[Fixed]:
    """Return the sessions of a plan, each of them once, however many entries it has."""
    found: dict[str, Fixed] = {}
    for fixed in plan.fixed:
        if fixed.session:
            found.setdefault(fixed.session, fixed)
    return list(found.values())


def stays_of(plan: Plan, principal: str) -> list[Fixed]:
    """Return where a principal stays, in the order of the file."""
    return [f for f in plan.fixed if principal in f.principals and f.kind == "stay"]


def say_stay(plan: Plan, stay: Fixed) -> str:
    """Return where and when, on the clocks of the place, which are named where they are not the scenario's."""
    clocks = "" if stay.zone == plan.zone else f" ({stay.zone})"
    return f"in {stay.title} {say_span(stay.start, stay.end, zone_of(stay.zone))}{clocks}"


def _fixed_item(plan: Plan, fixed: Fixed) -> Item:
    kind = fixed.kind if fixed.kind in {"engagement", "movement", "engaged"} else "session"
    where = plan.names.venue(fixed.venue) if fixed.venue else ""
    note = (fixed.note, fixed.note_visibility)
    return Item(kind, fixed.start, fixed.end, fixed.title, "", where, fixed.venue, fixed.zone, *note)


def _booked_item(plan: Plan, booking: Booking, principal: str) -> Item:
    others = [key for key in booking.participants if key != principal]
    title = plan.names.meeting(booking.meeting)
    detail = f"{booking.format} with {plan.names.everyone(others)}, {booking.state}"
    zone = booking.clocks[booking.participants.index(principal)] if booking.clocks else booking.zone
    when = (booking.start, booking.end)
    where = "\n".join(where_lines(plan, booking))
    note = (booking.note, booking.note_visibility)
    return Item("meeting", *when, title, detail, where, booking.venue, zone, *note, booking)


def _with_ways(plan: Plan, items: Sequence[Item], stays: Sequence[Fixed]) -> Iterator[Item]:
    """Yield the items of a day with the ways between them and the free time that is left."""
    ways = {frozenset((one, other)): takes for one, other, takes in plan.ways}
    before: Item | None = None
    venue: str | None = None
    for item in items:
        if before is not None and item.start >= before.end:
            way = timedelta(minutes=ways.get(frozenset((venue or "", item.venue or "")), 0))
            takes = min(way, item.start - before.end)
            if item.start - takes - before.end >= WORTH_SHOWING and _is_there(stays, before.end, item.start - takes):
                yield Item("free", before.end, item.start - takes, "free", zone=item.zone)
            if way:
                where = f"{plan.names.venue(venue or '')} → {plan.names.venue(item.venue or '')}"
                long = f" ({say_length(int(way.total_seconds() // 60))}, begun during the above)" if way > takes else ""
                yield Item("travel", item.start - takes, item.start, f"travel{long}", where=where, zone=item.zone)
        yield item
        before = item if before is None or item.end >= before.end else before
        venue = item.venue or venue


def _is_there(stays: Sequence[Fixed], start: datetime, end: datetime) -> bool:
    """Whether a principal is somewhere for all of a time; who has no stays is at home."""
    return not stays or any(stay.start <= start and end <= stay.end for stay in stays)


# Sentences about a booking, and about clocks.


def spot(plan: Plan, booking: Booking) -> str:
    """Return where a booking is, in a word or two: the venue, else the place, or the mode."""
    if booking.mode != "in person":
        return f"by {booking.mode}"
    return plan.names.venue(booking.venue) if booking.venue else plan.names.of("places", booking.place or "")


def room_name(plan: Plan, room: str | None) -> str:
    """Return what a room is called, with its number where it is one of several that are alike; "" for none."""
    if room is None:
        return ""
    key, _, number = room.partition(" ")
    return f"{plan.names.of('rooms', key)}{' ' + number if number else ''}"


def where_lines(plan: Plan, booking: Booking) -> list[str]:
    """Return where a booking is, part by part: the venue, the room, the interpreters."""
    room = room_name(plan, booking.room) if booking.mode == "in person" else ""
    pools = ", ".join(plan.names.of("interpreters", pool) for pool in booking.interpreters)
    return [part for part in (spot(plan, booking), room, f"interpreters {pools}" if pools else "") if part]


def who(plan: Plan, keys: Iterable[str]) -> str:
    """Return ``Singh – Wei``."""
    return " – ".join(plan.names.principal(key) for key in keys)


def day_title(day: date) -> str:
    """Return ``Friday 4 Sep 2020``."""
    return f"{WEEKDAYS[day.weekday()]} {say_date(day)} {day.year}"


def zone_label(zone: str, moment: datetime) -> str:
    """Return ``Europe/Moscow (UTC+3)``."""
    offset = moment.astimezone(zone_of(zone)).strftime("%z")
    sign, hours, minutes = offset[0], int(offset[1:3]), offset[3:5]
    return f"{zone} (UTC{sign}{hours}{':' + minutes if minutes != '00' else ''})"


def city(zone: str) -> str:
    """Return ``Moscow`` for Europe/Moscow."""
    return zone.rpartition("/")[2].replace("_", " ")


def clock_span(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Return ``10:00–11:00`` on a zone's clocks; ``23:00–07:00⁺¹`` where it ends on the next day."""
    return f"{start.astimezone(zone):%H:%M}–{end.astimezone(zone):%H:%M}{later_mark(start, end, zone)}"


def later_mark(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Return ``⁺¹`` where on a zone's clocks the end is on the day after the start, and so on; "" on the same day."""
    days = (end.astimezone(zone).date() - start.astimezone(zone).date()).days
    return f"⁺{str(days).translate(RAISED)}" if days > 0 else ""


def day_mark(moment: datetime, own: tzinfo, other: tzinfo) -> str:
    """Return `` +1 day`` where the other clocks are on the next day, `` −1 day`` where on the day before."""
    days = (moment.astimezone(other).date() - moment.astimezone(own).date()).days
    # Clocks differ by up to 26 hours, so that the date can be another by two.
    return f" {'+' if days > 0 else '−'}{abs(days)} day{'' if abs(days) == 1 else 's'}" if days else ""


def basis(booking: Booking) -> str:
    """Return what a booking rests on, and how likely it is to be held; for the officer alone."""
    return "; ".join([*booking.rests_on, *likelihood(booking)])


def likelihood(booking: Booking) -> list[str]:
    """Return how likely a booking is to be held, and on what that hangs; nothing where all is certain."""
    if booking.likelihood is None or not booking.hangs_on:
        return []
    return [f"held with {say_share(booking.likelihood)}: {', '.join(booking.hangs_on)}"]
