"""A plan as tables: by day, by principal, the unscheduled meetings, and the wishes.

Names may contain anything, so all texts go through `Text`, which has no markup. The tables are as wide as the
console; 80 columns are enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from scheduler.base.times import say_length, zone_of
from scheduler.plan.days import (
    STATUS,
    city_of,
    clock_span,
    day_mark,
    day_title,
    joined_names,
    programme_of,
    say_basis,
    say_stay,
    stays_of,
    where_lines,
    zone_label,
)
from scheduler.plan.redact import ENGAGED
from scheduler.views.heading import other_clock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import TextIO

    from rich.console import RenderableType

    from scheduler.plan.days import Day
    from scheduler.plan.plan import Booking, Plan, Unscheduled


def console(file: TextIO | None = None, *, stderr: bool = False) -> Console:
    """Return a console that respects pipes and NO_COLOR and does not interpret markup in names."""
    return Console(file=file, stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=False)


def day_tables(plan: Plan, zone: str | None = None, principal: str | None = None) -> RenderableType:
    """Return one table for each day with bookings; `zone` is the reader's zone."""
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
    title = day_title(day)
    if len(zones) == 1:
        title += f" · times of {zone_label(next(iter(zones)), bookings[0].start)}"
    table = titled_table(title)
    table.add_column("Time", min_width=11, no_wrap=True)
    table.add_column("Meeting", ratio=5)
    table.add_column("Where", ratio=4)
    if plan.audience is None:
        table.add_column("Rests on", ratio=4)
    for booking in bookings:
        cells = [
            _times(booking, reader, label=len(zones) > 1),
            _meeting(plan, booking),
            Text("\n".join(where_lines(plan, booking))),
        ]
        cells += [Text(say_basis(booking) or "no source is given")] if plan.audience is None else []
        table.add_row(*cells)
    return table


def titled_table(title: str) -> Table:
    """Return an empty table with a title, as wide as the console."""
    return Table(
        title=Text(title, style="bold"),
        title_justify="left",
        box=box.ROUNDED,
        expand=True,
        show_lines=True,
        padding=(0, 1),
    )


def _times(booking: Booking, reader: str, *, label: bool) -> Text:
    """Return the local time, and the time in each other relevant zone."""
    own = zone_of(booking.zone)
    cell = Text(clock_span(booking.start, booking.end, own), style="bold")
    if label:
        cell.append(f"\n{city_of(booking.zone)}", style="")
    for zone in dict.fromkeys((reader, *booking.clocks)):
        other = zone_of(zone)
        if booking.start.astimezone(other).utcoffset() != booking.start.astimezone(own).utcoffset():
            cell.append(f"\n{clock_span(booking.start, booking.end, other)}", style="not bold")
            cell.append(f"\n{city_of(zone)}{day_mark(booking.start, own, other)}", style="not bold")
    return cell


def _meeting(plan: Plan, booking: Booking) -> Text:
    names = plan.names
    cell = Text(names.meeting(booking.meeting), style="bold")
    participants = joined_names(plan, booking.participants)
    if participants != names.meeting(booking.meeting):
        cell.append(f"\n{participants}", style="not bold")
    cell.append(f"\n{booking.format}, {say_length(booking.minutes)}", style="not bold")
    if booking.press:
        cell.append(f"\npress for the first {say_length(booking.press)}", style="not bold")
    cell.append(f"\n{_standing(booking)}", style="not bold")
    if booking.note:
        cell.append(f"\nnote: {booking.note}", style="not bold")
    if booking.line:
        cell.append(f"\n{_line(plan, booking.line)}", style="dim not bold")
    return cell


def _standing(entry: Booking | Unscheduled) -> str:
    """Return the state of a meeting, and its priority unless it is redacted."""
    return ", ".join(part for part in (entry.state, entry.priority) if part)


def _line(plan: Plan, origin: str) -> str:
    """Return ``line 61``, or the file and the line if it is not the scenario's own file."""
    file, _, line = origin.rpartition(":")
    return f"line {line}" if file == plan.file else origin


STYLES = {
    "session": "cyan",
    "engagement": "cyan",
    "movement": "cyan",
    "meeting": "bold",
    "travel": "dim",
    "free": "dim",
}
"""The styles of the lines of a programme, by kind."""


def programme_tables(plan: Plan, principal: str, zone: str | None = None) -> RenderableType:
    """Return a principal's programme: sessions, engagements, meetings, travel and free time of each day."""
    heading = Text(f"Programme of {plan.names.of('people', principal)}", style="bold")
    stays = [Text(say_stay(plan, stay)) for stay in stays_of(plan, principal)]
    days = programme_of(plan, principal)
    if not days:
        return Group(heading, *stays, Text("The programme is empty."))
    return Group(heading, *stays, *(_programme_day(day, zone or plan.zone) for day in days))


