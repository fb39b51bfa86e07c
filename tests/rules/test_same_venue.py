"""Meetings are held at one venue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story


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
