"""Meetings are rarely held at the same time."""

from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from scheduler.base.times import say_length
from scheduler.rules.base import Graded, each_or_any, overlap_of
from scheduler.rules.concern import Concern, named_or_every
from scheduler.scenario.fields import Meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.vocabulary import Vocabulary


class RarelyAtOnce(Graded):
    """Meetings are rarely held at the same time, though nobody takes part in two of them.

    Each minute costs for which any two of them overlap. If no meetings are named, all count.

    Example::

        rules:
          - {rule: rarely_at_once, meetings: [talks, dinner]}
    """

    instead = "Write the rule 'not_at_the_same_time' instead."

    rule: Literal["rarely_at_once"] = "rarely_at_once"
    meetings: Meetings = Field((), description="the meetings; all where none is written")

    @property
    def concerns(self) -> Concern:
        """The meetings that are named, or all."""
        return named_or_every(self.meetings)

    def cost(self, v: "Vocabulary") -> Any:
        """The minutes for which any two of them overlap."""
        pairs = combinations(v.asked(self.meetings or v.problem.by_key), 2)
        return v.sum_of(v.overlap(one, other) for one, other in pairs if not v.kept_apart(one, other))

    def measure(self, plan: "Plan") -> int:
        """Read the same from the plan."""
        return sum(overlap_of(one, other) for one, other in combinations(self.among(plan), 2))

    def among(self, plan: "Plan") -> "list[Booking]":
        """Return the bookings that count."""
        return [booking for booking in plan.bookings if not self.meetings or booking.meeting in self.meetings]

    def applies(self, plan: "Plan") -> bool:
        """At least two of them are held."""
        return len(self.among(plan)) > 1

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """Two of them overlap."""
        for one, other in combinations(self.among(plan), 2):
            if overlap_of(one, other):
                yield f"{plan.say(one)} and {plan.say(other)} overlap by {say_length(overlap_of(one, other))}"

    def say(self, names: "Names") -> str:
        """Say which meetings."""
        return f"{each_or_any(self.meetings, names)} rarely at the same time"
