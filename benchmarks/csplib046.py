"""CSPLib problem 46, meeting scheduling: unit meetings of agents, with travel between them.

An agent's meetings are held one after the other with the time to travel between: |t_i - t_j| - 1 >= distance.
A slot is half an hour of one day, each meeting has a venue of its own, and the distances are ways between venues.
"""

from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING, Any

from benchmarks.answer import Answer
from benchmarks.ours import planned

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SLOT = 5
"""Minutes of a slot."""


def names(folder: Path | None) -> list[str]:
    """Return a name for each instance, by its number."""
    return [_name(instance) for instance in _all(folder)]


def best_known(folder: Path | None, name: str) -> str:
    """Return the published status."""
    return "feasible" if _instance(folder, name)["published"]["status"] == "SAT" else "impossible"


def solve(folder: Path | None, name: str, limit: float, seed: int) -> Answer:
    """Solve an instance; the value is the number of slots up to the last meeting."""
    instance = _instance(folder, name)
    plan = planned(_scenario(instance), limit, seed)
    if plan is None:
        return Answer("out-of-time")
    starts = {int(b.meeting[1:]): (b.start.hour * 60 + b.start.minute) // SLOT for b in plan.bookings}
    wrong = errors(instance, starts) if plan.status in {"optimal", "feasible"} else []
    last = max(starts.values(), default=-1) + 1
    return Answer(plan.status, last if starts else None, note="; ".join(wrong))


def errors(instance: Mapping[str, Any], starts: Mapping[int, int]) -> list[str]:
    """Return what is wrong with some starts, by the definition alone."""
    found = [f"meeting {m} is not held" for m in range(instance["n_meetings"]) if m not in starts]
    found += [f"meeting {m} is in slot {slot}" for m, slot in starts.items() if not 0 <= slot < instance["slots"]]
    for agent, meetings in enumerate(instance["agents"]):
        for one, other in combinations([m for m in meetings if m in starts], 2):
            if abs(starts[one] - starts[other]) - 1 < instance["distance"][one][other]:
                found.append(f"agent {agent} cannot get from meeting {one} to meeting {other}")
    return found


def _all(folder: Path | None) -> list[dict[str, Any]]:
    if folder is None:
        raise ValueError("the instances are read from a folder")
    instances: list[dict[str, Any]] = json.loads((folder / "all.json").read_text("utf-8"))
    return instances


def _name(instance: Mapping[str, Any]) -> str:
    return f"instance-{instance['id']:02}"


def _instance(folder: Path | None, name: str) -> dict[str, Any]:
    return next(instance for instance in _all(folder) if _name(instance) == name)


def _scenario(instance: Mapping[str, Any]) -> str:
    """Return the instance as a scenario: an agent is a principal, a meeting has its own venue."""
    number, slots = instance["n_meetings"], instance["slots"]
    there: list[list[str]] = [[] for _ in range(number)]
    for agent, meetings in enumerate(instance["agents"]):
        for meeting in meetings:
            there[meeting].append(f"a{agent}")
    # A meeting has two participants at least: who else is in it is in no other.
    guests = [f"g{meeting}{n}" for meeting in range(number) for n in range(max(0, 2 - len(there[meeting])))]
    for guest in guests:
        there[int(guest[1:-1])].append(guest)
    people = [*(f"a{agent}" for agent in range(len(instance["agents"]))), *guests]
    shared = {frozenset(pair) for meetings in instance["agents"] for pair in combinations(meetings, 2)}
    lines = ["title: CSPLib 046", "zone: UTC", "dates: 3 Sep 2020", f"grid: {SLOT} min", "few_gaps: false"]
    end = slots * SLOT
    lines += [f'hours: "00:00-{end // 60:02}:{end % 60:02}"', "places:", "  town: {name: Town, zone: UTC}"]
    lines += ["delegations:", "  all: {name: All}", "venues:"]
    lines += [f"  v{meeting}: {{name: V{meeting}, place: town}}" for meeting in range(number)]
    lines += ["travel:"]
    for one, other in sorted(tuple(sorted(pair)) for pair in shared):
        takes = instance["distance"][one][other] * SLOT
        if takes:
            lines.append(f"  - {{between: [v{one}, v{other}], takes: {takes} min}}")
    lines += ["principals:", *(f"  {key}: {{name: {key}, delegation: all, home: town}}" for key in people)]
    lines += ["meetings:"]
    lines += [
        f"  m{meeting}: {{participants: [{', '.join(there[meeting])}], venue: v{meeting}, "
        f"format: pull-aside, length: {SLOT} min, priority: must}}"
        for meeting in range(number)
    ]
    return "\n".join(lines) + "\n"
