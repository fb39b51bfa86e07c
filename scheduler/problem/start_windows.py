"""Start windows: the starts of each candidate that the narrowing rules allow, computed without the solver."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from scheduler.base.minutes import ALWAYS, Spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.problem.requirement import Requirement
    from scheduler.scenario.problem import Problem


class Narrowing:
    """The narrowing requirements, indexed by scope, so that each candidate asks only those that concern it."""

    def __init__(self, requirements: Iterable[Requirement]) -> None:
        """Sort the requirements by what they concern."""
        self._by_meeting: dict[str, list[Requirement]] = defaultdict(list)
        self._by_principal: dict[str, list[Requirement]] = defaultdict(list)
        self._of_any: list[Requirement] = []
        """Those that name neither a meeting nor a principal."""
        self._repeated = False
        """Whether one of them names several meetings or principals, so that a meeting may find it twice."""
        self._alike: dict[str, list[Requirement]] = defaultdict(list)
        self._cache: dict[tuple[str, str, Setting, int], Spans] = {}
        for requirement in requirements:
            if requirement.rule.narrows:
                self._add(requirement)

    def _add(self, requirement: Requirement) -> None:
        meetings, principals, which = requirement.rule.concerns
        for key in meetings:
            self._by_meeting[key].append(requirement)
        for key in principals:
            self._by_principal[key].append(requirement)
            if requirement.rule.alike:
                self._alike[key].append(requirement)
        if which is not None:
            self._of_any.append(requirement)
        self._repeated |= len(meetings) + len(principals) > 1

    def of(self, candidate: Candidate) -> list[Requirement]:
        """Return the requirements that may narrow a request, whoever else joins."""
        # The meeting's own leave the least, so that the others are hardly asked where it cannot be held at all.
        found = [*self._by_meeting.get(candidate.key, ())]
        for key in candidate.participants:
            found += self._by_principal.get(key, ())
        found += self._of_any
        return list({id(requirement): requirement for requirement in found}.values()) if self._repeated else found

    def starts(self, problem: Problem, candidate: Candidate) -> dict[tuple[Setting, int], Spans]:
        """Return the allowed starts of a candidate, in minutes, for each setting and length."""
        own = [requirement for requirement in self.of(candidate) if not requirement.rule.alike]
        return {
            (setting, minutes): self._starts_in(problem, candidate, setting, minutes, own)
            for setting in candidate.settings
            for minutes in candidate.minutes
        }

    def starts_in(self, problem: Problem, candidate: Candidate, setting: Setting, minutes: int) -> Spans:
        """Return the allowed starts of a candidate, in minutes, for one setting and one length."""
        own = [requirement for requirement in self.of(candidate) if not requirement.rule.alike]
        return self._starts_in(problem, candidate, setting, minutes, own)

    def _starts_in(
        self, problem: Problem, candidate: Candidate, setting: Setting, minutes: int, own: Sequence[Requirement]
    ) -> Spans:
        spans = Spans.of([(problem.first, problem.last - minutes)])
        for requirement in own:
            allowed = requirement.rule.allows(candidate, setting, minutes)
            if allowed is not None:
                spans &= allowed
            if not spans:
                return spans
        for principal in candidate.participants:
            spans &= self._of_alike(principal, candidate, setting, minutes)
        return spans

    def _of_alike(self, principal: str, candidate: Candidate, setting: Setting, minutes: int) -> Spans:
        """Return the starts that a principal's requirements allow for any candidate of the format; cached."""
        kind = (principal, candidate.format, setting, minutes)
        spans = self._cache.get(kind)
        if spans is None:
            answers = (r.rule.allows(candidate, setting, minutes) for r in self._alike.get(principal, ()))
            spans = self._cache[kind] = reduce(and_, (allowed for allowed in answers if allowed is not None), ALWAYS)
        return spans


class SingleCandidate:
    """One candidate on its own: the starts that each narrowing requirement allows, computed once."""

    def __init__(self, problem: Problem, candidate: Candidate, requirements: Iterable[Requirement]) -> None:
        """Evaluate every requirement that may narrow the candidate, for each of its settings and lengths."""
        self.problem = problem
        self.options = [(setting, minutes) for setting in candidate.settings for minutes in candidate.minutes]
        self.allowed: dict[int, list[Spans | None]] = {}
        self.narrowing: list[Requirement] = []
        """The requirements that do narrow it."""
        for requirement in Narrowing(requirements).of(candidate):
            spans = [requirement.rule.allows(candidate, setting, minutes) for setting, minutes in self.options]
            if any(allowed is not None for allowed in spans):
                self.narrowing.append(requirement)
                self.allowed[id(requirement)] = spans

    def left(self, requirements: Iterable[Requirement]) -> Spans:
        """Return the starts that the given requirements allow in any setting, as step numbers of the grid."""
        tables = [self.allowed[id(requirement)] for requirement in requirements if id(requirement) in self.allowed]
        return reduce(Spans.__or__, (self._in(tables, number) for number in range(len(self.options))), Spans(()))

    def possible(self, requirements: Iterable[Requirement]) -> bool:
        """Whether the given requirements together allow any start."""
        tables = [self.allowed[id(requirement)] for requirement in requirements if id(requirement) in self.allowed]
        return any(self._in(tables, number) for number in range(len(self.options)))

    def possible_at(self, requirements: Iterable[Requirement], moment: int) -> bool:
        """Whether the given requirements allow a start at a minute, in any setting with any length."""
        tables = [self.allowed[id(requirement)] for requirement in requirements]
        return any(
            moment + minutes <= self.problem.last
            and all((spans := table[number]) is None or moment in spans for table in tables)
            for number, (_, minutes) in enumerate(self.options)
        )

    def _in(self, tables: Sequence[Sequence[Spans | None]], number: int) -> Spans:
        """Return the starts that are allowed in one setting with one length, as step numbers of the grid."""
        whole = Spans.of([(self.problem.first, self.problem.last - self.options[number][1])])
        narrowed = (spans for table in tables if (spans := table[number]) is not None)
        return reduce(and_, narrowed, whole).on_grid(self.problem.first, self.problem.grid)
