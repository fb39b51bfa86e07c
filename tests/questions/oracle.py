"""Small scenarios that are often impossible, and brute force that decides whether they are, without the solver."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import reject
from hypothesis import strategies as st

from scheduler.plan.plan import Booking, Plan
from scheduler.problem.load import parse
from scheduler.problem.requirement import Requirement
from scheduler.problem.requirements import requirements_of
from scheduler.problem.verify import broken_musts
from scheduler.rules.asked.as_planned import AsPlanned
from scheduler.rules.implied.held import Held
from scheduler.scenario.problem import problem_of
from scheduler.scenario.room_numbers import number_rooms
from scheduler.solver.proof import held_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.plan.candidate import Candidate
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.problem import Problem

PEOPLE = ("ana", "ben", "cem", "dia")


@st.composite
def tight(draw: st.DrawFn, most_meetings: int = 3) -> str:
    """Draw the YAML of a day with two or three must-meetings and little room for them."""
    keys = [f"m{number}" for number in range(draw(st.integers(2, most_meetings)))]
    stay = {"place": "hill", "from": draw(st.sampled_from(["3 Sep 07:00", "3 Sep 10:00"]))}
    stay["to"] = draw(st.sampled_from(["3 Sep 10:50", "3 Sep 11:00", "3 Sep 13:00"]))
    data = {
        "title": "tight",
        "zone": "Europe/Moscow",
        "dates": "3 Sep 2020",
        "grid": "60 min",
        "hours": draw(st.sampled_from(["09:00-11:00", "09:00-12:00", "10:00-12:00"])),
        "reset": draw(st.sampled_from(["0 min", "15 min"])),
        "few_gaps": False,
        "places": {"hill": {"name": "Hill", "zone": "Europe/Moscow"}},
        "venues": {"palace": {"name": "Palace", "place": "hill"}, "hotel": {"name": "Hotel", "place": "hill"}},
        "rooms": {"salon": {"venue": "palace"}, "suite": {"venue": "hotel"}},
        "travel": [{"between": ["palace", "hotel"], "takes": draw(st.sampled_from(["0 min", "20 min"]))}],
        "delegations": {"north": {"name": "North"}, "south": {"name": "South"}},
        "principals": {
            "ana": {"name": "Ana", "delegation": "north", "stays": [stay]},
            "ben": {"name": "Ben", "delegation": "south", "home": "hill"},
            "cem": {"name": "Cem", "delegation": "south", "home": "hill", "readout": draw(_readouts())},
            "dia": {"name": "Dia", "delegation": "south", "home": "hill"},
        },
        "forums": draw(_forums()),
        "meetings": {key: draw(_meetings()) for key in keys},
        "rules": [draw(_rules(keys)) for _ in range(draw(st.integers(0, 2)))],
    }
    return str(yaml.safe_dump(data, sort_keys=False))


def _readouts() -> st.SearchStrategy[str]:
    return st.sampled_from(["0 min", "30 min"])


def _forums() -> st.SearchStrategy[dict[str, Any]]:
    session = {"kind": "plenary", "from": "3 Sep 10:00", "to": "10:30"}
    forum = {"name": "Council", "place": "hill", "venue": "palace", "dates": "3 Sep", "attendees": ["ben"]}
    return st.sampled_from([{}, {"council": {**forum, "sessions": [session]}}])


@st.composite
def _meetings(draw: st.DrawFn) -> dict[str, Any]:
    meeting: dict[str, Any] = {
        "participants": draw(st.permutations(PEOPLE))[:2],
        "length": draw(st.sampled_from(["60 min", "90 min", {"shortest": "60 min", "wanted": "90 min"}])),
        "priority": draw(st.sampled_from(["must", "must", "must", "high"])),
        "venue": draw(st.sampled_from(["palace", "hotel", ["palace", "hotel"]])),
    }
    if draw(st.booleans()):
        meeting["windows"] = draw(st.sampled_from(["09:00-11:00", "3 Sep 10:00-12:00", "10:00-11:30"]))
    return meeting


@st.composite
def _rules(draw: st.DrawFn, keys: list[str]) -> dict[str, Any]:
    one, other = draw(st.permutations(keys))[:2]
    return draw(
        st.sampled_from(
            [
                {"rule": "precedence", "first": one, "then": other, "lag": "30 min", "strength": "must"},
                {"rule": "gap", "meetings": [one, other], "at_least": "60 min"},
                {"rule": "not_at_the_same_time", "meetings": [one, other]},
                {"rule": "same_venue", "meetings": [one, other]},
                {"rule": "at_most", "principal": "ana", "meetings_a_day": 1},
                {"rule": "closed", "room": "salon", "from": "3 Sep 09:00", "to": "3 Sep 10:00"},
            ]
        )
    )


def read(text: str) -> tuple[Scenario, Problem, list[Requirement]]:
    """Return a scenario with its problem and requirements; one that is refused, with a reason, is not counted.

    A test that was drawn none but such scenarios fails.
    """
    scenario, issues = parse(text)
    if scenario is None:
        assert issues
        reject()
    problem = problem_of(scenario)
    return scenario, problem, requirements_of(problem)


def possible(problem: Problem, requirements: Sequence[Requirement]) -> bool:
    """Whether some plan keeps all of the requirements: tried with each rule's own check, one meeting after another.

    A breach stays one whatever else is booked: to leave out a meeting breaks no rule.
    """
    rules = [r.rule for r in requirements if not isinstance(r.rule, Held)]
    candidates = [problem.by_key[key] for key in held_in(requirements)]

    def broken(bookings: list[Booking]) -> bool:
        plan = Plan(number_rooms(bookings, problem.facts.scenario), problem.facts.names)
        # An earlier plan's slot is kept only by a meeting that is booked already.
        so_far = [r for r in rules if not isinstance(r, AsPlanned) or plan.booking(r.meeting)]
        return any(True for rule in so_far for _ in rule.broken(plan))

    alone = [[b for b in choices(candidate, problem) if not broken([b])] for candidate in candidates]

    def rest(number: int, bookings: list[Booking]) -> bool:
        if number == len(candidates):
            return True
        return any(
            not broken([*bookings, booking]) and rest(number + 1, [*bookings, booking]) for booking in alone[number]
        )

    return rest(0, [])


def choices(candidate: Candidate, problem: Problem) -> Iterator[Booking]:
    """Yield every booking that a request could have."""
    for setting, team in product(candidate.settings, candidate.teams):
        for minutes in candidate.lengths(team):
            for start in range(problem.first, problem.last - minutes + 1, problem.grid):
                yield Booking.at(candidate, setting, start, minutes, team)


def every_plan(problem: Problem, requirements: Sequence[Requirement]) -> Iterator[Plan]:
    """Yield every plan that keeps what must hold, by brute force; that a meeting is held is not asked for alone."""

    def plan(bookings: list[Booking]) -> Plan:
        return Plan(number_rooms(bookings, problem.facts.scenario), problem.facts.names)

    rules = [r for r in requirements if not isinstance(r.rule, Held)]
    alone = [
        [None, *(b for b in choices(candidate, problem) if not broken_musts(plan([b]), rules))]
        for candidate in problem.candidates
    ]
    for chosen in product(*alone):
        made = plan([booking for booking in chosen if booking])
        if not broken_musts(made, requirements):
            yield made
