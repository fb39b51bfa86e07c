"""The meeting-scheduling sets of OptaPlanner and Timefold: as a scenario of ours, and scored by their definition.

A grain is a step of the grid. The grains of a day fill it from midnight to midnight, so that the last of one
day and the first of the next are neighbours, as they are in the definition.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

from benchmarks.answer import Answer
from scheduler.base.times import minute
from scheduler.problem.load import parse
from scheduler.problem.requirements import requirements_of
from scheduler.rules.written.one_room import CHANGE
from scheduler.scenario.problem import problem_of
from scheduler.solver.engine import Engine
from scheduler.solver.search import best_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scheduler.plan.plan import Plan
    from scheduler.scenario.models import Scenario

FIRST = date(2024, 1, 1)
"""The day on which every plan begins; the sets name none."""
MINUTES_A_DAY = 24 * 60
SOFT = {"last": 1, "breather": 100, "at_once": 10, "room": 1, "stability": 1}
"""What the definition's soft terms weigh."""

SHARE_OF_THE_SEARCH = 0.97
"""What is left of the limit is for reading before the search, and for checking and scoring after it."""

Instance = dict[str, Any]


@dataclass(frozen=True)
class Score:
    """The definition's score of a plan, as penalties: each 0 or more."""

    hard: int
    medium: int
    soft: int


@dataclass(frozen=True)
class Placement:
    """When and where a meeting is held: its first grain, and the index of its room."""

    start: int
    room: int


def names(folder: Path) -> list[str]:
    """Return the name of every instance, the smallest first."""
    found = (path.stem for path in folder.glob("*.json"))
    return sorted(found, key=lambda name: (len(_read(folder, name)["meetings"]), name))


def best_known(folder: Path, name: str) -> Any:  # noqa: ARG001
    """Return nothing: no plan of these sets has been published as the best."""
    return None


