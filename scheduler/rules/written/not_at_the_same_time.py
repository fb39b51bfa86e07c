"""Meetings are not held at the same time."""

from itertools import combinations
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from scheduler.rules.base import Written, together
from scheduler.rules.concern import Concern
from scheduler.rules.resources import Resource, Use
from scheduler.scenario.fields import Meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.plan import Names, Plan
    from scheduler.scenario.problem import Problem


class NotAtTheSameTime(Written):
    """Meetings are not held at the same time, though nobody takes part in two of them.

    Example::

        rules:
          - {rule: not_at_the_same_time, meetings: [talks, dinner]}
    """

    rule: Literal["not_at_the_same_time"] = "not_at_the_same_time"
    meetings: Meetings = Field(description="the meetings, two or more", min_length=2)

    @property
    def concerns(self) -> Concern:
        """The meetings that are named."""
        return Concern(self.meetings)

    def resources(self, problem: "Problem") -> "Iterator[Resource]":
        """None of them overlaps another."""
        yield Resource(tuple(Use(key) for key in problem.asked(self.meetings)))

    def applies(self, plan: "Plan") -> bool:
        """At least two of them are held."""
        return sum(plan.booking(key) is not None for key in self.meetings) > 1

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """Two of them overlap."""
        held = [booking for key in self.meetings if (booking := plan.booking(key))]
        for one, other in combinations(held, 2):
            if one.overlaps(other.start, other.end):
                yield f"{plan.say(one)} and {plan.say(other)} are held at the same time"

    def say(self, names: "Names") -> str:
        """Say which meetings."""
        return f"{together(self.meetings, names)} not at the same time"
