"""Builds the CP-SAT model of a list of requirements: the only place where one is built.

Musts that restrict start windows are evaluated before any variable is created; rules post the rest, in the terms of
the vocabulary. The builder names each constraint after its requirement and adds its enforcement literal; a rule sees
neither.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, product
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.base.minutes import Spans
from scheduler.base.times import minute
from scheduler.plan.plan import Booking
from scheduler.problem.requirement import POINTS, WISHES
from scheduler.problem.start_windows import Narrowing
from scheduler.rules.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Plan
    from scheduler.problem.requirement import Requirement
    from scheduler.rules.resources import Resource, Use
    from scheduler.rules.vocabulary import Literal
    from scheduler.scenario.problem import Problem
    from scheduler.solver.budget import Budget

Narrowed = dict[str, dict[tuple["Setting", int], Spans]]
"""The start window of each candidate, for each setting and length."""


@dataclass
class Built:
    """A model, its vocabulary, and the enforcement literal of each requirement that may be dropped."""

    model: cp_model.CpModel
    vocabulary: Vocabulary
    requirements: Sequence[Requirement]
    narrowed: Narrowed
    """The start windows that the requirements leave; the model of a part of the problem can reuse them."""
    kept: dict[int, Literal] = field(default_factory=dict)
    """By the index of the requirement in the list: true if it is kept."""
    costs: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    """By tier, the terms to minimise: weighted broken wishes and graded costs."""

    def bookings(self, solver: cp_model.CpSolver) -> tuple[Booking, ...]:
        """Return the bookings of the solver's solution."""
        v, first = self.vocabulary, self.vocabulary.problem.first
        bookings = []
        for candidate in v.candidates:
            key = candidate.key
            if not solver.boolean_value(v.held(key)):
                continue
            setting = next(s for s in candidate.settings if solver.boolean_value(v.at(key, s)))
            team = next(t for t in candidate.teams if solver.boolean_value(v.by(key, t)))
            minutes = solver.value(v.minutes(key))
            joined = tuple(p for p in candidate.optional if solver.boolean_value(v.attends(key, p)))
            booking = Booking.at(candidate, setting, first + solver.value(v.start(key)), minutes, team)
            bookings.append(replace(booking, participants=(*candidate.participants, *joined)))
        return tuple(bookings)

    def decided(self, plan: Plan) -> Iterator[tuple[cp_model.IntVar, int]]:
        """Yield the decision variables of each meeting with their values in a plan."""
        v, values = self.vocabulary, dict[int, tuple[cp_model.IntVar, int]]()
        for candidate in v.candidates:
            booking = plan.booking(candidate.key)
            for variable, true in self._choices(candidate, booking):
                values[variable.index] = (variable, int(true))
            values[v.held(candidate.key).index] = (v.held(candidate.key), int(booking is not None))
            if booking is not None:
                step = (minute(booking.start) - v.problem.first) // v.problem.grid
                values[v.step(candidate.key).index] = (v.step(candidate.key), step)
        yield from values.values()

    def _choices(self, candidate: Candidate, booking: Booking | None) -> Iterator[tuple[Literal, bool]]:
        v, key = self.vocabulary, candidate.key
        for setting in candidate.settings:
            yield v.at(key, setting), booking is not None and booking.is_in(setting)
        for team in candidate.teams:
            yield v.by(key, team), booking is not None and booking.interpreters == team
        for principal in candidate.optional:
            yield v.attends(key, principal), booking is not None and principal in booking.participants
        if booking is not None and len(candidate.minutes) > 1:
            yield from ((v.takes(key, each), booking.minutes == each) for each in candidate.minutes)


