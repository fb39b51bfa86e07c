"""A briefing before a meeting and a readout after it keep the principal busy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.case import Case

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Minutes before and after that just fit between two meetings.
    Case(
        """
        grid: 60 min
        principals:
          ana: {briefing: 60 min, readout: 60 min}
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
          dinner: {participants: [ana, cem], length: 2 h, briefing: 0 min}
        """,
        whose="ana",
    ),
    # An engagement off the grid, which a meeting may touch but for its briefing; an optional guest.
    """
    grid: 30 min
    readout: 30 min
    principals:
      ana: {engagements: [{kind: address, from: 3 Sep 10:00, to: 12:10}]}
      cem: {engagements: [{kind: ceremony, from: 3 Sep 16:00, to: 17:00}]}
    meetings:
      talks:
        participants: [ana, ben]
        optional: [cem]
        length: {shortest: 30 min, wanted: 60 min, longest: 60 min}
        briefing: 20 min
        holding: 10 min
    """,
    # A readout alone, and a meeting with nothing around it.
    Case(
        """
        grid: 60 min
        principals:
          ana: {engagements: [{kind: address, from: 3 Sep 10:00, to: 12:00}]}
        meetings:
          talks: {participants: [ana, ben], length: 60 min, readout: 60 min}
          tea: {participants: [ana, cem], length: 2 h}
        """,
        whose="ana",
    ),
    # Of three meetings two share a slot, briefing or not.
    Case(
        """
        briefing: 2 h
        meetings:
          talks: {participants: [ana, ben], length: 2 h, shares_slot_with: dinner}
          dinner: {participants: [ana, cem], length: 2 h}
          tea: {participants: [ana, dia], length: 2 h, briefing: 0 min}
        """,
        whose="ana",
    ),
    # A single meeting that is optional for one of them.
    Case(
        """
        briefing: 2 h
        meetings:
          talks: {participants: [ana, ben], optional: [cem], length: 2 h}
          dinner: {participants: [cem, dia], length: 2 h}
        """,
        whose="cem",
    ),
)


def test_time_for_readout_and_briefing_between(story: Story) -> None:
    """
    principals:
      ana: {briefing: 15 min, readout: 15 min}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 11:30") == []
    assert story.says("ana") == ["Ana is busy 15 min before and 15 min after meetings"]


def test_no_time_between_two_meetings(story: Story) -> None:
    """
    principals:
      ana: {briefing: 15 min, readout: 15 min}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 11:00") == [
        "Ana has no time for briefing and readout between Talks (3 Sep 10:00–11:00) and Dinner (3 Sep 11:00–12:00)"
    ]


def test_no_time_beside_an_engagement(story: Story) -> None:
    """
    principals:
      ana: {engagements: [{kind: address, title: Address, from: 3 Sep 11:00, to: 12:00}]}
    meetings:
      talks: {readout: 15 min}
      dinner: {holding: 15 min, briefing: 15 min}
    """
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 12:00") == [
        "Ana has no time for briefing and readout between Talks (3 Sep 10:00–11:00) and Address",
        "Ana has no time for briefing and readout between Dinner (3 Sep 12:00–13:00) and Address",
    ]
    assert story.breaches(talks="3 Sep 09:30", dinner="3 Sep 12:30") == []
    assert story.says("ana") == ["Ana is busy before and after meetings (up to 30 min and 15 min)"]
