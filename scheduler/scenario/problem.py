"""From a scenario to a problem: the time grid, and each request with all of its choices."""

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
    """What the solver decides about: when, how long, where and with whom each request is held."""

    facts: Facts
    candidates: tuple[Candidate, ...]
    grid: int
    """Minutes from one possible start to the next."""

    @property
    def first(self) -> int:
        """The minute (as `times.minute` counts) at which the scenario begins, and the grid with it."""
        return minute(self.facts.first)

    @property
    def last(self) -> int:
        """The minute at which the scenario ends; every booking has ended by then."""
        return minute(self.facts.last)

    def only(self, meetings: set[str]) -> Problem:
        """Return the problem of some of the meetings."""
        return replace(self, candidates=tuple(candidate for candidate in self.candidates if candidate.key in meetings))

    @cached_property
    def by_key(self) -> dict[str, Candidate]:
        """The requests by the keys of their meetings."""
        return {candidate.key: candidate for candidate in self.candidates}

    def meetings_of(self, principal: str) -> list[Candidate]:
        """Return the requests that involve the principal, or may."""
        return self.by_principal.get(principal, [])

    def asked(self, meetings: Iterable[str]) -> list[str]:
        """Return those of the meetings that are to be planned, each once."""
        return [key for key in dict.fromkeys(meetings) if key in self.by_key]

    @cached_property
    def by_principal(self) -> dict[str, list[Candidate]]:
        """The requests that involve each principal, or may."""
        found: dict[str, list[Candidate]] = {}
        for candidate in self.candidates:
            everyone = candidate.participants
            for principal in dict.fromkeys((*everyone, *candidate.optional)) if candidate.optional else everyone:
                found.setdefault(principal, []).append(candidate)
        return found


def problem_of(scenario: Scenario) -> Problem:
    """Return the problem that a scenario poses."""
    return problem_from(facts_of(scenario))


def problem_from(facts: Facts) -> Problem:
    """Return the problem that a scenario poses, from its facts."""
    return Problem(facts, candidates_of(facts), facts.scenario.grid)
