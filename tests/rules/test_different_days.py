"""Meetings are held on different days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story


def test_on_two_days(story: Story) -> None:
    """
    rules:
      - {rule: different_days, meetings: [talks, dinner]}
    """
    assert story.breaches(talks="3 Sep 23:30", dinner="4 Sep 00:30") == []
    assert story.says() == ["Talks and Dinner on different days"]


def test_on_one_day(story: Story) -> None:
    """
    rules:
      - {rule: different_days, meetings: [talks, dinner]}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 18:00") == [
        "Talks (3 Sep 10:00–11:00) and Dinner (3 Sep 18:00–19:00) are on the same day"
    ]


def test_a_meeting_that_is_named_twice_is_a_mistake() -> None:
    assert issues_of("rules: [{rule: different_days, meetings: [talks, talks]}]") == [
        "'talks' is named twice. Name it once."
    ]
