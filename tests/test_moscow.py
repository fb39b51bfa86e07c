"""What the plan of Moscow must show, from the facts and from the issue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from scheduler import load, solve, verify
from scheduler.base.times import zone_of
from scheduler.plan.plan import Booking, Plan
from scheduler.problem.load import parse
from scheduler.scenario.models import Scenario
from scheduler.solver.outcome import Found
from tests.paths import ROOT

MOSCOW = "scenarios/moscow-2020-09.yaml"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(ROOT / MOSCOW)


@pytest.fixture(scope="module")
def plan(scenario: Scenario) -> Plan:
    outcome = solve(scenario)
    assert isinstance(outcome, Found)
    return outcome.plan


def booking(plan: Plan, key: str) -> Booking:
    found = plan.booking(key)
    assert found is not None
    return found


def test_the_plan_is_optimal_and_stands_up_to_the_check(plan: Plan, scenario: Scenario) -> None:
    assert plan.status == "optimal"
    assert plan.gap == 0
    assert verify(plan, scenario) == []


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("singh-shoigu", date(2020, 9, 3), date(2020, 9, 4)),
        ("singh-wei", date(2020, 9, 3), date(2020, 9, 4)),
        ("jaishankar-wang", date(2020, 9, 9), date(2020, 9, 11)),
        ("jaishankar-lavrov", date(2020, 9, 9), date(2020, 9, 11)),
    ],
)
def test_the_bilaterals_are_in_moscow_on_their_days(plan: Plan, key: str, first: date, last: date) -> None:
    found = booking(plan, key)
    moscow = zone_of("Europe/Moscow")
    assert (found.mode, found.place) == ("in person", "moscow")
    assert first <= found.start.astimezone(moscow).date() <= found.end.astimezone(moscow).date() <= last


def test_none_is_held_during_a_session(plan: Plan, scenario: Scenario) -> None:
    for forum in scenario.forums.values():
        for session in forum.sessions:
            attendees = {attendee.principal for attendee in forum.attendees} | {forum.chair}
            for found in plan.bookings:
                if attendees & set(found.participants) and session.kind != "coffee break":
                    assert not found.overlaps(session.start, session.end)


def test_the_host_comes_before_the_contested_counterpart(plan: Plan) -> None:
    assert booking(plan, "singh-shoigu").end <= booking(plan, "singh-wei").start


def test_every_booking_says_what_it_rests_on_and_where_it_was_asked(plan: Plan) -> None:
    lines = Path(MOSCOW).read_text(encoding="utf-8").splitlines()
    for found in plan.bookings:
        assert found.rests_on
        file, _, line = found.line.rpartition(":")
        assert file.endswith(MOSCOW)
        assert lines[int(line) - 1].strip() == f"{found.meeting}:"


def test_the_same_seed_gives_the_same_plan(scenario: Scenario, plan: Plan) -> None:
    again = solve(scenario).plan
    assert again is not None
    assert again.bookings == plan.bookings


def test_every_entry_has_a_source_of_the_register_or_is_assumed(scenario: Scenario) -> None:
    from scheduler.commands.check import _entries, _unsourced

    register = yaml.safe_load(Path("seeds/moscow-2020-09.yaml").read_text(encoding="utf-8"))["facts"]
    assert set(register) == {f"F{number}" for number in range(1, 19)}
    named = {source for _, entry in _entries(scenario, ()) for source in entry.source}
    assert named <= set(register)
    assert list(_unsourced(scenario)) == []


def evening() -> str:
    """Return Moscow with the weightiest bilateral of 150 minutes, and every daytime hour of Singh taken."""
    data = yaml.load(Path(MOSCOW).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    data["meetings"]["singh-wei"]["length"] = "150 min"
    data["principals"]["wei"]["stays"][0]["from"] = "2 Sep 20:00"
    data["forums"]["sco-defence"]["sessions"] = []
    data["principals"]["singh"]["engagements"] = [
        {"kind": "other", "title": f"All of {day} Sep", "from": f"{day} Sep 08:00", "to": "18:00"} for day in (3, 4)
    ]
    return yaml.safe_dump(data, sort_keys=False)


def test_with_every_daytime_hour_taken_the_weightiest_bilateral_is_in_the_evening() -> None:
    scenario, issues = parse(evening(), "evening.yaml")
    assert issues == []
    assert scenario is not None
    outcome = solve(scenario)
    assert isinstance(outcome, Found)
    found = booking(outcome.plan, "singh-wei")
    local = found.start.astimezone(zone_of("Europe/Moscow"))
    assert found.minutes >= 150
    assert local.hour >= 18
    assert verify(outcome.plan, scenario) == []
