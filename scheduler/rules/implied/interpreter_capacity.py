"""A pool of interpreters serves only as many meetings at a time as it has interpreters."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern
from scheduler.rules.resources import Resource, Use
from scheduler.rules.softening import one_more

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.problem import Problem


@value
class InterpreterCapacity(Rule):
    """A pool serves as many meetings at a time as it has interpreters; people without a common language need one.

    Example::

        interpreters:
          en-ru: {languages: [en, ru], count: 1, mode: consecutive}
    """

    blame = 140
    argument = 150
    exclusive = True
    pool: str
    count: int = 1

    @property
    def concerns(self) -> Concern:
        """The meetings that may need the pool."""
        return Concern(which=lambda candidate: any(self.pool in team for team in candidate.teams))

    def resources(self, problem: Problem) -> Iterator[Resource]:
        """At no time do more meetings use the pool than it has interpreters."""
        uses = (
            Use(candidate.key, team=team)
            for candidate in problem.candidates
            for team in candidate.teams
            if self.pool in team
        )
        yield Resource(tuple(uses), self.count)

    def broken(self, plan: Plan) -> Iterator[str]:
        """At the start of a booking more meetings use the pool than it has interpreters."""
        served = [booking for booking in plan.in_order if self.pool in booking.interpreters]
        busy: list[Booking] = []
        for start, beginning in groupby(served, key=lambda booking: booking.start):
            busy = [*(other for other in busy if other.end > start), *beginning]
            if len(busy) > self.count:
                meetings = ", ".join(plan.say(other) for other in busy)
                yield f"{self.say(plan.names)}, but {len(busy)} meetings need one at once: {meetings}"

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """There is one interpreter more."""
        name = facts.names.of("interpreters", self.pool)
        yield one_more(
            "interpreters",
            ("interpreters", self.pool, "count"),
            self.count,
            lambda count: f"{count} interpreters {name}, not {self.count}",
        )

    def say(self, names: Names) -> str:
        """Say how many interpreters the pool has."""
        several = "is one interpreter" if self.count == 1 else f"are {self.count} interpreters"
        return f"there {several} {names.of('interpreters', self.pool)}"
