"""A break is kept free for a principal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # A break that just fits between two meetings and a session.
    """
    grid: 60 min
    principals:
      ana: {engagements: [{kind: address, from: 3 Sep 09:00, to: 12:20}]}
    meetings:
      talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 2 h, longest: 2 h}}
    rules:
      - {rule: keep_free, principal: ana, hours: 12:00-15:00, at_least: 1 h}
    """,
    # The whole of the hours, on two days; on the second an engagement makes it impossible.
    """
    dates: 3-4 Sep 2020
    principals:
      ana: {engagements: [{kind: address, from: 4 Sep 12:00, to: 12:30}]}
    meetings:
      talks: {participants: [ana, ben], length: 2 h}
      dinner: {participants: [cem, dia], optional: [ana], length: 60 min}
    rules:
      - {rule: keep_free, principal: ana, hours: 11:00-13:00}
    """,
    # An engagement that leaves just enough, for one who lives by other clocks at noon.
    """
    grid: 30 min
    places:
      coast: {name: Coast, zone: Asia/Kolkata}
    principals:
      ana:
        home: coast
        engagements: [{kind: address, from: 3 Sep 10:30, to: 11:10}]
    meetings:
      talks: {participants: [ana, ben], length: 60 min, mode: video}
    rules:
      - {rule: keep_free, principal: ana, hours: 12:30-14:30, at_least: 50 min}
      - {rule: keep_free, principal: ana, hours: 12:30-14:30, at_least: 51 min}
    """,
    # A stretch between two meetings.
    """
    grid: 60 min
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 60 min}
    rules:
      - {rule: keep_free, principal: ana, hours: 12:00-15:00, at_least: 3 h}
      - {rule: keep_free, principal: ana, hours: 12:00-13:10, at_least: 1 h}
    """,
)


def test_a_break_that_is_long_enough(story: Story) -> None:
    """
    rules:
      - {rule: keep_free, principal: ana, hours: 12:00-15:00, at_least: 1 h}
    """
    assert story.breaches(talks="3 Sep 11:30", dinner="3 Sep 13:30") == []
    assert story.says() == ["Ana has 1 h free each day within 12:00–15:00"]


def test_a_break_that_is_too_short(story: Story) -> None:
    """
    rules:
      - {rule: keep_free, principal: ana, hours: 12:00-15:00, at_least: 91 min}
    """
    assert story.breaches(talks="3 Sep 12:00", dinner="3 Sep 13:30") == [
        "Ana has 30 min free, not 1 h 31, in 3 Sep 12:00–15:00"
    ]


def test_the_whole_of_the_hours(story: Story) -> None:
    """
    rules:
      - {rule: keep_free, principal: ana, hours: 12:00-13:00}
    """
    assert story.breaches(talks="4 Sep 12:30") == ["Ana has 30 min free, not 1 h, in 4 Sep 12:00–13:00"]
    assert story.says() == ["Ana has 1 h free each day within 12:00–13:00"]


def test_a_day_on_which_it_is_impossible_is_passed_over(story: Story) -> None:
    """
    principals:
      ana: {engagements: [{kind: address, from: 3 Sep 12:00, to: 14:30}]}
    rules:
      - {rule: keep_free, principal: ana, hours: 12:00-15:00, at_least: 1 h}
    """
    assert story.breaches(talks="3 Sep 14:30", dinner="4 Sep 14:00") == []


def test_a_break_that_does_not_fit_is_a_mistake() -> None:
    rule = "{rule: keep_free, principal: ana, hours: 12:00-13:00"
    assert issues_of(f"rules: [{rule}, at_least: 61 min}}]") == ["1 h 01 do not fit into the hours. Widen the hours."]
    assert issues_of(f"rules: [{rule}, at_least: 0 min}}]") == [
        "a break of no minutes is none. Write how long it is, or take the line out."
    ]
