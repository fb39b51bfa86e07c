"""An optional participant attends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    """
    meetings:
      talks: {participants: [ana, ben], optional: [cem, dia]}
    """,
)


def test_the_participant_attends(story: Story) -> None:
    """
    meetings:
      talks: {optional: [cem]}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", joined=("cem",))) == []
    assert story.breaches() == []
    assert story.says("talks") == ["Cem is to attend Talks if possible"]


def test_the_participant_stays_away(story: Story) -> None:
    """
    meetings:
      talks: {optional: [cem, dia]}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", joined=("dia",))) == [
        "Talks (3 Sep 10:00–11:00) is held without Cem"
    ]
