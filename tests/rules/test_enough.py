"""Of some meetings, at least so many are held."""

from __future__ import annotations

import pytest

from scheduler.base.issue import Origin
from scheduler.problem.requirement import Requirement
from scheduler.rules.asked.enough import Enough
from scheduler.testing.tiny import FIELD
from scheduler.testing.world import World

WORLD = World.of(
    """
    meetings:
      talks: {participants: [ana, ben], length: 4 h}
      dinner: {participants: [cem, dia], length: 2 h}
    """,
    FIELD,
)


@pytest.mark.parametrize(("some", "least"), [(("talks", "dinner"), n) for n in (0, 1, 2)] + [(("dinner",), 1)])
def test_the_solver_and_a_reader_agree_on_every_plan(some: tuple[str, ...], least: int) -> None:
    assert WORLD.disagreements(Requirement(Enough(some, least), Origin("asked", 0))) == []


def test_its_sentences() -> None:
    rule = Enough(("talks", "dinner"), 2)
    empty = next(plan for plan in WORLD.plans.values() if not plan.bookings)
    assert list(rule.broken(empty)) == ["0 of 2 meetings are held, not 2"]
    assert rule.say(empty.names) == "of 2 meetings at least 2 are held"
