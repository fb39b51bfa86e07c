"""The planning problem of a scenario: the time grid, and each candidate with all of its options."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.base.times import minute
from scheduler.base.value import value
from scheduler.scenario.candidates import candidates_of
from scheduler.scenario.facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.plan.candidate import Candidate
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.models import Scenario


@value
class Problem:
    """The candidates for which the solver decides start, length, setting and participants."""

    facts: Facts
    candidates: tuple[Candidate, ...]
    grid: int
    """The distance between possible starts, in minutes."""

    @property
    def first(self) -> int:
        """The first minute of the scenario and of the grid, as counted by `times.minute`."""
        return minute(self.facts.first)

    @property
    def last(self) -> int:
        """The minute at which the scenario ends; no booking ends later."""
        return minute(self.facts.last)

    def only(self, meetings: set[str]) -> Problem:
        """Return the problem with only some of the meetings."""
        return replace(self, candidates=tuple(candidate for candidate in self.candidates if candidate.key in meetings))

    @cached_property
    def by_key(self) -> dict[str, Candidate]:
        """The candidates by the keys of their meetings."""
        return {candidate.key: candidate for candidate in self.candidates}

    def meetings_of(self, principal: str) -> list[Candidate]:
        """Return the candidates in which a principal takes part, or is invited to join."""
        return self.by_principal.get(principal, [])

    def asked(self, meetings: Iterable[str]) -> list[str]:
        """Return the keys of the meetings that have a candidate, without duplicates."""
        return [key for key in dict.fromkeys(meetings) if key in self.by_key]

    @cached_property
    def by_principal(self) -> dict[str, list[Candidate]]:
        """The candidates of each principal, optional participants included."""
        found: dict[str, list[Candidate]] = {}
        for candidate in self.candidates:
            everyone = candidate.participants
            for principal in dict.fromkeys((*everyone, *candidate.optional)) if candidate.optional else everyone:
                found.setdefault(principal, []).append(candidate)
        return found


def problem_of(scenario: Scenario) -> Problem:
    """Return the planning problem of a scenario."""
    return problem_from(facts_of(scenario))


def problem_from(facts: Facts) -> Problem:
    """Return the planning problem of a scenario, from its facts."""
    return Problem(facts, candidates_of(facts), facts.scenario.grid)