def build(
    problem: Problem,
    requirements: Sequence[Requirement],
    *,
    switches: bool = False,
    narrowed: Narrowed | None = None,
    budget: Budget | None = None,
) -> Built:
    """Build the model of a list of requirements.

    With `switches`, each must also has an enforcement literal (in `kept`), so that it can be assumed or dropped;
    without, musts always hold, and restrict the start windows before any variable is created. `narrowed` reuses the
    start windows of an earlier build of the same requirements.

    Raises:
        BudgetSpentError: the budget ended first.
    """
    if narrowed is None:
        problem, narrowed = narrow(problem, () if switches else requirements, budget)
    else:
        problem = _pruned(problem, narrowed)
    return _Builder(problem, requirements, narrowed, switches=switches, budget=budget).build()


def narrow(
    problem: Problem, requirements: Iterable[Requirement], budget: Budget | None = None
) -> tuple[Problem, Narrowed]:
    """Return the problem without impossible settings, and the start windows that the musts leave.

    Raises:
        BudgetSpentError: the budget ended first.
    """
    narrowing = Narrowing(requirement for requirement in requirements if requirement.must)
    narrowed: Narrowed = {}
    for candidate in problem.candidates:
        if budget is not None:
            budget.tick()
        narrowed[candidate.key] = narrowing.starts(problem, candidate)
    return _pruned(problem, narrowed), narrowed


