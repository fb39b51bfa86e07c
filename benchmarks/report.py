"""The results of the sets of instances as a table: what was reached, how far from the best known, what it took."""

from __future__ import annotations

import platform
from importlib.metadata import version
from importlib.util import find_spec
from statistics import geometric_mean
from typing import TYPE_CHECKING, Any

from benchmarks import growth

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.answer import Measured

ENDED = ("optimal", "impossible")
LEAST = 0.001
"""Seconds of CPU time below which no ratio is worked out."""
HEAD = "| set | instance | status | value | bound | best known | gap | seconds | CPU seconds | MB | note |"


def write(folder: Path, rows: Sequence[Measured], limit: float, seed: int) -> Path:
    """Write the table and the rows as JSON lines into a folder, and return the table's path."""
    folder.mkdir(parents=True, exist_ok=True)
    versions = f"OR-Tools {version('ortools')}, Python {platform.python_version()}"
    lines = ["# Benchmarks", "", f"{versions}; seed {seed}; at most {limit:g} seconds of process CPU time each.", ""]
    lines += [*ratios(rows), ""] if ratios(rows) else []
    lines += [HEAD, "|" + " --- |" * (HEAD.count("|") - 1), *map(_line, rows)]
    table = folder / "latest.md"
    table.write_text("\n".join(lines) + "\n", "utf-8")
    scale = [row for row in rows if row.set == "scale"]
    if len(scale) > 1 and find_spec("matplotlib") is not None:
        growth.draw(folder / "growth.svg", scale)
        lines += ["", "![How time, memory and gap grow with the number of requests](growth.svg)"]
        table.write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "latest.jsonl").write_text("".join(row.as_json() + "\n" for row in rows), "utf-8")
    return table


def ratios(rows: Sequence[Measured]) -> list[str]:
    """Return a line for each peer: the geometric mean of our CPU seconds over its own, where both came to an end."""
    ours = {(row.set, row.instance): row for row in rows}
    found: dict[str, list[float]] = {}
    unsolved: dict[str, int] = {}
    for row in rows:
        own = ours.get((row.set.partition(": ")[0], row.instance))
        if own is None or own is row:
            continue
        if row.status in ENDED and own.status in ENDED:
            found.setdefault(row.set, []).append(own.cpu_seconds / max(row.cpu_seconds, LEAST))
        else:
            unsolved[row.set] = unsolved.get(row.set, 0) + 1
    lines = []
    for peer in dict.fromkeys((*found, *unsolved)):
        each = found.get(peer, [])
        mean = f"{geometric_mean(each):.2f} over {len(each)} instances" if each else "none"
        lines.append(
            f"{peer}: geometric mean of our CPU seconds over its own {mean}; {unsolved.get(peer, 0)} left aside"
        )
    return lines


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
