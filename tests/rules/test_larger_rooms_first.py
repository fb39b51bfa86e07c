"""Larger rooms are used before smaller ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Rooms that are alike, rooms with no seats, and one elsewhere; a meeting by video has none.
    """
    venues:
      palace: {name: Palace, place: hill}
      hotel: {name: Hotel, place: hill}
    rooms:
      salon: {venue: palace, seats: 10}
      parlour: {venue: hotel, seats: 4, count: 2}
      den: {venue: hotel}
      booth: {venue: hotel, seats: 2}
    meetings:
      talks: {participants: [ana, ben], length: 3 h, mode: [in person, video]}
    rules:
      - {rule: larger_rooms_first}
      - {rule: larger_rooms_first, meetings: talks}
    """,
)


def test_the_largest_room_costs_nothing(story: Story) -> None:
    """
    rules:
      - {rule: larger_rooms_first}
    """
    assert story.cost(talks=Slot("3 Sep 10:00", "salon")) == 0
    assert story.breaches(talks=Slot("3 Sep 10:00", "salon")) == []
    assert story.says() == ["meetings in larger rooms first"]


def test_a_smaller_room_costs_what_the_larger_ones_have_more(story: Story) -> None:
    """
    rooms:
      hall: {name: Hall, venue: hotel, seats: 50}
      den: {name: Den, venue: hotel}
    rules:
      - {rule: larger_rooms_first, meetings: talks}
    """
    there = Slot("3 Sep 10:00", "parlour")
    assert story.cost(talks=there, dinner=there) == 6 + 46
    assert story.cost(talks=Slot("3 Sep 10:00", "den")) == 0
    assert story.breaches(talks=there) == ["Talks (3 Sep 10:00–11:00) is in Parlour, and others are larger"]
    (requirement,) = story.world.under(story.rule)
    assert requirement.rule.applies(story.plan(talks=there))
    assert not requirement.rule.applies(story.plan(dinner=there))
