"""A briefing before a meeting and a readout after it keep the principal busy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rules.story import Story


def test_time_for_readout_and_briefing_between(story: Story) -> None:
    """
    principals:
      ana: {briefing: 15 min, readout: 15 min}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 11:30") == []
    assert story.says("ana") == ["Ana is busy 15 min before and 15 min after meetings"]


def test_no_time_between_two_meetings(story: Story) -> None:
    """
    principals:
      ana: {briefing: 15 min, readout: 15 min}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 11:00") == [
        "Ana has no time for briefing and readout between Talks (3 Sep 10:00–11:00) and Dinner (3 Sep 11:00–12:00)"
    ]


def test_no_time_beside_an_engagement(story: Story) -> None:
    """
    principals:
      ana: {engagements: [{kind: address, title: Address, from: 3 Sep 11:00, to: 12:00}]}
    meetings:
      talks: {readout: 15 min}
      dinner: {holding: 15 min, briefing: 15 min}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 12:00") == [
        "Ana has no time for briefing and readout between Talks (3 Sep 10:00–11:00) and Address",
        "Ana has no time for briefing and readout between Dinner (3 Sep 12:00–13:00) and Address",
    ]
    assert story.breaches(talks="3 Sep 09:30", dinner="3 Sep 12:30") == []
    assert story.says("ana") == ["Ana is busy before and after meetings (up to 30 min and 15 min)"]
