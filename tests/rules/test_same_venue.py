"""Meetings are held at one venue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Two venues, a place without any, and video.
    """
    grid: 120 min
    places:
      coast: {name: Coast, zone: Asia/Kolkata}
    venues:
      palace: {name: Palace, place: hill}
      hotel: {name: Hotel, place: hill}
    rooms:
      salon: {venue: palace}
      parlour: {venue: palace}
      suite: {venue: hotel}
    meetings:
      talks: {participants: [ana, ben], length: 20 h}
      dinner: {participants: [ana, cem], length: 20 h, mode: [in person, video]}
      tea: {participants: [dia, cem], length: 22 h}
    rules:
      - {rule: same_venue, meetings: [talks, dinner, tea]}
    """,
)


def test_at_one_venue(story: Story) -> None:
    """
    meetings:
      tea: {participants: [ben, dia], mode: video}
    rules:
      - {rule: same_venue, meetings: [talks, dinner, tea]}
    """
    here = {"talks": Slot("3 Sep 10:00", "palace"), "dinner": Slot("3 Sep 18:00", "palace")}
    assert story.breaches(**here, tea="3 Sep 10:00") == []
    assert story.says() == ["Talks, Dinner and Ben – Dia at one venue"]


def test_at_two_venues(story: Story) -> None:
    """
    rules:
      - {rule: same_venue, meetings: [talks, dinner]}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", "palace"), dinner=Slot("3 Sep 18:00", "hotel")) == [
        "Talks (3 Sep 10:00–11:00) and Dinner (3 Sep 18:00–19:00) are at different venues"
    ]
