"""A principal has at most so many meetings a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # One a day, of some formats, on days of two zones.
    """
    dates: 3-4 Sep 2020
    places:
      coast: {name: Coast, zone: Asia/Kolkata}
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 60 min, mode: video}
    rules:
      - {rule: at_most, principal: ana, meetings_a_day: 1}
    """,
    # Two of three, where one may stay away from some and one format does not count.
    """
    meetings:
      talks: {participants: [ana, ben], length: 4 h}
      dinner: {participants: [cem, dia], optional: [ana], length: 4 h}
      aside: {participants: [ana, dia], format: pull-aside, length: 4 h}
    rules:
      - {rule: at_most, principal: ana, meetings_a_day: 1, formats: bilateral}
      - {rule: at_most, principal: ana, meetings_a_day: 2}
    """,
    """
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
      dinner: {participants: [ana, cem], length: 2 h}
    rules: [{rule: at_most, principal: cem, meetings_a_day: 0}]
    """,
)


def test_not_more_than_that(story: Story) -> None:
    """
    rules:
      - {rule: at_most, principal: ana, meetings_a_day: 1}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="4 Sep 10:00") == []
    assert story.says() == ["Ana has at most 1 meetings a day"]


def test_more_than_that(story: Story) -> None:
    """
    rules:
      - {rule: at_most, principal: ana, meetings_a_day: 1}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 18:00") == ["Ana has 2 meetings on 3 Sep, not at most 1"]


def test_of_some_formats(story: Story) -> None:
    """
    meetings:
      talks: {format: expanded}
      tea: {participants: [ana, dia], format: expanded}
    rules:
      - {rule: at_most, principal: ana, meetings_a_day: 1, formats: [expanded, trilateral]}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 18:00") == []
    assert story.breaches(talks="3 Sep 10:00", tea="3 Sep 18:00") == ["Ana has 2 meetings on 3 Sep, not at most 1"]
    assert story.says() == ["Ana has at most 1 meetings a day (expanded, trilateral)"]
