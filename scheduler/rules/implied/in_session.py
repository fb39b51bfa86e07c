"""A session of a forum binds its attendees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.minutes import Spans, clear_of
from scheduler.base.times import minute
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_principal
from scheduler.rules.softening import once, shifted
from scheduler.scenario.edit import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts


@value
class InSession(Rule):
    """A session of a forum binds its attendees; a coffee break leaves room for a pull-aside on the spot.

    Example::

        forums:
          council:
            name: Council
            place: hill
            venue: palace
            dates: 3 Sep
            attendees: [ana]
            sessions:
              - {kind: plenary, from: 3 Sep 10:00, to: 12:00}
    """

    blame = 130
    argument = 50
    alike = True
    principal: str
    title: str
    start: datetime
    end: datetime
    venue: str | None = None
    leaves_room_for: tuple[str, ...] = ()
    """The formats that may be held meanwhile, at the session's venue."""

    @property
    def concerns(self) -> Concern:
        """The attendee's meetings."""
        return of_principal(self.principal)

    def allows(self, candidate: Candidate, setting: Setting, minutes: int) -> Spans | None:
        """Before the session or after it."""
        if candidate.format in self.leaves_room_for and setting.venue == self.venue:
            return None
        return clear_of(minute(self.start), minute(self.end), minutes)

    def broken(self, plan: Plan) -> Iterator[str]:
        """A booking of the attendee overlaps the session."""
        for booking in plan.of(self.principal):
            if booking.overlaps(self.start, self.end) and not self._beside(booking):
                who = plan.names.principal(self.principal)
                during = f"{self.title} ({plan.names.span(self.start, self.end)})"
                yield f"{plan.say(booking)} is held while {who} is in {during}"

    def _beside(self, booking: Booking) -> bool:
        """Whether it may be held during the session."""
        return booking.format in self.leaves_room_for and booking.venue == self.venue

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """It moves, or the attendee leaves it; both are offered only if the scenario allows it."""
        who = facts.names.principal(self.principal)
        for forum_key, index, session in facts.sessions:
            if (session.start, facts.session_title(forum_key, index)) != (self.start, self.title):
                continue
            path = ("forums", forum_key, "sessions", index)
            attendees = facts.attendees(facts.scenario.forums[forum_key], session)
            others = [key for key in attendees if key != self.principal]
            yield once("session", [Edit((*path, "attendees"), others)], f"{who} leaves out {self.title}")
            yield from shifted("session", [((*path, "from"), self.start), ((*path, "to"), self.end)], self.title, facts)

    @property
    def begins(self) -> datetime | None:
        """Its start."""
        return self.start

    def say(self, names: Names) -> str:
        """Say who is in the session, and when."""
        who, when = names.principal(self.principal), names.span(self.start, self.end)
        if self.leaves_room_for:
            return f"{who} has {self.title} {when}, which leaves room for a {', '.join(self.leaves_room_for)}"
        return f"{who} is in {self.title} {when}"