def _programme_day(day: Day, reader: str) -> Table:
    table = titled_table(day.title)
    table.show_lines = False
    table.add_column("Time", min_width=11, no_wrap=True)
    second = [other_clock(item.zone, reader, item.start, item.end) for item in day.items]
    if any(second):
        table.add_column(city_of(reader), no_wrap=True)
    table.add_column("What", ratio=5)
    table.add_column("Where", ratio=4)
    for item, other in zip(day.items, second, strict=True):
        clocks = [clock_span(item.start, item.end, zone_of(item.zone)), *([other] if any(second) else [])]
        table.add_row(*clocks, Text(item.what, style=STYLES.get(item.kind, "")), Text(item.where))
    return table


def unscheduled_table(plan: Plan) -> RenderableType | None:
    """Return the table of unscheduled meetings with the reasons; None if there are none."""
    if not plan.unscheduled:
        return None
    table = titled_table("Not placed")
    table.add_column("Meeting", ratio=3)
    table.add_column("Why", ratio=7)
    for entry in plan.unscheduled:
        title = Text(plan.names.meeting(entry.meeting), style="bold red" if entry.priority == "must" else "bold")
        title.append(f"\n{_standing(entry)}", style="not bold")
        table.add_row(title, Text(entry.because.replace(f"{plan.file}:", "line ")))
    return table


def busy_table(plan: Plan) -> RenderableType | None:
    """Return the table of the times at which counterparts are otherwise engaged; None in a whole plan."""
    times: dict[str, list[str]] = {}
    for fixed in plan.fixed:
        if fixed.kind == ENGAGED:
            times.setdefault(fixed.principals[0], []).append(plan.names.span(fixed.start, fixed.end))
    if not times:
        return None
    table = titled_table("Otherwise engaged")
    table.show_lines = False
    table.add_column("Principal", ratio=3)
    table.add_column(f"When ({plan.zone})", ratio=7)
    for key, spans in times.items():
        table.add_row(Text(plan.names.principal(key)), Text(", ".join(spans)))
    return table


def wishes_table(plan: Plan) -> RenderableType | None:
    """Return the table of wishes, broken ones first; None if there are none."""
    if not plan.wishes:
        return None
    table = titled_table("Wishes")
    table.show_lines = False
    table.add_column("Kept", no_wrap=True)
    table.add_column("Wish", ratio=7)
    table.add_column("Line", no_wrap=True)
    for wish in sorted(plan.wishes, key=lambda wish: (wish.moot, wish.kept, wish.in_part, -wish.weight)):
        text = Text(wish.wish)
        for sentence in wish.broken[:5]:
            text.append(f"\n– {sentence}", style="yellow")
        kept = Text("yes", style="green") if wish.kept else Text("NO", style="bold yellow")
        kept = Text("part") if wish.in_part else kept
        kept = Text("–") if wish.moot else kept
        table.add_row(kept, text, Text(_line(plan, wish.origin).removeprefix("line ")))
    return table


def plan_summary(plan: Plan) -> RenderableType:
    """Return the title, the status, the number of meetings placed in each priority, and the open gaps."""
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
        Text(f"{tier.tier}: {tier.value}; no plan can be better than {tier.bound}.") for tier in plan.tiers if tier.gap
    ]
    return Group(*lines)


def _status(plan: Plan) -> Text:
    if plan.audience is not None:
        return Text(f"What {plan.names.of('delegations', plan.audience)} may see of the plan.")
    partial = plan.status in {"impossible", "out-of-time"}
    status = plan.status.upper() if partial else plan.status
    return Text(f"Status: {status} – {STATUS.get(plan.status, '')}.", style="bold red" if partial else "")


def notice_lines(plan: Plan) -> Iterable[Text]:
    """Return a line for each notice."""
    return [Text(notice) for notice in plan.notices]


def plan_tables(plan: Plan, zone: str | None = None) -> Group:
    """Return all tables of a plan, in reading order."""
    parts = [
        plan_summary(plan),
        Text(),
        day_tables(plan, zone),
        unscheduled_table(plan),
        busy_table(plan),
        wishes_table(plan),
        *notice_lines(plan),
    ]
    return Group(*(part for part in parts if part is not None))


def principal_tables(plan: Plan, principal: str, zone: str | None = None) -> Group:
    """Return the summary of a plan and the programme of one principal."""
    return Group(plan_summary(plan), Text(), programme_tables(plan, principal, zone))
