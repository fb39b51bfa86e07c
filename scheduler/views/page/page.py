"""Export a plan as one self-contained HTML page for screen, telephone and printer.

The page has a timeline for each day by principal and by room, and the run-down of each day, which is the printed
version. Positions are proportional to elapsed time. Times are in the plan's own zone; the script only converts them
to another zone and filters what is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.plan.days import joined_names
from scheduler.questions.compare import rows as compared
from scheduler.views.heading import (
    PARTIAL,
    reader_zone,
    readers_line,
    status_of,
    unscheduled_of,
    written_line,
    zones_line,
)
from scheduler.views.page.parts import PageContent
from scheduler.views.page.rundown import rundowns
from scheduler.views.page.templating import render
from scheduler.views.page.timelines import Timelines
from scheduler.views.printable import printable
from scheduler.views.terminal.comparison import LETTERS, MARK, say_cell

if TYPE_CHECKING:
    from scheduler.plan.plan import Booking, Fixed, Plan, Unscheduled
    from scheduler.views.export_formats import Export


def to_bytes(export: Export) -> bytes:
    """Return the page, in UTF-8."""
    shown, plan = PageContent(export), export.plan
    timelines = Timelines(shown)
    views = {"principal": timelines.by_principal(), "room": timelines.by_room(), "day": rundowns(shown)}
    return render(
        "page.html.j2",
        "page.css",
        "page.js",
        timelines.places(),
        title=printable(plan.scenario),
        status=status_of(plan),
        partial=plan.status in PARTIAL,
        for_whom=printable(readers_line(export)),
        written=written_line(export),
        clocks=zones_line(export),
        zone=plan.zone,
        reader=reader_zone(export),
        zones=_zones(export),
        delegations=shown.delegations(),
        without_slot=[_without_slot(shown, entry) for entry in unscheduled_of(export)],
        notices=[printable(notice) for notice in plan.notices] if export.principal is None else [],
        alternatives=_alternatives(export) if export.beside else None,
        **views,
    )


def _zones(export: Export) -> list[str]:
    """Return the zones to which the times can be switched, the plan's own first."""
    plan = export.plan
    entries: tuple[Booking | Fixed, ...] = (*plan.bookings, *plan.fixed)
    others = {entry.zone for entry in entries} | {zone for b in plan.bookings for zone in b.clocks}
    return list(dict.fromkeys((plan.zone, reader_zone(export), *sorted(others), "UTC")))


def _without_slot(shown: PageContent, entry: Unscheduled) -> dict[str, str]:
    plan = shown.plan
    because = entry.because.replace(f"{plan.file}:", "line ") if plan.file else entry.because
    return {
        "title": printable(plan.names.meeting(entry.meeting)),
        "who": printable(joined_names(plan, entry.participants)),
        "priority": entry.priority,
        "why": printable(because),
        "delegations": shown.of(entry.participants),
    }


def _alternatives(export: Export) -> dict[str, object]:
    """Return the plans side by side; cells that differ from the first plan are marked."""
    plans = [export.plan, *export.beside]
    meetings = compared(plans)
    rows = [
        (
            printable(row.title),
            [(row.differs(number), printable(say_cell(plans[number], cell))) for number, cell in enumerate(row.cells)],
        )
        for row in meetings
    ]
    legend = [
        (LETTERS[number], printable(_legend(plan, number, sum(row.differs(number) for row in meetings))))
        for number, plan in enumerate(plans)
    ]
    return {"legend": legend, "rows": rows, "mark": MARK.strip()}


def _legend(plan: Plan, number: int, differing: int) -> str:
    """Return the legend of a plan, after its letter."""
    words = f"{differing} meeting{' differs' if differing == 1 else 's differ'} from A"
    status = status_of(plan)
    return f"{plan.scenario}{f' ({words})' if number else ', the plan of this page'}{f'. {status}' if status else ''}"
