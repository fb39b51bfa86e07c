"""The meeting-scheduling sets of Timefold: the scorer against plans worked out by hand, and a run where the data is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from benchmarks import timefold
from benchmarks.timefold import Placement, Score
from scheduler.problem.requirements import requirements_of
from scheduler.scenario.problem import problem_of
from scheduler.solver.engine import Engine
from scheduler.solver.search import best_plan

DATA = Path(os.environ.get("BENCHMARKS", "bench")) / "timefold"
with_data = pytest.mark.skipif(not DATA.is_dir(), reason="the sets are not here; BENCHMARKS names their folder")

TWO_DAYS: dict[str, Any] = {
    "name": "two days",
    "grain_minutes": 15,
    "people": [{"id": number, "name": f"P{number}"} for number in range(4)],
    "rooms": [{"id": 0, "name": "Large", "capacity": 4}, {"id": 1, "name": "Small", "capacity": 3}],
    "grains": [{"index": n, "day": 1 + n // 4, "minute": 480 + 15 * (n % 4)} for n in range(8)],
    "meetings": [
        {"id": 0, "topic": "A", "duration": 2, "required": [0, 1], "preferred": [2]},
        {"id": 1, "topic": "B", "duration": 2, "required": [1, 2], "preferred": []},
        {"id": 2, "topic": "C", "duration": 1, "required": [2, 3], "preferred": [0, 1]},
    ],
}
"""Four grains a day, three meetings."""


def score(*placed: tuple[int, int]) -> Score:
    """Return the score of the three meetings, each at a grain and in a room."""
    return timefold.score_of(TWO_DAYS, {key: Placement(*where) for key, where in enumerate(placed)})


def test_a_plan_with_no_conflict() -> None:
    # The last grains are 1, 5 and 7; all are in the largest room, and none begins as another ends.
    assert score((0, 0), (4, 0), (7, 0)) == Score(0, 0, 1 + 5 + 7)


def test_people_and_rooms_that_are_needed_twice() -> None:
    # A and B share a person who must be in both, one who may be in one, and the room, for one grain.
    found = score((0, 0), (1, 0), (7, 0))
    assert (found.hard, found.medium) == (1 + 1, 1)
    # A and C share three people, one of whom is preferred in both, and none must be in both.
    found = score((0, 0), (4, 0), (1, 0))
    assert (found.hard, found.medium) == (1, 3)


def test_rooms_that_are_too_small_and_days_that_are_too_short() -> None:
    assert score((0, 0), (4, 0), (7, 1)).hard == 1
    assert score((3, 0), (5, 0), (7, 0)).hard == 1
    # Beyond the last grain it is overtime, and one grain of B and C is in common: one room, one person.
    assert score((0, 0), (7, 0), (7, 0)).hard == 1 + 1 + 1


def test_what_is_soft() -> None:
    # Back to back: A and B at grain 2, B and C at grain 4; B alone is in the small room, which has one seat less.
    lasts, in_a_row, room = 1 + 3 + 4, 2 * 100, 1
    # Person 1 goes from A to B and from B to C, person 2 (preferred in A) as well; A and C are two grains apart.
    assert score((0, 0), (2, 1), (4, 0)) == Score(0, 0, lasts + in_a_row + room + 2 + 2)
    # A and B overlap by a grain, in different rooms: the two who go from one to the other change rooms.
    assert score((0, 0), (1, 1), (7, 0)).soft == (1 + 2 + 7) + 10 + room + 2


def test_the_scenario_is_the_instance_grain_by_grain() -> None:
    grains = [{"index": n, "day": 1 + n // 12, "minute": 480 + 15 * (n % 12)} for n in range(20)]
    instance = {**TWO_DAYS, "grains": grains}
    problem = problem_of(timefold.scenario_of(instance))
    requirements = requirements_of(problem)
    plan = best_plan(Engine(20), problem, requirements).plan
    assert plan is not None
    placed = timefold.placements(instance, plan)
    assert set(placed) == {0, 1, 2}
    found = timefold.score_of(instance, placed)
    assert (found.hard, found.medium) == (0, 0)
    strong, comfort = (tier for tier in plan.tiers if tier.tier in {"strong wishes", "comfort"})
    assert strong.value == found.medium
    # The scenario counts first grains, the definition last ones.
    starts = sum(meeting["duration"] - 1 for meeting in instance["meetings"])
    assert comfort.value == (found.soft - starts) * timefold.grain_minutes(instance)


@with_data
@pytest.mark.parametrize("name", timefold.names(DATA)[:2] if DATA.is_dir() else ["none"])
def test_a_short_run_breaks_nothing_that_is_hard(name: str) -> None:
    answer = timefold.solve(DATA, name, limit=10, seed=0)
    assert answer.value["hard"] == 0
    assert 0 < answer.bound <= answer.value["medium"]
