"""A meeting is preferred early, late, on a day or in a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot
from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Early and late.
    """
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 2 h}
    rules: [{rule: prefer, meetings: [talks, dinner], when: early}]
    """,
    """
    meetings:
      talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 90 min, longest: 90 min}}
      gone: {participants: [ana, ben], state: declined}
    rules:
      - {rule: prefer, meetings: [talks, gone], when: late}
    """,
    # Hours that a meeting fits exactly, on some of the days, at a place with other clocks.
    """
    dates: 3-5 Sep 2020
    grid: 30 min
    places:
      coast: {name: Coast, zone: Asia/Kolkata}
    meetings:
      talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 2 h, longest: 2 h}}
    rules:
      - {rule: prefer, meetings: talks, on: 3-4 Sep, hours: 10:00-12:00}
    """,
    # Hours alone, and days alone; in another zone there are more days than the scenario names.
    """
    grid: 60 min
    places:
      coast: {name: Coast, zone: Asia/Kolkata}
      west: {name: West, zone: America/New_York}
    meetings:
      talks: {participants: [ana, ben], length: 50 min, mode: [in person, video]}
    rules:
      - {rule: prefer, meetings: talks, hours: 00:00-24:00}
      - {rule: prefer, meetings: talks, hours: 22:00-24:00, when: early}
      - {rule: prefer, meetings: talks, on: 4 Sep}
      - {rule: prefer, meetings: talks, on: 3 Sep}
    """,
    # The night in which clocks go back.
    """
    zone: Europe/Paris
    dates: 25 Oct 2020
    grid: 15 min
    places:
      hill: {zone: Europe/Paris}
    meetings:
      talks: {participants: [ana, ben], length: 30 min}
    rules:
      - {rule: prefer, meetings: talks, hours: 01:00-02:45}
      - {rule: prefer, meetings: talks, hours: 02:15-05:00}
    """,
)


def test_on_the_day_and_within_the_hours(story: Story) -> None:
    """
    rules:
      - {rule: prefer, meetings: talks, on: 3 Sep, hours: 10:00-12:00}
    """
    assert story.cost(talks="3 Sep 11:00") == 0
    assert story.breaches(talks="3 Sep 11:00") == []
    assert story.says() == ["Talks preferably on 3 Sep, within 10:00–12:00"]


def test_on_another_day_or_at_another_hour(story: Story) -> None:
    """
    rules:
      - {rule: prefer, meetings: [talks, dinner], on: 3 Sep, hours: 10:00-12:00}
    """
    assert story.cost(talks="3 Sep 11:30", dinner="4 Sep 10:00") == 2000
    assert story.breaches(talks="3 Sep 11:30", dinner="4 Sep 10:00") == [
        "Talks (3 Sep 11:30–12:30) is not on 3 Sep, within 10:00–12:00",
        "Dinner (4 Sep 10:00–11:00) is not on 3 Sep, within 10:00–12:00",
    ]


def test_on_a_day_at_any_hour(story: Story) -> None:
    """
    rules:
      - {rule: prefer, meetings: talks, on: 4 Sep}
    """
    assert story.breaches(talks="4 Sep 23:00") == []
    assert story.breaches(talks="3 Sep 23:30") == ["Talks (3 Sep 23:30 – 4 Sep 00:30) is not on 4 Sep"]
    assert story.says() == ["Talks preferably on 4 Sep"]


def test_the_hours_are_those_of_the_place(story: Story) -> None:
    """
    rules:
      - {rule: prefer, meetings: talks, hours: 10:00-12:00}
    """
    assert story.cost(talks=Slot("3 Sep 08:30", "coast")) == 0
    # The coast's fifth of September begins on the scenario's fourth, and has hours as well.
    assert story.cost(talks=Slot("4 Sep 22:00", "coast")) == 1000


def test_early_and_late_are_a_matter_of_degree(story: Story) -> None:
    """
    rules:
      - {rule: prefer, meetings: talks, when: early}
      - {rule: prefer, meetings: [dinner], when: late}
    """
    assert story.cost(talks="3 Sep 00:00", dinner="4 Sep 23:00") == 0
    assert story.breaches(talks="3 Sep 01:00", dinner="4 Sep 21:30") == [
        "Talks (3 Sep 01:00–02:00) is 1 h after the first moment of the dates",
        "Dinner (4 Sep 21:30–22:30) is 1 h 30 before the last moment of the dates",
    ]
    assert story.cost(talks="3 Sep 01:00", dinner="4 Sep 21:30") == 60 + 90
    assert story.says() == ["Talks preferably early", "Dinner preferably late"]


def test_late_is_kept_in_part_and_a_day_is_not(story: Story) -> None:
    """
    rules:
      - {rule: prefer, meetings: [talks, dinner], when: late, on: 4 Sep}
      - {rule: prefer, meetings: talks, on: 4 Sep}
      - {rule: prefer, meetings: talks, when: late}
    """
    rules = [requirement.rule for requirement in story.world.under(story.rule)]
    on_the_day = story.plan(talks="4 Sep 10:00", dinner="4 Sep 12:00")
    assert [rule.in_part(on_the_day) for rule in rules] == [True, False, True]
    before = story.plan(talks="3 Sep 10:00", dinner="4 Sep 12:00")
    assert [rule.in_part(before) for rule in rules] == [False, False, True]


def test_a_preference_prefers_something_and_is_a_wish() -> None:
    assert issues_of("rules: [{rule: prefer, meetings: talks}]") == [
        "nothing is preferred. Write 'when: early', 'when: late', 'on:' or 'hours:'."
    ]
    assert issues_of("rules: [{rule: prefer, meetings: talks, when: late, strength: must}]") == [
        "a preference cannot be a must. Give the meeting 'windows:' instead."
    ]
