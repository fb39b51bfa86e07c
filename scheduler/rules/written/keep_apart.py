"""Two delegations, or two press appearances, keep apart."""

from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from scheduler.base.minutes import ALWAYS, Spans
from scheduler.base.times import minute, say_length
from scheduler.rules.base import Written
from scheduler.rules.concern import Concern
from scheduler.rules.resources import Resource, Use
from scheduler.rules.softening import shorter
from scheduler.scenario.fields import DelegationKey, Length

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Booking, Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.problem import Problem


class KeepApart(Written):
    """Two delegations, or any two press appearances, are never at one venue at once or within some minutes.

    A meeting of the two delegations with each other does not count. A press appearance is the press time at the
    start of a meeting (`press:`) or a press availability among the engagements.

    Example::

        rules:
          - {rule: keep_apart, delegations: [north, south], within: 15 min}
          - {rule: keep_apart, press: true, within: 30 min}
    """

    rule: Literal["keep_apart"] = "keep_apart"
    delegations: tuple[DelegationKey, ...] = Field((), description="the two delegations")
    press: bool = Field(False, description="true for press appearances")
    within: Length = Field(0, description="the least time between the one's end and the other's start")

    def mistakes(self) -> "Iterable[tuple[str, str, str]]":
        """Either two delegations or the press."""
        if self.press == bool(self.delegations):
            yield "rule", "either two delegations or the press keep apart.", "Write one of the two."
        elif not self.press and len(set(self.delegations)) != 2:
            yield "delegations", "two delegations are needed.", "Write [one, other]."

    @property
    def concerns(self) -> Concern:
        """The meetings of one of the two delegations alone, or those with press."""
        return Concern(which=self._may_be_near)

    def allows(self, candidate: "Candidate", setting: "Setting", minutes: int) -> Spans | None:  # noqa: ARG002
        """The press time lies clear of each press availability at the venue."""
        if not (self.press and candidate.press and setting.venue):
            return None
        allowed = ALWAYS
        for other in self.facts.press_at(setting.venue):
            low, high = minute(other.start) - self.within, minute(other.end) + self.within
            allowed &= ~Spans.of([(low - candidate.press + 1, high - 1)])
        return allowed

    def resources(self, problem: "Problem") -> "Iterator[Resource]":
        """At each venue the two sides' meetings, or the press times, do not overlap."""
        for venue in dict.fromkeys(s.venue for candidate in problem.candidates for s in candidate.settings if s.venue):
            if self.press:
                yield Resource(self._at(venue, [candidate for candidate in problem.candidates if candidate.press]))
                continue
            one, other = ([r for r in problem.candidates if self._sides(r.key) == {side}] for side in self.delegations)
            yield Resource(self._at(venue, one), against=self._at(venue, other))

    def _at(self, venue: str, candidates: "Iterable[Candidate]") -> tuple[Use, ...]:
        return tuple(
            Use(candidate.key, setting=setting, after=self.within, only=candidate.press if self.press else None)
            for candidate in candidates
            for setting in candidate.settings
            if setting.venue == venue
        )

    def _may_be_near(self, candidate: "Candidate") -> bool:
        meant = candidate.press if self.press else len(self._sides(candidate.key)) == 1
        return bool(meant) and any(setting.venue for setting in candidate.settings)

    def _sides(self, meeting: str) -> set[str]:
        """Return which of the two delegations takes part in a meeting, or may."""
        return set(self.delegations) & self.facts.delegations_in(meeting)

    def _apart(self, one: str, press: int, other: str, other_press: int) -> bool:
        if self.press:
            return bool(press and other_press)
        sides = [self._sides(key) for key in (one, other)]
        return len(sides[0]) == len(sides[1]) == 1 and sides[0] != sides[1]

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """Two of them are at one venue with too little time between them."""
        appearances = [(b.venue, b.start, self._end(b), b, plan.say(b)) for b in plan.bookings if b.venue]
        for one, other in combinations(appearances, 2):
            if one[0] == other[0] and self._apart(one[3].meeting, one[3].press, other[3].meeting, other[3].press):
                yield from self._near(one, other, plan)
        for one in appearances:
            if self.press and one[3].press:
                for fixed in self.facts.press_at(one[0]):
                    yield from self._near(one, (one[0], fixed.start, fixed.end, None, fixed.title), plan)

    def _end(self, booking: "Booking") -> "datetime":
        return booking.start + timedelta(minutes=booking.press) if self.press else booking.end

    def _near(self, one: Any, other: Any, plan: "Plan") -> "Iterator[str]":
        within = timedelta(minutes=self.within)
        if one[1] < other[2] + within and other[1] < one[2] + within:
            yield f"{one[4]} and {other[4]} are too close at {plan.names.venue(one[0])}"

    def less(self, facts: "Facts") -> "Iterator[Softening]":
        """The time between them is shorter."""
        if self.within:
            yield shorter(
                "rule",
                (*self.path, "within"),
                self.within,
                lambda now: f"“{self.say(facts.names)}”, but by {say_length(now)}",
            )

    def say(self, names: "Names") -> str:
        """Say who keeps apart."""
        sides = " and ".join(names.of("delegations", key) for key in self.delegations)
        least = f", by {say_length(self.within)}" if self.within else ""
        return f"{sides or 'press appearances'} keep apart at every venue{least}"
