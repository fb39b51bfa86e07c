"""The findings of a sweep as an HTML page, with a chart: futures as columns, meetings as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.percent import say_share
from scheduler.base.value import value
from scheduler.views.page.templating import render
from scheduler.views.printable import printable
from scheduler.views.terminal.sweep import by_share, findings_summary, share_of, sheets

if TYPE_CHECKING:
    from scheduler.problem.uncertainty.events import Outcomes
    from scheduler.questions.survival import Findings, HeldBooking

LEFT, WIDE, RIGHT = 240, 640, 140
"""The widths of the chart's parts in pixels: the names, the futures, the figures."""
STEP = 32
"""The height of a row of the chart, in pixels."""
MOST_COLUMNS = 400
"""The largest number of futures in the chart; the others are too thin to be seen and stay blank."""


@value
class Rect:
    """A run of adjacent futures with the same effect on a meeting."""

    kind: str
    x: float
    width: float


@value
class FutureRow:
    """A row of the chart: one meeting."""

    title: str
    y: int
    rects: list[Rect]
    kept: str
    after: str


def sweep_page(found: Findings) -> str:
    """Return the page of a sweep's findings."""
    columns = by_share(found)[:MOST_COLUMNS] if found.futures.events else []
    rows = [_row(found, booking, number, columns) for number, booking in enumerate(found.bookings())]
    tables = [
        {
            "title": sheet.title,
            "heads": [head for head, _ in sheet.heads],
            "rows": [[printable(cell) for cell in row] for row in sheet.rows],
        }
        for sheet in sheets(found, MOST_COLUMNS)
    ]
    return render(
        "sweep.html.j2",
        "report.css",
        title=printable(found.plan.scenario),
        summary=[printable(line) for line in findings_summary(found)[1:]],
        columns=columns,
        rows=rows,
        tables=tables,
        totals=_totals(found),
        first=printable("; ".join(found.says(columns[0])) or "all is as written") if columns else "",
        left=LEFT,
        wide=WIDE,
        width=LEFT + WIDE + RIGHT,
        height=STEP * len(rows) + 24,
    ).decode()


def _row(found: Findings, booking: HeldBooking, number: int, columns: list[Outcomes]) -> FutureRow:
    rects: list[Rect] = []
    x = float(LEFT)
    for outcomes in columns:
        kind, width = _effect(found, booking.meeting, outcomes), WIDE * found.course.shares[outcomes]
        if rects and rects[-1].kind == kind:
            rects[-1] = Rect(kind, rects[-1].x, round(rects[-1].width + width, 3))
        else:
            rects.append(Rect(kind, round(x, 3), round(width, 3)))
        x += width
    title = printable(found.plan.names.meeting(booking.meeting))
    title = title if len(title) <= 32 else f"{title[:31]}…"
    return FutureRow(title, number * STEP, rects, share_of(found, booking.before), share_of(found, booking.after))


def _effect(found: Findings, meeting: str, outcomes: Outcomes) -> str:
    result = found.results[outcomes]
    if meeting in result["held"] and not any(change["meeting"] == meeting for change in result["changes"]):
        return "kept"
    return "moved" if meeting in result["after"] else "lost"


def _totals(found: Findings) -> dict[str, str]:
    """Return the average share of each kind over all meetings."""
    bookings = found.bookings()
    totals = dict.fromkeys(("kept", "moved", "lost"), 0.0)
    for booking in bookings:
        for outcomes, share in found.course.shares.items():
            totals[_effect(found, booking.meeting, outcomes)] += share / len(bookings)
    return {kind: say_share(total) for kind, total in totals.items()}
