"""A meeting ends before another begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story


def test_the_second_comes_after_the_first(story: Story) -> None:
    """
    rules:
      - {rule: precedence, first: talks, then: dinner, lag: 30 min}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 11:30") == []
    assert story.breaches(dinner="3 Sep 11:30") == []
    assert story.says() == ["Talks before Dinner, at least 30 min earlier"]


def test_the_second_comes_too_soon(story: Story) -> None:
    """
    rules:
      - {rule: precedence, first: talks, then: dinner, lag: 30 min}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 11:00") == [
        "Dinner (3 Sep 11:00–12:00) does not come at least 30 min after Talks (3 Sep 10:00–11:00)"
    ]


def test_the_second_comes_first(story: Story) -> None:
    """
    rules:
      - {rule: precedence, first: talks, then: dinner}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 11:00") == []
    assert story.breaches(talks="4 Sep 10:00", dinner="3 Sep 11:00") == [
        "Dinner (3 Sep 11:00–12:00) does not come after Talks (4 Sep 10:00–11:00)"
    ]
    assert story.says() == ["Talks before Dinner"]


def test_a_meeting_before_itself_is_a_mistake() -> None:
    assert issues_of("rules: [{rule: precedence, first: talks, then: [dinner, talks]}]") == [
        "'talks' is to come before itself. Name another meeting."
    ]
    assert issues_of("rules: [{rule: precedence, first: [talks, talks], then: dinner}]") == [
        "'talks' is named twice. Name it once."
    ]
