"""A booking is what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.times import say_length
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scheduler.plan.candidate import Candidate
    from scheduler.plan.plan import Booking, Names, Plan


@value
class AsAsked(Rule):
    """A booking has the participants, the format, the length and the mode that were asked for.

    The solver cannot make any other; a plan file that somebody edited can.

    Example::

        meetings:
          talks:
            participants: [ana, ben]
            format: bilateral
            length: 30 min
            mode: in person
    """

    candidate: Candidate
    first: datetime
    """The start of the first day of the scenario: the grid is counted from there."""
    last: datetime
    grid: int
    """Minutes from one possible start to the next."""

    @property
    def concerns(self) -> Concern:
        """The meeting."""
        return Concern((self.candidate.key,))

    def broken(self, plan: Plan) -> Iterator[str]:
        """The booking differs from what was asked for."""
        booking = plan.booking(self.candidate.key)
        if booking is not None:
            for what in self._strange(booking):
                yield f"{plan.say(booking)} {what}"

    def _strange(self, booking: Booking) -> Iterator[str]:
        candidate = self.candidate
        if booking.participants != candidate.participants and self._are_others(booking.participants):
            yield f"does not have the participants asked for ({', '.join(candidate.participants)})"
        if booking.interpreters not in candidate.teams:
            yield "does not have the interpreters that it needs"
        elif booking.minutes not in candidate.lengths(booking.interpreters):
            lengths = " or ".join(say_length(minutes) for minutes in candidate.lengths(booking.interpreters))
            yield f"takes {say_length(booking.minutes)}, not {lengths}"
        where = (booking.mode, booking.place, booking.venue, booking.room_group)
        for s in candidate.settings:
            if where == (s.mode, s.place, s.venue, s.room):
                break
        else:
            yield "is in a mode or at a place that the scenario does not offer for it"
        since = (booking.start - self.first).total_seconds() / 60
        if since % self.grid or booking.start < self.first or booking.end > self.last:
            yield f"does not start on the grid of {self.grid} minutes within the scenario's dates"

    def _are_others(self, there: tuple[str, ...]) -> bool:
        """Whether a participant is missing or named twice, or somebody is there who was not invited."""
        missing = set(self.candidate.participants) - set(there)
        extra = set(there) - set(self.candidate.participants) - set(self.candidate.optional)
        return bool(missing or extra) or len(set(there)) < len(there)

    def say(self, names: Names) -> str:
        """Say who meets, and for how long."""
        who = names.everyone(self.candidate.participants)
        lengths = sorted({minutes for _, minutes in self.candidate.wanted} or self.candidate.minutes)
        return f"{names.meeting(self.candidate.key)} is between {who}, for {' or '.join(map(say_length, lengths))}"
