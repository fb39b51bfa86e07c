"""A principal rests between evening and morning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.case import Case

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # The night from six to noon, with an evening and a morning engagement.
    Case(
        """
        dates: 3-4 Sep 2020
        principals:
          ana:
            rest: 9 h
            engagements:
              - {kind: reception, from: 3 Sep 20:30, to: 21:00}
              - {kind: ceremony, from: 4 Sep 10:00, to: 11:00}
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
        """,
        whose="ana",
    ),
    # Two meetings, one of which a guest may join; the rest is nearly the whole night.
    Case(
        """
        dates: 3-4 Sep 2020
        rest: 17 h 50
        meetings:
          talks: {participants: [ana, ben], length: 2 h}
          dinner: {participants: [cem, ben], optional: [ana], length: 2 h}
        """,
        whose="ana",
    ),
    # A night from six in one zone to noon in another, two hours and a half longer.
    Case(
        """
        dates: 3-4 Sep 2020
        grid: 30 min
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        principals:
          ana:
            home: coast
            rest: 20 h
            stays: [{place: hill, from: 4 Sep 10:00, to: 4 Sep 20:00}]
            engagements: [{kind: other, from: 3 Sep 15:00, to: 15:45}]
        meetings:
          talks: {participants: [ana, ben], length: 30 min, mode: video}
        """,
        whose="ana",
    ),
    # Two nights; the day between them is free as well.
    Case(
        """
        dates: 3-5 Sep 2020
        rest: 17 h 50
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
        """,
        whose="ana",
    ),
)


def test_a_night_that_is_long_enough(story: Story) -> None:
    """
    principals:
      ana: {rest: 9 h, engagements: [{kind: reception, from: 3 Sep 20:00, to: 23:00}]}
    """
    assert story.breaches(talks="3 Sep 23:00", dinner="4 Sep 09:00") == []
    assert story.says("ana") == ["Ana rests for 9 h each night"]


def test_a_night_that_is_too_short(story: Story) -> None:
    """
    rest: 9 h
    principals:
      ana: {engagements: [{kind: reception, from: 3 Sep 20:00, to: 23:00}]}
    """
    assert story.breaches(talks="3 Sep 23:00", dinner="4 Sep 08:30") == [
        "Ana has only 8 h 30 of rest between 3 Sep 18:00 and 4 Sep 12:00"
    ]
    assert story.says("ben") == ["Ben rests for 9 h each night"]
