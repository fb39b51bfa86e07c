"""A principal is in one meeting at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.case import Case
from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Meetings that touch each other, and meetings of different lengths.
    Case(
        """
        grid: 60 min
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
          dinner: {participants: [ana, cem], length: 2 h}
        """,
        whose="ana",
    ),
    # An optional participant, whom two meetings may want at once.
    Case(
        """
        meetings:
          talks: {participants: [ana, ben], optional: [cem], length: {shortest: 1 h, wanted: 3 h, longest: 3 h}}
          dinner: {participants: [ana, dia], optional: [cem], length: 2 h}
        """,
        whose="cem",
    ),
    # A slot that two of three share, in one mode.
    Case(
        """
        grid: 120 min
        meetings:
          talks: {participants: [ana, ben], length: 3 h, mode: [in person, video], shares_slot_with: dinner}
          dinner: {participants: [ana, cem], length: 2 h, mode: [in person, video]}
          tea: {participants: [ana, dia], length: 2 h}
        """,
        whose="ana",
    ),
)


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
