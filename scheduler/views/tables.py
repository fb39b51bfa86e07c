"""A plan as tables: by day, by principal, what is not placed, which wishes are kept.

Names may hold anything, so everything goes through `Text`, which knows no markup. The width is that of the
console: 80 columns are enough.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from scheduler.times import WEEKDAYS, say_date, say_length, say_span, zone_of
from scheduler.value import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime, tzinfo
    from typing import TextIO

    from rich.console import RenderableType

    from scheduler.plan import Booking, Fixed, Plan

WORTH_SHOWING = timedelta(minutes=30)
"""Free time shorter than this is not shown in a day programme."""
STATUS = {
    "optimal": "the best plan there is (proved)",
    "feasible": "a plan that keeps every must; whether it is the best is not proved",
    "impossible": "no plan holds all must-meetings (proved). This is the best PARTIAL plan",
    "out-of-time": "not all must-meetings have a slot yet, and nothing is proved. This is a PARTIAL plan",
}


def console(file: TextIO | None = None, *, stderr: bool = False) -> Console:
    """Return a console that respects pipes and NO_COLOR, and takes no markup from names."""
    return Console(file=file, stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=False)


def plan_by_day(plan: Plan, zone: str | None = None, principal: str | None = None) -> RenderableType:
    """Return one table for each day that has bookings; `zone` is the reader's."""
    reader = zone or plan.zone
    bookings = [b for b in plan.bookings if principal is None or principal in b.participants]
    days: dict[date, list[Booking]] = {}
    for booking in sorted(bookings, key=lambda b: (b.local(b.start).date(), b.start, b.meeting)):
        days.setdefault(booking.local(booking.start).date(), []).append(booking)
    if not days:
        return Text("No meeting is placed.")
    return Group(*(_day(plan, day, there, reader) for day, there in days.items()))


def _day(plan: Plan, day: date, bookings: list[Booking], reader: str) -> Table:
    zones = dict.fromkeys(booking.zone for booking in bookings)
    title = f"{WEEKDAYS[day.weekday()]} {say_date(day)} {day.year}"
    if len(zones) == 1:
        title += f" · times of {zone_label(next(iter(zones)), bookings[0].start)}"
    table = titled(title)
    table.add_column("Time", min_width=11, no_wrap=True)
    table.add_column("Meeting", ratio=5)
    table.add_column("Where", ratio=4)
    table.add_column("Rests on", ratio=4)
    for booking in bookings:
        table.add_row(
            _times(booking, reader, label=len(zones) > 1),
            _meeting(plan, booking),
            _where(plan, booking),
            Text("; ".join(booking.rests_on) or "no source is given"),
        )
    return table


def titled(title: str) -> Table:
    """Return an empty table with a title, as wide as the console."""
    return Table(
        title=Text(title, style="bold"),
        title_justify="left",
        box=box.ROUNDED,
        expand=True,
        show_lines=True,
        padding=(0, 1),
    )


def zone_label(zone: str, moment: datetime) -> str:
    """Return ``Europe/Moscow (UTC+3)``."""
    offset = moment.astimezone(zone_of(zone)).strftime("%z")
    sign, hours, minutes = offset[0], int(offset[1:3]), offset[3:5]
    return f"{zone} (UTC{sign}{hours}{':' + minutes if minutes != '00' else ''})"


def city(zone: str) -> str:
    """Return ``Moscow`` for Europe/Moscow."""
    return zone.rpartition("/")[2].replace("_", " ")


def _times(booking: Booking, reader: str, *, label: bool) -> Text:
    """Return the time on the clocks of the place, and on each other clock that matters."""
    own = zone_of(booking.zone)
    said = Text(_span(booking.start, booking.end, own), style="bold")
    if label:
        said.append(f"\n{city(booking.zone)}", style="")
    for zone in dict.fromkeys((reader, *booking.clocks)):
        other = zone_of(zone)
        if booking.start.astimezone(other).utcoffset() != booking.start.astimezone(own).utcoffset():
            said.append(f"\n{_span(booking.start, booking.end, other)}", style="not bold")
            said.append(f"\n{city(zone)}{_day_mark(booking.start, own, other)}", style="not bold")
    return said


