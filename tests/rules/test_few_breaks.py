"""Principals have few breaks between their meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Back to back, an hour, and another length; one may stay away.
    """
    grid: 60 min
    hours: 09:00-13:00
    meetings:
      talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 2 h}}
      dinner: {participants: [cem, dia], optional: [ana], length: 60 min}
    rules:
      - {rule: few_breaks, principals: [ana, cem]}
    """,
    # At one spot together counts as busy; up to six hours are a break.
    """
    grid: 60 min
    hours: 08:00-17:00
    meetings:
      talks: {participants: [ana, ben], length: 60 min, shares_slot_with: dinner}
      dinner: {participants: [ana, cem], length: 60 min}
    rules:
      - {rule: few_breaks, principals: [ana, ben]}
    """,
)


def test_one_after_the_other(story: Story) -> None:
    """
    rules:
      - {rule: few_breaks, principals: [ana, ben]}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 11:00") == []
    assert story.says() == ["Ana and Ben with few breaks between meetings"]


def test_a_break_counts_one_whatever_its_length(story: Story) -> None:
    """
    rules:
      - {rule: few_breaks, principals: [ana, ben]}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 12:00") == ["Ana has 1 break between meetings"]
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 16:00") == ["Ana has 1 break between meetings"]


def test_a_night_is_no_break(story: Story) -> None:
    """
    rules:
      - {rule: few_breaks, principals: [ana, ben]}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="4 Sep 10:00") == []
