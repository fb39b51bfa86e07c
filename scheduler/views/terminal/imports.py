"""What comes of a foreign file: its columns as they were understood, its rows, what is to be said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from scheduler.views.terminal.plan import titled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from scheduler.importers.into import ImportOutcome
    from scheduler.importers.merge import MergeStep
    from scheduler.importers.reading import Task
    from scheduler.importers.result import Import, SetAside

KINDS = {
    "new": "new",
    "changed": "changed",
    "conflict": "CONFLICT: changed in the file and by hand; what you wrote is kept (--theirs takes theirs)",
    "kept": "kept as you changed it; the file says what it said before",
    "gone": "gone from the file, and still in the scenario (--drop-gone takes it out)",
}
"""What is said of each kind of step; what is the same is only counted."""
DROPPED = "gone from the file, and taken out"


def preview(task: Task, taken: Import, outcome: ImportOutcome) -> Group:
    """Return the columns, the rows, what is to be known, and what was not taken."""
    parts: list[RenderableType] = []
    if taken.columns:
        parts.append(_columns(taken))
    if any(step.kind != "same" for step in outcome.merge.steps):
        parts.append(_rows(task, outcome))
    parts += [Text(f"– {remark}") for remark in (*taken.remarks, *outcome.remarks)]
    left = [*taken.set_aside, *outcome.set_aside]
    if left:
        parts.append(_left(left))
    return Group(*parts, Text(verdict(taken, outcome)))


def verdict(taken: Import, outcome: ImportOutcome) -> str:
    """Return how many entries are new, changed, the same, gone, and not taken."""
    counts = [(kind, len(outcome.merge.of(kind))) for kind in ("new", "changed", "same", "kept", "conflict", "gone")]
    words = {"kept": "kept as changed by hand", "same": "as before", "conflict": "in conflict"}
    said = [f"{number} {words.get(kind, kind)}" for kind, number in counts if number]
    left = len(taken.set_aside) + len(outcome.set_aside)
    said += [f"{left} NOT TAKEN"] if left else []
    return f"{taken.file}: {', '.join(said) or 'nothing in it'}."


def _columns(taken: Import) -> Table:
    table = titled("The columns")
    table.show_lines = False
    table.add_column("In the file", ratio=1)
    table.add_column("Understood as", ratio=1)
    for theirs, ours in taken.columns:
        table.add_row(Text(theirs), Text(ours or "– ignored"))
    return table


def _rows(task: Task, outcome: ImportOutcome) -> Table:
    table = titled({"busy": "The events", "requests": "The requests", "programme": "The entries"}[task.kind])
    table.add_column("From", ratio=3)
    table.add_column("Entry", ratio=4)
    table.add_column("", ratio=4)
    for step in outcome.merge.steps:
        if step.kind != "same":
            table.add_row(Text(step.row), Text(_called(step)), Text(_said(step)))
    return table


def _called(step: MergeStep) -> str:
    return f"{step.key}\n{step.said}" if isinstance(step.key, str) and step.key != step.said else step.said


def _said(step: MergeStep) -> str:
    if step.kind == "gone" and step.written:
        return DROPPED
    differs = f" ({', '.join(step.differs)})" if step.differs else ""
    return KINDS[step.kind] + differs


def _left(left: list[SetAside]) -> Table:
    table = titled("Not taken")
    table.add_column("From", ratio=2)
    table.add_column("Why, and what it says", ratio=5)
    for each in left:
        why = Text(f"{each.because} {each.hint}".rstrip())
        if each.content:
            why.append(f"\n{each.content}", style="italic")
        table.add_row(Text(each.row), why)
    return table


def data(
    task: Task, taken: Import, outcome: ImportOutcome, *, into: str | None, written: bool, changes: str = ""
) -> dict[str, Any]:
    """Return what comes of a foreign file as a JSON object."""
    return {
        "file": taken.file,
        "kind": task.kind,
        "into": into,
        "written": written,
        "columns": [{"column": theirs, "as": ours or None} for theirs, ours in taken.columns],
        "steps": list(_steps(outcome)),
        "not_taken": [
            {"from": s.row, "line": s.line or None, "because": s.because, "hint": s.hint, "content": s.content}
            for s in (*taken.set_aside, *outcome.set_aside)
        ],
        "remarks": [*taken.remarks, *outcome.remarks],
        "changes": changes,
        "yaml": outcome.text if into is None else None,
    }


def _steps(outcome: ImportOutcome) -> Iterator[dict[str, Any]]:
    for step in outcome.merge.steps:
        yield {
            "kind": step.kind,
            "key": step.key,
            "from": step.row,
            "said": step.said,
            "words": list(step.differs),
            "entry": dict(step.taken.entry) if step.taken is not None else None,
        }
