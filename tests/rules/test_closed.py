"""A venue or a room is closed for some time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot
from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # From a moment to another, with which meetings touch, and off the grid.
    """
    grid: 60 min
    venues:
      palace: {name: Palace, place: hill}
      hotel: {name: Hotel, place: hill}
    rooms:
      salon: {venue: palace, count: 2}
      parlour: {venue: palace}
      suite: {venue: hotel}
    meetings:
      talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 2 h, longest: 2 h}}
    rules:
      - {rule: closed, venue: palace, from: 3 Sep 12:00, to: 15:00}
      - {rule: closed, room: salon, from: 3 Sep 12:10, to: 14:50}
    """,
)


def test_before_it_closes_and_after_it_opens(story: Story) -> None:
    """
    rules:
      - {rule: closed, venue: palace, from: 3 Sep 12:00, to: 15:00}
    """
    assert story.breaches(talks="3 Sep 11:00", dinner="3 Sep 15:00") == []
    assert story.breaches(talks=Slot("3 Sep 12:00", "hotel")) == []
    assert story.says() == ["Palace is closed 3 Sep 12:00–15:00"]


def test_while_it_is_closed(story: Story) -> None:
    """
    rules:
      - {rule: closed, venue: palace, from: 3 Sep 12:00, to: 15:00}
      - {rule: closed, room: parlour, from: 3 Sep 12:00, to: 15:00}
    """
    assert story.breaches(talks=Slot("3 Sep 11:30", "palace"), dinner=Slot("3 Sep 14:30", "parlour")) == [
        "Talks (3 Sep 11:30–12:30) is held while Palace is closed 3 Sep 12:00–15:00",
        "Dinner (3 Sep 14:30–15:30) is held while Parlour is closed 3 Sep 12:00–15:00",
    ]


def test_a_venue_or_a_room_and_not_both_is_meant() -> None:
    assert issues_of("rules: [{rule: closed, venue: palace, room: salon, from: 3 Sep 12:00, to: 15:00}]") == [
        "either a venue or a room is closed. Write one of the two."
    ]
    assert issues_of("rules: [{rule: closed, venue: palace, from: 3 Sep 12:00, to: 12:00}]") == [
        "it opens before it closes. Write the earlier time as 'from'."
    ]
