"""An engagement keeps a principal busy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rules.story import Story


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
