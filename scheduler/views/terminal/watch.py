"""The differences between a plan and the one before it, as a short table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from scheduler.base.times import say_span, zone_of
from scheduler.plan.days import venue_or_mode
from scheduler.questions.compare import rows
from scheduler.views.terminal.plan import titled_table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from scheduler.plan.plan import Plan
    from scheduler.questions.compare import Cell


def differences_table(before: Plan, now: Plan) -> RenderableType:
    """Return the table of the meetings that differ in the new plan, or a line if there are none."""
    differing = [row for row in rows([before, now]) if row.differs(1)]
    if not differing:
        return Text("Nothing changed: every booking is as it was.", style="bold")
    table = titled_table("≠ What changed")
    table.show_lines = False
    table.add_column("Meeting", ratio=4)
    table.add_column("Before", ratio=4)
    table.add_column("Now", ratio=4)
    for row in differing:
        cells = [_cell_text(plan, cell) for plan, cell in zip((before, now), row.cells, strict=True)]
        table.add_row(Text(row.title, style="bold yellow"), *map(Text, cells))
    return table


def _cell_text(plan: Plan, cell: Cell) -> str:
    booking = cell.booking
    if booking is None:
        return "not placed" if cell.asked else "not requested"
    return f"{say_span(booking.start, booking.end, zone_of(booking.zone))}, {venue_or_mode(plan, booking)}"
