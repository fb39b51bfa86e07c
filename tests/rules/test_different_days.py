"""Meetings are held on different days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    """
    dates: 3-5 Sep 2020
    meetings:
      talks: {participants: [ana, ben], length: 3 h}
      dinner: {participants: [ana, cem], length: 2 h}
      gone: {participants: [ana, cem], state: never}
    rules:
      - {rule: different_days, meetings: [talks, dinner, gone]}
    """,
    """
    dates: 3-4 Sep 2020
    places:
      coast: {name: Coast, zone: Asia/Kolkata}
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 60 min, mode: video}
    rules:
      - {rule: different_days, meetings: [dinner, talks]}
    """,
    # Three meetings, and a single day.
    """
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 60 min}
      tea: {participants: [ana, dia], length: 60 min}
    rules:
      - {rule: different_days, meetings: [dinner, talks, tea]}
    """,
)


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
