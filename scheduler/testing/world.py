"""A tiny scenario with all of its plans.

Plain Python enumerates the plans, without the solver: each meeting is not held, or held at any start, in any setting,
with any length, team and optional participants of its candidate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING

from scheduler.base.issue import Origin
from scheduler.plan.plan import Booking, Plan
from scheduler.problem.requirements import requirements_of
from scheduler.rules.implied import Engaged, InSession, OnePlace
from scheduler.scenario.problem import Problem, problem_of
from scheduler.scenario.room_numbers import number_rooms
from scheduler.solver.model import build
from scheduler.testing.solutions import Choice, all_plans, least_costs
from scheduler.testing.tiny import FIELD, scenario_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.plan.candidate import Candidate
    from scheduler.problem.requirement import Requirement
    from scheduler.rules.base import Rule
    from scheduler.testing.solutions import Key

WHOLE = (OnePlace, InSession, Engaged)
"""The rules that keep a person from being in two places at once."""
SHOWN = 3
"""The number of plans that a difference names."""


@dataclass(frozen=True)
class World:
    """A tiny scenario with its problem, its requirements and all of its plans."""

    problem: Problem
    requirements: list[Requirement]
    unasked: bool = False
    """Whether there are also plans with a booking that is no candidate."""

    @classmethod
    def of(cls, fragment: str, base: str = FIELD, *, unasked: bool = False) -> World:
        """Return the world of a base with a fragment of YAML merged into it.

        Raises:
            InputError: the scenario has issues.
        """
        problem = problem_of(scenario_of(fragment, base))
        return cls(problem, requirements_of(problem), unasked)

    def under(self, rule: type[Rule], whose: str | None = None) -> list[Requirement]:
        """Return the requirements of a rule, as musts; only those of one principal or meeting, if it is given."""
        return [
            replace(requirement, tier=None, weight=1)
            for requirement in self.requirements
            if type(requirement.rule) is rule and (whose is None or _is_of(requirement, whose))
        ]

    def plan(self, bookings: Iterable[Booking]) -> Plan:
        """Return the plan of some bookings, its rooms numbered."""
        numbered = number_rooms(bookings, self.problem.facts.scenario)
        return Plan(numbered, names=self.problem.facts.names)

    @cached_property
    def plans(self) -> dict[Key, Plan]:
        """Every combination of the choices of each meeting."""
        options = [{None: None, **dict(self._options(candidate))} for candidate in self.problem.candidates]
        return {
            tuple(choices): self.plan(b for o, c in zip(options, choices, strict=True) if (b := o[c]))
            for choices in product(*options)
        }

    def _options(self, candidate: Candidate) -> Iterator[tuple[Choice | str, Booking]]:
        facts, grid = self.problem.facts, self.problem.grid
        whole = int((facts.last - facts.first).total_seconds() // 60)
        for place, team in product(range(len(candidate.settings)), range(len(candidate.teams))):
            for minutes, joined in product(candidate.lengths(candidate.teams[team]), _subsets(candidate.optional)):
                for start in range(0, whole - minutes + 1, grid):
                    choice = Choice(start, minutes, place, team, joined)
                    yield choice, self._booking(candidate, choice)
        if self.unasked:
            yield from self._bookings_unasked(candidate)

    def _booking(self, candidate: Candidate, choice: Choice) -> Booking:
        setting = candidate.settings[choice.setting]
        start = self.problem.facts.first + timedelta(minutes=choice.start)
        return Booking(
            meeting=candidate.key,
            participants=(*candidate.participants, *choice.joined),
            start=start,
            end=start + timedelta(minutes=choice.minutes),
            mode=setting.mode,
            place=setting.place,
            venue=setting.venue,
            room=setting.room,
            zone=setting.zone,
            interpreters=candidate.teams[choice.team],
            format=candidate.format,
            press=candidate.press,
        )

    def _bookings_unasked(self, candidate: Candidate) -> Iterator[tuple[str, Booking]]:
        """Yield bookings that the candidate does not offer, each wrong in one point."""
        facts, grid = self.problem.facts, timedelta(minutes=self.problem.grid)
        usual = self._booking(candidate, Choice(0, candidate.lengths(candidate.teams[0])[0], 0, 0, ()))
        length = usual.end - usual.start
        both = candidate.participants
        yield "off the grid", replace(usual, start=usual.start + grid / 2, end=usual.end + grid / 2)
        yield "too early", replace(usual, start=usual.start - grid, end=usual.end - grid)
        yield "too late", replace(usual, start=facts.last, end=facts.last + length)
        yield "too long", replace(usual, end=usual.end + timedelta(minutes=1))
        yield "another team", replace(usual, interpreters=("nobody",))
        yield "elsewhere", replace(usual, place="nowhere")
        yield "one stays away", replace(usual, participants=both[1:])
        yield "one is not asked", replace(usual, participants=(*both, "zoe"))
        yield "one comes twice", replace(usual, participants=(*both, both[0]))
        for team, other in combinations(candidate.teams, 2):
            for minutes in set(candidate.lengths(other)) - set(candidate.lengths(team)):
                end = usual.start + timedelta(minutes=minutes)
                yield f"{minutes} minutes by {team}", replace(usual, interpreters=team, end=end)

    def kept(self, rule: Rule) -> set[Key]:
        """Return the plans in which `broken` finds no breach of the rule."""
        return {key for key, plan in self.plans.items() if not any(True for _ in rule.broken(plan))}

    def accepted(self, requirement: Requirement, *, switch: bool | None = None) -> set[Key]:
        """Return the plans that the model of one requirement accepts, with its switch fixed if one is given."""
        built = build(self.problem, [requirement], switches=switch is not None)
        if switch is not None:
            built.model.add_bool_or(built.kept[0] if switch else ~built.kept[0])
        return all_plans(self.problem, built)

    @cached_property
    def asked(self) -> set[Key]:
        """The plans in which every booking is a candidate."""
        return {key for key in self.plans if not any(isinstance(choice, str) for choice in key)}

    def disagreements(self, requirement: Requirement, *, switch: bool | None = None) -> list[str]:
        """Name up to three plans that the model accepts and `broken` does not, or the reverse."""
        kept, accepted = self.kept(requirement.rule), self.accepted(requirement, switch=switch)
        found = [f"only the model accepts {self.say(key)}" for key in accepted - kept]
        found += [f"only `broken` accepts {self.say(key)}" for key in kept - accepted]
        return sorted(found)[:SHOWN]

    def misjudgements(self, requirement: Requirement) -> list[str]:
        """Name up to three plans whose least cost in the model differs from `measure`.

        Plans in which somebody is in two places at once are skipped: no rule needs to price them.
        """
        whole = [r.rule for r in self.requirements if isinstance(r.rule, WHOLE)]
        keys = set(self.plans).intersection(*map(self.kept, whole))
        found = []
        for key, cost in self.costs(requirement, keys).items():
            measured = requirement.rule.measure(self.plans[key])
            if cost != measured:
                found.append(f"`cost` is {cost}, `measure` is {measured} in {self.say(key)}")
        return sorted(found)[:SHOWN]

    def say(self, key: Key) -> str:
        """Return a plan in words: its bookings, each with all decisions about it."""
        plan = self.plans.get(key)
        if plan is None:
            return f"a plan that cannot be made of what is asked for, {key}"
        return ", ".join(_said(plan, booking) for booking in plan.bookings) or "the empty plan"

    def costs(self, requirement: Requirement, keys: Iterable[Key]) -> dict[Key, int]:
        """Return the least cost of each plan in the model of a graded requirement; -1 where it rejects the plan."""
        built = build(self.problem, [replace(requirement, tier="comfort")])
        return least_costs(self.problem, built, keys)


def _said(plan: Plan, booking: Booking) -> str:
    where = f" at {booking.room or booking.venue or booking.place}" if booking.place else ""
    team = f", interpreted by {' and '.join(booking.interpreters)}" if booking.interpreters else ""
    return f"{plan.say(booking)} {booking.mode}{where} with {' and '.join(booking.participants)}{team}"


def _is_of(requirement: Requirement, whose: str) -> bool:
    """Whether a requirement is that of a principal or a meeting, or was written for a room or a pool."""
    concern, where = requirement.rule.concerns, requirement.where
    written = () if isinstance(where, Origin) else where[1]
    return whose in {*concern.meetings, *concern.principals, *written}


def _subsets(optional: Sequence[str]) -> list[tuple[str, ...]]:
    return [chosen for size in range(len(optional) + 1) for chosen in combinations(optional, size)]
