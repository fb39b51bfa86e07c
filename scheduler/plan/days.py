"""The programme of a principal, day by day: sessions, engagements, meetings, travel between them, free time.

Every view shows these items, whether as a table, a page or a document. Phrases about a booking that several views
need (its venue, its participants, its local time) are here too.
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
"""The sentence for each status of a plan."""

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
WORTH_SHOWING = timedelta(minutes=30)
"""The shortest free time that is shown."""


@value
class Item:
    """One line of a programme; an entry that lasts several days has one line on each of them."""

    kind: str
    """`session`, `engagement`, `movement`, `engaged`, `meeting`, `travel` or `free`."""
    start: datetime
    """When it begins; midnight on the days after the first."""
    end: datetime
    """When the whole entry ends, which may be on a later day."""
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
        """The title, and the detail on a second line."""
        return f"{self.title}\n{self.detail}" if self.detail else self.title


@value
class Day:
    """One day of a principal's programme, in the local time of the principal."""

    date: date
    zone: str
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        """``Friday 4 Sep 2020 · times of Europe/Moscow (UTC+3)``."""
        return f"{day_title(self.date)} · times of {zone_label(self.zone, self.items[0].start)}"


def programme_of(plan: Plan, principal: str) -> list[Day]:
    """Return the days of a principal's programme, with travel and free time between the items.

    For the counterparts in an extract travel and free time are left out, since their days are only partly known.
    """
    fixed = [f for f in plan.fixed if principal in f.principals and f.kind != "stay"]
    items = [_fixed_item(plan, f) for f in fixed] + [_booked_item(plan, b, principal) for b in plan.of(principal)]
    days: dict[tuple[date, str], list[Item]] = {}
    lines = (line for item in items for line in _day_by_day(item))
    for item in sorted(lines, key=lambda item: (item.start, item.start - item.end)):
        days.setdefault((item.start.astimezone(zone_of(item.zone)).date(), item.zone), []).append(item)
    complete = plan.audience in {None, plan.delegations.get(principal)}
    stays = stays_of(plan, principal)
    return [
        Day(day, zone, tuple(_with_travel(plan, day_items, stays) if complete else day_items))
        for (day, zone), day_items in days.items()
    ]


def _day_by_day(item: Item) -> Iterator[Item]:
    """Yield an item once for each day that it covers; from the second day on it begins at midnight."""
    yield item
    if item.kind == "meeting":
        return
    zone = zone_of(item.zone)
    day = item.start.astimezone(zone).date() + timedelta(days=1)
    while (start := midnight(day, zone)) < item.end:
        yield replace(item, start=start, title=f"{item.title} (continued)")
        day += timedelta(days=1)


def sessions_of(plan: Plan) -> list[Fixed]:
    """Return each session of a plan once; a session by video has one entry for each attendee."""
    found: dict[str, Fixed] = {}
    for fixed in plan.fixed:
        if fixed.session:
            found.setdefault(fixed.session, fixed)
    return list(found.values())


def stays_of(plan: Plan, principal: str) -> list[Fixed]:
    """Return the stays of a principal, in the order of the file."""
    return [f for f in plan.fixed if principal in f.principals and f.kind == "stay"]


def say_stay(plan: Plan, stay: Fixed) -> str:
    """Return ``in Moscow 3 Sep 10:00 – 5 Sep 12:00``, in local time; the zone is named if it is not the scenario's."""
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


def _with_travel(plan: Plan, items: Sequence[Item], stays: Sequence[Fixed]) -> Iterator[Item]:
    """Yield the items of a day, with travel and free time between them."""
    ways = {frozenset((one, other)): takes for one, other, takes in plan.ways}
    before: Item | None = None
    venue: str | None = None
    for item in items:
        if before is not None and item.start >= before.end:
            way = timedelta(minutes=ways.get(frozenset((venue or "", item.venue or "")), 0))
            takes = min(way, item.start - before.end)
            if item.start - takes - before.end >= WORTH_SHOWING and _is_present(stays, before.end, item.start - takes):
                yield Item("free", before.end, item.start - takes, "free", zone=item.zone)
            if way:
                where = f"{plan.names.venue(venue or '')} → {plan.names.venue(item.venue or '')}"
                long = f" ({say_length(int(way.total_seconds() // 60))}, begun during the above)" if way > takes else ""
                yield Item("travel", item.start - takes, item.start, f"travel{long}", where=where, zone=item.zone)
        yield item
        before = item if before is None or item.end >= before.end else before
        venue = item.venue or venue


