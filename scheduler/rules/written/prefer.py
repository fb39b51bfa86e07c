"""A meeting is preferred early, late, on a day or in a window."""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from scheduler.base.times import days_between, minute, on_clock, say_clock, say_dates, say_length, zone_of
from scheduler.rules.base import Written, together
from scheduler.rules.concern import Concern
from scheduler.scenario.fields import Dates, Hours, Meetings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.vocabulary import Vocabulary


NOT_THEN = 1000
"""What a meeting outside the preferred days or hours costs; a minute too late or too early costs 1."""


class Prefer(Written):
    """Meetings are preferred early, late, on a day, or at certain hours (of the place where they are held).

    Example::

        rules:
          - {rule: prefer, meetings: talks, on: 3 Sep, hours: 10:00-12:00}
          - {rule: prefer, meetings: [dinner], when: late}
    """

    graded: ClassVar[bool] = True
    usually: ClassVar[str] = "wish"

    rule: Literal["prefer"] = "prefer"
    meetings: Meetings = Field(description="the meetings")
    when: Literal["early", "late"] | None = Field(None, description="as early or as late as can be")
    on: Dates | None = Field(None, description="the preferred day, or first and last day")
    hours: Hours | None = Field(None, description="the preferred hours of the day")

    def mistakes(self) -> "Iterable[tuple[str, str, str]]":
        """Something has to be preferred, and only as a wish."""
        yield from super().mistakes()
        if self.when is None and self.on is None and self.hours is None:
            yield "meetings", "nothing is preferred.", "Write 'when: early', 'when: late', 'on:' or 'hours:'."
        if self.strength and self.strength.must:
            yield "strength", "a preference cannot be a must.", "Give the meeting 'windows:' instead."

    @property
    def concerns(self) -> Concern:
        """The meetings that are named."""
        return Concern(self.meetings)

    def cost(self, v: "Vocabulary") -> Any:
        """Minutes from the first or to the last moment of the dates; a fixed cost if the day or hours are missed."""
        total = []
        for key in v.asked(self.meetings):
            if self.when == "early":
                total.append(v.if_held(key, v.start(key) - v.minute(self.facts.first)))
            if self.when == "late":
                total.append(v.if_held(key, v.minute(self.facts.last) - v.end(key)))
            if self.on or self.hours:
                total.append(NOT_THEN * v.misses(key, self._spans))
        return sum(total)

    def _spans(self, zone_name: str) -> list[tuple[int, int]]:
        """Return the preferred minutes on the clocks of a time zone, whose days differ from the scenario's."""
        zone = zone_of(zone_name)
        spans = []
        for day in days_between(self.facts.first, self.facts.last, zone):
            if self.on is None or self.on[0] <= day <= self.on[1]:
                opens, closes = self.hours or (0, 24 * 60)
                spans.append((minute(on_clock(day, opens, zone)), minute(on_clock(day, closes, zone))))
        return spans

    def measure(self, plan: "Plan") -> int:
        """Read the same from the plan."""
        return sum(self._cost_of(booking) for key in self.meetings if (booking := plan.booking(key)))

    def _cost_of(self, booking: "Booking") -> int:
        waits = {"early": booking.start - self.facts.first, "late": self.facts.last - booking.end}
        cost = int(waits[self.when].total_seconds() // 60) if self.when else 0
        return cost + (NOT_THEN if (self.on or self.hours) and not self._then(booking) else 0)

    def _then(self, booking: "Booking") -> bool:
        zone, day = zone_of(booking.zone), booking.local(booking.start).date()
        on_a_day = self.on is None or self.on[0] <= day <= self.on[1]
        opens, closes = (on_clock(day, clock, zone) for clock in self.hours or (0, 24 * 60))
        return on_a_day and opens <= booking.start and booking.end <= closes

    def in_part(self, plan: "Plan") -> bool:
        """Early and late are kept more or less; a day or hours are kept or not."""
        held = [booking for key in self.meetings if (booking := plan.booking(key))]
        return self.when is not None and (not (self.on or self.hours) or all(map(self._then, held)))

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """A meeting misses the day or hours, or is not at the very beginning or end."""
        for key in self.meetings:
            booking = plan.booking(key)
            if booking and (self.on or self.hours) and not self._then(booking):
                yield f"{plan.say(booking)} is not {self._when()}"
            elif booking and self.when and self._cost_of(booking):
                wait = say_length(self._cost_of(booking))
                side = "after the first" if self.when == "early" else "before the last"
                yield f"{plan.say(booking)} is {wait} {side} moment of the dates"

    def _when(self) -> str:
        days = [f"on {say_dates(*self.on)}"] if self.on else []
        hours = [f"within {say_clock(self.hours[0])}–{say_clock(self.hours[1])}"] if self.hours else []
        return ", ".join([*days, *hours, *([self.when] if self.when else [])])

    def say(self, names: "Names") -> str:
        """Say what is preferred."""
        return f"{together(self.meetings, names)} preferably {self._when()}"