def _span(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Return ``10:00–11:00`` on a zone's clocks, marked where it ends on a later day."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    return f"{first:%H:%M}–{last:%H:%M}{'⁺¹' if last.date() > first.date() else ''}"


def _day_mark(moment: datetime, own: tzinfo, other: tzinfo) -> str:
    days = (moment.astimezone(other).date() - moment.astimezone(own).date()).days
    return {0: "", 1: " +1 day", -1: " −1 day"}[days]


def _meeting(plan: Plan, booking: Booking) -> Text:
    names = plan.names
    said = Text(names.meeting(booking.meeting), style="bold")
    who = " – ".join(names.principal(key) for key in booking.participants)
    if who != names.meeting(booking.meeting):
        said.append(f"\n{who}", style="not bold")
    said.append(f"\n{booking.format}, {say_length(booking.minutes)}", style="not bold")
    if booking.press:
        said.append(f"\npress for the first {say_length(booking.press)}", style="not bold")
    said.append(f"\n{booking.state}, {booking.priority}", style="not bold")
    if booking.line:
        said.append(f"\n{_line(plan, booking.line)}", style="dim not bold")
    return said


def _line(plan: Plan, origin: str) -> str:
    """Return ``line 61``, with the file where it is not the scenario's own."""
    file, _, line = origin.rpartition(":")
    return f"line {line}" if file == plan.file else origin


def _where(plan: Plan, booking: Booking) -> Text:
    names = plan.names
    if booking.mode != "in person":
        said = Text(f"by {booking.mode}")
    else:
        room = _room(plan, booking.room)
        parts = [
            names.venue(booking.venue) if booking.venue else names.of("places", booking.place or ""),
            room,
        ]
        said = Text("\n".join(part for part in parts if part))
    if booking.interpreters:
        pools = ", ".join(names.of("interpreters", pool) for pool in booking.interpreters)
        said.append(f"\ninterpreters {pools}")
    return said


def spot(plan: Plan, booking: Booking) -> str:
    """Return where a booking is, in a word or two: the venue, else the place, or the mode."""
    if booking.mode != "in person":
        return f"by {booking.mode}"
    return plan.names.venue(booking.venue) if booking.venue else plan.names.of("places", booking.place or "")


def _room(plan: Plan, room: str | None) -> str:
    if room is None:
        return ""
    key, _, number = room.partition(" ")
    return f"{plan.names.of('rooms', key)}{' ' + number if number else ''}"


@value
class _Item:
    """A line of a day programme."""

    start: datetime
    end: datetime
    what: str
    where: str = ""
    venue: str | None = None
    style: str = ""
    zone: str = "UTC"


def programme(plan: Plan, principal: str, zone: str | None = None) -> RenderableType:
    """Return a principal's day programmes: sessions, engagements, meetings, ways and free time."""
    name = plan.names.of("people", principal)
    fixed = [f for f in plan.fixed if principal in f.principals and f.kind != "stay"]
    items = [_fixed_item(plan, f) for f in fixed] + [_booked_item(plan, b, principal) for b in plan.of(principal)]
    days: dict[tuple[date, str], list[_Item]] = {}
    for item in sorted(items, key=lambda item: (item.start, item.start - item.end)):
        days.setdefault((item.start.astimezone(zone_of(item.zone)).date(), item.zone), []).append(item)
    heading = Text(f"Programme of {name}", style="bold")
    stays = [Text(_stay(plan, f)) for f in _stays(plan, principal)]
    if not days:
        return Group(heading, *stays, Text("Nothing is in the programme."))
    tables = [_programme_day(plan, day, local, there, zone or plan.zone) for (day, local), there in days.items()]
    return Group(heading, *stays, *tables)


def _stays(plan: Plan, principal: str) -> list[Fixed]:
    return [f for f in plan.fixed if principal in f.principals and f.kind == "stay"]


def _stay(plan: Plan, stay: Fixed) -> str:
    """Return where and when, on the clocks of the place, which are named where they are not the scenario's."""
    clocks = "" if stay.zone == plan.zone else f" ({stay.zone})"
    return f"in {stay.title} {say_span(stay.start, stay.end, zone_of(stay.zone))}{clocks}"


def _fixed_item(plan: Plan, fixed: Fixed) -> _Item:
    where = plan.names.venue(fixed.venue) if fixed.venue else ""
    return _Item(fixed.start, fixed.end, fixed.title, where, fixed.venue, "cyan", fixed.zone)


def _booked_item(plan: Plan, booking: Booking, principal: str) -> _Item:
    others = [key for key in booking.participants if key != principal]
    title = plan.names.meeting(booking.meeting)
    what = f"{title}\n{booking.format} with {plan.names.everyone(others)}, {booking.state}"
    zone = booking.clocks[booking.participants.index(principal)] if booking.clocks else booking.zone
    return _Item(booking.start, booking.end, what, _where(plan, booking).plain, booking.venue, "bold", zone)


def _programme_day(plan: Plan, day: date, local: str, items: list[_Item], reader: str) -> Table:
    first = items[0].start
    table = titled(f"{WEEKDAYS[day.weekday()]} {say_date(day)} {day.year} · times of {zone_label(local, first)}")
    table.show_lines = False
    table.add_column("Time", min_width=11, no_wrap=True)
    here, there = zone_of(local), zone_of(reader)
    if first.astimezone(here).utcoffset() != first.astimezone(there).utcoffset():
        table.add_column(f"{city(reader)}{_day_mark(first, here, there)}", no_wrap=True)
    table.add_column("What", ratio=5)
    table.add_column("Where", ratio=4)
    for item in _with_ways(plan, items):
        clocks = [_span(item.start, item.end, here)]
        clocks += [_span(item.start, item.end, there)] if len(table.columns) == 4 else []
        table.add_row(*clocks, Text(item.what, style=item.style), Text(item.where))
    return table


def _with_ways(plan: Plan, items: list[_Item]) -> Iterator[_Item]:
    """Yield the items of a day with the ways between them and the free time that is left."""
    ways = {frozenset((one, other)): takes for one, other, takes in plan.ways}
    before: _Item | None = None
    venue: str | None = None
    for item in items:
        if before is not None and item.start >= before.end:
            way = timedelta(minutes=ways.get(frozenset((venue or "", item.venue or "")), 0))
            takes = min(way, item.start - before.end)
            if item.start - takes - before.end >= WORTH_SHOWING:
                yield _Item(before.end, item.start - takes, "free", "", None, "dim")
            if way:
                where = f"{plan.names.venue(venue or '')} → {plan.names.venue(item.venue or '')}"
                long = f" ({say_length(int(way.total_seconds() // 60))}, begun during the above)" if way > takes else ""
                yield _Item(item.start - takes, item.start, f"travel{long}", where, None, "dim")
        yield item
        before = item if before is None or item.end >= before.end else before
        venue = item.venue or venue


def not_placed(plan: Plan) -> RenderableType | None:
    """Return the table of what the plan does not hold, and why; None where it holds everything."""
    if not plan.unscheduled:
        return None
    table = titled("Not placed")
    table.add_column("Meeting", ratio=3)
    table.add_column("Why", ratio=7)
    for entry in plan.unscheduled:
        title = Text(plan.names.meeting(entry.meeting), style="bold red" if entry.priority == "must" else "bold")
        title.append(f"\n{entry.state}, {entry.priority}", style="not bold")
        table.add_row(title, Text(entry.because.replace(f"{plan.file}:", "line ")))
    return table


def wishes(plan: Plan) -> RenderableType | None:
    """Return the table of the wishes, those that are broken first; None where there are none."""
    if not plan.wishes:
        return None
    table = titled("Wishes")
    table.show_lines = False
    table.add_column("Kept", no_wrap=True)
    table.add_column("Wish", ratio=7)
    table.add_column("Line", no_wrap=True)
    for wish in sorted(plan.wishes, key=lambda wish: (wish.moot, wish.kept, wish.in_part, -wish.weight)):
        said = Text(wish.wish)
        for sentence in wish.broken[:5]:
            said.append(f"\n– {sentence}", style="yellow")
        kept = Text("yes", style="green") if wish.kept else Text("NO", style="bold yellow")
        kept = Text("part") if wish.in_part else kept
        kept = Text("–") if wish.moot else kept
        table.add_row(kept, said, Text(_line(plan, wish.origin).removeprefix("line ")))
    return table


def summary(plan: Plan) -> RenderableType:
    """Return what the plan is worth: its status, how much of each priority is placed, what it costs."""
    lines = [
        Text(plan.scenario, style="bold"),
        _status(plan),
    ]
    states = {*(booking.state for booking in plan.bookings), *(entry.state for entry in plan.unscheduled)}
    words = {"must": "must and confirmed"} if "confirmed" in states else {}
    placed = [f"{words.get(t.tier, t.tier)} {t.held} of {t.asked}" for t in plan.tiers if t.asked]
    if placed:
        lines.append(Text(f"Placed: {', '.join(placed)}."))
    if plan.wishes:
        wishes_held = [wish for wish in plan.wishes if not wish.moot]
        kept, in_part = (sum(getattr(wish, word) for wish in wishes_held) for word in ("kept", "in_part"))
        part = f", {in_part} in part" if in_part else ""
        moot = len(plan.wishes) - len(wishes_held)
        part += f"; {moot} about meetings that are not held" if moot else ""
        lines.append(Text(f"Wishes kept: {kept} of {len(wishes_held)}{part}."))
    lines += [
        Text(f"{tier.tier}: {tier.value}, and no plan can be better than {tier.bound}.")
        for tier in plan.tiers
        if tier.gap
    ]
    return Group(*lines)


def _status(plan: Plan) -> Text:
    partial = plan.status in {"impossible", "out-of-time"}
    status = plan.status.upper() if partial else plan.status
    return Text(f"Status: {status} – {STATUS.get(plan.status, '')}.", style="bold red" if partial else "")


def notices(plan: Plan) -> Iterable[Text]:
    """Return a line for each notice."""
    return [Text(notice) for notice in plan.notices]


def whole_plan(plan: Plan, zone: str | None = None) -> Group:
    """Return everything that a reader of a plan needs, in the order in which it is read."""
    parts = [summary(plan), Text(), plan_by_day(plan, zone), not_placed(plan), wishes(plan), *notices(plan)]
    return Group(*(part for part in parts if part is not None))


def own_plan(plan: Plan, principal: str, zone: str | None = None) -> Group:
    """Return what a reader needs who plans for one principal."""
    return Group(summary(plan), Text(), programme(plan, principal, zone))


__all__ = ["UTC", "console", "own_plan", "programme", "whole_plan"]
