"""Meetings are held on different days."""

from itertools import combinations
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from scheduler.rules.base import Written, together
from scheduler.rules.concern import Concern
from scheduler.scenario.fields import Meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.vocabulary import Vocabulary


class DifferentDays(Written):
    """Meetings are held on different days, on the clocks of where each is held.

    Example::

        rules:
          - {rule: different_days, meetings: [talks, dinner]}
    """

    rule: Literal["different_days"] = "different_days"
    meetings: Meetings = Field(description="the meetings, two or more", min_length=2)

    @property
    def concerns(self) -> Concern:
        """The meetings that are named."""
        return Concern(self.meetings)

    def post(self, model: "CpModel", v: "Vocabulary") -> "Constraints":
        """Each day has at most one of them."""
        meetings = v.asked(self.meetings)
        for day in sorted({day for key in meetings for day in v.days(key)}):
            yield model.add_at_most_one(v.on_day(key, day) for key in meetings if day in v.days(key))

    def applies(self, plan: "Plan") -> bool:
        """At least two of them are held."""
        return sum(plan.booking(key) is not None for key in self.meetings) > 1

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """Two of them are on one day."""
        held = [booking for key in self.meetings if (booking := plan.booking(key))]
        for one, other in combinations(held, 2):
            if one.local(one.start).date() == other.local(other.start).date():
                yield f"{plan.say(one)} and {plan.say(other)} are on the same day"

    def say(self, names: "Names") -> str:
        """Say which meetings."""
        return f"{together(self.meetings, names)} on different days"
