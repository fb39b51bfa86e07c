"""Meetings are not held at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    """
    grid: 60 min
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 2 h}
    rules: [{rule: not_at_the_same_time, meetings: [talks, dinner]}]
    """,
    """
    meetings:
      talks: {participants: [ana, ben], length: {shortest: 2 h, wanted: 3 h, longest: 3 h}}
      dinner: {participants: [cem, dia], length: 2 h}
      gone: {participants: [ana, ben], state: declined}
      tea: {participants: [ana, dia], length: 2 h}
    rules:
      - {rule: not_at_the_same_time, meetings: [talks, dinner, gone, tea]}
    """,
)


def test_one_after_the_other(story: Story) -> None:
    """
    meetings:
      dinner: {participants: [cem, dia]}
    rules:
      - {rule: not_at_the_same_time, meetings: [talks, dinner]}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 11:00") == []
    assert story.says() == ["Talks and Dinner not at the same time"]


def test_at_the_same_time(story: Story) -> None:
    """
    meetings:
      dinner: {participants: [cem, dia]}
    rules:
      - {rule: not_at_the_same_time, meetings: [talks, dinner]}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:30") == [
        "Talks (3 Sep 10:00–11:00) and Dinner (3 Sep 10:30–11:30) are held at the same time"
    ]


def test_a_meeting_that_is_named_twice_is_a_mistake() -> None:
    assert issues_of("rules: [{rule: not_at_the_same_time, meetings: [talks, talks]}]") == [
        "'talks' is named twice. Name it once."
    ]