class _Builder:
    def __init__(
        self,
        problem: Problem,
        requirements: Sequence[Requirement],
        narrowed: Narrowed,
        *,
        switches: bool,
        budget: Budget | None,
    ) -> None:
        self.problem = problem
        self.requirements = requirements
        self.narrowed = narrowed
        self.switches = switches
        self.tick = budget.tick if budget else None
        self.model = cp_model.CpModel()

    def build(self) -> Built:
        problem, narrowed = self.problem, self.narrowed
        starts = {candidate.key: _union(narrowed[candidate.key].values()) for candidate in problem.candidates}
        v = Vocabulary(problem, self.model, starts, self.tick)
        built = Built(self.model, v, self.requirements, narrowed)
        for candidate in problem.candidates:
            self._structure(v, candidate, narrowed[candidate.key], starts[candidate.key])
        for number, requirement in enumerate(self.requirements):
            literal = self._switch(built, number, requirement)
            if literal is not None or requirement.tier:
                self._narrowing(v, requirement, literal)
            elif self._optional(v, requirement):
                self._narrowing(v, requirement, None, optional_only=True)
            name = requirement.name
            for constraint in chain(self._resource_constraints(v, requirement), requirement.rule.post(self.model, v)):
                if self.tick:
                    self.tick()
                constraint.with_name(name)
                if literal is not None:
                    constraint.only_enforce_if(literal)
        for candidate in problem.candidates:
            self._readable(v, candidate)
        return built

    def _structure(self, v: Vocabulary, candidate: Candidate, options: dict[Any, Spans], whole: Spans) -> None:
        """Post the start windows of each setting and length, and that a meeting ends within the scenario."""
        v.step(candidate.key)
        for (setting, minutes), spans in options.items():
            if setting not in candidate.settings or spans == whole:
                continue
            literals = v.when(candidate.key, setting, minutes)
            constraint = v.starts_within(candidate.key, spans, literals)
            constraint.with_name(f"starts of {candidate.key}: what {self._origins(candidate)} allow")
        for team in candidate.teams if len(candidate.teams) > 1 else ():
            takes = [v.takes(candidate.key, minutes) for minutes in candidate.lengths(team)]
            if len(takes) < len(candidate.minutes):
                bound = self.model.add_bool_or([~v.by(candidate.key, team), *takes])
                bound.with_name(f"vocabulary: {candidate.key} takes a length that it may have with {', '.join(team)}")
            v.by(candidate.key, team)
        for principal in candidate.optional:
            v.attends(candidate.key, principal)

    def _resource_constraints(self, v: Vocabulary, requirement: Requirement) -> Iterator[cp_model.Constraint]:
        """Yield the constraints of the resources that a requirement uses."""
        for resource in requirement.rule.resources(self.problem):
            if self._by_moment and resource.against is None and all(self._fills_a_step(use) for use in resource.uses):
                yield from self._at_each_moment(v, resource, requirement)
                continue
            uses = [v.uses(use) for use in resource.uses]
            if resource.against is not None:
                others = [v.uses(use) for use in resource.against] if uses else ()
                yield from (self.model.add_no_overlap(pair) for pair in product(uses, others))
            elif resource.capacity == 1 and len(uses) > 1:
                yield self.model.add_no_overlap(uses)
            elif len(uses) > resource.capacity:
                yield self.model.add_cumulative(uses, [1] * len(uses), resource.capacity)

    @cached_property
    def _by_moment(self) -> bool:
        """Whether a rule counts meetings at each moment, so that start literals exist anyway."""
        return any(requirement.rule.counts for requirement in self.requirements)

    @cached_property
    def _in_one_at_a_time(self) -> set[str]:
        """The principals who attend at most one meeting at any time, by a requirement that always holds."""
        found: set[str] = set()
        for requirement in self.requirements if not self.switches else ():
            for resource in requirement.rule.resources(self.problem) if requirement.must else ():
                if resource.capacity > 1 or resource.against is not None:
                    continue
                meetings = {use.meeting for use in resource.uses if self._takes_whenever_held(use)}
                there = {key for meeting in meetings for key in self.problem.by_key[meeting].participants}
                found |= {p for p in there if meetings.issuperset(self._meetings_of(p))}
        return found

    def _takes_whenever_held(self, use: Use) -> bool:
        there = self.problem.by_key[use.meeting].participants
        return use.setting is None and use.team is None and (use.principal is None or use.principal in there)

    def _meetings_of(self, principal: str) -> set[str]:
        candidates = self.problem.by_principal[principal]
        return {candidate.key for candidate in candidates if principal in candidate.participants}

    def _fills_a_step(self, use: Use) -> bool:
        lengths = self.problem.by_key[use.meeting].minutes
        return lengths == (self.problem.grid,) and not (use.before or use.after or use.only)

    def _at_each_moment(
        self, v: Vocabulary, resource: Resource, requirement: Requirement
    ) -> Iterator[cp_model.Constraint]:
        """Yield a resource's constraints moment by moment, if each meeting fills one: literals propagate better there.

        The meetings of one person count once at each moment, since at most one of them is held then.
        """
        if len(resource.uses) <= resource.capacity:
            return
        groups: dict[int, dict[str, list[Literal]]] = defaultdict(lambda: defaultdict(list))
        taking: dict[int, list[tuple[str, Literal]]] = defaultdict(list)
        whose = _sharers(self.problem, resource, self._in_one_at_a_time)
        for use in resource.uses:
            there, who = v.present(use), whose[use.meeting]
            always = there is v.held(use.meeting)
            for step, start in v.starts(use.meeting).items():
                literal = start if always else v.all_of([start, there])
                groups[step][who].append(literal)
                taking[step].append((use.meeting, literal))
        for step, by_person in groups.items():
            if resource.capacity == 1:
                yield self.model.add_at_most_one([literal for each in by_person.values() for literal in each])
            elif sum(map(len, by_person.values())) > resource.capacity:
                any_of = [v.any_of(("one of", who, step), each) for who, each in by_person.items()]
                number = self.model.new_int_var(0, resource.capacity, f"{requirement.name}: meetings at {step}")
                yield self.model.add(sum(any_of) == number)
                yield from self._by_head(v, taking[step], number)

    def _by_head(
        self, v: Vocabulary, taking: list[tuple[str, Literal]], number: cp_model.IntVar
    ) -> Iterator[cp_model.Constraint]:
        """Yield the link between meetings and busy people at a moment, if all meetings have equally many people."""
        heads: dict[str, list[Literal]] = defaultdict(list)
        for meeting, literal in taking:
            for principal in self.problem.by_key[meeting].participants:
                heads[principal].append(literal)
        several = {len(self.problem.by_key[meeting].participants) for meeting, _ in taking}
        if len(several) == 1 and self._in_one_at_a_time.issuperset(heads):
            busy = [v.any_of(("one of", who), each) for who, each in heads.items()]
            yield self.model.add(sum(busy) == several.pop() * number)

    @staticmethod
    def _readable(v: Vocabulary, candidate: Candidate) -> None:
        """Create the variables from which a plan is read: a variable created after the search has no value."""
        v.minutes(candidate.key)
        for setting in candidate.settings:
            v.at(candidate.key, setting)
        for team in candidate.teams:
            v.by(candidate.key, team)

    @cached_property
    def _files(self) -> str:
        return ", ".join(sorted({requirement.origin.file for requirement in self.requirements}))

    def _origins(self, candidate: Candidate) -> str:
        return f"the requirements on {candidate.key} in {self._files}"

    def _switch(self, built: Built, number: int, requirement: Requirement) -> Literal | None:
        """Return the enforcement literal of a requirement, or None for one that always holds."""
        rule, v = requirement.rule, built.vocabulary
        if requirement.must and not self.switches:
            return None
        if rule.graded:
            built.costs[requirement.tier or "comfort"].append(requirement.weight * rule.cost(v))
            return None
        literal: Literal
        if rule.asks_for is not None:
            literal = v.held(rule.asks_for)
        else:
            literal = self.model.new_bool_var(f"kept {number} {requirement.name}")
        built.kept[number] = literal
        if requirement.tier:
            points = POINTS if requirement.tier in WISHES else 1
            built.costs[requirement.tier].append(points * requirement.weight * (1 - literal))
        return literal

    def _optional(self, v: Vocabulary, requirement: Requirement) -> bool:
        principals = requirement.rule.concerns.principals
        return any(key in candidate.optional for key in principals for candidate in v.meetings_of(key))

    def _narrowing(
        self, v: Vocabulary, requirement: Requirement, literal: Literal | None, *, optional_only: bool = False
    ) -> None:
        """Post a requirement that restricts start windows: a domain for each setting and length."""
        concern = requirement.rule.concerns
        for candidate in concern.among(self.problem) if requirement.rule.narrows else ():
            guests = [key for key in concern.principals if key in candidate.optional]
            if optional_only and not guests:
                continue
            for setting in candidate.settings:
                for minutes in candidate.minutes:
                    spans = requirement.rule.allows(candidate, setting, minutes)
                    if spans is None:
                        continue
                    literals = v.when(candidate.key, setting, minutes)
                    literals += [v.attends(candidate.key, key) for key in guests]
                    literals += [literal] if literal is not None else []
                    v.starts_within(candidate.key, spans, literals).with_name(requirement.name)


