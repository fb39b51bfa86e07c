"""A booking is what was asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.rules.case import Case
from tests.rules.story import Slot

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Lengths from one to three hours, the last of which ends with the scenario.
    Case(
        """
        grid: 60 min
        meetings:
          talks:
            participants: [ana, ben]
            optional: [cem, dia]
            length: {shortest: 60 min, wanted: 2 h, longest: 3 h}
            mode: [in person, video]
        """,
        unasked=True,
    ),
    # Two teams of interpreters, one of which takes longer.
    Case(
        """
        interpreters:
          slow: {languages: [en, ru], mode: consecutive, lengthens: 1.5}
          swift: {languages: [en, ru], mode: simultaneous}
        principals:
          ana: {languages: en}
          ben: {languages: ru}
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 1 h, wanted: 2 h, longest: 3 h}, press: 5 min}
        """,
        unasked=True,
    ),
)


def test_as_it_was_asked_for(story: Story) -> None:
    """
    meetings:
      talks: {optional: [dia], length: {shortest: 30 min, wanted: 60 min, longest: 90 min}}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", minutes=90, joined=("dia",))) == []
    assert story.says("talks") == ["Talks is between Ana and Ben, for 1 h"]


def test_by_somebody_who_edited_the_plan(story: Story) -> None:
    """
    dates: 3 Sep 2020
    meetings:
      talks: {length: {shortest: 30 min, wanted: 60 min, longest: 90 min}}
    """
    assert story.breaches(talks=Slot("3 Sep 10:00", minutes=75)) == [
        "Talks (3 Sep 10:00–11:15) takes 1 h 15, not 30 min or 1 h or 1 h 30"
    ]
    assert story.breaches(talks=Slot("3 Sep 10:00", joined=("cem",))) == [
        "Talks (3 Sep 10:00–11:00) does not have the participants asked for (ana, ben)"
    ]
    assert story.breaches(talks=Slot("3 Sep 10:00", team=("sworn",))) == [
        "Talks (3 Sep 10:00–11:00) does not have the interpreters that it needs"
    ]
    assert story.breaches(talks="3 Sep 10:10") == [
        "Talks (3 Sep 10:10–11:10) does not start on the grid of 30 minutes within the scenario's dates"
    ]
    assert story.breaches(talks="3 Sep 23:30") == [
        "Talks (3 Sep 23:30 – 4 Sep 00:30) does not start on the grid of 30 minutes within the scenario's dates"
    ]


def test_at_a_place_that_the_scenario_does_not_have(story: Story) -> None:
    plan = story.plan(talks="3 Sep 10:00")
    moved = replace(plan, bookings=tuple(replace(b, venue="villa", room=None) for b in plan.bookings))
    requirement, _ = story.world.under(story.rule)
    assert list(requirement.rule.broken(moved)) == [
        "Talks (3 Sep 10:00–11:00) is in a mode or at a place that the scenario does not offer for it"
    ]
