"""A meeting is held where it was asked for, in a room that fits it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # At one place.
    """
    places:
      coast: {name: Coast, zone: Asia/Kolkata}
    meetings:
      talks: {participants: [ana, ben], place: hill, mode: [in person, video]}
    """,
    # At one of two venues, in a room that seats enough.
    """
    venues:
      palace: {name: Palace, place: hill}
      hotel: {name: Hotel, place: hill}
      garden: {name: Garden, place: hill}
    rooms:
      salon: {venue: palace, seats: 8}
      vault: {venue: palace, seats: 8, secure: true}
      parlour: {venue: hotel, seats: 7, secure: true}
      suite: {venue: hotel, seats: 9, secure: true}
    meetings:
      talks:
        participants: [ana, ben]
        venue: [palace, garden]
        needs: {seats: 8, secure: true}
      tea: {participants: [ana, cem], venue: hotel, needs: {seats: 8}}
    """,
    # In one room, and on the premises of the one who is called on.
    """
    venues:
      palace: {name: Palace, place: hill, premises_of: south}
      hotel: {name: Hotel, place: hill}
    rooms:
      salon: {venue: palace}
      parlour: {venue: hotel}
    meetings:
      talks: {participants: [ana, ben], room: parlour}
      tea: {participants: [ana, cem], calls_on: cem, format: pull-aside}
    """,
)


def test_a_room_that_fits(story: Story) -> None:
    """
    meetings:
      talks: {venue: palace, needs: {seats: 8, secure: true}}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", "salon")) == []
    assert story.says("talks") == ["Talks is to be held at Palace, in a room that fits (8 seats, secure)"]


def test_a_room_that_is_too_small(story: Story) -> None:
    """
    meetings:
      talks: {needs: {seats: 8}}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", "parlour")) == [
        "Talks (3 Sep 10:00–11:00) is not in a room that fits it (8 seats)"
    ]


def test_elsewhere(story: Story) -> None:
    """
    meetings:
      talks: {place: hill}
      dinner: {venue: hotel, room: parlour}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", "coast"), dinner=Slot("3 Sep 10:00", "palace")) == [
        "Talks (3 Sep 12:30–13:30) is not in Hill",
        "Dinner (3 Sep 10:00–11:00) is not at Hotel",
    ]
    assert story.says() == [
        "Talks is to be held in Hill",
        "Dinner is to be held at Hotel, in a room that fits (Parlour)",
    ]


def test_by_video_it_needs_no_room(story: Story) -> None:
    """
    meetings:
      talks: {place: hill, mode: [in person, video]}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", "video")) == []


def test_who_is_called_on_receives_at_home(story: Story) -> None:
    """
    venues:
      hotel: {premises_of: south}
    meetings:
      talks: {calls_on: ben}
    """
    assert story.says("talks") == ["Talks is to be held at Hotel"]
    assert story.breaches(talks=Slot("3 Sep 10:00", "palace")) == ["Talks (3 Sep 10:00–11:00) is not at Hotel"]
