"""What a question supposes of a meeting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scheduler.base.issue import Origin
from scheduler.problem.requirement import Requirement
from scheduler.rules.asked.supposed import Supposed
from scheduler.testing.tiny import FIELD
from scheduler.testing.world import World

WORLD = World.of(
    """
    dates: 3-4 Sep 2020
    grid: 120 min
    venues:
      palace: {name: Palace, place: hill}
      hotel: {name: Hotel, place: hill}
    rooms: {salon: {venue: palace}, suite: {venue: hotel, count: 2}}
    meetings:
      talks: {title: Talks, participants: [ana, ben], length: 4 h}
      dinner: {title: Dinner, participants: [cem, dia], length: 2 h}
    """,
    FIELD,
)
FIRST = WORLD.problem.facts.first

SUPPOSED = [
    (Supposed("talks", start=FIRST + timedelta(hours=12)), "Talks is held at 3 Sep 12:00"),
    (Supposed("talks", day=date(2020, 9, 4)), "Talks is held on 4 Sep"),
    (Supposed("talks", since=FIRST + timedelta(hours=12)), "Talks is held not before 3 Sep 12:00"),
    (Supposed("talks", where=("venues", "hotel")), "Talks is held in Hotel"),
    (Supposed("talks", where=("rooms", "salon")), "Talks is held in salon"),
    (Supposed("talks", where=("places", "hill")), "Talks is held in Hill"),
    (Supposed("talks", before="dinner"), "Talks is held before Dinner"),
    (Supposed("dinner", after="talks"), "Dinner is held after Talks"),
]


@pytest.mark.parametrize(("rule", "said"), SUPPOSED, ids=[said for _, said in SUPPOSED])
def test_the_solver_and_a_reader_agree_on_every_plan(rule: Supposed, said: str) -> None:
    requirement = Requirement(rule, Origin("asked", 0))
    assert WORLD.disagreements(requirement) == []
    assert len(WORLD.kept(rule)) > 0
    assert len(WORLD.kept(rule)) < len(WORLD.plans) or rule.where == ("places", "hill")
    assert rule.say(WORLD.problem.facts.names) == said
