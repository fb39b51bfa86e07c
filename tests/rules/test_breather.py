"""Between two meetings lies a breather."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.tiny import issues_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Meetings that touch, that nearly do, and that overlap.
    """
    meetings:
      talks: {participants: [ana, ben], length: 3 h}
      dinner: {participants: [cem, dia], length: {shortest: 2 h, wanted: 4 h, longest: 4 h}}
    rules:
      - {rule: breather, at_least: 90 min}
      - {rule: breather, meetings: [talks, dinner], at_least: 3 h}
    """,
)


def test_enough_time_and_none_where_they_overlap(story: Story) -> None:
    """
    rules:
      - {rule: breather, meetings: [talks, dinner], at_least: 30 min}
    """
    assert story.cost(talks="3 Sep 10:00", dinner="3 Sep 11:30") == 0
    assert story.breaches(talks="3 Sep 10:00", dinner="3 Sep 10:30") == []
    assert story.says() == ["Talks and Dinner with 30 min from one to the next"]


def test_back_to_back_and_nearly_so(story: Story) -> None:
    """
    rules:
      - {rule: breather, at_least: 45 min}
    """
    assert story.cost(talks="3 Sep 10:00", dinner="3 Sep 11:00") == 45
    assert story.cost(dinner="3 Sep 10:00", talks="3 Sep 11:30") == 15
    assert story.breaches(dinner="3 Sep 10:00", talks="3 Sep 11:30") == [
        "Talks (3 Sep 11:30–12:30) follows Dinner (3 Sep 10:00–11:00) after 30 min"
    ]
    (requirement,) = story.world.under(story.rule)
    assert not requirement.rule.applies(story.plan(talks="3 Sep 10:00"))


def test_a_must_is_another_rule() -> None:
    assert issues_of("rules: [{rule: breather, at_least: 10 min, strength: must}]") == [
        "a preference cannot be a must. Write the rule 'gap' instead."
    ]
