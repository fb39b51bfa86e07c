"""Going from one venue to another takes time."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.rules.base import Rule
from scheduler.spans import ALWAYS, Spans, clear_of
from scheduler.times import minute, say_length
from scheduler.value import value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan import Names, Plan
    from scheduler.request import Request, Setting
    from scheduler.rules.base import Commitment, Constraints
    from scheduler.vocabulary import Vocabulary


@value
class Travel(Rule):
    """Going from one venue to another takes time, between meetings, sessions and engagements.

    Example::

        travel:
          - {between: [palace, hotel], takes: 30 min}
    """

    principal: str
    one: str
    other: str
    takes: int
    commitments: tuple[Commitment, ...] = ()
    """The principal's sessions and engagements at one of the two venues."""

    @property
    def scope(self) -> tuple[str, str]:
        """The principal's meetings."""
        return "principal", self.principal

    def allows(self, request: Request, setting: Setting, minutes: int) -> Spans | None:  # noqa: ARG002
        """Far enough from each session and engagement at the other venue."""
        if setting.venue not in {self.one, self.other}:
            return None
        elsewhere = [c for c in self.commitments if c.venue != setting.venue]
        allowed = ALWAYS
        for commitment in elsewhere:
            low, high = minute(commitment.start) - self.takes, minute(commitment.end) + self.takes
            allowed &= clear_of(low, high, minutes)
        return allowed if elsewhere else None

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        """Between a meeting at one venue and a meeting at the other lies the time to travel."""
        for first, second in combinations(v.meetings_of(self.principal), 2):
            for here in first.settings:
                for there in second.settings:
                    if {here.venue, there.venue} == {self.one, self.other}:
                        yield model.add_no_overlap(
                            [
                                v.interval(first.key, self.principal, here, after=self.takes),
                                v.interval(second.key, self.principal, there, after=self.takes),
                            ]
                        )

    def broken(self, plan: Plan) -> Iterator[str]:
        """Between two things at the two venues there is less time than it takes."""
        takes = timedelta(minutes=self.takes)
        stops = [(b.start, b.end, b.venue, plan.say(b)) for b in plan.of(self.principal)]
        stops += [(c.start, c.end, c.venue, f"{c.title} ({plan.names.span(c.start, c.end)})") for c in self.commitments]
        bookings = len(plan.of(self.principal))
        for index, (start, end, venue, what) in enumerate(stops[:bookings]):
            for start_2, end_2, venue_2, what_2 in stops[index + 1 :]:
                near = start < end_2 + takes and start_2 < end + takes
                if {venue, venue_2} == {self.one, self.other} and near:
                    who = plan.names.principal(self.principal)
                    yield f"{who} cannot get from {what} to {what_2} or back: {self.say(plan.names)}"

    def say(self, names: Names) -> str:
        """Say how long the way is."""
        return f"{names.venue(self.one)} and {names.venue(self.other)} are {say_length(self.takes)} apart"
