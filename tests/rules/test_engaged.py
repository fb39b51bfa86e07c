"""An engagement keeps a principal busy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Engagements that meetings touch, one of them off the grid, and one of an optional participant.
    """
    grid: 60 min
    principals:
      ana:
        engagements:
          - {kind: address, from: 3 Sep 10:00, to: 12:00}
          - {kind: reception, from: 3 Sep 17:10, to: 18:50}
      cem:
        engagements:
          - {kind: ceremony, from: 3 Sep 14:00, to: 15:00}
    meetings:
      talks: {participants: [ana, ben], optional: [cem], length: {shortest: 60 min, wanted: 2 h, longest: 2 h}}
    """,
)


def test_before_and_after_an_engagement(story: Story) -> None:
    """
    principals:
      ana: {engagements: [{kind: address, title: University address, from: 3 Sep 10:00, to: 11:00}]}
    """
    assert story.breaches(talks="3 Sep 09:00", dinner="3 Sep 11:00") == []
    assert story.says("ana") == ["Ana has University address 3 Sep 10:00–11:00"]


def test_during_an_engagement(story: Story) -> None:
    """
    principals:
      ana: {engagements: [{kind: address, from: 3 Sep 10:10, to: 11:10}]}
    """
    assert story.breaches(talks="3 Sep 09:30", dinner="3 Sep 11:00") == [
        "Talks (3 Sep 09:30–10:30) is held while Ana has address (3 Sep 10:10–11:10)",
        "Dinner (3 Sep 11:00–12:00) is held while Ana has address (3 Sep 10:10–11:10)",
    ]