def solve(folder: Path, name: str, limit: float, seed: int) -> Answer:
    """Plan one instance within so many seconds of process CPU time, and score the plan."""
    instance = _read(folder, name)
    engine = Engine(SHARE_OF_THE_SEARCH * limit, seed, clock=time.process_time)
    problem = problem_of(scenario_of(instance))
    outcome = best_plan(engine, problem, requirements_of(problem))
    plan = outcome.plan
    if plan is None:
        return Answer("out-of-time", bound=None)
    unplaced = len(instance["meetings"]) - len(plan.bookings)
    if unplaced:
        return Answer(plan.status, note=f"{unplaced} meetings have no slot")
    score = score_of(instance, placements(instance, plan))
    bound = next((tier.bound // grain_minutes(instance) for tier in plan.tiers if tier.tier == "strong wishes"), 0)
    return Answer(plan.status, score.__dict__, bound)


def _read(folder: Path, name: str) -> Instance:
    instance: Instance = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return instance


# The scenario.


def grain_minutes(instance: Instance) -> int:
    """Return the minutes of the scenario that stand for a grain."""
    return MINUTES_A_DAY // grains_a_day(instance)


def grains_a_day(instance: Instance) -> int:
    """Return how many grains the first day has; only the last may have fewer."""
    first = instance["grains"][0]["day"]
    return sum(grain["day"] == first for grain in instance["grains"])


def scenario_of(instance: Instance) -> Scenario:
    """Return the instance as a scenario.

    Raises:
        ValueError: the instance asks for something that a scenario cannot say.
    """
    scenario, issues = parse(json.dumps(_scenario(instance)), f"{instance['name']}.yaml")
    if scenario is None or issues:
        raise ValueError("; ".join(map(str, issues)))
    return scenario


def _scenario(instance: Instance) -> dict[str, Any]:
    grain, whole = grain_minutes(instance), len(instance["grains"])
    last = FIRST + timedelta(days=(whole - 1) // grains_a_day(instance))
    return {
        "title": instance["name"],
        "zone": "UTC",
        "dates": f"{FIRST} to {last}" if last > FIRST else f"{FIRST}",
        "grid": f"{grain} min",
        "hours": "00:00-24:00",
        "reset": "0 min",
        "few_gaps": False,
        "places": {"town": {"name": "Town", "zone": "UTC"}},
        "venues": {"house": {"name": "House", "place": "town"}},
        "rooms": {
            f"room-{room['id']}": {"name": room["name"], "venue": "house", "seats": room["capacity"]}
            for room in instance["rooms"]
        },
        "delegations": {"all": {"name": "All"}},
        "principals": {
            f"person-{person['id']}": {"name": person["name"], "delegation": "all", "home": "town"}
            for person in instance["people"]
        },
        "meetings": {f"meeting-{m['id']}": _meeting(instance, m) for m in instance["meetings"]},
        "rules": list(_rules(instance)),
    }


def _meeting(instance: Instance, meeting: dict[str, Any]) -> dict[str, Any]:
    grain, whole = grain_minutes(instance), len(instance["grains"])
    ends = datetime.combine(FIRST, clock(), UTC) + timedelta(minutes=grain * whole)
    return {
        "title": f"{meeting['topic']} ({meeting['id']})",
        "participants": [f"person-{person}" for person in meeting["required"]],
        "length": f"{grain * meeting['duration']} min",
        "needs": {"seats": len(meeting["required"]) + len(meeting["preferred"])},
        "priority": "must",
        "windows": {"from": f"{FIRST}", "to": f"{ends:%Y-%m-%dT%H:%M}Z"},
    }


def _rules(instance: Instance) -> Iterator[dict[str, Any]]:
    follows = defaultdict(list)
    for meeting in instance["meetings"]:
        for person in meeting["preferred"]:
            follows[person].append(f"meeting-{meeting['id']}")
    grain, meetings = grain_minutes(instance), [f"meeting-{meeting['id']}" for meeting in instance["meetings"]]
    # A soft point is a minute of each step of a grain: what these rules measure in minutes counts as it is.
    yield {"rule": "prefer", "meetings": meetings, "when": "early", "strength": f"wish {SOFT['last']}"}
    yield {"rule": "breather", "at_least": f"{grain} min", "strength": f"wish {SOFT['breather']}"}
    yield {"rule": "rarely_at_once", "strength": f"wish {SOFT['at_once']}"}
    yield {"rule": "larger_rooms_first", "strength": f"wish {grain * SOFT['room']}"}
    for person in sorted(person["id"] for person in instance["people"]):
        yield {
            "rule": "one_room",
            "principal": f"person-{person}",
            "within": f"{2 * grain} min",
            "strength": f"wish {grain * SOFT['stability'] // CHANGE}",
            **({"also": follows[person]} if person in follows else {}),
        }
    for person, followed in sorted(follows.items()):
        yield {
            "rule": "preferred_attendee",
            "principal": f"person-{person}",
            "meetings": followed,
            "strength": "strong wish 1",
        }


# The scorer, from the definition and the bookings alone.


def placements(instance: Instance, plan: Plan) -> dict[int, Placement]:
    """Read when and where each meeting is held from the plan's bookings."""
    grain, rooms = grain_minutes(instance), [f"room-{room['id']}" for room in instance["rooms"]]
    begins = minute(datetime.combine(FIRST, clock(), UTC))
    return {
        int(booking.meeting.removeprefix("meeting-")): Placement(
            (minute(booking.start) - begins) // grain, rooms.index(str(booking.room))
        )
        for booking in plan.bookings
    }


def score_of(instance: Instance, placed: dict[int, Placement]) -> Score:
    """Return the definition's score of a plan that places every meeting."""
    meetings = {meeting["id"]: meeting for meeting in instance["meetings"]}
    hard, medium, soft = 0, 0, 0
    for key, meeting in meetings.items():
        hard += _hard_alone(instance, meeting, placed[key])
        soft += SOFT["last"] * _last(meeting, placed[key])
        soft += SOFT["room"] * _larger_rooms(instance, placed[key])
    for one, other in combinations(meetings.values(), 2):
        at_once = _overlap(one, placed[one["id"]], other, placed[other["id"]])
        same_room = placed[one["id"]].room == placed[other["id"]].room
        both_required, else_in_common = _in_common(one, other)
        hard += at_once * (same_room + both_required)
        medium += at_once * else_in_common
        soft += SOFT["at_once"] * at_once
    for one, other in permutations(meetings.values(), 2):
        soft += _in_a_row(one, placed[one["id"]], other, placed[other["id"]])
    return Score(hard, medium, soft)


def _last(meeting: dict[str, Any], placement: Placement) -> int:
    return int(placement.start + meeting["duration"] - 1)


def _overlap(one: dict[str, Any], here: Placement, other: dict[str, Any], there: Placement) -> int:
    """Return the grains that two meetings have in common."""
    common = min(_last(one, here), _last(other, there)) - max(here.start, there.start) + 1
    return max(0, common)


def _hard_alone(instance: Instance, meeting: dict[str, Any], placement: Placement) -> int:
    """Return the penalties of a meeting by itself: overtime, the room's capacity, one day."""
    grains, last = instance["grains"], _last(meeting, placement)
    overtime = max(0, last - (len(grains) - 1))
    seats = len(meeting["required"]) + len(meeting["preferred"])
    short = max(0, seats - instance["rooms"][placement.room]["capacity"])
    other_day = not overtime and grains[placement.start]["day"] != grains[last]["day"]
    return int(overtime + short + other_day)


def _larger_rooms(instance: Instance, placement: Placement) -> int:
    own = instance["rooms"][placement.room]["capacity"]
    return sum(max(0, room["capacity"] - own) for room in instance["rooms"])


def _in_common(one: dict[str, Any], other: dict[str, Any]) -> tuple[int, int]:
    """Return how many people both require, and how many are in both otherwise."""
    both_required = len(set(one["required"]) & set(other["required"]))
    everybody = set(one["required"]) | set(one["preferred"])
    return both_required, len(everybody & {*other["required"], *other["preferred"]}) - both_required


def _in_a_row(one: dict[str, Any], here: Placement, other: dict[str, Any], there: Placement) -> int:
    """Return the penalties of two meetings of which the one may come before the other: breather and stability."""
    penalty = SOFT["breather"] * (_last(one, here) + 1 == there.start)
    if here.start < there.start and there.start - one["duration"] - here.start <= 2 and here.room != there.room:
        penalty += SOFT["stability"] * sum(_in_common(one, other))
    return penalty
