"""Tiny scenarios, what an officer may change in them, and every plan that they have.

The plans are made here by plain Python, without the solver: each meeting is not held, or held at any start,
in any setting, with any length, team and optional participants that were asked for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, NamedTuple

from ortools.sat.python import cp_model

from scheduler import source
from scheduler.load import parse
from scheduler.model import build
from scheduler.plan import Booking, Plan
from scheduler.problem import Problem, problem_of
from scheduler.requirements import requirements_of
from scheduler.rooms import number_rooms
from scheduler.times import minute, read_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.model import Built, Vocabulary
    from scheduler.request import Request
    from scheduler.requirements import Requirement
    from scheduler.rules.base import Rule
    from scheduler.scenario import Scenario

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


class Choice(NamedTuple):
    """What is decided about one meeting that is held; numbers count in the request's own lists."""

    start: int
    """Minutes after the start of the scenario."""
    minutes: int
    setting: int
    team: int
    joined: tuple[str, ...]


class Slot(NamedTuple):
    """A slot for a meeting, in an officer's words; what is not said is as the meeting wants it."""

    start: str
    where: str | None = None
    """A mode, place, venue or room."""
    minutes: int | None = None
    joined: tuple[str, ...] = ()
    team: tuple[str, ...] | None = None


Key = tuple[Choice | str | None, ...]
"""A plan: for each request what is decided, or None where it is not held; a text for a strange booking."""


