"""A principal waits little between commitments, on few days."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rules.story import Story


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
