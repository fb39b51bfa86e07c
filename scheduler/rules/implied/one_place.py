"""A principal is in one meeting at a time."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.base.value import value
from scheduler.plan.plan import close_pairs
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_principal
from scheduler.rules.resources import Resource, Use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.plan import Names, Plan
    from scheduler.scenario.problem import Problem


@value
class OnePlace(Rule):
    """A principal is in one meeting at a time.

    Meetings that may share a slot (`shares_slot_with`) may overlap if both are held at the same spot.

    Example::

        principals:
          ana: {name: Ana, delegation: north, home: hill}
    """

    blame = 160
    argument = 120
    exclusive = True
    principal: str
    shares: frozenset[frozenset[str]] = frozenset()
    """The pairs of meetings that may share a slot."""

    @property
    def concerns(self) -> Concern:
        """The principal's meetings."""
        return of_principal(self.principal)

    def resources(self, problem: Problem) -> Iterator[Resource]:
        """No two of the principal's meetings overlap."""
        candidates = problem.meetings_of(self.principal)
        if not self.shares:
            yield Resource(tuple(Use(candidate.key, self.principal) for candidate in candidates))
            return
        for one, other in combinations(candidates, 2):
            if {one.key, other.key} not in self.shares:
                yield Resource((Use(one.key, self.principal), Use(other.key, self.principal)))
                continue
            for here in one.settings:
                for there in other.settings:
                    if here != there:
                        yield Resource(
                            (Use(one.key, self.principal, here), Use(other.key, self.principal, there)),
                        )

    def broken(self, plan: Plan) -> Iterator[str]:
        """Two bookings of the principal overlap."""
        name = plan.names.principal(self.principal)
        for one, other in close_pairs(plan.of(self.principal)):
            spots = [(b.mode, b.place, b.venue, b.room_group) for b in (one, other)]
            if frozenset({one.meeting, other.meeting}) in self.shares and spots[0] == spots[1]:
                continue
            yield f"{name} is in two meetings at once: {plan.say(one)} and {plan.say(other)}"

    def say(self, names: Names) -> str:
        """Say that nobody is in two meetings at once."""
        return f"{names.principal(self.principal)} is in one meeting at a time"
