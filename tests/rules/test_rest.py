"""A principal rests between evening and morning."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rules.story import Story


def test_a_night_that_is_long_enough(story: Story) -> None:
    """
    principals:
      ana: {rest: 9 h, engagements: [{kind: reception, from: 3 Sep 20:00, to: 23:00}]}
    """
    assert story.breaches(talks="3 Sep 23:00", dinner="4 Sep 09:00") == []
    assert story.says("ana") == ["Ana rests for 9 h each night"]


def test_a_night_that_is_too_short(story: Story) -> None:
    """
    rest: 9 h
    principals:
      ana: {engagements: [{kind: reception, from: 3 Sep 20:00, to: 23:00}]}
    """
    assert story.breaches(talks="3 Sep 23:00", dinner="4 Sep 08:30") == [
        "Ana has only 8 h 30 of rest between 3 Sep 18:00 and 4 Sep 12:00"
    ]
    assert story.says("ben") == ["Ben rests for 9 h each night"]
