"""Tiny scenarios, and what an officer may change in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scheduler.problem.load import parse
from scheduler.scenario import source

if TYPE_CHECKING:
    from scheduler.scenario.models import Scenario

HOUSE = """
title: Tiny
zone: Europe/Moscow
dates: 3-4 Sep 2020
grid: 30 min
few_gaps: false
places:
  hill: {name: Hill, zone: Europe/Moscow}
  coast: {name: Coast, zone: Asia/Kolkata}
venues:
  palace: {name: Palace, place: hill}
  hotel: {name: Hotel, place: hill}
rooms:
  salon: {name: Salon, venue: palace, seats: 10, secure: true, reset: 15 min}
  parlour: {name: Parlour, venue: hotel, seats: 4}
delegations:
  north: {name: North}
  south: {name: South}
  east: {name: East}
principals:
  ana: {name: Ana, delegation: north, home: hill}
  ben: {name: Ben, delegation: south, home: hill}
  cem: {name: Cem, delegation: south, home: hill}
  dia: {name: Dia, delegation: east, home: hill}
meetings:
  talks: {title: Talks, participants: [ana, ben], length: 60 min}
  dinner: {title: Dinner, participants: [ana, cem], length: 60 min}
"""
"""The scenario of the stories: two days, two places, two venues with a room each."""

FIELD = """
title: Field
zone: Europe/Moscow
dates: 3 Sep 2020
grid: 120 min
reset: 0 min
few_gaps: false
places:
  hill: {name: Hill, zone: Europe/Moscow}
delegations:
  north: {name: North}
  south: {name: South}
  east: {name: East}
principals:
  ana: {name: Ana, delegation: north, home: hill}
  ben: {name: Ben, delegation: south, home: hill}
  cem: {name: Cem, delegation: south, home: hill}
  dia: {name: Dia, delegation: east, home: hill}
"""
"""The scenario of the enumeration: one day of twelve starts, and one place without any building."""


def merged(base: Any, change: Any) -> Any:
    """Return the base with the change: maps are merged, an empty entry is taken out, all else is replaced."""
    if not (isinstance(base, dict) and isinstance(change, dict)):
        return change
    both = {**base, **{key: merged(base.get(key), value) for key, value in change.items()}}
    return {key: value for key, value in both.items() if value is not None}


def issues_of(fragment: str, base: str = HOUSE) -> list[str]:
    """Return what is wrong with the base and a fragment of YAML, each with its hint."""
    _, issues = parse(_text_of(fragment, base), "tiny.yaml")
    return [f"{issue.message} {issue.hint}" for issue in issues]


def _text_of(fragment: str, base: str) -> str:
    return json.dumps(merged(*(source.read(text, "tiny.yaml").data or {} for text in (base, fragment))))


def scenario_of(fragment: str, base: str = HOUSE) -> Scenario:
    """Return the base with a fragment of YAML merged into it; it has to be in order."""
    scenario, issues = parse(_text_of(fragment, base), "tiny.yaml")
    assert scenario is not None, [str(issue) for issue in issues]
    assert not issues, [str(issue) for issue in issues]
    return scenario
