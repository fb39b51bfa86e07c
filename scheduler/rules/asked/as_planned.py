"""A meeting keeps the slot that an earlier plan gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from scheduler.base.minutes import Spans
from scheduler.base.times import minute, say_date
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_meeting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.vocabulary import Vocabulary


@value
class AsPlanned(Rule):
    """A meeting keeps what an earlier plan gave it: its slot (start, length and spot), its day, or that it is held."""

    meeting: str
    booking: Booking
    keeps: Literal["slot", "day", "held"] = "slot"

    @property
    def slot_kept(self) -> Booking | None:
        """The booking, unless only its day is kept, or that it is held."""
        return self.booking if self.keeps == "slot" else None

    @property
    def concerns(self) -> Concern:
        """The meeting."""
        return of_meeting(self.meeting)

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        """It is held; from that minute, for so long, in that setting; or on that day."""
        if not v.asks(self.meeting):
            return
        if self.keeps != "slot":
            yield model.add_bool_or(v.held(self.meeting))
            if self.keeps == "day":
                yield model.add_bool_or(v.on_day(self.meeting, self._day))
            return
        spot = _spot(self.booking)
        here = [s for s in v.candidate(self.meeting).settings if (s.mode, s.place, s.venue, s.room) == spot]
        yield model.add_bool_or([v.at(self.meeting, setting) for setting in here])
        start = minute(self.booking.start)
        yield v.starts_within(self.meeting, Spans(((start, start),)), [v.held(self.meeting)])
        yield model.add(v.minutes(self.meeting) == self.booking.minutes)

    def broken(self, plan: Plan) -> Iterator[str]:
        """It is not held, or at another time, for another length, or elsewhere."""
        now = plan.booking(self.meeting)
        if now is None:
            yield f"{plan.say(self.booking)} is not held any more"
        elif {"slot": self.differs(now), "day": now.local(now.start).date() != self._day, "held": False}[self.keeps]:
            yield f"{plan.say(self.booking)} is now {plan.say(now)}"

    @property
    def _day(self) -> date:
        return self.booking.local(self.booking.start).date()

    def differs(self, now: Booking) -> bool:
        """Whether a booking is at another time, for another length, or elsewhere."""
        planned = self.booking
        return (now.start, now.end, *_spot(now)) != (planned.start, planned.end, *_spot(planned))

    def say(self, names: Names) -> str:
        """Say what it keeps."""
        if self.keeps != "slot":
            kept = "is still held" if self.keeps == "held" else f"stays on {say_date(self._day)}"
            return f"{names.meeting(self.meeting)} {kept}"
        return f"{names.meeting(self.meeting)} stays at {names.span(self.booking.start, self.booking.end)}"


def _spot(booking: Booking) -> tuple[str, str | None, str | None, str | None]:
    """Return the mode and where it is held; the rooms of a group are alike."""
    return booking.mode, booking.place, booking.venue, booking.room_group
