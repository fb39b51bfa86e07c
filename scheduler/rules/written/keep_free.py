"""A break is kept free for a principal."""

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from scheduler.base.times import on_clock, say_clock, say_length, zone_of
from scheduler.rules.base import Written, post_free
from scheduler.rules.concern import Concern, of_principal
from scheduler.rules.softening import A_STEP, shorter
from scheduler.scenario.fields import Hours, Length, PrincipalKey
from scheduler.scenario.intervals import Stretch, longest_free

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.softening import Softening
    from scheduler.rules.vocabulary import Vocabulary
    from scheduler.scenario.facts import Facts


class KeepFree(Written):
    """A break is kept free for a principal on each day: a lunch, a prayer, an hour with the delegation.

    The hours are local to where the principal is. A day on which sessions and engagements leave no room for the
    break is skipped.

    Example::

        rules:
          - {rule: keep_free, principal: ana, hours: 12:00-15:00, at_least: 1 h}
    """

    rule: Literal["keep_free"] = "keep_free"
    principal: PrincipalKey = Field(description="whose break it is")
    hours: Hours = Field(description="the hours in which it lies, each day")
    at_least: Length | None = Field(None, description="how long it is; the whole of the hours if not written")

    @property
    def minutes(self) -> int:
        """The length of the break."""
        return self.at_least if self.at_least is not None else self.hours[1] - self.hours[0]

    def mistakes(self) -> "Iterable[tuple[str, str, str]]":
        """The break takes some time, and fits into its hours."""
        if not self.minutes:
            yield "at_least", "a break of no minutes is none.", "Write how long it is, or take the line out."
        if self.minutes > self.hours[1] - self.hours[0]:
            yield "at_least", f"{say_length(self.minutes)} do not fit into the hours.", "Widen the hours."

    @property
    def concerns(self) -> Concern:
        """The principal's meetings."""
        return of_principal(self.principal)

    def post(self, model: "CpModel", v: "Vocabulary") -> "Constraints":
        """Each day on which it is possible has a break that nothing overlaps."""
        busy = self.facts.commitments(self.principal)
        for stretch in self._stretches():
            if longest_free(stretch, self._fixed()) >= timedelta(minutes=self.minutes):
                yield from post_free(model, v, self.principal, stretch, self.minutes, busy)

    def _stretches(self) -> "Iterator[Stretch]":
        """Yield the hours of each day, on the clocks of where the principal is."""
        for day, zone in self.facts.days(self.principal):
            start, end = (on_clock(day, clock, zone_of(zone)) for clock in self.hours)
            yield Stretch(start, end)

    def _fixed(self) -> "list[tuple[datetime, datetime]]":
        return [(c.start, c.end) for c in self.facts.commitments(self.principal)]

    def passed_over(self, names: "Names") -> "Iterator[str]":
        """Name the days on which sessions and engagements leave no room for the break."""
        for stretch in self._stretches():
            if longest_free(stretch, self._fixed()) // timedelta(minutes=1) < self.minutes:
                who, when = names.principal(self.principal), names.span(stretch.start, stretch.end)
                yield f"the break of {who} in {when} is passed over: sessions and engagements leave no room for it"

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """On some day the meetings leave too little free time, although without them there would be enough."""
        fixed, meetings = self._fixed(), [(b.start, b.end) for b in plan.of(self.principal)]
        for stretch in self._stretches():
            possible, free = (longest_free(stretch, busy) // timedelta(minutes=1) for busy in (fixed, fixed + meetings))
            if free < self.minutes <= possible:
                who, when = plan.names.principal(self.principal), plan.names.span(stretch.start, stretch.end)
                yield f"{who} has {say_length(free)} free, not {say_length(self.minutes)}, in {when}"

    def less(self, facts: "Facts") -> "Iterator[Softening]":
        """The break is shorter."""
        who = facts.names.principal(self.principal)
        yield shorter(
            "rule",
            (*self.path, "at_least"),
            self.minutes,
            lambda now: f"the break of {who} is {say_length(now)}, not {say_length(self.minutes)}",
            least=A_STEP,
        )

    def say(self, names: "Names") -> str:
        """Say which break."""
        hours = f"{say_clock(self.hours[0])}–{say_clock(self.hours[1])}"
        return f"{names.principal(self.principal)} has {say_length(self.minutes)} free each day within {hours}"
