"""A meeting is held inside one of its windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story


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