def _sharers(problem: Problem, resource: Resource, alone: set[str]) -> dict[str, str]:
    """Return one participant of each meeting of a resource, so that few participants cover all: a greedy cover.

    Only participants who attend one meeting at a time count; a meeting without one represents itself.
    """
    left = {
        use.meeting: [key for key in problem.by_key[use.meeting].participants if key in alone] for use in resource.uses
    }
    found: dict[str, str] = {meeting: meeting for meeting, there in left.items() if not there}
    left = {meeting: there for meeting, there in left.items() if there}
    while left:
        number = Counter(principal for there in left.values() for principal in there)
        most = max(number, key=lambda principal: (number[principal], principal))
        found |= {meeting: most for meeting, there in left.items() if most in there}
        left = {meeting: there for meeting, there in left.items() if most not in there}
    return found


def _pruned(problem: Problem, narrowed: Narrowed) -> Problem:
    """Return the problem without the settings whose start window is empty."""
    candidates = []
    for candidate in problem.candidates:
        possible = tuple(dict.fromkeys(setting for (setting, _), spans in narrowed[candidate.key].items() if spans))
        candidates.append(replace(candidate, settings=possible or candidate.settings[:1]))
    return replace(problem, candidates=tuple(candidates))


def _union(spans: Iterable[Spans]) -> Spans:
    return Spans.of(span for each in spans for span in each)
