"""A question supposes something of a meeting: that it is at a time, on a day, in a place, before another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.minutes import FOREVER, NEVER, Spans
from scheduler.base.times import day_span, minute, say_date, zone_of
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern
from scheduler.rules.literals import only_if

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.vocabulary import Vocabulary


@value
class Supposed(Rule):
    """A question supposes something of a meeting: one of the fields below `meeting` is filled in."""

    blame = 210
    argument = 1000
    meeting: str
    start: datetime | None = None
    day: date | None = None
    """The date on which it starts, on the clocks of where it is held."""
    since: datetime | None = None
    """The moment before which it does not start."""
    where: tuple[str, str] | None = None
    """The section (`places`, `venues`, `rooms`) and the key of where it is held."""
    before: str | None = None
    """The meeting before whose start it ends."""
    after: str | None = None
    """The meeting after whose end it starts."""

    @property
    def concerns(self) -> Concern:
        """The meeting, and the other that it is before or after."""
        return Concern(tuple(key for key in (self.meeting, self.before, self.after) if key))

    def allows(self, candidate: Candidate, setting: Setting, minutes: int) -> Spans | None:  # noqa: ARG002
        """At that start, on that day, or there."""
        if candidate.key != self.meeting:
            return None
        if self.where and self.where[1] != _spot(setting, self.where[0]):
            return NEVER
        if self.since is not None:
            return Spans(((minute(self.since), FOREVER),))
        if self.start is not None:
            return Spans(((minute(self.start), minute(self.start)),))
        return Spans((day_span(self.day, zone_of(setting.zone)),)) if self.day else None

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        """The earlier one ends before the later one starts, where both are held."""
        pairs = [(self.meeting, self.before), (self.after, self.meeting)]
        for first, then in pairs:
            if first and then and v.asks(first) and v.asks(then):
                yield only_if(model.add(v.end(first) <= v.start(then)), v.held(first), v.held(then))

    def broken(self, plan: Plan) -> Iterator[str]:
        """The booking is not so."""
        booking = plan.booking(self.meeting)
        if booking is None:
            return
        local = booking.local(booking.start).date()
        spots = {"places": booking.place, "venues": booking.venue, "rooms": booking.room_group}
        before, after = plan.booking(self.before or ""), plan.booking(self.after or "")
        so = (
            self.start in {None, booking.start}
            and (self.since is None or self.since <= booking.start)
            and self.day in {None, local}
            and (self.where is None or spots[self.where[0]] == self.where[1])
            and (before is None or booking.end <= before.start)
            and (after is None or after.end <= booking.start)
        )
        if not so:
            yield f"{plan.say(booking)} is not as the question supposes: {self.say(plan.names)}"

    def say(self, names: Names) -> str:
        """Say what is supposed."""
        said = [f"at {names.moment(self.start)}"] if self.start else []
        said += [f"on {say_date(self.day)}"] if self.day else []
        said += [f"not before {names.moment(self.since)}"] if self.since else []
        said += [f"in {names.of(*self.where)}"] if self.where else []
        said += [f"before {names.meeting(self.before)}"] if self.before else []
        said += [f"after {names.meeting(self.after)}"] if self.after else []
        return f"{names.meeting(self.meeting)} is held {', '.join(said)}"


def _spot(setting: Setting, section: str) -> str | None:
    return {"places": setting.place, "venues": setting.venue, "rooms": setting.room}[section]
