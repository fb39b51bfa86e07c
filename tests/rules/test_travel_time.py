"""Going from one venue to another takes time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story


def test_time_for_the_way(story: Story) -> None:
    """
    travel: [{between: [palace, hotel], takes: 30 min}]
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", "palace"), dinner=Slot("3 Sep 11:30", "hotel")) == []
    assert story.breaches(talks=Slot("3 Sep 10:00", "palace"), dinner=Slot("3 Sep 11:00", "palace")) == []
    assert story.says("ana") == ["Ana needs 30 min between Palace and Hotel"]


def test_no_time_for_the_way_between_two_meetings(story: Story) -> None:
    """
    travel: [{between: [palace, hotel], takes: 31 min}]
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", "palace"), dinner=Slot("3 Sep 11:30", "hotel")) == [
        (
            "Ana cannot get from Talks (3 Sep 10:00–11:00) to Dinner (3 Sep 11:30–12:30) or back: "
            "Ana needs 31 min between Palace and Hotel"
        )
    ]


def test_no_time_for_the_way_from_an_engagement(story: Story) -> None:
    """
    travel: [{between: [palace, hotel], takes: 30 min}]
    principals:
      ana: {engagements: [{kind: address, title: Address, venue: hotel, from: 3 Sep 09:00, to: 10:00}]}
    """
    assert story.breaches(talks=Slot("3 Sep 10:30", "palace")) == []
    assert story.breaches(talks=Slot("3 Sep 10:00", "palace")) == [
        (
            "Ana cannot get from Talks (3 Sep 10:00–11:00) to Address (3 Sep 09:00–10:00) or back: "
            "Ana needs 30 min between Palace and Hotel"
        )
    ]
