"""A meeting ends before another begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Without a lag they may touch; with one they may not.
    """
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 2 h}
    rules: [{rule: precedence, first: talks, then: dinner}]
    """,
    """
    grid: 60 min
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 2 h}
    rules: [{rule: precedence, first: dinner, then: talks, lag: 1 h}]
    """,
    # Several before several; one that is not planned binds nobody.
    """
    meetings:
      talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 2 h, longest: 2 h}}
      tea: {participants: [ana, dia], length: 60 min}
      dinner: {participants: [ana, cem], length: 90 min}
      gone: {participants: [ana, cem], state: declined}
    rules:
      - {rule: precedence, first: [talks, gone], then: [dinner, tea], lag: 30 min}
    """,
)


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
