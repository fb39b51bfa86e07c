"""A room holds one meeting at a time, and is reset in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.case import Case
from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # One room, with time to reset it that just fits; another without.
    Case(
        """
        grid: 120 min
        venues:
          palace: {name: Palace, place: hill}
        rooms:
          salon: {venue: palace, reset: 60 min}
          parlour: {venue: palace}
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 2 h, longest: 2 h}}
          dinner: {participants: [cem, dia], length: 3 h}
        """,
        whose="salon",
    ),
    # Two that are alike, for three meetings.
    """
    grid: 120 min
    venues:
      palace: {name: Palace, place: hill}
    rooms:
      salon: {venue: palace, count: 2, reset: 2 h}
    meetings:
      talks: {participants: [ana, ben], length: 4 h}
      dinner: {participants: [cem, dia], length: 2 h}
      tea: {participants: [ana, cem], length: 90 min}
    """,
    # One for three meetings, without any reset.
    """
    grid: 120 min
    venues:
      palace: {name: Palace, place: hill}
    rooms:
      salon: {venue: palace}
    meetings:
      talks: {participants: [ana, ben], length: 4 h}
      dinner: {participants: [cem, dia], length: 2 h}
      tea: {participants: [ana, cem], length: 2 h}
    """,
)


def test_one_after_the_other(story: Story) -> None:
    """
    rooms:
      salon: {reset: 30 min}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", "salon"), dinner=Slot("3 Sep 11:30", "salon")) == []
    assert story.breaches(talks=Slot("3 Sep 10:00", "salon"), dinner=Slot("3 Sep 10:00", "parlour")) == []
    assert story.says("salon") == ["Salon is one room for one meeting at a time (it is reset for 30 min)"]


def test_no_time_to_reset_it(story: Story) -> None:
    """
    rooms:
      salon: {reset: 31 min}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", "salon"), dinner=Slot("3 Sep 11:30", "salon")) == [
        "Dinner (3 Sep 11:30–12:30) and Talks (3 Sep 10:00–11:00) are too close in Salon (it is reset for 31 min)"
    ]


def test_a_long_meeting_is_remembered(story: Story) -> None:
    """
    rooms:
      salon: {reset: 0 min}
    meetings:
      talks: {length: 4 h}
      tea: {title: Tea, participants: [ben, dia], length: 30 min}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:00", tea="3 Sep 13:00") == [
        "Talks (3 Sep 10:00–14:00) and Dinner (3 Sep 10:00–11:00) are too close in Salon",
        "Tea (3 Sep 13:00–13:30) and Talks (3 Sep 10:00–14:00) are too close in Salon",
    ]


def test_rooms_that_are_alike(story: Story) -> None:
    """
    rooms:
      salon: {count: 2, reset: 0 min}
    meetings:
      tea: {title: Tea, participants: [ben, dia], length: 30 min}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:30") == []
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:30", tea="3 Sep 10:30") == [
        "Dinner (3 Sep 10:30–11:30) has no room of its own: there are 2 of Salon"
    ]
    assert story.says("salon") == ["there are 2 rooms Salon for one meeting at a time"]
