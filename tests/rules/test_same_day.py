"""Meetings are held on the same day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot
from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Three days, and lengths that reach into the next.
    """
    dates: 3-5 Sep 2020
    meetings:
      talks: {participants: [ana, ben], length: 3 h}
      dinner: {participants: [ana, cem], length: 2 h}
    rules:
      - {rule: same_day, meetings: [talks, dinner]}
    """,
    # Days on the clocks of two places, and by video on the scenario's.
    """
    dates: 3-4 Sep 2020
    grid: 120 min
    places:
      coast: {name: Coast, zone: Asia/Kolkata}
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 60 min, mode: video}
    rules:
      - {rule: same_day, meetings: [dinner, talks]}
    """,
    # Three meetings on the day in which clocks change, west of Greenwich.
    """
    dates: 31 Oct to 1 Nov 2020
    grid: 120 min
    zone: America/New_York
    places:
      hill: {zone: America/New_York}
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 60 min}
      gone: {participants: [ana, cem], state: declined}
    rules:
      - {rule: same_day, meetings: [dinner, gone, talks]}
    """,
)


def test_on_one_day(story: Story) -> None:
    """
    rules:
      - {rule: same_day, meetings: [talks, dinner]}
    """
    assert story.breaches(talks="3 Sep 00:00", dinner="3 Sep 23:30") == []
    assert story.breaches(talks="3 Sep 00:00") == []
    assert story.says() == ["Talks and Dinner on the same day"]


def test_on_two_days(story: Story) -> None:
    """
    rules:
      - {rule: same_day, meetings: [talks, dinner]}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="4 Sep 10:00") == [
        "Talks (3 Sep 10:00–11:00) and Dinner (4 Sep 10:00–11:00) are on different days"
    ]


def test_the_day_is_that_of_the_place(story: Story) -> None:
    """
    rules:
      - {rule: same_day, meetings: [talks, dinner]}
    """
    assert story.breaches(talks=Slot("3 Sep 22:00", "coast"), dinner=Slot("4 Sep 10:00", "hill")) == []
    assert story.breaches(talks=Slot("3 Sep 22:00", "coast"), dinner=Slot("3 Sep 10:00", "hill")) == [
        "Talks (4 Sep 00:30–01:30) and Dinner (3 Sep 10:00–11:00) are on different days"
    ]


def test_a_meeting_that_is_named_twice_is_a_mistake() -> None:
    assert issues_of("rules: [{rule: same_day, meetings: [talks, talks]}]") == ["'talks' is named twice. Name it once."]
