"""A principal is away: before arriving, between two stays, after leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Stays off the grid, two that touch each other, and none for some time.
    """
    grid: 30 min
    principals:
      ana:
        home: null
        stays:
          - {place: hill, from: 3 Sep 10:10, to: 12:00}
          - {place: hill, from: 3 Sep 12:00, to: 13:30}
          - {place: hill, from: 3 Sep 15:00, to: 16:29}
          - {place: hill, from: 3 Sep 16:31, to: 18:00}
    meetings:
      talks: {participants: [ana, ben], length: {shortest: 30 min, wanted: 60 min, longest: 3 h}}
    """,
    # From one place to another in another zone: in person at either, by video from both, not on the way.
    """
    grid: 30 min
    places:
      coast: {name: Coast, zone: Asia/Kolkata}
    travel:
      - {between: [hill, coast], takes: 90 min}
    principals:
      ana:
        home: coast
        stays:
          - {place: hill, from: 3 Sep 10:10, to: 17:30}
    meetings:
      talks: {participants: [ana, ben], length: 60 min, mode: [in person, video, telephone]}
    """,
    # Stays that overlap, and a place to which no way is written: by video all the time.
    """
    grid: 60 min
    places:
      coast: {name: Coast, zone: Asia/Kolkata}
    principals:
      ana:
        home: coast
        stays:
          - {place: hill, from: 3 Sep 14:00, to: 18:00}
          - {place: hill, from: 3 Sep 11:00, to: 15:00}
    meetings:
      talks: {participants: [ana, ben], length: 2 h, mode: [in person, video]}
    """,
    # An optional participant who comes for an afternoon, and another meeting that is untouched.
    """
    principals:
      cem: {home: null, stays: [{place: hill, from: 3 Sep 14:00, to: 20:00}]}
    meetings:
      talks: {participants: [ana, ben], optional: [cem], length: 2 h}
      tea: {participants: [ben, dia], length: 2 h}
    """,
)


def test_all_are_there(story: Story) -> None:
    """
    principals:
      ana:
        home: null
        stays:
          - {place: hill, from: 3 Sep 10:00, to: 15:00}
          - {place: hill, from: 3 Sep 15:00, to: 4 Sep 12:00}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 14:30") == []
    assert [sentence for sentence in story.says("ana") if "Hill" in sentence] == [
        "Ana is in Hill from 3 Sep 10:00 on, not before",
        "Ana leaves Hill on 4 Sep 12:00",
    ]


def test_each_absence_is_of_the_line_of_the_stay_that_makes_it(story: Story) -> None:
    """
    principals:
      ana:
        home: null
        stays:
          - {place: hill, from: 3 Sep 10:00, to: 15:00}
          - {place: hill, from: 3 Sep 17:00, to: 4 Sep 12:00}
    """
    assert [sentence for sentence in story.says("ana") if "Hill" in sentence] == [
        "Ana is in Hill from 3 Sep 10:00 on, not before",
        "Ana is not in Hill 3 Sep 15:00–17:00",
        "Ana leaves Hill on 4 Sep 12:00",
    ]


def test_one_has_not_landed_or_has_left(story: Story) -> None:
    """
    principals:
      ana: {home: null, stays: [{place: hill, from: 3 Sep 10:10, to: 4 Sep 12:00}]}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="4 Sep 11:30") == [
        "Ana is not in Hill for the whole of Talks (3 Sep 10:00–11:00)",
        "Ana is not in Hill for the whole of Dinner (4 Sep 11:30–12:30)",
    ]


def test_by_video_from_anywhere_but_the_way(story: Story) -> None:
    """
    travel:
      - {between: [hill, coast], takes: 5 h}
    principals:
      ana: {home: coast, stays: [{place: hill, from: 3 Sep 15:00, to: 4 Sep 12:00}]}
    meetings:
      talks: {mode: [in person, video]}
      dinner: {mode: [in person, video]}
    """
    assert story.breaches(talks=Slot("3 Sep 09:00", "video"), dinner="3 Sep 15:00") == []
    assert story.breaches(talks=Slot("3 Sep 09:00", "coast"), dinner=Slot("3 Sep 12:00", "video")) == [
        "Ana is not within reach for the whole of Dinner (3 Sep 12:00–13:00)",
        "Ben is not in Coast for the whole of Talks (3 Sep 11:30–12:30)",
    ]
    assert "Ana is not within reach 3 Sep 10:00–15:00" in story.says("ana")


def test_nowhere(story: Story) -> None:
    """
    principals:
      ana: {home: null}
    meetings:
      talks: {participants: [ben, dia], optional: [ana]}
      dinner: {participants: [ben, cem]}
    """
    assert story.breaches(talks=Slot("3 Sep 09:00", joined=("ana",))) == [
        "Ana is not in Hill for the whole of Talks (3 Sep 09:00–10:00)"
    ]
    assert story.says("ana") == ["Ana is not in Hill on any of the dates", "Ana is not in Coast on any of the dates"]
