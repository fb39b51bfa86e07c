"""A venue or a room is closed for some time."""

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.base.minutes import clear_of
from scheduler.base.times import minute
from scheduler.rules.base import Written
from scheduler.rules.concern import Concern
from scheduler.rules.softening import moved
from scheduler.scenario.fields import From, RoomKey, To, VenueKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from scheduler.base.minutes import Spans
    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts


class Closed(Written):
    """A venue or a room is closed for some time: for a sweep, a rehearsal, another delegation.

    Example::

        rules:
          - {rule: closed, venue: palace, from: 3 Sep 12:00, to: 15:00}
    """

    blame: ClassVar[int] = 40

    rule: Literal["closed"] = "closed"
    venue: VenueKey | None = Field(None, description="the venue, with all of its rooms; or")
    room: RoomKey | None = Field(None, description="the room, with all that are alike")
    start: From = Field(alias="from", description="when it closes")
    end: To = Field(alias="to", description="when it opens again")

    def mistakes(self) -> "Iterable[tuple[str, str, str]]":
        """Either a venue or a room is closed, for a time that ends after it begins."""
        if (self.venue is None) == (self.room is None):
            yield "rule", "either a venue or a room is closed.", "Write one of the two."
        if self.end <= self.start:
            yield "to", "it opens before it closes.", "Write the earlier time as 'from'."

    def _meant(self, venue: str | None, room: str | None) -> bool:
        return venue == self.venue if self.venue else room == self.room

    def _may_be_there(self, candidate: "Candidate") -> bool:
        return any(self._meant(setting.venue, setting.room) for setting in candidate.settings)

    @property
    def concerns(self) -> Concern:
        """The meetings that may be held there."""
        return Concern(which=self._may_be_there)

    def allows(self, candidate: "Candidate", setting: "Setting", minutes: int) -> "Spans | None":  # noqa: ARG002
        """Before it closes or after it opens, for a meeting that is held there."""
        if not self._meant(setting.venue, setting.room):
            return None
        return clear_of(minute(self.start), minute(self.end), minutes)

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """A booking there overlaps that time."""
        for booking in plan.bookings:
            if self._meant(booking.venue, booking.room_group) and booking.overlaps(self.start, self.end):
                yield f"{plan.say(booking)} is held while {self.say(plan.names)}"

    def less(self, facts: "Facts") -> "Iterator[Softening]":
        """It closes later, or opens again earlier."""
        what = facts.names.venue(self.venue) if self.venue else facts.names.of("rooms", self.room or "")
        most = int((self.end - self.start).total_seconds() // 60) - 1
        yield moved("rule", (*self.path, "from"), self.start, 1, f"{what} closes", facts, most)
        yield moved("rule", (*self.path, "to"), self.end, -1, f"{what} opens again", facts, most)

    @property
    def begins(self) -> "datetime | None":
        """When it closes."""
        return self.start

    def say(self, names: "Names") -> str:
        """Say what is closed, and when."""
        what = names.venue(self.venue) if self.venue else names.of("rooms", self.room or "")
        return f"{what} is closed {names.span(self.start, self.end)}"
