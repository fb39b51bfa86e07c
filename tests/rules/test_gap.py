"""Between two meetings lies so much time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # At least so much, at most so much, both; meetings that touch each other or overlap.
    """
    grid: 60 min
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 2 h}
    rules: [{rule: gap, meetings: [talks, dinner], at_least: 1 h}]
    """,
    """
    grid: 60 min
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 2 h}
    rules: [{rule: gap, meetings: [dinner, talks], at_most: 1 h}]
    """,
    """
    grid: 60 min
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 2 h}
    rules: [{rule: gap, meetings: [talks, dinner], at_least: 1 h, at_most: 3 h}]
    """,
    """
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 2 h}
    rules: [{rule: gap, meetings: [talks, dinner], at_least: 0 min, at_most: 0 min}]
    """,
    # Several lengths; the one may lie wholly within the other.
    """
    meetings:
      talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 7 h, longest: 7 h}}
      dinner: {participants: [ana, cem], length: 60 min}
    rules:
      - {rule: gap, meetings: [talks, dinner], at_most: 90 min}
    """,
    # One that is not planned leaves nothing to say.
    """
    meetings:
      talks: {participants: [ana, ben]}
      gone: {participants: [ana, ben], state: declined}
      dinner: {participants: [ana, cem]}
    rules:
      - {rule: gap, meetings: [talks, gone], at_most: 90 min}
      - {rule: gap, meetings: [talks, dinner], at_most: 4 h}
    """,
)


def test_neither_too_near_nor_too_far(story: Story) -> None:
    """
    rules:
      - {rule: gap, meetings: [talks, dinner], at_least: 1 h, at_most: 4 h}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 12:00") == []
    assert story.breaches(talks="3 Sep 15:00", dinner="3 Sep 10:00") == []
    assert story.breaches(talks="3 Sep 10:00") == []
    assert story.says() == ["between Talks and Dinner lie at least 1 h and at most 4 h"]


def test_too_near_and_too_far(story: Story) -> None:
    """
    rules:
      - {rule: gap, meetings: [talks, dinner], at_least: 1 h, at_most: 4 h}
    """
    assert story.breaches(talks="3 Sep 11:30", dinner="3 Sep 10:00") == [
        "Dinner (3 Sep 10:00–11:00) and Talks (3 Sep 11:30–12:30) are 30 min apart, not at least 1 h"
    ]
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:00") == [
        "Talks (3 Sep 10:00–11:00) and Dinner (3 Sep 10:00–11:00) are 0 min apart, not at least 1 h"
    ]
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 15:30") == [
        "Talks (3 Sep 10:00–11:00) and Dinner (3 Sep 15:30–16:30) are 4 h 30 apart, not at most 4 h"
    ]


def test_a_gap_without_a_length_or_with_two_that_contradict_is_a_mistake() -> None:
    assert issues_of("rules: [{rule: gap, meetings: [talks, dinner]}]") == [
        "the gap has no length. Write 'at_least:' or 'at_most:'."
    ]
    assert issues_of("rules: [{rule: gap, meetings: [talks, dinner], at_least: 2 h, at_most: 1 h}]") == [
        "'at_most' is less than 'at_least'. Swap the two."
    ]
    assert issues_of("rules: [{rule: gap, meetings: [talks, talks], at_least: 2 h, at_most: 2 h}]") == [
        "'talks' is named twice. Name it once."
    ]