@dataclass(frozen=True)
class World:
    """A tiny scenario with its problem, its requirements and every plan that it has."""

    problem: Problem
    requirements: list[Requirement]
    strange: bool = False
    """Whether the plans have bookings too that nobody asked for."""

    @classmethod
    def of(cls, fragment: str, base: str = HOUSE, *, strange: bool = False) -> World:
        """Return the world of the base with the fragment."""
        problem = problem_of(scenario_of(fragment, base))
        return cls(problem, requirements_of(problem), strange)

    def under(self, rule: type[Rule], whose: str | None = None) -> list[Requirement]:
        """Return the requirements of a rule, as musts; those of one principal or meeting, if it is given."""
        return [
            replace(requirement, tier=None, weight=1)
            for requirement in self.requirements
            if type(requirement.rule) is rule and whose in {None, *_owners(requirement.rule)}
        ]

    def plan(self, bookings: Iterable[Booking]) -> Plan:
        """Return the plan of some bookings, its rooms numbered."""
        numbered = number_rooms(bookings, self.problem.facts.scenario)
        return Plan(numbered, names=self.problem.facts.names)

    @cached_property
    def plans(self) -> dict[Key, Plan]:
        """Every combination of what may be decided about each meeting."""
        options = [{None: None, **dict(self._options(request))} for request in self.problem.requests]
        return {
            tuple(choices): self.plan(b for o, c in zip(options, choices, strict=True) if (b := o[c]))
            for choices in product(*options)
        }

    def _options(self, request: Request) -> Iterator[tuple[Choice | str, Booking]]:
        facts, grid = self.problem.facts, self.problem.grid
        whole = int((facts.last - facts.first).total_seconds() // 60)
        for place, team in product(range(len(request.settings)), range(len(request.teams))):
            for minutes, joined in product(request.lengths(request.teams[team]), _subsets(request.optional)):
                for start in range(0, whole - minutes + 1, grid):
                    choice = Choice(start, minutes, place, team, joined)
                    yield choice, self._booking(request, choice)
        if self.strange:
            yield from self._strange(request)

    def _booking(self, request: Request, choice: Choice) -> Booking:
        setting = request.settings[choice.setting]
        start = self.problem.facts.first + timedelta(minutes=choice.start)
        return Booking(
            meeting=request.key,
            participants=(*request.participants, *choice.joined),
            start=start,
            end=start + timedelta(minutes=choice.minutes),
            mode=setting.mode,
            place=setting.place,
            venue=setting.venue,
            room=setting.room,
            zone=setting.zone,
            interpreters=request.teams[choice.team],
            format=request.format,
            press=request.press,
        )

    def _strange(self, request: Request) -> Iterator[tuple[str, Booking]]:
        """Yield bookings that the request does not offer, each wrong in one point."""
        facts, grid = self.problem.facts, timedelta(minutes=self.problem.grid)
        usual = self._booking(request, Choice(0, request.lengths(request.teams[0])[0], 0, 0, ()))
        length = usual.end - usual.start
        both = request.participants
        yield "off the grid", replace(usual, start=usual.start + grid / 2, end=usual.end + grid / 2)
        yield "too early", replace(usual, start=usual.start - grid, end=usual.end - grid)
        yield "too late", replace(usual, start=facts.last, end=facts.last + length)
        yield "too long", replace(usual, end=usual.end + timedelta(minutes=1))
        yield "another team", replace(usual, interpreters=("nobody",))
        yield "elsewhere", replace(usual, place="nowhere")
        yield "one stays away", replace(usual, participants=both[1:])
        yield "one is not asked", replace(usual, participants=(*both, "zoe"))
        yield "one comes twice", replace(usual, participants=(*both, both[0]))
        for team, other in combinations(request.teams, 2):
            for minutes in set(request.lengths(other)) - set(request.lengths(team)):
                end = usual.start + timedelta(minutes=minutes)
                yield f"{minutes} minutes by {team}", replace(usual, interpreters=team, end=end)

    def kept(self, rule: Rule) -> set[Key]:
        """Return the plans in which a reader finds no breach of the rule."""
        return {key for key, plan in self.plans.items() if not any(True for _ in rule.broken(plan))}

    def accepted(self, requirement: Requirement, *, switch: bool | None = None) -> set[Key]:
        """Return the plans that the model of one requirement accepts, with its switch fixed if one is given."""
        built = build(self.problem, [requirement], switches=switch is not None)
        if switch is not None:
            built.model.add_bool_or(built.kept[0] if switch else ~built.kept[0])
        return _all_plans(self.problem, built)

    @cached_property
    def asked(self) -> set[Key]:
        """The plans of which every booking is one that was asked for."""
        return {key for key in self.plans if not any(isinstance(choice, str) for choice in key)}

    def disagreements(self, requirement: Requirement, *, switch: bool | None = None) -> list[str]:
        """Say of three plans at most that the model and a reader judge them differently."""
        kept, accepted = self.kept(requirement.rule), self.accepted(requirement, switch=switch)
        found = [f"only the model accepts {self._say(key)}" for key in accepted - kept]
        found += [f"only a reader accepts {self._say(key)}" for key in kept - accepted]
        return sorted(found)[:3]

    def misjudgements(self, requirement: Requirement) -> list[str]:
        """Say of three plans at most that they cost the solver something else than a reader measures.

        Only plans are looked at in which nobody is in two places at once; others are no plans at all.
        """
        whole = [r.rule for r in self.requirements if r.rule.word in {"one_place", "session", "engagement"}]
        keys = set.intersection(*(self.kept(rule) for rule in whole))
        found = []
        for key, cost in self.costs(requirement, keys).items():
            measured = requirement.rule.measure(self.plans[key])
            if cost != measured:
                found.append(f"the solver finds {cost}, a reader {measured} in {self._say(key)}")
        return sorted(found)[:3]

    def _say(self, key: Key) -> str:
        plan = self.plans.get(key)
        return str(key) if plan is None else f"{', '.join(map(plan.say, plan.bookings))} {key}"

    def costs(self, requirement: Requirement, keys: Iterable[Key]) -> dict[Key, int]:
        """Return what each plan costs at least in the model of a graded requirement."""
        built = build(self.problem, [replace(requirement, tier="comfort")])
        readers = [_Reader(self.problem, built.vocabulary, request) for request in self.problem.requests]
        built.model.minimize(sum(built.costs["comfort"]))
        return {key: _least(built.model, readers, key) for key in keys}


@dataclass(frozen=True)
class Story:
    """A rule in a tiny scenario, and plans that keep it or break it."""

    world: World
    rule: type[Rule]

    def plan(self, **slots: str | Slot) -> Plan:
        """Return the plan in which the meetings are held in those slots."""
        return self.world.plan(
            self._booking(key, slot if isinstance(slot, Slot) else Slot(slot)) for key, slot in slots.items()
        )

    def _booking(self, key: str, slot: Slot) -> Booking:
        problem = self.world.problem
        request = problem.by_key[key]
        setting = next(s for s in request.settings if slot.where in {None, s.mode, s.place, s.venue, s.room})
        team, wanted = request.wanted[0]
        start = read_moment(slot.start, problem.facts.period)
        made = Booking.at(request, setting, minute(start), slot.minutes or wanted, slot.team or team)
        return replace(made, participants=(*request.participants, *slot.joined))

    def breaches(self, **slots: str | Slot) -> list[str]:
        """Return what a reader of the plan finds broken of the rule."""
        plan = self.plan(**slots)
        return [sentence for r in self.world.under(self.rule) for sentence in r.rule.broken(plan)]

    def cost(self, **slots: str | Slot) -> int:
        """Return what a preference costs in the plan."""
        plan = self.plan(**slots)
        return sum(requirement.rule.measure(plan) for requirement in self.world.under(self.rule))

    def says(self, whose: str | None = None) -> list[str]:
        """Return the rule as it is said, for each principal or meeting, or for one."""
        names = self.world.problem.facts.names
        return [requirement.rule.say(names) for requirement in self.world.under(self.rule, whose)]


def _owners(rule: Rule) -> set[str]:
    request = getattr(rule, "request", None)
    keys = (getattr(rule, name, None) for name in ("principal", "meeting", "room", "pool", "key"))
    return {key for key in (*keys, request and request.key) if isinstance(key, str)}


def _subsets(optional: Sequence[str]) -> list[tuple[str, ...]]:
    return [chosen for size in range(len(optional) + 1) for chosen in combinations(optional, size)]


class _Reader:
    """The variables of one request, made before the search, and how their values are read and written."""

    def __init__(self, problem: Problem, v: Vocabulary, request: Request) -> None:
        pruned = v.request(request.key)
        self.grid = problem.grid
        self.held, self.step = v.held(request.key), v.step(request.key)
        self.settings = [(request.settings.index(s), v.at(request.key, s)) for s in pruned.settings]
        self.teams = [(number, v.by(request.key, team)) for number, team in enumerate(request.teams)]
        self.lengths = [(minutes, v.takes(request.key, minutes)) for minutes in request.minutes]
        self.joins = [(key, v.attends(request.key, key)) for key in request.optional]

    def read(self, values: Sequence[int]) -> Choice | None:
        """Return what a solution decides."""
        if not values[self.held.index]:
            return None
        minutes, place, team = (
            next(option for option, literal in options if values[literal.index])
            for options in (self.lengths, self.settings, self.teams)
        )
        joined = tuple(key for key, literal in self.joins if values[literal.index])
        return Choice(self.grid * values[self.step.index], minutes, place, team, joined)

    def write(self, choice: Choice | None) -> Iterator[tuple[cp_model.IntVar, int]]:
        """Yield the variables with the values that they have where this is decided."""
        yield self.held, int(choice is not None)
        if choice is None:
            return
        yield self.step, choice.start // self.grid
        wanted = (choice.minutes, choice.setting, choice.team)
        for options, decided in zip((self.lengths, self.settings, self.teams), wanted, strict=True):
            yield from ((literal, int(option == decided)) for option, literal in options)
        yield from ((literal, int(key in choice.joined)) for key, literal in self.joins)


class _Collector(cp_model.CpSolverSolutionCallback):
    """Collects the values of some variables of each solution."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[int, ...]] = set()

    def on_solution_callback(self) -> None:
        self.found.add(tuple(self.response_proto.solution))


def _all_plans(problem: Problem, built: Built) -> set[Key]:
    readers = [_Reader(problem, built.vocabulary, request) for request in problem.requests]
    solver, collector = cp_model.CpSolver(), _Collector()
    solver.parameters.num_workers = 1
    solver.parameters.enumerate_all_solutions = True
    status = solver.solve(built.model, collector)
    assert status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}, solver.status_name(status)
    return {tuple(reader.read(values) for reader in readers) for values in collector.found}


def _least(model: cp_model.CpModel, readers: Sequence[_Reader], key: Key) -> int:
    """Return the least cost of one plan, or -1 where the model does not accept it."""
    model.clear_hints()  # type: ignore[no-untyped-call]
    decided = {}
    for reader, choice in zip(readers, key, strict=True):
        assert not isinstance(choice, str)
        decided.update({literal.index: (literal, value) for literal, value in reader.write(choice)})
    for literal, value in decided.values():
        model.add_hint(literal, value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.fix_variables_to_their_hinted_value = True
    status = solver.solve(model)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else -1
