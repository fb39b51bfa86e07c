"""Plans side by side, as tables and as a JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from scheduler.base.times import say_length, say_moment, say_span, zone_of
from scheduler.plan.days import STATUS, venue_or_mode
from scheduler.plan.file import entry_data
from scheduler.plan.priorities import COMFORT
from scheduler.views.terminal.plan import titled_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from scheduler.plan.plan import Booking, Plan
    from scheduler.questions.compare import Cell, ComparedMeeting, Comparison, Days, Figures

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MARK = "≠ "


def comparison_tables(names: Sequence[str], compared: Comparison, *, legend: bool = True) -> Group:
    """Return the comparison: the legend, each meeting, the totals, and each principal."""
    plans = compared.plans
    who = [
        Text(f"{letter}  {name}: {plan.scenario}. {plan.status} – {STATUS.get(plan.status, '')}.")
        for letter, name, plan in zip(LETTERS, names, plans, strict=False)
    ]
    return Group(
        *(who if legend else ()),
        *([Text()] if legend else []),
        _meetings(plans, compared.meetings),
        _overall(plans, compared.figures),
        _principals(plans, compared.figures),
    )


def _columns(table: Table, first: str, plans: Sequence[Plan]) -> None:
    table.add_column(first, ratio=4)
    for letter, _ in zip(LETTERS, plans, strict=False):
        table.add_column(letter, ratio=4)


def _meetings(plans: Sequence[Plan], meetings: Sequence[ComparedMeeting]) -> Table:
    table = titled_table(f"Meetings ({MARK.strip()} differs from A)")
    _columns(table, "Meeting", plans)
    for row in meetings:
        cells = []
        for number, cell in enumerate(row.cells):
            differs = row.differs(number)
            style = "bold yellow" if differs else ""
            cells.append(Text(f"{MARK if differs else ''}{say_cell(plans[number], cell)}", style=style))
        table.add_row(Text(row.title), *cells)
    return table


def say_cell(plan: Plan, cell: Cell) -> str:
    """Return the time and the place of a meeting in a plan, or that it has none."""
    if cell.booking is None:
        return "not placed" if cell.asked else "not requested"
    return f"{_when(cell.booking)}\n{_where(plan, cell.booking)}"


def _when(booking: Booking) -> str:
    return say_span(booking.start, booking.end, zone_of(booking.zone))


def _where(plan: Plan, booking: Booking) -> str:
    if booking.room_group:
        return plan.names.of("rooms", booking.room_group)
    return venue_or_mode(plan, booking)


def _overall(plans: Sequence[Plan], numbers: Sequence[Figures]) -> Table:
    table = titled_table("Totals")
    table.show_lines = False
    _columns(table, "", plans)
    tiers = list(dict.fromkeys(tier for each in numbers for tier, _, _ in each.placed))
    for tier in tiers:
        held = [next((f"{h} of {a}" for name, h, a in each.placed if name == tier), "–") for each in numbers]
        table.add_row(f"placed: {tier}", *held)
    table.add_row("wishes kept", *(f"{kept} of {all_}" for kept, all_ in (each.wishes for each in numbers)))
    comfort = [next((str(tier.value) for tier in plan.tiers if tier.tier == COMFORT), "–") for plan in plans]
    table.add_row("comfort (less is better)", *comfort)
    for room in dict.fromkeys(key for each in numbers for key in each.rooms):
        name = next(
            plan.names.of("rooms", room) for plan, each in zip(plans, numbers, strict=True) if room in each.rooms
        )
        used = [each.rooms.get(room) for each in numbers]
        table.add_row(Text(f"room {name}"), *(f"{u.meetings}, {say_length(u.minutes)}" if u else "–" for u in used))
    return table


def _principals(plans: Sequence[Plan], numbers: Sequence[Figures]) -> Table:
    table = titled_table("Principals")
    _columns(table, "", plans)
    for key in dict.fromkeys(key for each in numbers for key in each.principals):
        name = next(p.names.principal(key) for p, each in zip(plans, numbers, strict=True) if key in each.principals)
        cells = []
        for plan, each in zip(plans, numbers, strict=True):
            days = each.principals.get(key)
            cells.append(Text(_days_text(plan, days) if days else "–"))
        table.add_row(Text(name), *cells)
    return table


def _days_text(plan: Plan, days: Days) -> str:
    zone = zone_of(plan.zone)
    moments = [say_moment(moment, zone) for moment in (days.first, days.last) if moment]
    meetings = f"{days.meetings} {'meeting' if days.meetings == 1 else 'meetings'}"
    in_town = f", {days.in_town} in town" if days.in_town is not None else ""
    lines = [f"{meetings}, busy on {days.days} {'day' if days.days == 1 else 'days'}{in_town}", " to ".join(moments)]
    return "\n".join([*lines, f"idle {say_length(days.idle)}, on the way {say_length(days.travel)}"])


def comparison_to_json(names: Sequence[str], compared: Comparison) -> dict[str, Any]:
    """Return the comparison as one JSON object."""
    return {
        "plans": [
            {
                "name": name,
                "scenario": plan.scenario,
                "status": plan.status,
                "placed": [{"tier": tier, "held": held, "asked": asked} for tier, held, asked in each.placed],
                "wishes": {"kept": each.wishes[0], "of": each.wishes[1]},
                "principals": {key: _days_data(plan, days) for key, days in each.principals.items()},
                "rooms": {key: {"meetings": use.meetings, "minutes": use.minutes} for key, use in each.rooms.items()},
            }
            for name, plan, each in zip(names, compared.plans, compared.figures, strict=True)
        ],
        "meetings": [
            {"meeting": row.meeting, "same": row.same, "plans": [_cell_data(cell) for cell in row.cells]}
            for row in compared.meetings
        ],
    }


def _cell_data(cell: Cell) -> dict[str, Any]:
    return {"asked": cell.asked, "booking": entry_data(cell.booking) if cell.booking else None}


def _days_data(plan: Plan, days: Days) -> dict[str, Any]:
    zone = zone_of(plan.zone)
    return {
        "meetings": days.meetings,
        "first": days.first and days.first.astimezone(zone).isoformat(),
        "last": days.last and days.last.astimezone(zone).isoformat(),
        "days": days.days,
        "days_in_town": days.in_town,
        "idle": days.idle,
        "travel": days.travel,
    }
