"""Meetings are held on the same day."""

from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.rules.base import Written, together
from scheduler.rules.concern import Concern
from scheduler.rules.literals import only_if
from scheduler.scenario.fields import Meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.vocabulary import Vocabulary


class SameDay(Written):
    """Meetings are held on the same day, on the clocks of where each is held.

    Example::

        rules:
          - {rule: same_day, meetings: [talks, dinner]}
    """

    blame: ClassVar[int] = 50

    rule: Literal["same_day"] = "same_day"
    meetings: Meetings = Field(description="the meetings, two or more", min_length=2)

    @property
    def concerns(self) -> Concern:
        """The meetings that are named."""
        return Concern(self.meetings)

    def post(self, model: "CpModel", v: "Vocabulary") -> "Constraints":
        """For any two that are held: if one is on a day, so is the other."""
        for one, other in combinations(v.asked(self.meetings), 2):
            for day in sorted({*v.days(one), *v.days(other)}):
                same = model.add(v.on_day(one, day) == v.on_day(other, day))
                yield only_if(same, v.held(one), v.held(other))

    def applies(self, plan: "Plan") -> bool:
        """At least two of them are held."""
        return sum(plan.booking(key) is not None for key in self.meetings) > 1

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """Two of them are on different days."""
        held = [booking for key in self.meetings if (booking := plan.booking(key))]
        for one, other in combinations(held, 2):
            if one.local(one.start).date() != other.local(other.start).date():
                yield f"{plan.say(one)} and {plan.say(other)} are on different days"

    def say(self, names: "Names") -> str:
        """Say which meetings."""
        return f"{together(self.meetings, names)} on the same day"
