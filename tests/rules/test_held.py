"""A meeting that is asked for is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.case import Case

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    Case(
        """
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
          dinner: {participants: [ana, cem], length: 2 h}
        """,
        whose="talks",
    ),
    # One that may be held in two modes, with and without a guest.
    """
    meetings:
      talks: {participants: [ana, ben], optional: [cem], mode: [in person, video], priority: must}
    """,
)


def test_a_meeting_with_a_booking_is_held(story: Story) -> None:
    """
    meetings:
      talks: {priority: must}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 18:00") == []
    assert story.says("talks") == ["Talks is asked for, with priority must"]


def test_a_meeting_without_a_booking_is_not(story: Story) -> None:
    """
    meetings:
      talks: {priority: must}
      dinner: {state: declined}
    """
    assert story.breaches() == ["Talks is not held"]
