"""A room or a venue is available only at certain times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.minutes import Spans, inside
from scheduler.base.times import minute
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern
from scheduler.rules.softening import each_window, wider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.intervals import Opening


@value
class Available(Rule):
    """A room or a venue is available only at certain times.

    Example::

        rooms:
          salon:
            venue: palace
            available: [3 Sep 09:00-18:00]
    """

    blame = 90
    argument = 130
    section: str
    """`rooms` or `venues`."""
    key: str
    times: tuple[Opening, ...]

    @property
    def concerns(self) -> Concern:
        """The meetings that may be held there."""
        return Concern(which=self._may_be_there)

    def allows(self, candidate: Candidate, setting: Setting, minutes: int) -> Spans | None:  # noqa: ARG002
        """Inside one of the times, for a meeting that is held there."""
        if not self._is_there(setting):
            return None
        return Spans.of(inside(minute(time.start), minute(time.end), minutes) for time in self.times)

    def _is_there(self, setting: Setting) -> bool:
        return (setting.room if self.section == "rooms" else setting.venue) == self.key

    def _may_be_there(self, candidate: Candidate) -> bool:
        return any(map(self._is_there, candidate.settings))

    def broken(self, plan: Plan) -> Iterator[str]:
        """A booking there reaches beyond the times."""
        for booking in plan.bookings:
            if (booking.room_group if self.section == "rooms" else booking.venue) != self.key:
                continue
            if not any(time.start <= booking.start and booking.end <= time.end for time in self.times):
                yield f"{plan.say(booking)} is held when {self.say(plan.names).replace(' is ', ' is only ', 1)}"

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """It is available earlier or later."""
        entry = getattr(facts.scenario, self.section)[self.key]
        for window, path in each_window(entry.available, (self.section, self.key, "available"), facts):
            yield from wider(window, path, facts, facts.names.of(self.section, self.key), "available")

    def say(self, names: Names) -> str:
        """Say when it is available."""
        times = ", ".join(dict.fromkeys(time.title or names.span(time.start, time.end) for time in self.times))
        return f"{names.of(self.section, self.key)} is available {times}"
