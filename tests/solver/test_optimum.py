"""On random small scenarios the solver's optimum is that of brute force, and every plan passes the check."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from scheduler.plan.plan import Booking, Plan
from scheduler.problem.load import parse
from scheduler.problem.requirement import TIERS
from scheduler.problem.requirements import requirements_of
from scheduler.problem.verify import broken_musts, score, verify
from scheduler.scenario.problem import problem_of
from scheduler.scenario.room_numbers import number_rooms
from scheduler.solver.search import solve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.candidate import Candidate
    from scheduler.problem.requirement import Requirement
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.problem import Problem

PEOPLE = ("ana", "ben", "cem")


@st.composite
def scenarios(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a scenario of one morning or two, with two or three meetings and some rules."""
    hours = st.sampled_from(["09:00-12:00", "09:00-11:00", "10:00-13:00"])
    meetings = {f"m{n}": draw(_meetings()) for n in range(draw(st.integers(2, 3)))}
    session = {"kind": "plenary", "from": "3 Sep 10:00", "to": draw(st.sampled_from(["10:30", "11:00"]))}
    forum = {
        "name": "Council",
        "place": "hill",
        "dates": "3 Sep",
        "attendees": ["ana"],
        "sessions": [session],
    }
    return {
        "title": "drawn",
        "zone": "Europe/Moscow",
        "dates": draw(st.sampled_from(["3 Sep 2020", "3-4 Sep 2020"])),
        "grid": "30 min",
        "hours": draw(hours),
        "reset": draw(st.sampled_from(["0 min", "15 min"])),
        "few_gaps": draw(st.booleans()),
        "places": {"hill": {"name": "Hill", "zone": "Europe/Moscow"}},
        "venues": {
            "palace": {"name": "Palace", "place": "hill"},
            "hotel": {"name": "Hotel", "place": "hill"},
        },
        "rooms": {"salon": {"venue": "palace"}, "suite": {"venue": "hotel", "secure": True}},
        "travel": [{"between": ["palace", "hotel"], "takes": "20 min"}],
        "interpreters": {"en-ru": {"languages": ["en", "ru"], "mode": "consecutive", "lengthens": 1.5}},
        "delegations": {"north": {"name": "North"}, "south": {"name": "South"}},
        "principals": {
            "ana": {"name": "Ana", "delegation": "north", "home": "hill", "languages": ["en"]},
            "ben": {"name": "Ben", "delegation": "south", "home": "hill", "languages": draw(_languages())},
            "cem": {"name": "Cem", "delegation": "south", "home": "hill", "briefing": draw(_briefings())},
        },
        "forums": {"council": forum} if draw(st.booleans()) else {},
        "meetings": meetings,
        "rules": [draw(_rules(sorted(meetings))) for _ in range(draw(st.integers(0, 2)))],
    }


def _languages() -> st.SearchStrategy[list[str]]:
    return st.sampled_from([["en"], ["ru"]])


def _briefings() -> st.SearchStrategy[str]:
    return st.sampled_from(["0 min", "15 min"])


@st.composite
def _meetings(draw: st.DrawFn) -> dict[str, Any]:
    meeting: dict[str, Any] = {
        "participants": draw(st.permutations(PEOPLE))[:2],
        "length": draw(st.sampled_from(["30 min", "60 min", {"shortest": "30 min", "wanted": "60 min"}])),
        "priority": draw(st.sampled_from(["must", "high", "normal", "low"])),
        "venue": draw(st.sampled_from(["palace", "hotel", ["palace", "hotel"]])),
    }
    if draw(st.booleans()):
        meeting["prefers"] = draw(st.sampled_from(["09:00-10:30", "11:00-13:00"]))
    if draw(st.integers(0, 3)) == 0:
        meeting["optional"] = sorted(set(PEOPLE) - set(meeting["participants"]))
    return meeting


@st.composite
def _rules(draw: st.DrawFn, keys: list[str]) -> dict[str, Any]:
    one, other = draw(st.permutations(keys))[:2]
    strength = draw(st.sampled_from(["must", "wish", "wish 30", "strong wish 2"]))
    wish = draw(st.sampled_from(["wish", "strong wish", "strong wish 3"]))
    return draw(
        st.sampled_from(
            [
                {"rule": "precedence", "first": one, "then": other, "strength": strength},
                {"rule": "gap", "meetings": [one, other], "at_least": "30 min", "strength": strength},
                {"rule": "same_venue", "meetings": [one, other], "strength": strength},
                {"rule": "different_days", "meetings": [one, other], "strength": strength},
                {"rule": "at_most", "principal": "ana", "meetings_a_day": 1, "strength": strength},
                {"rule": "prefer", "meetings": [one], "when": "late", "strength": wish},
                {"rule": "preferred_attendee", "principal": "cem", "meetings": [one, other], "strength": wish},
                {"rule": "rarely_at_once", "strength": wish},
                {"rule": "breather", "at_least": "45 min", "strength": wish},
                {
                    "rule": "keep_free",
                    "principal": "ben",
                    "hours": "10:00-12:00",
                    "at_least": "1 h",
                    "strength": strength,
                },
            ]
        )
    )


def candidates(candidate: Candidate, problem: Problem) -> Iterator[Booking | None]:
    """Yield every booking that a request could have, and None for not held."""
    yield None
    for setting, team in product(candidate.settings, candidate.teams):
        for minutes in candidate.lengths(team):
            for start in range(problem.first, problem.last - minutes + 1, problem.grid):
                booking = Booking.at(candidate, setting, start, minutes, team)
                for joined in product((False, True), repeat=len(candidate.optional)):
                    guests = [key for key, there in zip(candidate.optional, joined, strict=True) if there]
                    yield replace(booking, participants=(*candidate.participants, *guests))


def plan_of(bookings: list[Booking], scenario: Scenario, problem: Problem) -> Plan:
    return Plan(number_rooms(bookings, scenario), problem.facts.names)


def best(scenario: Scenario, problem: Problem, requirements: list[Requirement]) -> tuple[int, ...]:
    """Return the least costs of the tiers among all plans; a breach stays one whatever else is booked."""
    alone = [
        [
            booking
            for booking in candidates(candidate, problem)
            if booking is None or not broken_musts(plan_of([booking], scenario, problem), requirements)
        ]
        for candidate in problem.candidates
    ]
    lowest: tuple[int, ...] | None = None
    for chosen in product(*alone):
        plan = plan_of([booking for booking in chosen if booking], scenario, problem)
        costs = score(plan, requirements)
        found = tuple(costs[tier] for tier in TIERS)
        if (lowest is None or found < lowest) and not broken_musts(plan, requirements):
            lowest = found
    assert lowest is not None
    return lowest


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(scenarios())
def test_the_optimum_is_that_of_brute_force(data: dict[str, Any]) -> None:
    scenario, issues = parse(yaml.safe_dump(data, sort_keys=False))
    if scenario is None:
        # A drawn scenario may be refused, for a length that fits no window say; never without a reason.
        assert issues
        reject()
    problem = problem_of(scenario)
    requirements = requirements_of(problem)
    plan = solve(scenario).plan
    assert plan is not None
    costs = score(plan, requirements)
    assert tuple(costs[tier] for tier in TIERS) == best(scenario, problem, requirements)
    assert plan.status == ("impossible" if costs["must"] else "optimal")
    assert [breach for breach in verify(plan, scenario) if breach.requirement.must] == []
