"""Two meetings are a given time apart."""

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.base.times import say_length
from scheduler.rules.base import Written, together
from scheduler.rules.concern import Concern
from scheduler.rules.literals import only_if
from scheduler.rules.resources import Resource, Use
from scheduler.rules.softening import longer, shorter
from scheduler.scenario.fields import Length, Meetings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.softening import Softening
    from scheduler.rules.vocabulary import Vocabulary
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.problem import Problem


class Gap(Written):
    """Two meetings are at least (or at most) a given time apart, in either order.

    Example::

        rules:
          - {rule: gap, meetings: [talks, dinner], at_least: 1 h, at_most: 4 h}
    """

    blame: ClassVar[int] = 60

    rule: Literal["gap"] = "gap"
    meetings: Meetings = Field(description="the two meetings", min_length=2, max_length=2)
    at_least: Length | None = Field(None, description="the least time between them")
    at_most: Length | None = Field(None, description="the most time between them")

    def mistakes(self) -> "Iterable[tuple[str, str, str]]":
        """One of the two lengths is needed, and the least is not more than the most."""
        yield from super().mistakes()
        if self.at_least is None and self.at_most is None:
            yield "meetings", "the gap has no length.", "Write 'at_least:' or 'at_most:'."
        elif self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            yield "at_most", "'at_most' is less than 'at_least'.", "Swap the two."

    @property
    def concerns(self) -> Concern:
        """The two meetings."""
        return Concern(self.meetings)

    def resources(self, problem: "Problem") -> "Iterator[Resource]":
        """Neither meeting, with the least time after it, overlaps the other."""
        if self.at_least is not None:
            yield Resource(tuple(Use(key, after=self.at_least) for key in problem.asked(self.meetings)))

    def post(self, model: "CpModel", v: "Vocabulary") -> "Constraints":
        """The later start minus the earlier end is at most the most time."""
        meetings = v.asked(self.meetings)
        if len(meetings) < 2 or self.at_most is None:
            return
        one, other = meetings
        both = (v.held(one), v.held(other))
        yield only_if(model.add(v.start(other) - v.end(one) <= self.at_most), *both)
        yield only_if(model.add(v.start(one) - v.end(other) <= self.at_most), *both)

    def applies(self, plan: "Plan") -> bool:
        """At least two of them are held."""
        return sum(plan.booking(key) is not None for key in self.meetings) > 1

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """The time from the end of the earlier to the start of the later is too short or too long."""
        held = [booking for key in self.meetings if (booking := plan.booking(key))]
        if len(held) < 2:
            return
        earlier, later = sorted(held, key=lambda booking: booking.start)
        between = int((later.start - earlier.end).total_seconds() // 60)
        said = f"{plan.say(earlier)} and {plan.say(later)} are {say_length(max(0, between))} apart"
        if self.at_least is not None and between < self.at_least:
            yield f"{said}, not at least {say_length(self.at_least)}"
        if self.at_most is not None and between > self.at_most:
            yield f"{said}, not at most {say_length(self.at_most)}"

    def less(self, facts: "Facts") -> "Iterator[Softening]":
        """The least time is shorter, the most time longer."""
        both = together(self.meetings, facts.names)
        least, most = self.at_least, self.at_most
        if least:
            yield shorter(
                "rule",
                (*self.path, "at_least"),
                least,
                lambda now: f"between {both} lie {say_length(now)} at least, not {say_length(least)}",
            )
        if most is not None:
            yield longer(
                "rule",
                (*self.path, "at_most"),
                most,
                lambda now: f"between {both} lie {say_length(now)} at most, not {say_length(most)}",
            )

    def say(self, names: "Names") -> str:
        """Say how far apart."""
        least = [f"at least {say_length(self.at_least)}"] if self.at_least is not None else []
        most = [f"at most {say_length(self.at_most)}"] if self.at_most is not None else []
        return f"between {together(self.meetings, names)} lie {' and '.join(least + most)}"
