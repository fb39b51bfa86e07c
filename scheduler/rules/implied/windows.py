"""A meeting is held inside one of its windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.minutes import Spans, inside
from scheduler.base.times import minute
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_meeting
from scheduler.rules.softening import each_window, wider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.intervals import Opening


@value
class Windows(Rule):
    """A meeting is held inside one of its windows.

    Example::

        meetings:
          talks:
            participants: [ana, ben]
            windows:
              - 3 Sep 14:00-18:00
              - {from: 4 Sep 09:00, to: 12:00}
    """

    blame = 190
    argument = 20
    meeting: str
    windows: tuple[Opening, ...]
    wished: bool = False
    """True for preferred windows (`prefers`)."""

    @property
    def concerns(self) -> Concern:
        """The meeting."""
        return of_meeting(self.meeting)

    def allows(self, candidate: Candidate, setting: Setting, minutes: int) -> Spans:  # noqa: ARG002
        """Wholly inside one window that may be used in the setting."""
        return Spans.of(
            inside(minute(window.start), minute(window.end), minutes)
            for window in self.windows
            if window.takes(setting.mode, setting.place)
        )

    def broken(self, plan: Plan) -> Iterator[str]:
        """The booking is in none of the windows."""
        booking = plan.booking(self.meeting)
        if booking and not any(self._holds(window, booking) for window in self.windows):
            kind = "preferred windows" if self.wished else "windows"
            yield f"{plan.say(booking)} is outside its {kind} ({self._list(plan.names)})"

    @staticmethod
    def _holds(window: Opening, booking: Booking) -> bool:
        inside_window = window.start <= booking.start and booking.end <= window.end
        return inside_window and window.takes(booking.mode, booking.place)

    def _list(self, names: Names) -> str:
        said = (window.title or names.span(window.start, window.end) for window in self.windows)
        return ", ".join(dict.fromkeys(said))

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """A window opens earlier or closes later."""
        windows = facts.scenario.meetings[self.meeting].windows
        for window, path in each_window(windows, ("meetings", self.meeting, "windows"), facts):
            yield from wider(window, path, facts, f"the window of {facts.names.meeting(self.meeting)}", "window")

    def say(self, names: Names) -> str:
        """Say which windows the meeting has."""
        verb = "is wished for" if self.wished else "is asked for"
        return f"{names.meeting(self.meeting)} {verb} within {self._list(names)}"
