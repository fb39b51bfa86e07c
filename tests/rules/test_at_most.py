"""A principal has at most so many meetings a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rules.story import Story


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
