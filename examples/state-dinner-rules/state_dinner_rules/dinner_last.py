"""A dinner is the last meeting of the day for everybody who takes part in it."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from scheduler.rules.base import Written
from scheduler.rules.literals import only_if
from scheduler.scenario.fields import MeetingKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.vocabulary import Vocabulary


class DinnerLast(Written):
    """A dinner is the last meeting of the day for everybody who takes part in it.

    The day is that of the place where each meeting is held.

    Example::

        rules:
          - {rule: dinner_last, dinner: state-dinner}
    """

    rule: Literal["dinner_last"] = "dinner_last"
    dinner: MeetingKey = Field(description="the meeting that comes last")

    def post(self, model: "CpModel", v: "Vocabulary") -> "Constraints":
        """For the solver: a guest's other meeting on the day of the dinner ends before the dinner begins."""
        if not v.asks(self.dinner):
            return
        dinner = v.candidate(self.dinner)
        for other in v.candidates:
            if other.key == dinner.key:
                continue
            for guest in (*dinner.participants, *dinner.optional):
                for day in v.days(dinner.key) if other.may_involve(guest) else ():
                    earlier = model.add(v.end(other.key) <= v.start(dinner.key))
                    yield only_if(earlier, v.on_day(dinner.key, day, guest), v.on_day(other.key, day, guest))

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """For a reader of a finished plan: a guest's meeting on the day of the dinner ends after it has begun."""
        dinner = plan.booking(self.dinner)
        for booking in plan.bookings if dinner else ():
            if (
                dinner
                and booking != dinner
                and _share_a_guest_and_a_day(booking, dinner)
                and booking.end > dinner.start
            ):
                yield f"{plan.say(booking)} is not over when {plan.say(dinner)} begins"

    def say(self, names: "Names") -> str:
        """For both, in the officer's words."""
        return f"{names.meeting(self.dinner)} is the last meeting of the day for its guests"


def _share_a_guest_and_a_day(one: "Booking", other: "Booking") -> bool:
    same_day = one.local(one.start).date() == other.local(other.start).date()
    return same_day and not set(one.participants).isdisjoint(other.participants)
