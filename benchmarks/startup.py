"""How long the commands take, in relation to the import of OR-Tools.

Everything is run side by side in turns, as processes of their own; what counts is the ratio of the medians.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
MOSCOW = "scenarios/moscow-2020-09.yaml"
LIMITS = {"solve": 2.0}
"""The largest ratio that is wanted; half for every command that does not solve."""


def commands(plan: Path) -> dict[str, list[str]]:
    """Return the command lines that are measured, by name; the first is what the others are related to."""
    scheduler = [sys.executable, "-m", "scheduler"]
    return {
        "import": [sys.executable, "-c", "from ortools.sat.python import cp_model"],
        "solve": [*scheduler, "solve", MOSCOW],
        "check": [*scheduler, "check", MOSCOW],
        "show": [*scheduler, "show", str(plan)],
        "verify": [*scheduler, "verify", str(plan), MOSCOW],
        "rules": [*scheduler, "rules"],
        "schema": [*scheduler, "schema"],
        "new": [*scheduler, "new"],
        "help": [*scheduler, "--help"],
    }


def measure(rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each run, by name."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.json"
        lines = commands(plan)
        subprocess.run([*lines["solve"], "--out", str(plan)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        seconds: dict[str, list[float]] = {name: [] for name in lines}
        for _ in range(rounds):
            for name, line in lines.items():
                began = time.perf_counter()
                subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                seconds[name].append(time.perf_counter() - began)
    return seconds


def rows(rounds: int) -> Iterator[Row]:
    """Yield a row for each command."""
    seconds = measure(rounds)
    base = statistics.median(seconds["import"])
    for name, runs in seconds.items():
        median, limit = statistics.median(runs), LIMITS.get(name, 0.5)
        yield Row(name, median, median / base, 1.0 if name == "import" else limit)
