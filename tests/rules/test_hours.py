"""A principal meets within working hours, on the clocks of where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.case import Case
from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Hours that a meeting fits exactly, on the clocks of two places; an optional participant has others.
    """
    grid: 30 min
    hours: 09:30-12:30
    places:
      coast: {name: Coast, zone: Asia/Kolkata}
    principals:
      cem: {hours: 10:00-11:00}
    meetings:
      talks: {participants: [ana, ben], optional: [cem], length: {shortest: 60 min, wanted: 60 min, longest: 3 h}}
    """,
    # Round the clock: a meeting may begin at the midnight at which the hours of the day before it end.
    """
    grid: 120 min
    dates: 3-4 Sep 2020
    hours: 00:00-24:00
    meetings:
      talks: {participants: [ana, ben], length: 4 h}
      dinner: {participants: [ana, cem], length: 4 h}
    """,
    # By video on the clocks of where each is, who flies from one zone to another at noon.
    Case(
        """
        grid: 30 min
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        travel:
          - {between: [hill, coast], takes: 60 min}
        principals:
          ana:
            home: coast
            hours: 08:00-16:00
            stays:
              - {place: hill, from: 3 Sep 12:00, to: 19:01}
        meetings:
          talks: {participants: [ana, ben], length: 60 min, mode: [video, in person]}
        """,
        whose="ana",
    ),
    # The same without a way between the two, so that the one stay ends when the other begins.
    Case(
        """
        grid: 60 min
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        principals:
          ana:
            home: coast
            hours: 08:30-16:30
            stays:
              - {place: hill, from: 3 Sep 10:00, to: 12:00}
        meetings:
          talks: {participants: [ana, ben], length: 60 min, mode: video}
        """,
        whose="ana",
    ),
    # Whole days; in another zone they begin in the middle of the scenario's.
    """
    grid: 60 min
    hours: 00:00-24:00
    places:
      west: {name: West, zone: America/New_York}
    principals:
      ana: {home: west}
    meetings:
      talks: {participants: [ana, ben], length: 2 h, mode: [video, in person]}
    """,
    # The night in which clocks go back, and hours in the hour that is repeated.
    """
    zone: Europe/Paris
    dates: 25 Oct 2020
    grid: 15 min
    hours: 02:15-05:00
    places:
      hill: {zone: Europe/Paris}
    meetings:
      talks: {participants: [ana, ben], length: 30 min, mode: [video, in person]}
    """,
    # The night in which clocks go forward, and hours in the hour that is skipped.
    """
    zone: Europe/Paris
    dates: 29 Mar 2020
    grid: 30 min
    hours: 02:30-05:00
    places:
      hill: {zone: Europe/Paris}
    meetings:
      talks: {participants: [ana, ben], length: 60 min}
    """,
)


def test_from_opening_to_closing(story: Story) -> None:
    """
    principals:
      ana: {hours: 10:00-18:00}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 17:00") == []
    assert story.says("ana") == ["Ana meets from 10:00–18:00 local time"]


def test_too_early_and_too_late(story: Story) -> None:
    """
    hours: 10:00-18:00
    principals:
      ben: {hours: 08:00-22:00}
      cem: {hours: 08:00-22:00}
    """
    assert story.breaches(talks="3 Sep 09:30", dinner="3 Sep 17:30") == [
        "Talks (3 Sep 09:30–10:30) is outside the working hours of Ana (10:00–18:00 Europe/Moscow)",
        "Dinner (3 Sep 17:30–18:30) is outside the working hours of Ana (10:00–18:00 Europe/Moscow)",
    ]


def test_in_person_the_clocks_are_those_of_the_place(story: Story) -> None:
    """
    hours: 10:00-18:00
    """
    # Eight in Moscow is half past ten on the coast.
    assert story.breaches(talks=Slot("3 Sep 08:00", "coast")) == []


def test_by_video_they_are_those_of_where_each_is(story: Story) -> None:
    """
    hours: 10:00-18:00
    principals:
      ben: {home: coast}
    meetings:
      talks: {mode: video}
    """
    assert story.breaches(talks="3 Sep 10:00") == []
    assert story.breaches(talks="3 Sep 15:00") == [
        "Talks (3 Sep 15:00–16:00) is outside the working hours of Ben (10:00–18:00 Asia/Kolkata)"
    ]


def test_who_is_nowhere_has_no_hours(story: Story) -> None:
    """
    hours: 10:00-18:00
    principals:
      ana: {home: null, stays: [{place: hill, from: 3 Sep 08:00, to: 3 Sep 12:00}]}
      ben: {hours: 00:00-24:00}
      cem: {hours: 00:00-24:00}
    meetings:
      talks: {mode: video}
      dinner: {mode: video}
    """
    assert story.breaches(talks="3 Sep 09:00", dinner="3 Sep 20:00") == [
        "Talks (3 Sep 09:00–10:00) is outside the working hours of Ana (10:00–18:00 Europe/Moscow)"
    ]
