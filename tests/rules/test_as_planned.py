"""A meeting keeps the slot that an earlier plan gave it."""

from __future__ import annotations

from typing import Literal

import pytest

from scheduler.base.issue import Origin
from scheduler.problem.requirement import Requirement
from scheduler.rules.asked.as_planned import AsPlanned
from scheduler.testing.tiny import FIELD
from scheduler.testing.world import World

WORLD = """
meetings:
  talks: {participants: [ana, ben], mode: [in person, video], length: {shortest: 1 h, wanted: 2 h, longest: 3 h}}
  dinner: {participants: [ana, cem], length: 2 h}
"""
KEEPS: tuple[Literal["slot", "day", "held"], ...] = ("slot", "day", "held")


@pytest.mark.parametrize("meeting", ["talks", "dinner"])
def test_the_solver_and_a_reader_agree_on_every_plan(meeting: str) -> None:
    world = World.of(WORLD, FIELD)
    bookings = {plan.by_meeting[meeting] for plan in world.plans.values() if plan.booking(meeting)}
    assert len(bookings) > 10
    for booking in sorted(bookings, key=str)[::7]:
        for keeps in KEEPS:
            requirement = Requirement(AsPlanned(meeting, booking, keeps), Origin("asked", 0))
            assert world.disagreements(requirement) == []
            assert 0 < len(world.kept(requirement.rule)) < len(world.plans)


def test_its_sentences() -> None:
    world = World.of(WORLD, FIELD)
    plans = [plan for plan in world.plans.values() if set(plan.by_meeting) == {"dinner"}]
    rule = AsPlanned("dinner", plans[0].by_meeting["dinner"])
    assert rule.say(plans[0].names) == "Ana – Cem stays at 3 Sep 00:00–02:00"
    assert list(rule.broken(plans[1])) == ["Ana – Cem (3 Sep 00:00–02:00) is now Ana – Cem (3 Sep 02:00–04:00)"]
    empty = next(plan for plan in world.plans.values() if not plan.bookings)
    assert list(rule.broken(empty)) == ["Ana – Cem (3 Sep 00:00–02:00) is not held any more"]
