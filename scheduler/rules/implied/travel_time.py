"""Going from one venue to another takes time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.base.minutes import ALWAYS, Spans, clear_of
from scheduler.base.times import minute, say_length
from scheduler.base.value import value
from scheduler.plan.plan import BY_START, Booking, close_pairs
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_principal
from scheduler.rules.resources import Resource, Use
from scheduler.rules.softening import shorter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.intervals import Commitment
    from scheduler.scenario.problem import Problem


@value
class TravelTime(Rule):
    """Going from one venue to another takes time, between meetings, sessions and engagements.

    Example::

        travel:
          - {between: [palace, hotel], takes: 30 min}
    """

    blame = 10
    argument = 110
    exclusive = True
    alike = True
    principal: str
    one: str
    other: str
    takes: int
    commitments: tuple[Commitment, ...] = ()
    """The principal's sessions and engagements at one of the two venues."""
    between_meetings: bool = True
    """Whether it also applies between meetings."""

    @property
    def concerns(self) -> Concern:
        """The principal's meetings."""
        return of_principal(self.principal)

    def allows(self, candidate: Candidate, setting: Setting, minutes: int) -> Spans | None:  # noqa: ARG002
        """Far enough from each session and engagement at the other venue."""
        if setting.venue not in {self.one, self.other}:
            return None
        elsewhere = [c for c in self.commitments if c.venue != setting.venue]
        allowed = ALWAYS
        for commitment in elsewhere:
            low, high = minute(commitment.start), minute(commitment.end)
            # What overlaps the commitment itself is none of this rule's business.
            allowed &= clear_of(low - self.takes, high + self.takes, minutes) | ~clear_of(low, high, minutes)
        return allowed if elsewhere else None

    def resources(self, problem: Problem) -> Iterator[Resource]:
        """Meetings at the two venues are apart by at least the travel time."""
        if self.between_meetings:
            yield Resource(self._at(self.one, problem), against=self._at(self.other, problem))

    def _at(self, venue: str, problem: Problem) -> tuple[Use, ...]:
        return tuple(
            Use(candidate.key, self.principal, setting, after=self.takes)
            for candidate in problem.meetings_of(self.principal)
            for setting in candidate.settings
            if setting.venue == venue
        )

    def broken(self, plan: Plan) -> Iterator[str]:
        """Between two commitments at the two venues there is too little time to travel."""
        here, elsewhere = plan.of_at(self.principal, self.one), plan.of_at(self.principal, self.other)
        if not (here or elsewhere):
            return
        takes = timedelta(minutes=self.takes)
        meetings = sorted((*here, *elsewhere), key=BY_START)
        pairs: list[tuple[Booking, Booking | Commitment]] = []
        if self.between_meetings and here and elsewhere:
            pairs += [(one, other) for one, other in close_pairs(meetings, takes) if one.venue != other.venue]
        for there in self.commitments:
            low, high = there.start - takes, there.end + takes
            for booking in meetings:
                if booking.start >= high:
                    break
                # What overlaps a commitment is no matter of the way to it.
                beside = low < booking.end and not booking.overlaps(there.start, there.end)
                if beside and booking.venue != there.venue:
                    pairs.append((booking, there))
        for one, other in pairs:
            who, what = plan.names.principal(self.principal), plan.say(one)
            to = plan.say(other) if isinstance(other, Booking) else self._fixed(other, plan.names)
            yield f"{who} cannot get from {what} to {to} or back: {self.say(plan.names)}"

    @staticmethod
    def _fixed(commitment: Commitment, names: Names) -> str:
        return f"{commitment.title} ({names.span(commitment.start, commitment.end)})"

    def parts(self) -> Iterator[TravelTime]:
        """Yield the rule for meetings among themselves, and for each session and engagement."""
        yield replace(self, commitments=())
        for commitment in self.commitments:
            yield replace(self, commitments=(commitment,), between_meetings=False)

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """The way takes less time; offered only if the scenario allows it."""
        both = f"{facts.names.venue(self.one)} and {facts.names.venue(self.other)}"
        for index, way in enumerate(facts.scenario.travel):
            if way.between == (self.one, self.other):
                yield shorter(
                    "travel",
                    ("travel", index, "takes"),
                    self.takes,
                    lambda takes: f"{both} are {say_length(takes)} apart, not {say_length(self.takes)}",
                )

    @property
    def begins(self) -> datetime | None:
        """The start of the first commitment that it is about."""
        return self.commitments[0].start if self.commitments else None

    def say(self, names: Names) -> str:
        """Say how long the way is, and for whom."""
        who, takes = names.principal(self.principal), say_length(self.takes)
        if self.between_meetings:
            return f"{who} needs {takes} between {names.venue(self.one)} and {names.venue(self.other)}"
        there = self.commitments[0]
        other = self.other if there.venue == self.one else self.one
        when = f"{names.venue(there.venue or '')}, {names.span(there.start, there.end)}"
        return f"{who} needs {takes} between {names.venue(other)} and {there.title} ({when})"
