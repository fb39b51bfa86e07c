"""A briefing before a meeting and a readout after it keep the principal busy."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.base.minutes import ALWAYS, Spans, clear_of
from scheduler.base.times import minute, say_length
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_principal
from scheduler.rules.resources import Resource, Use
from scheduler.rules.softening import once
from scheduler.scenario.edit import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.intervals import Commitment
    from scheduler.scenario.problem import Problem


@value
class Buffers(Rule):
    """A briefing or holding time before a meeting and a readout after it keep the principal busy.

    Neither another meeting nor a session or engagement lies in them. A briefing may be given on the way.

    Example::

        principals:
          ana: {name: Ana, delegation: north, home: hill, briefing: 15 min, readout: 15 min}
    """

    blame = 20
    argument = 100
    exclusive = True
    principal: str
    around: Mapping[str, tuple[int, int]] = field(hash=False)
    """The minutes before and after each of the principal's meetings, by key."""
    commitments: tuple[Commitment, ...] = ()
    shares: frozenset[frozenset[str]] = frozenset()
    between_meetings: bool = True
    """Whether it also applies between meetings."""

    @property
    def concerns(self) -> Concern:
        """The principal's meetings."""
        return of_principal(self.principal)

    def allows(self, candidate: Candidate, setting: Setting, minutes: int) -> Spans | None:  # noqa: ARG002
        """Neither a session nor an engagement in the minutes before and after."""
        before, after = self.around.get(candidate.key, (0, 0))
        allowed = ALWAYS
        for commitment in self.commitments:
            low, high = minute(commitment.start) - after, minute(commitment.end) + before
            padding_only = clear_of(low, high, minutes) | ~clear_of(
                minute(commitment.start), minute(commitment.end), minutes
            )
            allowed &= padding_only
        return allowed if self.commitments and (before or after) else None

    def resources(self, problem: Problem) -> Iterator[Resource]:
        """The meetings, each with its minutes before and after, do not overlap."""
        candidates = problem.meetings_of(self.principal) if self.between_meetings else ()
        padded = {
            r.key: Use(r.key, self.principal, before=before, after=after)
            for r in candidates
            for before, after in [self.around.get(r.key, (0, 0))]
        }
        if not self.shares:
            yield Resource(tuple(padded.values()))
            return
        for one, other in combinations(padded, 2):
            if {one, other} not in self.shares:
                yield Resource((padded[one], padded[other]))

    def broken(self, plan: Plan) -> Iterator[str]:
        """Something else lies in the minutes before or after a booking."""
        who = plan.names.principal(self.principal)
        bookings = plan.of(self.principal)
        padded = {b.meeting: self._padded(b.meeting, b.start, b.end) for b in bookings}
        for one, other in combinations(bookings if self.between_meetings else (), 2):
            # They are in the order of time.
            too_soon = padded[other.meeting][0] < padded[one.meeting][1]
            if too_soon and frozenset({one.meeting, other.meeting}) not in self.shares:
                yield f"{who} has no time for briefing and readout between {plan.say(one)} and {plan.say(other)}"
        for booking in bookings:
            start, end = padded[booking.meeting]
            for other_commitment in self.commitments:
                meets = booking.overlaps(other_commitment.start, other_commitment.end)
                if not meets and start < other_commitment.end and other_commitment.start < end:
                    yield (
                        f"{who} has no time for briefing and readout between {plan.say(booking)} "
                        f"and {other_commitment.title}"
                    )

    def _padded(self, meeting: str, start: datetime, end: datetime) -> tuple[datetime, datetime]:
        before, after = self.around.get(meeting, (0, 0))
        return start - timedelta(minutes=before), end + timedelta(minutes=after)

    def parts(self) -> Iterator[Buffers]:
        """Yield the rule for meetings among themselves, and for each session and engagement."""
        yield replace(self, commitments=())
        for commitment in self.commitments:
            yield replace(self, commitments=(commitment,), between_meetings=False)

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """One of the meetings has no buffer."""
        for meeting in self.around:
            edits = [Edit(("meetings", meeting, word), "0 min") for word in ("briefing", "readout")]
            edits += (
                [Edit(("meetings", meeting, "holding"), "0 min")] if facts.scenario.meetings[meeting].holding else []
            )
            name = facts.names.meeting(meeting)
            yield once("briefing", edits, f"{name} has no time for briefing and readout around it")

    @property
    def begins(self) -> datetime | None:
        """The start of the first commitment that it is about."""
        return self.commitments[0].start if self.commitments else None

    def say(self, names: Names) -> str:
        """Say how long the briefings and readouts are."""
        who, lengths = names.principal(self.principal), set(self.around.values())
        clear = ""
        if not self.between_meetings:
            there = self.commitments[0]
            clear = f", clear of {there.title} {names.span(there.start, there.end)}"
        if len(lengths) == 1:
            before, after = lengths.pop()
            return f"{who} is busy {say_length(before)} before and {say_length(after)} after meetings{clear}"
        before, after = (max(ends) for ends in zip(*lengths, strict=True))
        return f"{who} is busy before and after meetings (up to {say_length(before)} and {say_length(after)}){clear}"
