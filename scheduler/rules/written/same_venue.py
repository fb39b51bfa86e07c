"""Meetings are held at one venue."""

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


class SameVenue(Written):
    """Meetings are held at one venue, so that nobody travels between them.

    Example::

        rules:
          - {rule: same_venue, meetings: [talks, dinner]}
    """

    rule: Literal["same_venue"] = "same_venue"
    meetings: Meetings = Field(description="the meetings, two or more", min_length=2)

    @property
    def concerns(self) -> Concern:
        """The meetings that are named."""
        return Concern(self.meetings)

    def post(self, model: "CpModel", v: "Vocabulary") -> "Constraints":
        """No two of them are in settings with different venues; video has no venue."""
        for one, other in combinations(v.asked(self.meetings), 2):
            for here in v.candidate(one).settings:
                for there in v.candidate(other).settings:
                    if here.venue and there.venue and here.venue != there.venue:
                        yield model.add_bool_or(~v.at(one, here), ~v.at(other, there))

    def applies(self, plan: "Plan") -> bool:
        """At least two of them are held."""
        return sum(plan.booking(key) is not None for key in self.meetings) > 1

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """Two of them are at different venues."""
        held = [b for key in self.meetings if (b := plan.booking(key)) and b.venue]
        for one, other in combinations(held, 2):
            if one.venue != other.venue:
                yield f"{plan.say(one)} and {plan.say(other)} are at different venues"

    def say(self, names: "Names") -> str:
        """Say which meetings."""
        return f"{together(self.meetings, names)} at one venue"
