"""Where times are set aside for bilaterals, they are held in those alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.case import Case

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # A principal's blocks, one that a meeting fits exactly; telephone and pull-asides are free.
    """
    grid: 60 min
    principals:
      ana:
        blocks:
          - {from: 3 Sep 10:00, to: 12:00}
          - {from: 3 Sep 15:10, to: 17:10}
    meetings:
      talks:
        participants: [ana, ben]
        length: {shortest: 60 min, wanted: 2 h, longest: 2 h}
        mode: [in person, video, telephone]
    """,
    Case(
        """
        principals:
          ana: {blocks: [{from: 3 Sep 10:00, to: 14:00}]}
        meetings:
          talks: {participants: [ana, ben], length: 2 h}
          aside: {participants: [ana, cem], format: pull-aside}
        """,
        whose="ana",
    ),
    # A forum's blocks bind those who attend on the days of the forum only.
    """
    dates: 3-5 Sep 2020
    grid: 60 min
    forums:
      council:
        name: Council
        place: hill
        dates: 4 Sep
        attendees: [ana, cem]
        blocks: [{from: 4 Sep 09:30, to: 12:00}]
    meetings:
      talks: {participants: [ana, ben], optional: [cem], length: {shortest: 60 min, wanted: 2 h, longest: 2 h}}
    """,
)


def test_within_a_block(story: Story) -> None:
    """
    principals:
      ana: {blocks: [{from: 3 Sep 14:00, to: 16:00}]}
    """
    assert story.breaches(talks="3 Sep 14:00", dinner="3 Sep 15:00") == []
    assert story.says("ana") == ["bilaterals of Ana are held only in the times set aside: 3 Sep 14:00–16:00"]


def test_outside_the_blocks(story: Story) -> None:
    """
    principals:
      ana: {blocks: [{from: 3 Sep 14:00, to: 16:00}, {from: 4 Sep 09:00, to: 10:00}]}
    """
    assert story.breaches(talks="3 Sep 13:30", dinner="4 Sep 09:30") == [
        "Talks (3 Sep 13:30–14:30) is outside the times set aside by Ana (3 Sep 14:00–16:00, 4 Sep 09:00–10:00)",
        "Dinner (4 Sep 09:30–10:30) is outside the times set aside by Ana (3 Sep 14:00–16:00, 4 Sep 09:00–10:00)",
    ]


def test_a_telephone_call_and_a_pull_aside_are_free(story: Story) -> None:
    """
    principals:
      ana: {blocks: [{from: 3 Sep 14:00, to: 16:00}]}
    meetings:
      talks: {mode: telephone}
      dinner: {format: pull-aside}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 18:00") == []


def test_the_blocks_of_a_forum_bind_on_its_dates(story: Story) -> None:
    """
    forums:
      council:
        name: Council
        place: hill
        dates: 3 Sep
        attendees: [ben]
        blocks: [{from: 3 Sep 14:00, to: 16:00}]
    """
    assert story.breaches(talks="4 Sep 10:00", dinner="3 Sep 10:00") == []
    assert story.breaches(talks="3 Sep 23:30") == [
        "Talks (3 Sep 23:30 – 4 Sep 00:30) is outside the times set aside by Ben (3 Sep 14:00–16:00)"
    ]
