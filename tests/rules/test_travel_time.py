"""Going from one venue to another takes time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.case import Case
from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # An hour between two venues; the way fits exactly, between two meetings.
    Case(
        """
        grid: 120 min
        venues:
          palace: {name: Palace, place: hill}
          hotel: {name: Hotel, place: hill}
        travel: [{between: [palace, hotel], takes: 60 min}]
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
          dinner: {participants: [ana, cem], length: 2 h}
        """,
        whose="ana",
    ),
    # Between a session at the one, an engagement at the other, and an engagement elsewhere.
    """
    grid: 60 min
    venues:
      palace: {name: Palace, place: hill}
      hotel: {name: Hotel, place: hill}
      garden: {name: Garden, place: hill}
    travel: [{between: [palace, hotel], takes: 60 min}]
    forums:
      council:
        name: Council
        place: hill
        venue: palace
        dates: 3 Sep
        attendees: [ana]
        sessions: [{from: 3 Sep 08:00, to: 09:00}]
    principals:
      ana:
        engagements:
          - {kind: address, venue: hotel, from: 3 Sep 12:10, to: 13:00}
          - {kind: reception, venue: garden, from: 3 Sep 18:00, to: 20:00}
      cem:
        engagements:
          - {kind: address, venue: hotel, from: 3 Sep 16:00, to: 17:00}
    meetings:
      talks: {participants: [ana, ben], optional: [cem], length: 60 min}
    """,
    # Two that are optional for one who would have to travel.
    Case(
        """
        grid: 120 min
        venues:
          palace: {name: Palace, place: hill}
          hotel: {name: Hotel, place: hill}
        travel: [{between: [palace, hotel], takes: 3 h}]
        meetings:
          talks: {participants: [ana, ben], optional: [cem], length: 60 min}
          dinner: {participants: [cem, dia], length: 60 min}
        """,
        whose="cem",
    ),
)


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
