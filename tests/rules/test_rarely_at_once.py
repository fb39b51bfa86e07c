"""Meetings are rarely held at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Three of different lengths; two of them can never overlap.
    """
    grid: 120 min
    hours: 14:00-24:00
    meetings:
      talks: {participants: [ana, ben], length: 5 h}
      dinner: {participants: [cem, dia], length: {shortest: 1 h, wanted: 3 h, longest: 3 h}}
    rules:
      - {rule: rarely_at_once}
      - {rule: rarely_at_once, meetings: [talks, dinner], strength: strong wish 3}
    """,
    """
    grid: 120 min
    dates: 3 Sep 2020
    meetings:
      talks: {participants: [ana, ben], length: 8 h}
      dinner: {participants: [ana, dia], length: 8 h}
      tea: {participants: [cem, dia], length: 10 h}
    rules:
      - {rule: rarely_at_once, meetings: [talks, dinner, tea]}
    """,
)


def test_one_after_the_other(story: Story) -> None:
    """
    rules:
      - {rule: rarely_at_once, meetings: [talks, dinner]}
    """
    assert story.cost(talks="3 Sep 10:00", dinner="3 Sep 11:00") == 0
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 11:00") == []
    assert story.says() == ["Talks and Dinner rarely at the same time"]


def test_any_two_of_all(story: Story) -> None:
    """
    meetings:
      tea: {title: Tea, participants: [cem, dia], length: 60 min}
    rules:
      - {rule: rarely_at_once}
    """
    assert story.cost(talks="3 Sep 10:00", tea="3 Sep 10:30", dinner="3 Sep 11:00") == 60
    assert story.breaches(talks="3 Sep 10:00", tea="3 Sep 10:30") == [
        "Talks (3 Sep 10:00–11:00) and Tea (3 Sep 10:30–11:30) overlap by 30 min"
    ]
    assert story.says() == ["meetings rarely at the same time"]
    (requirement,) = story.world.under(story.rule)
    assert not requirement.rule.applies(story.plan(talks="3 Sep 10:00"))


def test_only_those_that_are_named(story: Story) -> None:
    """
    meetings:
      tea: {title: Tea, participants: [cem, dia], length: 60 min}
    rules:
      - {rule: rarely_at_once, meetings: [talks, dinner]}
    """
    assert story.cost(talks="3 Sep 10:00", tea="3 Sep 10:30") == 0


def test_a_must_is_another_rule() -> None:
    assert issues_of("rules: [{rule: rarely_at_once, strength: must}]") == [
        "a preference cannot be a must. Write the rule 'not_at_the_same_time' instead."
    ]
