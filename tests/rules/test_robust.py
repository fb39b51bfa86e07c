"""Slots are preferred that survive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.rules.written.robust import Robust
from tests.rules.tiny import issues_of, scenario_of

if TYPE_CHECKING:
    from tests.rules.story import Story

CASES = (
    # Somebody comes, comes later, or not at all; with meetings of two lengths, one of which counts for more.
    """
    principals:
      ana:
        home: null
        stays:
          - place: hill
            from: 3 Sep 04:00
            to: 3 Sep 20:00
            certainty: 0.5
            or: [{from: 3 Sep 12:00, certainty: 0.3}]
    meetings:
      talks: {participants: [ana, ben], length: {shortest: 2 h, wanted: 4 h, longest: 4 h}}
      dinner: {participants: [ana, cem], length: 2 h, priority: must}
      gone: {participants: [ana, cem], state: declined}
    rules: [{rule: robust}]
    """,
    # Two who travel together, a session that may take longer, and one that may fall away; in two modes.
    """
    grid: 60 min
    events: {flight: {certainty: 0.7}, strike: {certainty: 0.4, if: flight, otherwise: 0.9}}
    venues:
      palace: {name: Palace, place: hill}
      hotel: {name: Hotel, place: hill}
    travel: [{between: [palace, hotel], takes: 60 min}]
    principals:
      ana: {home: null, stays: [{place: hill, from: 3 Sep 06:00, to: 3 Sep 20:00, when: flight}]}
      ben: {home: null, stays: [{place: hill, from: 3 Sep 06:00, to: 3 Sep 20:00, when: flight}]}
    forums:
      council:
        name: Council
        place: hill
        venue: palace
        dates: 3 Sep
        attendees: [ana, cem]
        sessions:
          - {from: 3 Sep 10:00, to: 12:00, overruns: {by: 60 min, when: strike}}
          - {from: 3 Sep 15:00, to: 16:00, certainty: 0.25}
    meetings:
      talks: {participants: [ana, ben], length: 2 h, mode: [in person, video]}
    rules: [{rule: robust, meetings: talks}]
    """,
    # A forum that moves by some hours of the clock, or is not held; who follows it, and who is only bound by it.
    """
    dates: 3-4 Sep 2020
    principals:
      ana: {home: null, stays: [{place: hill, from: 3 Sep 06:00, to: 3 Sep 20:00, follows: council}]}
    forums:
      council:
        name: Council
        place: hill
        dates: 3 Sep
        certainty: 50 %
        attendees: [{principal: ben, certainty: tentative}, ana]
        sessions: [{from: 3 Sep 10:00, to: 14:00}]
        or: [{moves_by: 1 day, dates: 3-4 Sep, certainty: unlikely}]
    meetings:
      talks: {participants: [ana, ben], length: 2 h, windows: {sidelines: council}}
      dinner: {participants: [cem, dia], length: 2 h}
    certainties: {tentative: 0.4}
    rules: [{rule: robust}]
    """,
)


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
