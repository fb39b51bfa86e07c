"""A room or a venue is available only at certain times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Times that a meeting fits exactly, off the grid, in a room, at a venue, or not at all.
    """
    grid: 30 min
    venues:
      palace: {name: Palace, place: hill}
      hotel: {name: Hotel, place: hill, available: 3 Sep 09:40-12:00}
    rooms:
      salon: {venue: palace, available: [3 Sep 10:00-11:00, 3 Sep 14:00-18:00]}
      parlour: {venue: palace}
      suite: {venue: hotel}
    meetings:
      talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 60 min, longest: 2 h}}
    """,
)


def test_within_the_times(story: Story) -> None:
    """
    rooms:
      salon: {available: [3 Sep 09:00-12:00, 4 Sep]}
    """
    assert story.breaches(talks="3 Sep 09:00", dinner="3 Sep 11:00") == []
    assert story.breaches(talks=Slot("3 Sep 20:00", "parlour")) == []
    assert story.says("salon") == ["Salon is available 3 Sep 09:00–12:00, 4 Sep"]


def test_beyond_the_times_of_a_room(story: Story) -> None:
    """
    rooms:
      salon: {available: [3 Sep 09:00-12:00]}
    """
    assert story.breaches(talks="3 Sep 08:30", dinner="3 Sep 11:30") == [
        "Talks (3 Sep 08:30–09:30) is held when Salon is only available 3 Sep 09:00–12:00",
        "Dinner (3 Sep 11:30–12:30) is held when Salon is only available 3 Sep 09:00–12:00",
    ]


def test_beyond_the_times_of_a_venue(story: Story) -> None:
    """
    venues:
      hotel: {available: 4 Sep 09:00-12:00}
    """
    assert story.breaches(talks=Slot("4 Sep 11:00", "hotel")) == []
    assert story.breaches(talks=Slot("3 Sep 11:00", "hotel")) == [
        "Talks (3 Sep 11:00–12:00) is held when Hotel is only available 4 Sep 09:00–12:00"
    ]
