"""A principal waits little between commitments, on few days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.case import Case

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Two meetings, and an engagement between which one waits.
    Case(
        """
        few_gaps: true
        principals:
          ana: {engagements: [{kind: address, from: 3 Sep 10:30, to: 11:15}]}
        meetings:
          talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 60 min, longest: 90 min}}
          dinner: {participants: [ana, cem], length: 2 h}
        """,
        whose="ana",
    ),
    # Two days, of which the second has an engagement, and a third that only an engagement has.
    Case(
        """
        few_gaps: true
        dates: 3-5 Sep 2020
        principals:
          ana:
            engagements:
              - {kind: address, from: 4 Sep 10:00, to: 11:00}
              - {kind: address, from: 4 Sep 17:00, to: 18:00}
              - {kind: address, from: 5 Sep 10:00, to: 11:00}
              - {kind: address, from: 5 Sep 13:00, to: 14:00}
        meetings:
          talks: {participants: [ana, ben], length: 60 min}
          dinner: {participants: [ana, cem], length: 2 h}
        """,
        whose="ana",
    ),
    # A guest who may stay away, and a meeting that may share a slot and is not counted.
    Case(
        """
        few_gaps: true
        meetings:
          talks: {participants: [ana, ben], optional: [cem], length: 60 min}
          dinner: {participants: [cem, dia], length: 60 min, shares_slot_with: tea}
          tea: {participants: [cem, ben], length: 60 min}
        """,
        whose="cem",
    ),
    Case(
        """
        few_gaps: true
        meetings:
          talks: {participants: [ana, ben], optional: [cem], length: 60 min}
          tea: {participants: [cem, ben], length: 90 min}
        """,
        whose="cem",
    ),
    # One meeting beside an engagement, and two engagements on what is already the next day for them.
    Case(
        """
        few_gaps: true
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        principals:
          ana:
            stays: [{place: coast, from: 3 Sep 20:00, to: 4 Sep}]
            engagements:
              - {kind: address, from: 3 Sep 10:30, to: 11:15}
              - {kind: address, from: 3 Sep 22:00, to: 22:30}
              - {kind: address, from: 3 Sep 23:00, to: 23:30}
        meetings:
          talks: {participants: [ana, ben], length: 60 min, mode: video}
        """,
        whose="ana",
    ),
    # Days on the clocks of two places.
    Case(
        """
        few_gaps: true
        dates: 3-4 Sep 2020
        places:
          coast: {name: Coast, zone: Asia/Kolkata}
        principals:
          ana: {stays: [{place: coast, from: 3 Sep 16:00, to: 4 Sep 03:00}]}
          ben: {home: coast}
        meetings:
          talks: {participants: [ana, ben], length: 60 min, mode: [in person, video]}
          dinner: {participants: [ana, cem], length: 2 h}
        """,
        whose="ana",
    ),
)


def test_one_after_the_other_on_a_day_that_is_busy_anyway(story: Story) -> None:
    """
    few_gaps: true
    principals:
      ana: {engagements: [{kind: address, from: 3 Sep 09:00, to: 10:00}]}
    """
    requirement, *_ = story.world.under(story.rule, "ana")
    plan = story.plan(talks="3 Sep 10:00", dinner="3 Sep 11:00")
    assert requirement.rule.measure(plan) == 0
    assert list(requirement.rule.broken(plan)) == []
    assert story.says("ana") == ["Ana waits little between commitments, on few days"]


def test_waiting_costs_its_minutes_and_a_day_two_hours(story: Story) -> None:
    """
    few_gaps: true
    principals:
      ana: {engagements: [{kind: address, from: 3 Sep 09:00, to: 10:00}]}
    """
    requirement, *_ = story.world.under(story.rule, "ana")
    plan = story.plan(talks="3 Sep 10:30", dinner="4 Sep 11:00")
    assert requirement.rule.measure(plan) == 30 + 120
    assert list(requirement.rule.broken(plan)) == ["Ana: 2 h 30 of waiting and extra days"]


def test_what_may_share_a_slot_is_not_counted(story: Story) -> None:
    """
    few_gaps: true
    meetings:
      talks: {shares_slot_with: dinner}
    """
    assert story.cost(talks="3 Sep 10:00", dinner="3 Sep 20:00") == 120 + 120


def test_each_has_days_of_their_own(story: Story) -> None:
    """
    few_gaps: true
    """
    assert story.cost(talks="3 Sep 10:00", dinner="3 Sep 20:00") == (120 + 9 * 60) + 120 + 120
