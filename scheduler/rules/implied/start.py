"""A meeting has a fixed start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.minutes import Spans
from scheduler.base.times import minute
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_meeting
from scheduler.rules.softening import once, shifted
from scheduler.scenario.edit import GONE, Edit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts


@value
class Start(Rule):
    """A meeting has a fixed start: it was agreed, pinned from a plan, or the meeting is confirmed.

    Example::

        meetings:
          talks:
            participants: [ana, ben]
            state: confirmed
            start: 3 Sep 15:00
    """

    blame = 200
    argument = 10
    meeting: str
    start: datetime
    state: str = "requested"

    @property
    def concerns(self) -> Concern:
        """The meeting."""
        return of_meeting(self.meeting)

    def allows(self, candidate: Candidate, setting: Setting, minutes: int) -> Spans:  # noqa: ARG002
        """That minute and no other."""
        return Spans(((minute(self.start), minute(self.start)),))

    def broken(self, plan: Plan) -> Iterator[str]:
        """The booking starts at another moment."""
        booking = plan.booking(self.meeting)
        if booking and booking.start != self.start:
            yield f"{plan.say(booking)} does not start at {plan.names.moment(self.start)}"

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """The meeting moves by steps of the grid."""
        settled = facts.scenario.meetings[self.meeting].state == "confirmed"
        kind = "confirmed" if settled else "start"
        what, path = facts.names.meeting(self.meeting), ("meetings", self.meeting)
        if self.state == "pinned":
            if not settled:
                yield once("start", [Edit((*path, "pinned"), GONE)], f"{what} is no longer pinned")
            yield from shifted(kind, [((*path, "pinned", "start"), self.start)], what, facts)
        else:
            yield from shifted(kind, [((*path, "start"), self.start)], what, facts)

    @property
    def begins(self) -> datetime | None:
        """That start."""
        return self.start

    def say(self, names: Names) -> str:
        """Say when the meeting starts."""
        how = {"confirmed": "is confirmed for", "pinned": "is pinned to"}.get(self.state, "has its start fixed at")
        return f"{names.meeting(self.meeting)} {how} {names.moment(self.start)}"
