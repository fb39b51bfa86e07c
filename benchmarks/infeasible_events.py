"""Infeasible event scheduling (WhyUnsat): proved impossible, and a minimal conflict of our own explanations.

Each event takes a slot on a day of its range; two events of one participant are not in one slot, and on one day
at least two hours lie between them: a readout of two hours. The value is the number of requirements in the
conflict; that each is needed is looked at again here, by leaving it out.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from benchmarks.answer import Answer
from scheduler.problem.load import parse
from scheduler.problem.requirements import requirements_of
from scheduler.questions.conflict import conflicts
from scheduler.scenario.problem import problem_of
from scheduler.solver.engine import Engine
from scheduler.solver.proof import OutOfTimeError, Prover
from scheduler.solver.search import best_plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.questions.conflict import Conflict
    from scheduler.scenario.problem import Problem

APART = "2 h"
"""What lies between two events of a participant on one day."""
LOOKING_AGAIN = 30.0
"""Seconds of process CPU time to look at a conflict again."""


def names(folder: Path | None) -> list[str]:
    """Return the name of each instance: its file."""
    return sorted(path.stem for path in folder.glob("*.json")) if folder else []


def best_known(folder: Path | None, name: str) -> str:  # noqa: ARG001
    """All are infeasible."""
    return "impossible"


def solve(folder: Path | None, name: str, limit: float, seed: int) -> Answer:
    """Prove that an instance is impossible, and find a minimal conflict within the limit."""
    if folder is None:
        raise ValueError("the instances are read from a folder")
    scenario, issues = parse(_scenario(json.loads((folder / f"{name}.json").read_text("utf-8"))))
    if scenario is None:
        raise SystemExit("\n".join(map(str, issues)))
    problem = problem_of(scenario)
    began = time.process_time()
    outcome = best_plan(Engine(limit, seed, 1, clock=time.process_time), problem, requirements_of(problem))
    status = outcome.plan.status if outcome.plan else "out-of-time"
    proved = time.process_time() - began
    try:
        prover = Prover(limit, seed, clock=time.process_time)
        found, _ = conflicts(prover, problem, requirements_of(problem), most=1)
    except OutOfTimeError:
        return Answer(status, note=f"no conflict in time; solved in {proved:.2f} CPU s")
    took = f"solved in {proved:.2f}, conflict in {time.process_time() - began - proved:.2f} CPU s"
    return Answer(status, len(found[0].requirements), note=f"{took}; {_minimal(found[0], problem)}")


def _minimal(conflict: Conflict, problem: Problem) -> str:
    """Return what a second look at a conflict finds: impossible, and possible without each of its members."""
    prover, members = Prover(LOOKING_AGAIN, clock=time.process_time), conflict.requirements
    try:
        if prover.together(problem, members) is not None:
            return "NO CONFLICT"
        for left_out in members:
            if prover.together(problem, [member for member in members if member is not left_out]) is None:
                return "NOT MINIMAL" if conflict.minimal else "a conflict, not minimal"
    except OutOfTimeError:
        return "a conflict, minimal as it says" if conflict.minimal else "a conflict, not proved minimal"
    return "minimal"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _scenario(instance: Mapping[str, Any]) -> str:
    """Return an instance as a scenario: a participant is a principal, an event a must-meeting."""
    days = instance["days"]
    people = [f"p{number}" for number in range(1, instance["participants"] + 1)]
    slots = [f"{_clock(low)}-{_clock(high)}" for low, high in instance["slots"]]
    lines = ["title: events", "zone: UTC", f"dates: {days[0]}-{days[-1]} Sep 2020", "grid: 30 min"]
    lines += ["hours: 00:00-24:00", "few_gaps: false", f"readout: {APART}"]
    lines += ["places:", "  town: {name: Town, zone: UTC}", "delegations:", "  all: {name: All}", "principals:"]
    lines += [f"  {key}: {{name: {key}, delegation: all, home: town}}" for key in people]
    lines += ["meetings:"]
    for event in instance["events"]:
        dates = f"{event['first_day']}-{event['last_day']} Sep"
        windows = ", ".join(f'{{on: {dates}, hours: "{slot}"}}' for slot in slots)
        there = ", ".join(f"p{number}" for number in event["participants"])
        lines.append(
            f"  e{event['id']}: {{participants: [{there}], priority: must, format: pull-aside, "
            f"length: {event['minutes']} min, windows: [{windows}]}}"
        )
    lines += ["rules:"]
    lines += [
        f"  - {{rule: precedence, first: e{one}, then: e{other}, strength: must}}" for one, other in instance["before"]
    ]
    return "\n".join(lines) + "\n"
