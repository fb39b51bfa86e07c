"""A meeting is held in the mode that was named first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    """
    meetings:
      talks: {participants: [ana, ben], mode: [video, in person, telephone]}
    """,
    # In person at either of two places.
    """
    places:
      coast: {name: Coast, zone: Asia/Kolkata}
    meetings:
      talks: {participants: [ana, ben], mode: [in person, video]}
    """,
)


def test_in_the_first_mode(story: Story) -> None:
    """
    meetings:
      talks: {mode: [in person, video]}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", "hotel")) == []
    assert story.says("talks") == ["Talks is wished for in person"]


def test_in_another_mode(story: Story) -> None:
    """
    meetings:
      talks: {mode: [in person, video]}
      dinner: {mode: [video, in person]}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", "video"), dinner=Slot("3 Sep 18:00", "hotel")) == [
        "Talks (3 Sep 10:00–11:00) is held by video, not in person",
        "Dinner (3 Sep 18:00–19:00) is held in person, not by video",
    ]
    assert story.says("dinner") == ["Dinner is wished for by video"]
