"""`python -m benchmarks [startup]`: how long the commands take, in relation to the import of OR-Tools.

Everything is run side by side in turns, as processes of their own; what counts is the ratio of the medians.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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


def main() -> None:
    """Measure, and print a line for each command."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument("set", nargs="?", default="startup", choices=["startup"], help="what is measured")
    parser.add_argument("--rounds", type=int, default=10, help="runs of each command (10)")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    arguments = parser.parse_args()
    seconds = measure(arguments.rounds)
    base = statistics.median(seconds["import"])
    for name, runs in seconds.items():
        median, limit = statistics.median(runs), LIMITS.get(name, 0.5)
        ratio, wanted = round(median / base, 2), 1.0 if name == "import" else limit
        row = {"command": name, "seconds": round(median, 3), "ratio": ratio, "wanted": wanted}
        if arguments.json:
            print(json.dumps(row))
        else:
            kept = "" if ratio <= wanted else "  (above what is wanted)"
            print(f"{name:8} {median:.3f} s   ratio {ratio:.2f}   wanted {wanted}{kept}")


if __name__ == "__main__":
    main()
