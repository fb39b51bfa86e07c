"""A meeting is held where it was asked for, in a room that fits it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.minutes import NEVER, Spans
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_meeting
from scheduler.rules.softening import once
from scheduler.scenario.edit import GONE, Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts


@value
class RoomNeeds(Rule):
    """A meeting is held where it was asked for, in a room that fits it: place, venue, room, seats, secure.

    Example::

        meetings:
          talks:
            participants: [ana, ben]
            venue: palace
            needs: {seats: 8, secure: true}
    """

    blame = 170
    argument = 30
    meeting: str
    places: tuple[str, ...] = ()
    """Where it may be held; empty for anywhere."""
    venues: tuple[str, ...] = ()
    rooms: tuple[str, ...] | None = None
    """The rooms that fit; None where any will do."""
    needs: str = ""
    """What the officer asked of the room, in words."""

    @property
    def concerns(self) -> Concern:
        """The meeting."""
        return of_meeting(self.meeting)

    def allows(self, candidate: Candidate, setting: Setting, minutes: int) -> Spans | None:  # noqa: ARG002
        """Any time in a fitting place, never elsewhere; by video no room is needed."""
        if setting.mode != "in person":
            return None
        fits = (not self.places or setting.place in self.places) and (not self.venues or setting.venue in self.venues)
        return None if fits and (self.rooms is None or setting.room in self.rooms) else NEVER

    def broken(self, plan: Plan) -> Iterator[str]:
        """The booking is elsewhere, or in a room that does not fit."""
        booking = plan.booking(self.meeting)
        if booking is None or booking.mode != "in person":
            return
        if self.places and booking.place not in self.places:
            yield f"{plan.say(booking)} is not in {self._or('places', self.places, plan.names)}"
        elif self.venues and booking.venue not in self.venues:
            yield f"{plan.say(booking)} is not at {self._or('venues', self.venues, plan.names)}"
        elif self.rooms is not None and booking.room_group not in self.rooms:
            yield f"{plan.say(booking)} is not in a room that fits it ({self.needs})"

    @staticmethod
    def _or(section: str, keys: tuple[str, ...], names: Names) -> str:
        return " or ".join(names.of(section, key) for key in keys)

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """It makes do with another room, or with another venue."""
        path, name = ("meetings", self.meeting), facts.names.meeting(self.meeting)
        meeting = facts.scenario.meetings[self.meeting]
        if meeting.state == "confirmed" or meeting.pinned:
            return
        if meeting.needs:
            yield once("needs", [Edit((*path, "needs"), GONE)], f"{name} makes do with any room")
        if meeting.room:
            room = facts.names.of("rooms", meeting.room)
            yield once("needs", [Edit((*path, "room"), GONE)], f"{name} may be in other rooms than {room}")
        if self.venues:
            venues = self._or("venues", self.venues, facts.names)
            gone = [Edit((*path, word), GONE) for word in ("venue", "calls_on") if getattr(meeting, word)]
            yield once("needs", gone, f"{name} may be at other venues than {venues}")

    def say(self, names: Names) -> str:
        """Say where the meeting is to be."""
        where = [f"in {self._or('places', self.places, names)}"] if self.places else []
        where += [f"at {self._or('venues', self.venues, names)}"] if self.venues else []
        where += [f"in a room that fits ({self.needs})"] if self.rooms is not None else []
        return f"{names.meeting(self.meeting)} is to be held {', '.join(where) or 'anywhere'}"
