"""Slots are preferred that survive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.rules.written.robust import Robust
from tests.rules.tiny import issues_of, scenario_of

if TYPE_CHECKING:
    from tests.rules.story import Story


def test_a_slot_before_somebody_may_have_come(story: Story) -> None:
    """
    principals:
      ana:
        home: null
        stays: [{place: hill, from: 3 Sep 08:00, to: 4 Sep 20:00, or: [{from: 3 Sep 14:00, certainty: 0.3}]}]
    rules:
      - {rule: robust, meetings: talks}
    """
    # A meeting of normal priority is worth 2, and is lost with 0.3 before Ana has surely come.
    assert story.cost(talks="3 Sep 10:00") == 600
    assert story.breaches(talks="3 Sep 10:00") == ["Talks (3 Sep 10:00–11:00) is held with 70 %"]
    assert story.cost(talks="3 Sep 14:00") == 0
    assert story.breaches(talks="3 Sep 14:00") == []
    assert story.cost() == 2000
    assert story.breaches() == ["Talks is not held"]
    assert story.says() == ["Talks preferably when all are likely to be there"]


def test_what_it_is_worth_hangs_on_the_priority(story: Story) -> None:
    """
    principals:
      ana: {home: null, stays: [{place: hill, from: 3 Sep 08:00, to: 4 Sep 20:00, certainty: likely}]}
    meetings:
      talks: {priority: must}
      dinner: {priority: low}
    rules:
      - {rule: robust}
    """
    assert story.cost(talks="3 Sep 10:00", dinner="3 Sep 12:00") == 4 * 200 + 200
    assert story.cost(talks="3 Sep 10:00") == 4 * 200 + 1000
    assert story.says() == ["meetings preferably when all are likely to be there"]


def test_where_all_is_certain_it_costs_nothing(story: Story) -> None:
    """
    rules:
      - {rule: robust, meetings: talks}
    """
    assert story.cost(talks="3 Sep 10:00") == 0
    assert story.breaches(talks="3 Sep 10:00") == []


def test_a_must_is_no_preference() -> None:
    assert issues_of("rules: [{rule: robust, strength: must}]") == [
        "a preference cannot be a must. Write 'wish 100', or 'strong wish'."
    ]


def test_without_a_scenario_it_says_so() -> None:
    (rule,) = scenario_of("rules: [{rule: robust}]").rules
    assert isinstance(rule, Robust)
    with pytest.raises(LookupError, match="likelihoods"):
        _ = rule.likelihood
