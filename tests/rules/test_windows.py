"""A meeting is held inside one of its windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Windows that a meeting fits exactly, one of them off the grid, two that touch each other.
    """
    grid: 30 min
    meetings:
      talks:
        participants: [ana, ben]
        length: {shortest: 60 min, wanted: 60 min, longest: 3 h}
        windows: [3 Sep 10:00-11:00, 3 Sep 13:10-15:10, 3 Sep 17:00-18:30, 3 Sep 18:30-20:00]
    """,
    # The sidelines of a forum are at its place, by video nowhere; another window is anywhere.
    """
    dates: 3-4 Sep 2020
    grid: 60 min
    places:
      coast: {name: Coast, zone: Asia/Kolkata}
    principals:
      ana: {home: coast}
    forums:
      council: {name: Council, place: coast, dates: 3 Sep}
    meetings:
      talks:
        participants: [ana, ben]
        mode: [in person, video]
        length: 60 min
        windows: [{sidelines: council, hours: 08:00-23:00}, {from: 4 Sep 09:00, to: 11:00}]
    """,
    # Preferred windows, as if they had to be.
    """
    grid: 60 min
    meetings:
      talks: {participants: [ana, ben], length: 60 min, prefers: 3 Sep 10:00-12:00}
    """,
)


def test_inside_a_window(story: Story) -> None:
    """
    meetings:
      talks: {windows: [3 Sep 14:00-18:00, {from: 4 Sep 09:00, to: 12:00}]}
    """
    assert story.breaches(talks="3 Sep 14:00") == []
    assert story.breaches(talks="4 Sep 11:00") == []
    assert story.says("talks") == ["Talks is asked for within 3 Sep 14:00–18:00, 4 Sep 09:00–12:00"]


def test_outside_the_windows(story: Story) -> None:
    """
    meetings:
      talks: {windows: [3 Sep 14:00-18:00, 3 Sep 18:00-20:00]}
    """
    assert story.breaches(talks="3 Sep 17:30") == [
        "Talks (3 Sep 17:30–18:30) is outside its windows (3 Sep 14:00–18:00, 3 Sep 18:00–20:00)"
    ]


def test_the_sidelines_of_a_forum_are_at_its_place(story: Story) -> None:
    """
    forums:
      council: {name: Council, place: hill, dates: 3 Sep}
    meetings:
      talks: {windows: [{sidelines: council}], mode: [in person, video]}
    """
    assert story.breaches(talks="3 Sep 10:00") == []
    for elsewhere in (Slot("3 Sep 10:00", "coast"), Slot("3 Sep 12:30", "video")):
        assert len(story.breaches(talks=elsewhere)) == 1
    assert story.breaches(talks="4 Sep 10:00") == [
        "Talks (4 Sep 10:00–11:00) is outside its windows (the sidelines of Council in Hill)"
    ]


def test_preferred_windows(story: Story) -> None:
    """
    meetings:
      talks: {prefers: 3 Sep 14:00-18:00}
    """
    assert story.breaches(talks="3 Sep 18:00") == [
        "Talks (3 Sep 18:00–19:00) is outside its preferred windows (3 Sep 14:00–18:00)"
    ]
    assert story.says("talks") == ["Talks is wished for within 3 Sep 14:00–18:00"]
