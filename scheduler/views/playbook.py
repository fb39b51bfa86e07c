"""A playbook as text, Markdown, HTML and JSON, with one page for each event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from scheduler.base.percent import say_share
from scheduler.base.times import say_span, zone_of
from scheduler.base.value import value
from scheduler.plan.file import to_data
from scheduler.views.page.templating import render
from scheduler.views.printable import one_line, printable
from scheduler.views.terminal.changes import KINDS, call_data, change_data, say_booking, say_change, title_of
from scheduler.views.terminal.changes import change_count as verdict_of
from scheduler.views.terminal.sweep import TextTable, terminal_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.plan.plan import Plan
    from scheduler.questions.playbook import Fallback
    from scheduler.scenario.models import Scenario


@value
class Page:
    """One event of the playbook, as texts and tables."""

    number: int
    title: str
    lines: list[str]
    sheets: list[TextTable]


def pages(plan: Plan, fallbacks: Sequence[Fallback]) -> list[Page]:
    """Return a page for each fallback."""
    return [_page(number, plan, each) for number, each in enumerate(fallbacks, start=1)]


def _page(number: int, plan: Plan, fallback: Fallback) -> Page:
    lines = [f"Probability: {say_share(fallback.probability)}."]
    if fallback.stands:
        return Page(number, fallback.says, [*lines, "The plan stands as it is: nothing has to be done."], [])
    if fallback.made is None:
        lines.append("Out of time: no new plan was found. Try a longer --time-limit.")
        return Page(number, fallback.says, lines, [])
    if fallback.made.impossible:
        lines.append("Not all must-meetings have a slot in that case (proved).")
    lines.append(verdict_of(fallback.made) if fallback.changes else "Nothing has to change.")
    return Page(
        number, fallback.says, lines, [_moves(plan, fallback), _calls(plan, fallback), _new_plan(plan, fallback)]
    )


def _moves(plan: Plan, fallback: Fallback) -> TextTable:
    rows = []
    for change in sorted(fallback.changes, key=lambda c: (list(KINDS).index(c.kind), -c.weight)):
        before, after = change.move.before, change.move.after
        new = fallback.plan(plan)
        title = title_of(fallback.problem, plan, change)
        rows.append((KINDS[change.kind], title, say_booking(plan, before), say_booking(new, after)))
    return TextTable("What changes", (("Change", 0), ("Meeting", 4), ("Before", 4), ("Now", 4)), rows)


def _calls(plan: Plan, fallback: Fallback) -> TextTable:
    names = fallback.problem.facts.names
    rows = [
        (
            names.of("people", call.principal) + (f"\n{call.office}" if call.office else ""),
            "\n".join(say_change(fallback.problem, plan, change) for change in call.about),
        )
        for call in fallback.calls
    ]
    return TextTable("Whom to call", (("Office of", 4), ("About", 8)), rows)


def _new_plan(plan: Plan, fallback: Fallback) -> TextTable:
    """Return the table of the new plan."""
    new = fallback.plan(plan)
    rows = [
        (
            say_span(b.start, b.end, zone_of(b.zone)),
            new.names.meeting(b.meeting),
            say_booking(new, b).partition("\n")[2],
        )
        for b in sorted(new.bookings, key=lambda b: (b.start, b.meeting))
    ]
    return TextTable("The plan then", (("When", 4), ("Meeting", 4), ("Where", 4)), rows)


def as_text(plan: Plan, fallbacks: Sequence[Fallback]) -> Group:
    """Return the playbook for the terminal."""
    parts: list[Any] = [Text(_heading(plan), style="bold"), Text(_sentence(fallbacks))]
    for page in pages(plan, fallbacks):
        parts += [Text(), Text(f"{page.number}. If {page.title}", style="bold"), *map(Text, page.lines)]
        parts += [terminal_table(sheet) for sheet in page.sheets]
    return Group(*parts)


def _heading(plan: Plan) -> str:
    return f"Playbook: {plan.scenario}"


def _sentence(fallbacks: Sequence[Fallback]) -> str:
    if not fallbacks:
        return "Nothing in the scenario is uncertain: add 'certainty:' to the entries that are."
    count = len(fallbacks)
    return f"{count} {'event' if count == 1 else 'events'}, each considered on its own; everything else is as written."


def as_markdown(plan: Plan, fallbacks: Sequence[Fallback]) -> str:
    """Return the playbook as Markdown, a section for each event."""
    parts = [f"# {_cell(_heading(plan))}", _sentence(fallbacks)]
    for page in pages(plan, fallbacks):
        parts += [f"## {page.number}. If {_cell(page.title)}", "\n".join(map(_cell, page.lines))]
        for sheet in page.sheets:
            parts.append(f"### {sheet.title}")
            lines = [[head for head, _ in sheet.heads], ["---"] * len(sheet.heads), *sheet.rows]
            parts.append("\n".join(f"| {' | '.join(map(_cell, row))} |" for row in lines))
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    lines = [one_line(line) for line in text.split("\n")]
    escaped = "<br>".join(line.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|") for line in lines)
    return escaped.replace("*", "\\*").replace("_", "\\_").replace("`", "\\`")


def as_page(plan: Plan, fallbacks: Sequence[Fallback]) -> str:
    """Return the playbook as an HTML page that prints one event a page."""
    events = [
        {
            "number": page.number,
            "title": printable(page.title),
            "lines": list(map(printable, page.lines)),
            "tables": [
                {
                    "title": sheet.title,
                    "heads": [head for head, _ in sheet.heads],
                    "rows": [[printable(cell) for cell in row] for row in sheet.rows],
                }
                for sheet in page.sheets
            ],
        }
        for page in pages(plan, fallbacks)
    ]
    title, sentence = printable(_heading(plan)), _sentence(fallbacks)
    return render("playbook.html.j2", "report.css", title=title, sentence=sentence, events=events).decode()


def playbook_to_json(scenario: Scenario, plan: Plan, fallbacks: Sequence[Fallback]) -> dict[str, Any]:
    """Return the playbook as one JSON object; each fallback contains a whole plan."""
    return {
        "scenario": plan.scenario,
        "digest": scenario.digest,
        "events": [
            {
                "says": fallback.says,
                "probability": float(fallback.probability),
                "stands": fallback.stands,
                "held": sorted(fallback.held),
                "changes": [change_data(change) for change in fallback.changes],
                "calls": [call_data(call) for call in fallback.calls],
                "plan": to_data(fallback.plan(plan)),
            }
            for fallback in fallbacks
        ],
    }