def _is_present(stays: Sequence[Fixed], start: datetime, end: datetime) -> bool:
    """Whether one stay covers the whole time; a principal without stays is at home, which counts as present."""
    return not stays or any(stay.start <= start and end <= stay.end for stay in stays)


# Phrases about a booking and about local times.


def venue_or_mode(plan: Plan, booking: Booking) -> str:
    """Return the shortest description of where a booking is: its venue or else its place; ``by video`` if remote."""
    if booking.mode != "in person":
        return f"by {booking.mode}"
    return plan.names.venue(booking.venue) if booking.venue else plan.names.of("places", booking.place or "")


def room_name(plan: Plan, room: str | None) -> str:
    """Return the name of a room, with its number if it is one of several identical rooms; "" for no room."""
    if room is None:
        return ""
    key, _, number = room.partition(" ")
    return f"{plan.names.of('rooms', key)}{' ' + number if number else ''}"


def where_lines(plan: Plan, booking: Booking) -> list[str]:
    """Return the venue (or place, or mode), the room and the interpreters of a booking, as separate lines."""
    room = room_name(plan, booking.room) if booking.mode == "in person" else ""
    pools = ", ".join(plan.names.of("interpreters", pool) for pool in booking.interpreters)
    return [part for part in (venue_or_mode(plan, booking), room, f"interpreters {pools}" if pools else "") if part]


def joined_names(plan: Plan, keys: Iterable[str]) -> str:
    """Return the short names of principals, joined by a dash: ``Singh – Wei``."""
    return " – ".join(plan.names.principal(key) for key in keys)


def day_title(day: date) -> str:
    """Return ``Friday 4 Sep 2020``."""
    return f"{WEEKDAYS[day.weekday()]} {say_date(day)} {day.year}"


def zone_label(zone: str, moment: datetime) -> str:
    """Return a zone with its offset at a moment: ``Europe/Moscow (UTC+3)``."""
    offset = moment.astimezone(zone_of(zone)).strftime("%z")
    sign, hours, minutes = offset[0], int(offset[1:3]), offset[3:5]
    return f"{zone} (UTC{sign}{hours}{':' + minutes if minutes != '00' else ''})"


def city_of(zone: str) -> str:
    """Return the city in the name of a zone: ``Moscow`` for Europe/Moscow."""
    return zone.rpartition("/")[2].replace("_", " ")


def clock_span(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Return ``10:00–11:00`` in a zone, or ``23:00–07:00⁺¹`` if it ends on the next day there."""
    return f"{start.astimezone(zone):%H:%M}–{end.astimezone(zone):%H:%M}{later_mark(start, end, zone)}"


def later_mark(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Return ``⁺¹`` if the end is on the day after the start in a zone, ``⁺²`` two days after; "" on the same day."""
    days = (end.astimezone(zone).date() - start.astimezone(zone).date()).days
    return f"⁺{str(days).translate(RAISED)}" if days > 0 else ""


def day_mark(moment: datetime, own: tzinfo, other: tzinfo) -> str:
    """Return `` +1 day`` if the date in the other zone is the next day, `` −1 day`` if the day before, else ""."""
    days = (moment.astimezone(other).date() - moment.astimezone(own).date()).days
    # Zones differ by up to 26 hours, so the dates can differ by two.
    return f" {'+' if days > 0 else '−'}{abs(days)} day{'' if abs(days) == 1 else 's'}" if days else ""


def say_basis(booking: Booking) -> str:
    """Return the sources and assumptions of a booking and its likelihood, as one phrase; for the officer only."""
    return "; ".join([*booking.rests_on, *say_likelihood(booking)])


def say_likelihood(booking: Booking) -> list[str]:
    """Return the likelihood of a booking and the events that it depends on; an empty list if all is certain."""
    if booking.likelihood is None or not booking.hangs_on:
        return []
    return [f"held with {say_share(booking.likelihood)}: {', '.join(booking.hangs_on)}"]
