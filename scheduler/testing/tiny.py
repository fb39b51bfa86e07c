"""Tiny scenarios: a base, and a few lines of YAML that a test merges into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.base.issue import InputError
from scheduler.problem.load import validate
from scheduler.scenario import source

if TYPE_CHECKING:
    from scheduler.base.issue import Issue
    from scheduler.scenario.models import Scenario

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
"""One day of twelve starts, one place without venues, four principals of three delegations, no meetings."""
NAME = "tiny.yaml"
"""The file name of a tiny scenario in its issues."""


def merged(base: Any, change: Any) -> Any:
    """Return the base with the change: maps are merged, empty entries removed, other values replaced."""
    if not (isinstance(base, dict) and isinstance(change, dict)):
        return change
    both = {**base, **{key: merged(base.get(key), value) for key, value in change.items()}}
    return {key: value for key, value in both.items() if value is not None}


def examined(fragment: str, base: str) -> tuple[Scenario | None, list[Issue]]:
    """Return the scenario of a base with a fragment merged into it, and its issues, with lines of the fragment."""
    read = source.read(fragment, NAME)
    return validate(read.with_data(merged(source.read(base, NAME).data or {}, read.data or {})))


def scenario_of(fragment: str, base: str = FIELD) -> Scenario:
    """Return the scenario of a base with a fragment of YAML merged into it.

    Raises:
        InputError: it has issues; the lines are those of the fragment.
    """
    scenario, issues = examined(fragment, base)
    if scenario is None or issues:
        raise InputError(issues)
    return scenario
