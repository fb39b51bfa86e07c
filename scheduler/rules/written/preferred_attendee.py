"""A principal would like to follow meetings, without taking part in them."""

from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from scheduler.base.times import say_length
from scheduler.rules.base import Graded, overlap_of, together
from scheduler.rules.concern import Concern
from scheduler.scenario.fields import Meetings, PrincipalKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.vocabulary import Vocabulary


class PreferredAttendee(Graded):
    """A principal would like to follow meetings without taking part in them.

    Each minute costs for which such a meeting overlaps one of the principal's own, or another of these.

    Example::

        rules:
          - {rule: preferred_attendee, principal: ben, meetings: dinner, strength: wish 5}
    """

    usually: ClassVar[str] = "wish"

    rule: Literal["preferred_attendee"] = "preferred_attendee"
    principal: PrincipalKey = Field(description="who would like to follow the meetings")
    meetings: Meetings = Field(description="the meetings, in which the principal does not take part")

    @property
    def concerns(self) -> Concern:
        """The principal's meetings, and those that are followed."""
        return Concern(self.meetings, (self.principal,))

    def cost(self, v: "Vocabulary") -> Any:
        """The minutes for which two of the meetings overlap, or one of them and one of the principal's own."""
        own = [candidate.key for candidate in v.meetings_of(self.principal)]
        followed = [key for key in v.asked(self.meetings) if key not in own]
        pairs = [*combinations(followed, 2), *((key, other) for key in followed for other in own)]
        return v.sum_of(v.overlap(one, other, self.principal) for one, other in pairs if not v.kept_apart(one, other))

    def measure(self, plan: "Plan") -> int:
        """Read the same from the plan."""
        return sum(overlap_of(one, other) for one, other in self._clashes(plan))

    def _clashes(self, plan: "Plan") -> "Iterator[tuple[Booking, Booking]]":
        own = list(plan.of(self.principal))
        asked = [booking for key in self.meetings if (booking := plan.booking(key))]
        followed = [booking for booking in asked if not self._invited(booking)]
        pairs = [*combinations(followed, 2), *((one, other) for one in followed for other in own)]
        return ((one, other) for one, other in pairs if overlap_of(one, other))

    def _invited(self, booking: "Booking") -> bool:
        return self.principal in self.facts.invited(booking.meeting)

    def passed_over(self, names: "Names") -> "Iterable[str]":
        """Who takes part in a meeting need not ask to follow it."""
        for key in self.meetings:
            if self.principal in self.facts.invited(key):
                yield f"{names.principal(self.principal)} is in {names.meeting(key)} anyway"

    def applies(self, plan: "Plan") -> bool:
        """At least one of them is held."""
        return any(plan.booking(key) for key in self.meetings)

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """Two of them overlap."""
        who = plan.names.principal(self.principal)
        for one, other in self._clashes(plan):
            missed = say_length(overlap_of(one, other))
            yield f"{who} cannot follow {plan.say(one)} for {missed}, because of {plan.say(other)}"

    def say(self, names: "Names") -> str:
        """Say who would like to follow what."""
        return f"{names.principal(self.principal)} would like to follow {together(self.meetings, names)}"
