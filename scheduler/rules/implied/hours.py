"""A principal meets within working hours, on the clocks of where they are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from scheduler.base.minutes import Spans, inside
from scheduler.base.times import days_between, minute, moment_of, on_clock, say_clock, zone_of
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_principal
from scheduler.rules.softening import longer_hours, write_hours
from scheduler.scenario.edit import Edit
from scheduler.scenario.intervals import Clocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts


@value
class Hours(Rule):
    """A principal meets within working hours, on the clocks of where they are.

    By video each participant keeps the hours of their own place: Delhi's evening is Moscow's afternoon.

    Example::

        principals:
          ana: {name: Ana, delegation: north, home: hill, hours: 08:00-22:00}
    """

    blame = 110
    argument = 70
    alike = True
    principal: str
    opens: int
    """Minutes after local midnight."""
    closes: int
    first: datetime
    """The days of the scenario, from its start."""
    last: datetime
    clocks: tuple[Clocks, ...] = ()
    """The principal's local clocks over time, for meetings by video and telephone."""

    @property
    def concerns(self) -> Concern:
        """The principal's meetings."""
        return of_principal(self.principal)

    def allows(self, candidate: Candidate, setting: Setting, minutes: int) -> Spans:  # noqa: ARG002
        """Inside the hours of one day; in person on the clocks of the place.

        While it is unknown where the principal is, no hours apply: `absence` covers that.
        """
        here = (Clocks(setting.zone, self.first, self.last),)
        stretches = here if setting.mode == "in person" else self.clocks
        nowhere = ~Spans.of((minute(stretch.start), minute(stretch.end) - 1) for stretch in stretches)
        spans = list(nowhere)
        for stretch in stretches:
            low, high = minute(stretch.start), minute(stretch.end)
            for opening, closing in _each_day(self.opens, self.closes, low, high, stretch.zone):
                spans.append(inside(max(low, opening), min(high, closing), minutes))
        return Spans.of(spans)

    def broken(self, plan: Plan) -> Iterator[str]:
        """A part of a booking lies outside the hours of the day on which it starts."""
        whole = Clocks("", self.first, self.last)
        known, opens, closes = None, self.first, self.last
        for booking in plan.of(self.principal):
            in_person = booking.mode == "in person"
            stretch = whole if in_person else self._stretch(booking)
            if stretch is None:
                continue
            zone, start, end = zone_of(booking.zone if in_person else stretch.zone), booking.start, booking.end
            if zone is not known or not opens <= start < closes:
                # It does not start in the hours of the day of the one before it.
                known, day = zone, start.astimezone(zone).date()
                opens, closes = on_clock(day, self.opens, zone), on_clock(day, self.closes, zone)
            if start < opens or end > closes or start < stretch.start or end > stretch.end:
                who, hours = plan.names.principal(self.principal), self._hours()
                yield f"{plan.say(booking)} is outside the working hours of {who} ({hours} {zone})"

    def _stretch(self, booking: Booking) -> Clocks | None:
        """Return the principal's clocks when a booking by video or telephone starts."""
        living = (stretch for stretch in self.clocks if stretch.start <= booking.start < stretch.end)
        return next(living, None)

    def _hours(self) -> str:
        return f"{say_clock(self.opens)}–{say_clock(self.closes)}"

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """The working hours begin earlier or end later."""
        who, path = facts.names.principal(self.principal), ("principals", self.principal, "hours")
        yield from longer_hours(
            "hours",
            (self.opens, self.closes),
            lambda hours: Edit(path, write_hours(hours)),
            lambda hours: f"{who} meets within {write_hours(hours)}, not {self._hours()}",
        )

    def say(self, names: Names) -> str:
        """Say what the hours are."""
        return f"{names.principal(self.principal)} meets from {self._hours()} local time"


@lru_cache(maxsize=1024)
def _each_day(opens: int, closes: int, low: int, high: int, zone_name: str) -> tuple[tuple[int, int], ...]:
    """Return the opening and closing minute on each day of a stretch; cached, since each setting and length asks."""
    zone = zone_of(zone_name)
    return tuple(
        (minute(on_clock(day, opens, zone)), minute(on_clock(day, closes, zone)))
        for day in days_between(moment_of(low), moment_of(high), zone)
    )
