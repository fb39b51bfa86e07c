"""A plan clearly differs from an earlier one."""

from __future__ import annotations

import pytest

from scheduler.base.issue import Origin
from scheduler.problem.requirement import Requirement
from scheduler.rules.asked.differ import Differ
from scheduler.testing.tiny import FIELD
from scheduler.testing.world import World

WORLD = World.of(
    """
    dates: 3-4 Sep 2020
    venues:
      palace: {name: Palace, place: hill}
      hotel: {name: Hotel, place: hill}
    rooms: {salon: {venue: palace}, suite: {venue: hotel}}
    meetings:
      talks: {participants: [ana, ben], length: 4 h, venue: [palace, hotel]}
      dinner: {participants: [cem, dia], length: 2 h, venue: palace, windows: 3 Sep 16:00-24:00}
    """,
    FIELD,
)


@pytest.mark.parametrize("least", [1, 2, 3, 4])
@pytest.mark.parametrize("apart", [120, 240, 1])
def test_the_solver_and_a_reader_agree_on_every_plan(least: int, apart: int) -> None:
    plans = list(WORLD.plans.values())
    for earlier in plans[:: len(plans) // 3]:
        requirement = Requirement(Differ(earlier, least, apart, {"talks": 2}), Origin("asked", 0))
        assert WORLD.disagreements(requirement) == []


def test_how_far_plans_are_apart() -> None:
    plans = list(WORLD.plans.values())
    rule = Differ(plans[-1], 1, 240, {"talks": 2})
    assert {rule.distance(plan) for plan in plans} == {0, 1, 2, 3}
    assert rule.distance(plans[-1]) == 0
    assert list(rule.broken(plans[-1])) == ["the plan differs by 0 from the earlier one, not by 1"]
    assert rule.say(plans[0].names) == "the plan differs from an earlier one by 1 at least"
