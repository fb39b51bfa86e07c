"""A principal with meetings in close succession stays in one room."""

from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from scheduler.rules.base import Graded, together
from scheduler.rules.concern import Concern
from scheduler.scenario.fields import Length, Meetings, PrincipalKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.vocabulary import Vocabulary

CHANGE = 4
"""What a change of rooms costs, in minutes of waiting."""


class OneRoom(Graded):
    """A principal with meetings in close succession stays in one room.

    Two of the principal's meetings cost if the later one begins at most the given time after the end of the earlier,
    or even before it, in another room; identical rooms count as one. `also:` names meetings that the principal only
    follows.

    Example::

        rules:
          - {rule: one_room, principal: ana, within: 30 min}
    """

    instead = "Give the meetings a 'room:' instead."

    rule: Literal["one_room"] = "one_room"
    principal: PrincipalKey = Field(description="who goes from meeting to meeting")
    within: Length = Field(description="the time between two meetings that follow each other closely")
    also: Meetings = Field((), description="other meetings to which the principal goes")

    @property
    def concerns(self) -> Concern:
        """The principal's meetings, and those that are only followed."""
        return Concern(self.also, (self.principal,))

    def cost(self, v: "Vocabulary") -> Any:
        """A fixed cost for any two meetings that follow each other closely in different rooms."""
        own = [candidate.key for candidate in v.meetings_of(self.principal)]
        keys = [*own, *(key for key in v.asked(self.also) if key not in own)]
        pairs = combinations([key for key in keys if any(s.room for s in v.candidate(key).settings)], 2)
        return CHANGE * v.sum_of(v.changes_room(one, other, self.within, self.principal) for one, other in pairs)

    def measure(self, plan: "Plan") -> int:
        """Read the same from the plan."""
        return CHANGE * sum(1 for _ in self._changes(plan))

    def _changes(self, plan: "Plan") -> "Iterator[tuple[Booking, Booking]]":
        followed = [key for key in self.also if self.principal not in self.facts.invited(key)]
        both = [*plan.of(self.principal), *(booking for key in followed if (booking := plan.booking(key)))]
        there = sorted((booking for booking in both if booking.room), key=lambda booking: booking.start)
        for earlier, later in combinations(there, 2):
            between = int((later.start - earlier.end).total_seconds() // 60)
            same = earlier.room_group == later.room_group or earlier.start == later.start
            if between <= self.within and not same:
                yield earlier, later

    def applies(self, plan: "Plan") -> bool:
        """At least two of the meetings are held in rooms."""
        held = {booking.meeting for booking in plan.of(self.principal) if booking.room}
        held |= {key for key in self.also if (booking := plan.booking(key)) and booking.room}
        return len(held) > 1

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """Two of them follow each other in different rooms."""
        who = plan.names.principal(self.principal)
        for earlier, later in self._changes(plan):
            yield f"{who} changes rooms from {plan.say(earlier)} to {plan.say(later)}"

    def say(self, names: "Names") -> str:
        """Say who stays where."""
        also = f" ({together(self.also, names)} among them)" if self.also else ""
        return f"{names.principal(self.principal)} stays in one room from meeting to meeting{also}"
