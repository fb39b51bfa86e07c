"""A plan as one page for the screen, the telephone and the printer, that needs no network.

By principal and by room the page has a timeline for each day; by day it has the run-down, which is also what is
printed, a day a page. Everything is placed by real time. What is written on the blocks are the plan's own clocks;
the script of the page only writes those of another zone over them, and hides what the reader does not ask for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.plan.days import joined_names
from scheduler.questions.compare import rows as compared
from scheduler.views.heading import PARTIAL, clocks, for_whom, reader_zone, status_of, unscheduled_of, written
from scheduler.views.page.parts import Shown
from scheduler.views.page.rundown import rundowns
from scheduler.views.page.templating import rendered
from scheduler.views.page.timelines import Timelines
from scheduler.views.printable import printable
from scheduler.views.terminal.comparison import LETTERS, MARK, said

if TYPE_CHECKING:
    from scheduler.plan.plan import Booking, Fixed, Plan, Unscheduled
    from scheduler.views.export_formats import Export


def made(export: Export) -> bytes:
    """Return the page."""
    shown, plan = Shown(export), export.plan
    timelines = Timelines(shown)
    views = {"principal": timelines.by_principal(), "room": timelines.by_room(), "day": rundowns(shown)}
    return rendered(
        "page.html.j2",
        "page.css",
        "page.js",
        timelines.places(),
        title=printable(plan.scenario),
        status=status_of(plan),
        partial=plan.status in PARTIAL,
        for_whom=printable(for_whom(export)),
        written=written(export),
        clocks=clocks(export),
        zone=plan.zone,
        reader=reader_zone(export),
        zones=_zones(export),
        delegations=shown.delegations(),
        without_slot=[_refused(shown, entry) for entry in unscheduled_of(export)],
        notices=[printable(notice) for notice in plan.notices] if export.principal is None else [],
        alternatives=_alternatives(export) if export.beside else None,
        **views,
    )


def _zones(export: Export) -> list[str]:
    """Return the zones that the clocks can be switched to: the plan's first."""
    plan = export.plan
    entries: tuple[Booking | Fixed, ...] = (*plan.bookings, *plan.fixed)
    others = {entry.zone for entry in entries} | {zone for b in plan.bookings for zone in b.clocks}
    return list(dict.fromkeys((plan.zone, reader_zone(export), *sorted(others), "UTC")))


def _refused(shown: Shown, entry: Unscheduled) -> dict[str, str]:
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
    """Return the plans side by side, with what is otherwise than in the first marked in words."""
    plans = [export.plan, *export.beside]
    meetings = compared(plans)
    rows = [
        (
            printable(row.title),
            [(row.differs(number), printable(said(plans[number], cell))) for number, cell in enumerate(row.cells)],
        )
        for row in meetings
    ]
    legend = [
        (LETTERS[number], printable(_legend(plan, number, sum(row.differs(number) for row in meetings))))
        for number, plan in enumerate(plans)
    ]
    return {"legend": legend, "rows": rows, "mark": MARK.strip()}


def _legend(plan: Plan, number: int, differing: int) -> str:
    """Return what is said of a plan beside its letter."""
    words = f"{differing} meeting{'' if differing == 1 else 's'} otherwise than in A"
    status = status_of(plan)
    return f"{plan.scenario}{f' ({words})' if number else ', the plan of this page'}{f'. {status}' if status else ''}"
