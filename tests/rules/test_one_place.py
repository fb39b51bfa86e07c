"""A principal is in one meeting at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story


def test_one_after_the_other(story: Story) -> None:
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 11:00") == []
    assert story.says("ana") == ["Ana is in one meeting at a time"]


def test_two_at_once(story: Story) -> None:
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:30") == [
        "Ana is in two meetings at once: Talks (3 Sep 10:00–11:00) and Dinner (3 Sep 10:30–11:30)"
    ]


def test_a_slot_is_shared_at_one_spot_only(story: Story) -> None:
    """
    meetings:
      talks: {shares_slot_with: dinner, mode: [in person, video]}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:30") == []
    assert story.breaches(talks=Slot("3 Sep 10:00", "hotel"), dinner="3 Sep 10:30") == [
        "Ana is in two meetings at once: Talks (3 Sep 10:00–11:00) and Dinner (3 Sep 10:30–11:30)"
    ]


def test_who_stays_away_is_elsewhere(story: Story) -> None:
    """
    meetings:
      dinner: {participants: [cem, dia], optional: [ana]}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:30") == []
    assert story.breaches(talks="3 Sep 10:00", dinner=Slot("3 Sep 10:00", joined=("ana",))) == [
        "Ana is in two meetings at once: Dinner (3 Sep 10:00–11:00) and Talks (3 Sep 10:00–11:00)"
    ]
