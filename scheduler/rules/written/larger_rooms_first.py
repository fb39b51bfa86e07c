"""Larger rooms are used before smaller ones."""

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from scheduler.rules.base import Graded, each_or_any
from scheduler.rules.concern import Concern, named_or_every
from scheduler.scenario.fields import Meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.vocabulary import Vocabulary


class LargerRoomsFirst(Graded):
    """Meetings are held in the larger rooms before smaller ones are used.

    For each room that is larger than a meeting's own, each additional seat costs. If no meetings are named, all count.
    Rooms without `seats:` are ignored.

    Example::

        meetings:
          talks: {participants: [ana, ben], place: hill}
        rules:
          - {rule: larger_rooms_first}
    """

    rule: Literal["larger_rooms_first"] = "larger_rooms_first"
    meetings: Meetings = Field((), description="the meetings; all where none is written")

    @property
    def concerns(self) -> Concern:
        """The meetings that are named, or all."""
        return named_or_every(self.meetings)

    def cost(self, v: "Vocabulary") -> Any:
        """The additional seats of larger rooms, for each setting."""
        return v.sum_of(
            self._seats_more(setting.room) * v.at(key, setting)
            for key in v.asked(self.meetings or v.problem.by_key)
            for setting in v.candidate(key).settings
        )

    def _seats_more(self, key: str | None) -> int:
        """Return the additional seats of all larger rooms together, compared with a room."""
        rooms = self.facts.scenario.rooms
        own = rooms[key].seats if key else None
        if own is None:
            return 0
        return sum(room.count * max(0, (room.seats or 0) - own) for room in rooms.values())

    def measure(self, plan: "Plan") -> int:
        """Read the same from the plan."""
        return sum(self._seats_more(booking.room_group) for booking in self._among(plan))

    def _among(self, plan: "Plan") -> "list[Booking]":
        return [booking for booking in plan.bookings if not self.meetings or booking.meeting in self.meetings]

    def applies(self, plan: "Plan") -> bool:
        """At least one of them is in a room."""
        return any(booking.room for booking in self._among(plan))

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """A meeting is in a room that is not the largest."""
        for booking in self._among(plan):
            if self._seats_more(booking.room_group):
                room = plan.names.of("rooms", str(booking.room_group))
                yield f"{plan.say(booking)} is in {room}, and others are larger"

    def say(self, names: "Names") -> str:
        """Say which meetings."""
        return f"{each_or_any(self.meetings, names)} in larger rooms first"
