"""The results of the sets of instances as a table: what was reached, how far from the best known, what it took."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.answer import Measured

HEAD = "| set | instance | status | value | bound | best known | gap | seconds | CPU seconds | MB | note |"


def write(folder: Path, rows: Sequence[Measured], limit: float, seed: int) -> Path:
    """Write the table and the rows as JSON lines into a folder, and return the table's path."""
    folder.mkdir(parents=True, exist_ok=True)
    versions = f"OR-Tools {version('ortools')}, Python {platform.python_version()}"
    lines = ["# Benchmarks", "", f"{versions}; seed {seed}; at most {limit:g} seconds of process CPU time each.", ""]
    lines += [HEAD, "|" + " --- |" * (HEAD.count("|") - 1), *map(_line, rows)]
    table = folder / "latest.md"
    table.write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "latest.jsonl").write_text("".join(row.as_json() + "\n" for row in rows), "utf-8")
    return table


def gap_to_known(row: Measured) -> str:
    """Return how far the value is from the best known; whether the status is right, where that is what is known."""
    known, value = row.best_known, row.value
    if isinstance(known, str):
        return "right" if (row.status == "impossible") == (known.casefold() in {"impossible", "unsat"}) else "WRONG"
    if isinstance(value, dict):
        value = value.get("medium")
    if isinstance(known, int | float) and isinstance(value, int | float):
        return f"{value - known:+g}"
    return "–"


def _line(row: Measured) -> str:
    cells: list[Any] = [row.set, row.instance, row.status, _said(row.value), _said(row.bound), _said(row.best_known)]
    cells += [gap_to_known(row), f"{row.seconds:.2f}", f"{row.cpu_seconds:.2f}", f"{row.peak_mb:.0f}", row.note]
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return "/".join(str(part) for part in value.values())
    return "–" if value is None else str(value)
