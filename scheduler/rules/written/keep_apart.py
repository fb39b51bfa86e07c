"""Two delegations, or two press appearances, keep apart."""

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from scheduler.base.minutes import ALWAYS, Spans
from scheduler.base.times import minute, say_length
from scheduler.plan.plan import BY_START
from scheduler.rules.base import Written
from scheduler.rules.concern import Concern
from scheduler.rules.resources import Resource, Use
from scheduler.rules.softening import shorter
from scheduler.scenario.fields import DelegationKey, Length

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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
            one, other = (self._alone(problem, side) for side in self.delegations)
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
        return {key for key in self.delegations if meeting in self.facts.meetings_by_delegation[key]}

    def _alone(self, problem: "Problem", side: str) -> "list[Candidate]":
        """Return the candidates in which one of the two delegations takes part, and the other does not."""
        meetings = self.facts.meetings_by_delegation[side]
        return [problem.by_key[key] for key in meetings if key in problem.by_key and len(self._sides(key)) == 1]

    def _meant(self, plan: "Plan") -> "Iterable[Booking]":
        """Return the appearances with press, or the meetings of one of the two delegations alone, in order of time."""
        if self.press:
            return [booking for booking in plan.in_order if booking.press]
        one, other = (self.facts.meetings_by_delegation[key].keys() for key in self.delegations)
        return sorted((b for key in one ^ other if (b := plan.booking(key))), key=BY_START)

    def _apart(self, one: "Booking", other: "Booking") -> bool:
        """Whether two of those that are meant must be apart: any two with press, else those of different sides."""
        return self.press or self._sides(one.meeting) != self._sides(other.meeting)

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """Two of them are at one venue with too little time between them."""
        by_venue: dict[str, list[Booking]] = defaultdict(list)
        for booking in self._meant(plan):
            if booking.venue:
                by_venue[booking.venue].append(booking)
        for venue, there in by_venue.items():
            for one, other in self._too_near(there):
                if self._apart(one, other):
                    yield self._sentence(plan.say(one), plan.say(other), venue, plan)
            for booking in there if self.press else ():
                for fixed in self.facts.press_at(venue):
                    if self._end(booking) + self._within > fixed.start and fixed.end + self._within > booking.start:
                        yield self._sentence(plan.say(booking), fixed.title, venue, plan)

    def _too_near(self, there: "Sequence[Booking]") -> "Iterator[tuple[Booking, Booking]]":
        """Yield the pairs with too little time between them; the bookings stand in the order of their starts."""
        open_: list[Booking] = []
        for booking in there:
            open_ = [one for one in open_ if self._end(one) + self._within > booking.start]
            yield from ((one, booking) for one in open_)
            open_.append(booking)

    @property
    def _within(self) -> timedelta:
        return timedelta(minutes=self.within)

    @staticmethod
    def _sentence(one: str, other: str, venue: str, plan: "Plan") -> str:
        return f"{one} and {other} are too close at {plan.names.venue(venue)}"

    def _end(self, booking: "Booking") -> "datetime":
        return booking.start + timedelta(minutes=booking.press) if self.press else booking.end

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
