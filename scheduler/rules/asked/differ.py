"""A plan differs clearly from an earlier one, by a given weight."""

from __future__ import annotations

from dataclasses import field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scheduler.base.minutes import Spans
from scheduler.base.times import day_span, minute, zone_of
from scheduler.base.value import value
from scheduler.rules.base import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.vocabulary import Vocabulary


@value
class Differ(Rule):
    """A plan differs clearly from an earlier one: the meetings that differ have at least a given weight.

    A meeting differs clearly if only one of the two plans holds it, if it is on another day, if it starts at least
    `apart` minutes earlier or later, or if it has another mode, place or venue. A quarter of an hour, or another room
    of the same venue, is no difference.
    """

    earlier: Plan
    least: int
    apart: int
    """Minutes between two starts from which on they are clearly different."""
    weights: Mapping[str, int] = field(default_factory=dict, hash=False)
    """The weight of each meeting; 1 for a meeting that is not listed."""

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        """The meetings that differ have at least that weight."""
        differing = []
        for candidate in v.candidates:
            booking = self.earlier.booking(candidate.key)
            if booking is None:
                differing.append(self._weight(candidate.key) * v.held(candidate.key))
                continue
            otherwise: Any = model.new_bool_var(f"{candidate.key} otherwise")
            elsewhere = [v.at(candidate.key, s) for s in candidate.settings if _spot(s) != _spot(booking)]
            yield from self._at_another_time(model, v, candidate, booking, otherwise, elsewhere)
            differing.append(self._weight(candidate.key) * otherwise)
        yield model.add(sum(differing) >= self.least)

    def _at_another_time(
        self,
        model: CpModel,
        v: Vocabulary,
        candidate: Candidate,
        booking: Booking,
        otherwise: Any,
        elsewhere: list[Any],
    ) -> Constraints:
        """If it is otherwise, it is not held, or elsewhere, or at another time."""
        later = model.new_bool_var(f"{candidate.key} at another time")
        yield model.add_bool_or([~otherwise, ~v.held(candidate.key), later, *elsewhere])
        yield v.starts_within(candidate.key, ~self._same_time(booking), [later])

    def _same_time(self, booking: Booking) -> Spans:
        """Return the starts that count as the same: on that day, less than `apart` minutes away."""
        start = minute(booking.start)
        low, high = day_span(booking.local(booking.start).date(), zone_of(booking.zone))
        return Spans.of([(max(low, start - self.apart + 1), min(high, start + self.apart - 1))])

    def _weight(self, meeting: str) -> int:
        return self.weights.get(meeting, 1)

    def distance(self, plan: Plan) -> int:
        """Return the weight of the meetings that differ clearly in a finished plan."""
        keys = dict.fromkeys(booking.meeting for each in (self.earlier, plan) for booking in each.bookings)
        return sum(self._weight(key) for key in keys if self._otherwise(self.earlier.booking(key), plan.booking(key)))

    def _otherwise(self, one: Booking | None, other: Booking | None) -> bool:
        if one is None or other is None:
            return one is not other
        another_day = one.local(one.start).date() != one.local(other.start).date()
        apart = abs(other.start - one.start) >= timedelta(minutes=self.apart)
        return another_day or apart or _spot(one) != _spot(other)

    def broken(self, plan: Plan) -> Iterator[str]:
        """Too few meetings differ."""
        distance = self.distance(plan)
        if distance < self.least:
            yield f"the plan differs by {distance} from the earlier one, not by {self.least}"

    def say(self, names: Names) -> str:  # noqa: ARG002
        """Say how much."""
        return f"the plan differs from an earlier one by {self.least} at least"


def _spot(where: Booking | Setting) -> tuple[str, str | None, str | None]:
    """Return the mode, the place and the venue; another room of the same venue is no difference."""
    return where.mode, where.place, where.venue
