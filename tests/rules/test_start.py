"""A meeting has a fixed start."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    """
    grid: 30 min
    meetings:
      talks:
        participants: [ana, ben]
        length: {shortest: 30 min, wanted: 60 min, longest: 60 min}
        mode: [in person, video]
        start: 3 Sep 10:30
    """,
    """
    meetings:
      talks: {participants: [ana, ben], start: 3 Sep 00:00, state: confirmed}
    """,
)


def test_at_its_start(story: Story) -> None:
    """
    meetings:
      talks: {start: 3 Sep 15:00, state: confirmed}
    """
    assert story.breaches(talks="3 Sep 15:00") == []
    assert story.says("talks") == ["Talks is confirmed for 3 Sep 15:00"]


def test_at_another_time(story: Story) -> None:
    """
    meetings:
      talks: {start: 3 Sep 15:00}
    """
    assert story.breaches(talks="4 Sep 15:00") == ["Talks (4 Sep 15:00–16:00) does not start at 3 Sep 15:00"]
    assert story.says("talks") == ["Talks has its start fixed at 3 Sep 15:00"]
