"""Principals have few breaks between their meetings."""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from scheduler.rules.base import Written
from scheduler.rules.breaks import NIGHT, break_literals, breaks_of, busy_literals, moments
from scheduler.rules.concern import Concern
from scheduler.scenario.fields import Principals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.resources import Resource
    from scheduler.rules.vocabulary import Vocabulary


class FewBreaks(Written):
    """Principals have few breaks: idle times between two consecutive meetings.

    Each break counts one, whatever its length; an idle time of more than six hours is a night, not a break.

    Example::

        rules:
          - {rule: few_breaks, principals: [ana, ben]}
    """

    graded: ClassVar[bool] = True
    counts: ClassVar[bool] = True
    usually: ClassVar[str] = "wish"

    rule: Literal["few_breaks"] = "few_breaks"
    principals: Principals = Field(description="whose breaks are counted", min_length=1)

    @property
    def concerns(self) -> Concern:
        """The meetings of those principals."""
        return Concern(principals=self.principals)

    def cost(self, v: "Vocabulary") -> Any:
        """The number of moments at which a break ends."""
        asked = [key for key in self.principals if v.meetings_of(key)]
        for key in asked:
            self._counted(v, key)
        return sum(literal for key in asked for literal in break_literals(v, key))

    def _counted(self, v: "Vocabulary", principal: str) -> None:
        """Post that nobody is in two meetings at once, and how long one is busy in total.

        Both are implied by other constraints; in this form they propagate earlier who is busy when.
        """
        meetings = self.facts.scenario.meetings
        shared = {key for meeting in meetings.values() for key in meeting.shares_slot_with}
        if any(r.key in shared or meetings[r.key].shares_slot_with for r in v.meetings_of(principal)):
            return
        busy = busy_literals(v, principal)
        for moment, (_, literals) in busy.items():
            v.model.add_at_most_one(literals).with_name(f"vocabulary: {principal} is in one meeting at {moment}")
        candidates = v.meetings_of(principal)
        if all(len(r.minutes) == 1 and principal in r.participants for r in candidates):
            there = sum(moments(v, principal, r.minutes[0]) * v.held(r.key) for r in candidates)
            taken = sum(now for now, _ in busy.values())
            v.model.add(taken == there).with_name(f"vocabulary: {principal} is busy for as long as the meetings last")

    def lower_bound(self, v: "Vocabulary", resources: "Sequence[Resource]") -> int:
        """A bound from a small relaxation: how many principals cannot have all their meetings in a row."""
        from scheduler.rules.break_bound import least_breaks

        return least_breaks(v, self.principals, resources, NIGHT // v.problem.grid)

    def measure(self, plan: "Plan") -> int:
        """The number of breaks in the plan."""
        return sum(breaks_of(plan, key) for key in dict.fromkeys(self.principals))

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """State who has how many: a preference cannot be broken."""
        for key in dict.fromkeys(self.principals):
            number = breaks_of(plan, key)
            if number:
                who = plan.names.principal(key)
                yield f"{who} has {number} {'break' if number == 1 else 'breaks'} between meetings"

    def in_part(self, plan: "Plan") -> bool:  # noqa: ARG002
        """It is a matter of degree."""
        return True

    def say(self, names: "Names") -> str:
        """Say whose breaks."""
        return f"{names.everyone(self.principals)} with few breaks between meetings"
