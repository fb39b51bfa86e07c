"""A peer for `events`: `grad-visitor-scheduler`, which plans visiting days with a MILP and HiGHS."""

from __future__ import annotations

import csv
import io
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from benchmarks import events
from benchmarks.answer import Answer

NEEDS = ("grad_visit_scheduler", "highspy")
"""What it is imported from, before the clock starts."""

best_known = events.best_known


def names(folder: Path | None) -> list[str]:  # noqa: ARG001
    """Return the visiting days."""
    return list(events.VISITS)


def solve(folder: Path | None, name: str, limit: float, seed: int) -> Answer:  # noqa: ARG001 - it has neither
    """Plan a visiting day: each visit that was asked for counts one, and only those are counted."""
    from grad_visit_scheduler import Solver
    from grad_visit_scheduler.core import Scheduler

    asked = events.event(name, seed)
    visitors = list(dict.fromkeys(visitor for visitor, _ in asked.pairs))
    hosts = {key: {"building": "Hall", "room": key} for key in asked.free if key not in visitors}
    slots = [
        f"{9 + n // 2:02}:{30 * (n % 2):02}-{9 + (n + 1) // 2:02}:{30 * ((n + 1) % 2):02}" for n in range(asked.slots)
    ]
    with tempfile.TemporaryDirectory() as made, redirect_stdout(io.StringIO()):
        asks = Path(made) / "asks.csv"
        _write(asks, asked, visitors)
        peer: Any = Scheduler({"Hall": slots}, str(asks), solver=Solver.HIGHS, faculty_catalog=hosts)
        for host in hosts:
            peer.faculty_limited_availability(host, list(asked.free[host]))
        peer.specify_limited_student_availability({visitor: list(asked.free[visitor]) for visitor in visitors})
        peer.update_weights(faculty_weight=1.0, area_weight=0.0, base_weight=0.0)
        found = peer.schedule_visitors(group_penalty=0.0, max_visitors=asked.slots + 2, max_group=1)
    if found is None:
        return Answer("impossible")
    number = {pair: index for index, pair in enumerate(asked.pairs)}
    held = {(visitor, host): slot for visitor, host, slot in found.active_meetings if (visitor, host) in number}
    schedule = {number[pair]: (slot, "") for pair, slot in held.items()}
    status = "optimal" if found.termination_condition == "optimal" else "feasible"
    return Answer(status, len(schedule), None, "; ".join(events.errors(asked, schedule)))


def _write(file: Path, asked: events.Event, visitors: list[str]) -> None:
    """Write the visitors' wishes as the product reads them: up to five hosts each, and two areas."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Name", *(f"Prof{n}" for n in range(1, 6)), "Area1", "Area2"])
        for visitor in visitors:
            hosts = [host for who, host in asked.pairs if who == visitor]
            writer.writerow([visitor, *hosts, *[""] * (7 - len(hosts))])
