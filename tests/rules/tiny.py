"""The scenario that stories are told in, and what an officer may get wrong in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.testing import tiny

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


def issues_of(fragment: str, base: str = HOUSE) -> list[str]:
    """Return what is wrong with the base and a fragment of YAML, each with its hint."""
    _, issues = tiny.examined(fragment, base)
    return [f"{issue.message} {issue.hint}" for issue in issues]


def scenario_of(fragment: str, base: str = HOUSE) -> Scenario:
    """Return the house with a fragment of YAML merged into it; it has to be in order."""
    return tiny.scenario_of(fragment, base)
