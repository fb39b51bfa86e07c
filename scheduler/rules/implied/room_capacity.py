"""A room holds one meeting at a time, and is reset in between."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.base.times import say_length
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern
from scheduler.rules.resources import Resource, Use
from scheduler.rules.softening import one_more, shorter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.problem import Problem


@value
class RoomCapacity(Rule):
    """A room holds one meeting at a time and is reset in between; identical rooms are counted.

    Example::

        rooms:
          salon: {venue: palace, count: 2, seats: 10, reset: 15 min}
    """

    blame = 150
    argument = 140
    exclusive = True
    room: str
    count: int = 1
    reset: int = 0
    """Minutes from the end of one meeting in a room to the start of the next."""

    @property
    def concerns(self) -> Concern:
        """The meetings that may be held in the room."""
        return Concern(which=lambda candidate: any(setting.room == self.room for setting in candidate.settings))

    def resources(self, problem: Problem) -> Iterator[Resource]:
        """At no time are more rooms of the kind in use, or being reset, than there are."""
        uses = (
            Use(candidate.key, setting=setting, after=self.reset)
            for candidate in problem.candidates
            for setting in candidate.settings
            if setting.room == self.room
        )
        yield Resource(tuple(uses), self.count)

    def broken(self, plan: Plan) -> Iterator[str]:
        """Two bookings are in one room at once, or follow each other too closely."""
        ends: dict[str, Booking] = {}
        reset = timedelta(minutes=self.reset)
        free = [f"{self.room} {number}" if self.count > 1 else self.room for number in range(1, self.count + 1)]
        for booking in plan.by_room.get(self.room, []):
            if booking.room not in free:
                yield f"{plan.say(booking)} has no room of its own: {self._number(plan.names)}"
                continue
            before = ends.get(booking.room)
            if before and booking.start < before.end + reset:
                name = plan.names.of("rooms", self.room)
                yield f"{plan.say(booking)} and {plan.say(before)} are too close in {name}{self._reset()}"
            ends[booking.room] = max(before or booking, booking, key=lambda known: known.end)

    def _reset(self) -> str:
        return f" (it is reset for {say_length(self.reset)})" if self.reset else ""

    def _number(self, names: Names) -> str:
        name = names.of("rooms", self.room)
        return f"there is one {name}" if self.count == 1 else f"there are {self.count} of {name}"

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """There is one more room of the kind, or the reset is shorter."""
        name, path = facts.names.of("rooms", self.room), ("rooms", self.room)
        venue = facts.names.venue(facts.scenario.rooms[self.room].venue)
        yield one_more(
            "room", (*path, "count"), self.count, lambda count: f"{count} rooms {name} at {venue}, not {self.count}"
        )
        if self.reset:
            yield shorter(
                "reset",
                (*path, "reset"),
                self.reset,
                lambda reset: f"{name} is reset in {say_length(reset)}, not {say_length(self.reset)}",
            )

    def say(self, names: Names) -> str:
        """Say how many rooms there are."""
        name = names.of("rooms", self.room)
        one = f"{name} is one room" if self.count == 1 else f"there are {self.count} rooms {name}"
        return f"{one} for one meeting at a time{self._reset()}"
