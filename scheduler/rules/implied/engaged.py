"""An engagement keeps a principal busy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.minutes import Spans, clear_of
from scheduler.base.times import minute
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_principal
from scheduler.rules.softening import shifted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts


@value
class Engaged(Rule):
    """An engagement that is not a meeting keeps a principal busy: an address, a reception, a movement.

    Example::

        principals:
          ana:
            name: Ana
            delegation: north
            home: hill
            engagements:
              - {kind: address, title: University address, from: 3 Sep 10:00, to: 11:00}
    """

    blame = 120
    argument = 60
    alike = True
    principal: str
    title: str
    start: datetime
    end: datetime

    @property
    def concerns(self) -> Concern:
        """The principal's meetings."""
        return of_principal(self.principal)

    def allows(self, candidate: Candidate, setting: Setting, minutes: int) -> Spans:  # noqa: ARG002
        """Before the engagement or after it."""
        return clear_of(minute(self.start), minute(self.end), minutes)

    def broken(self, plan: Plan) -> Iterator[str]:
        """A booking of the principal overlaps the engagement."""
        for booking in plan.of(self.principal):
            if booking.overlaps(self.start, self.end):
                who = plan.names.principal(self.principal)
                during = f"{self.title} ({plan.names.span(self.start, self.end)})"
                yield f"{plan.say(booking)} is held while {who} has {during}"

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """It moves, unless it is a journey or an appointment with a head of state."""
        for index, entry in enumerate(facts.scenario.principals[self.principal].engagements):
            same = (entry.start, entry.end, entry.title or entry.kind) == (self.start, self.end, self.title)
            if same and entry.kind not in {"movement", "call on the head of state"}:
                path = ("principals", self.principal, "engagements", index)
                ends = [((*path, "from"), self.start), ((*path, "to"), self.end)]
                yield from shifted("engagement", ends, self.title, facts)

    @property
    def begins(self) -> datetime | None:
        """Its start."""
        return self.start

    def say(self, names: Names) -> str:
        """Say what the engagement is, and when."""
        return f"{names.principal(self.principal)} has {self.title} {names.span(self.start, self.end)}"
