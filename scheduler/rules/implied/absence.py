"""A principal is away: before arriving, between two stays, after leaving."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.base.minutes import FOREVER, Spans, clear_of
from scheduler.base.times import minute
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_principal
from scheduler.rules.softening import moved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts

A_MINUTE = timedelta(minutes=1)
A_DAY_LONG = timedelta(days=1)


@value
class Absence(Rule):
    """A principal is away from a place, or on the way and out of reach; no meeting is held there meanwhile.

    In person, everybody is at the place; by video and telephone each takes part from wherever they are.

    Example::

        principals:
          ana:
            name: Ana
            delegation: north
            stays:
              - {place: hill, from: 3 Sep 10:00, to: 4 Sep 17:00}
    """

    blame = 180
    argument = 40
    alike = True
    principal: str
    place: str | None
    """The place; None for any, where a meeting is by video or telephone."""
    start: datetime | None = None
    """When the principal leaves; None where the absence begins with the scenario."""
    end: datetime | None = None
    """When the principal arrives; None where it ends with the scenario."""

    @property
    def concerns(self) -> Concern:
        """The principal's meetings."""
        return of_principal(self.principal)

    def allows(self, candidate: Candidate, setting: Setting, minutes: int) -> Spans | None:  # noqa: ARG002
        """Before the absence or after it, for meetings at the place."""
        if setting.place != self.place:
            return None
        low = -FOREVER if self.start is None else minute(self.start)
        high = FOREVER if self.end is None else minute(self.end)
        return clear_of(low, high, minutes)

    def broken(self, plan: Plan) -> Iterator[str]:
        """A booking there overlaps the absence."""
        for booking in plan.of(self.principal):
            if booking.place != self.place:
                continue
            has_left = self.start is None or self.start < booking.end
            if has_left and (self.end is None or booking.start < self.end):
                who = plan.names.principal(self.principal)
                yield f"{who} is not {self._where(plan.names)} for the whole of {plan.say(booking)}"

    def _where(self, names: Names) -> str:
        return f"in {names.of('places', self.place)}" if self.place else "within reach"

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """The principal comes earlier or stays longer, as far as the other stays leave room."""
        stays = facts.scenario.principals[self.principal].stays
        who = facts.names.principal(self.principal)
        for index, stay in enumerate(stays):
            path, where = ("principals", self.principal, "stays", index), facts.names.of("places", stay.place)
            others = [other for other in stays if other is not stay]
            if self.end == stay.start and self.place in {None, stay.place}:
                free = min((stay.start - o.end for o in others if o.end <= stay.start), default=A_DAY_LONG)
                most = min(A_DAY_LONG, free) // A_MINUTE
                yield moved("stay", (*path, "from"), stay.start, -1, f"{who} comes to {where}", facts, most)
            if self.start == stay.end and self.place in {None, stay.place}:
                free = min((o.start - stay.end for o in others if o.start >= stay.end), default=A_DAY_LONG)
                most = min(A_DAY_LONG, free) // A_MINUTE
                yield moved("stay", (*path, "to"), stay.end, 1, f"{who} leaves {where}", facts, most)

    @property
    def begins(self) -> datetime | None:
        """When the principal leaves; if the absence begins with the scenario, when the principal arrives."""
        return self.start or self.end

    def say(self, names: Names) -> str:
        """Say when the principal leaves, and comes (again)."""
        who, where = names.principal(self.principal), names.of("places", self.place or "")
        if self.start is None and self.end is None:
            return f"{who} is not {self._where(names)} on any of the dates"
        if self.start and self.end:
            return f"{who} is not {self._where(names)} {names.span(self.start, self.end)}"
        if self.end:
            return f"{who} is {self._where(names)} from {names.moment(self.end)} on, not before"
        leaves = f"leaves {where}" if self.place else "is out of reach"
        return f"{who} {leaves} {'on' if self.place else 'from'} {names.moment(self.start)}" if self.start else ""
