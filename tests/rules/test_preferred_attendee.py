"""A principal would like to follow meetings, without taking part in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.testing.world import World
from tests.rules.tiny import HOUSE, issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Of two meetings that are followed one overlaps one's own; lengths that differ, off the grid.
    """
    meetings:
      talks: {participants: [ana, ben], length: {shortest: 60 min, wanted: 3 h, longest: 3 h}}
      dinner: {participants: [cem, dia], length: {shortest: 90 min, wanted: 4 h, longest: 4 h}}
    rules:
      - {rule: preferred_attendee, principal: dia, meetings: talks, strength: strong wish}
    """,
    # Meetings that are followed only, one that is passed over, and one's own that one may join.
    """
    grid: 120 min
    dates: 3 Sep 2020
    hours: 12:00-24:00
    meetings:
      talks: {participants: [ana, ben], length: 3 h, windows: 3 Sep 14:00-24:00}
      dinner: {participants: [ana, ben], optional: [dia], length: 5 h, shares_slot_with: talks}
      gone: {participants: [ana, cem], state: declined}
    rules:
      - {rule: preferred_attendee, principal: dia, meetings: [talks, dinner, gone]}
      - {rule: preferred_attendee, principal: cem, meetings: [talks, dinner, gone]}
    """,
)


def test_nothing_is_in_the_way(story: Story) -> None:
    """
    meetings:
      tea: {title: Tea, participants: [ben, dia], length: 60 min}
    rules:
      - {rule: preferred_attendee, principal: dia, meetings: talks}
    """
    assert story.cost(talks="3 Sep 10:00", tea="3 Sep 11:00") == 0
    assert story.breaches(talks="3 Sep 10:00", tea="3 Sep 11:00") == []
    assert story.says() == ["Dia would like to follow Talks"]


def test_ones_own_meeting_is_in_the_way(story: Story) -> None:
    """
    meetings:
      tea: {title: Tea, participants: [cem, dia], length: 60 min}
    rules:
      - {rule: preferred_attendee, principal: dia, meetings: talks}
    """
    assert story.cost(talks="3 Sep 10:00", tea="3 Sep 10:30") == 30
    assert story.breaches(talks="3 Sep 10:00", tea="3 Sep 10:30") == [
        "Dia cannot follow Talks (3 Sep 10:00–11:00) for 30 min, because of Tea (3 Sep 10:30–11:30)"
    ]


def test_another_that_is_followed_is_in_the_way_and_counts_once(story: Story) -> None:
    """
    rules:
      - {rule: preferred_attendee, principal: dia, meetings: [talks, dinner]}
    """
    assert story.cost(talks="3 Sep 10:00", dinner="3 Sep 10:30") == 30


def test_who_takes_part_anyway_is_told(story: Story) -> None:
    """
    rules:
      - {rule: preferred_attendee, principal: ben, meetings: [talks, dinner]}
    """
    assert story.cost(talks="3 Sep 10:00", dinner="3 Sep 10:30") == 30
    (requirement,) = story.world.under(story.rule)
    assert list(requirement.rule.passed_over(story.world.problem.facts.names)) == ["Ben is in Talks anyway"]
    assert requirement.rule.in_part(story.plan(talks="3 Sep 10:00"))
    assert requirement.rule.applies(story.plan(talks="3 Sep 10:00"))
    assert not requirement.rule.applies(story.plan())


def test_it_is_a_wish() -> None:
    assert issues_of("rules: [{rule: preferred_attendee, principal: dia, meetings: talks, strength: must}]") == [
        "a preference cannot be a must. Write 'wish' or 'strong wish'."
    ]


def test_a_strong_wish_is_in_a_tier_of_its_own() -> None:
    rules = "rules: [{rule: preferred_attendee, principal: dia, meetings: talks, strength: %s}]"
    tiers = {
        strength: next((r.tier, r.weight) for r in World.of(rules % strength, HOUSE).requirements if r.rule.graded)
        for strength in ("wish", "wish 7", "strong wish", "strong wish 7")
    }
    assert tiers == {
        "wish": ("comfort", 10),
        "wish 7": ("comfort", 7),
        "strong wish": ("strong wishes", 10),
        "strong wish 7": ("strong wishes", 7),
    }
