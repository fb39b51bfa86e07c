"""There is a breather between meetings."""

from itertools import permutations
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from scheduler.base.times import say_length
from scheduler.rules.base import Graded, each_or_any
from scheduler.rules.concern import Concern, named_or_every
from scheduler.scenario.fields import Length, Meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.vocabulary import Vocabulary


class Breather(Graded):
    """There is a breather between the end of a meeting and the start of another, whoever takes part.

    For any two meetings that do not overlap, each missing minute costs. If no meetings are named, all count.

    Example::

        rules:
          - {rule: breather, meetings: [talks, dinner], at_least: 30 min}
    """

    instead = "Write the rule 'gap' instead."

    rule: Literal["breather"] = "breather"
    meetings: Meetings = Field((), description="the meetings; all where none is written")
    at_least: Length = Field(description="the time between two of them")

    @property
    def concerns(self) -> Concern:
        """The meetings that are named, or all."""
        return named_or_every(self.meetings)

    def cost(self, v: "Vocabulary") -> Any:
        """The missing minutes between any two of them."""
        meetings = v.asked(self.meetings or v.problem.by_key)
        return v.sum_of(v.missing_after(one, other, self.at_least) for one, other in permutations(meetings, 2))

    def measure(self, plan: "Plan") -> int:
        """Read the same from the plan."""
        return sum(self._missing(one, other) for one, other in permutations(self._among(plan), 2))

    def _missing(self, one: "Booking", other: "Booking") -> int:
        """Return the missing minutes between the end of one and the start of the other."""
        between = int((other.start - one.end).total_seconds() // 60)
        return max(0, self.at_least - between) if between >= 0 else 0

    def _among(self, plan: "Plan") -> "list[Booking]":
        return [booking for booking in plan.bookings if not self.meetings or booking.meeting in self.meetings]

    def applies(self, plan: "Plan") -> bool:
        """At least two of them are held."""
        return len(self._among(plan)) > 1

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """One follows another too closely."""
        for one, other in permutations(self._among(plan), 2):
            if self._missing(one, other):
                between = say_length(self.at_least - self._missing(one, other))
                yield f"{plan.say(other)} follows {plan.say(one)} after {between}"

    def say(self, names: "Names") -> str:
        """Say how long."""
        return f"{each_or_any(self.meetings, names)} with {say_length(self.at_least)} from one to the next"
