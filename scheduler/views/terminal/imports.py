"""The outcome of an import: the matched columns, the rows, the remarks, and what was not imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from scheduler.views.terminal.plan import titled_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from scheduler.importers.into import ImportOutcome
    from scheduler.importers.merge import MergeStep
    from scheduler.importers.reading import ImportTask
    from scheduler.importers.result import ImportResult, SetAside

KINDS = {
    "new": "new",
    "changed": "changed",
    "conflict": "CONFLICT: changed in the file and by hand; what you wrote is kept (--theirs takes theirs)",
    "kept": "kept as you changed it; unchanged in the file",
    "gone": "gone from the file, still in the scenario (--drop-gone removes it)",
}
"""The text for each kind of step; unchanged entries are only counted."""
DROPPED = "gone from the file, and removed"


def preview(task: ImportTask, taken: ImportResult, outcome: ImportOutcome) -> Group:
    """Return the columns, the rows, the remarks, and what was not imported."""
    parts: list[RenderableType] = []
    if taken.columns:
        parts.append(_columns(taken))
    if any(step.kind != "same" for step in outcome.merge.steps):
        parts.append(_rows(task, outcome))
    parts += [Text(f"– {remark}") for remark in (*taken.remarks, *outcome.remarks)]
    left = [*taken.set_aside, *outcome.set_aside]
    if left:
        parts.append(_not_imported(left))
    return Group(*parts, Text(import_counts(taken, outcome)))


def import_counts(taken: ImportResult, outcome: ImportOutcome) -> str:
    """Return the numbers of entries that are new, changed, the same, gone, and not imported."""
    counts = [(kind, len(outcome.merge.of(kind))) for kind in ("new", "changed", "same", "kept", "conflict", "gone")]
    words = {"kept": "kept as changed by hand", "same": "as before", "conflict": "in conflict"}
    said = [f"{number} {words.get(kind, kind)}" for kind, number in counts if number]
    left = len(taken.set_aside) + len(outcome.set_aside)
    said += [f"{left} NOT IMPORTED"] if left else []
    return f"{taken.file}: {', '.join(said) or 'nothing to import'}."


def _columns(taken: ImportResult) -> Table:
    table = titled_table("The columns")
    table.show_lines = False
    table.add_column("In the file", ratio=1)
    table.add_column("Matched as", ratio=1)
    for theirs, ours in taken.columns:
        table.add_row(Text(theirs), Text(ours or "– ignored"))
    return table


def _rows(task: ImportTask, outcome: ImportOutcome) -> Table:
    table = titled_table({"busy": "The events", "requests": "The requests", "programme": "The entries"}[task.kind])
    table.add_column("From", ratio=3)
    table.add_column("Entry", ratio=4)
    table.add_column("", ratio=4)
    for step in outcome.merge.steps:
        if step.kind != "same":
            table.add_row(Text(step.row), Text(_entry_text(step)), Text(_step_text(step)))
    return table


def _entry_text(step: MergeStep) -> str:
    return f"{step.key}\n{step.label}" if isinstance(step.key, str) and step.key != step.label else step.label


def _step_text(step: MergeStep) -> str:
    if step.kind == "gone" and step.written:
        return DROPPED
    differs = f" ({', '.join(step.differs)})" if step.differs else ""
    return KINDS[step.kind] + differs


def _not_imported(left: list[SetAside]) -> Table:
    table = titled_table("Not imported")
    table.add_column("From", ratio=2)
    table.add_column("Why, and the content", ratio=5)
    for each in left:
        why = Text(f"{each.because} {each.hint}".rstrip())
        if each.content:
            why.append(f"\n{each.content}", style="italic")
        table.add_row(Text(each.row), why)
    return table


def import_to_json(
    task: ImportTask, taken: ImportResult, outcome: ImportOutcome, *, into: str | None, written: bool, changes: str = ""
) -> dict[str, Any]:
    """Return the outcome of an import as a JSON object."""
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
            "said": step.label,
            "words": list(step.differs),
            "entry": dict(step.taken.entry) if step.taken is not None else None,
        }
