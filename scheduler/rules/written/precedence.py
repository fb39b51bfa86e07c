"""A meeting ends before another begins."""

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.base.times import say_length
from scheduler.rules.base import Written, together
from scheduler.rules.concern import Concern
from scheduler.rules.literals import only_if
from scheduler.rules.softening import shorter
from scheduler.scenario.fields import Length, Meetings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.softening import Softening
    from scheduler.rules.vocabulary import Vocabulary
    from scheduler.scenario.facts import Facts


class Precedence(Written):
    """A meeting ends before another begins, by at least the lag if one is given.

    Example::

        rules:
          - {rule: precedence, first: talks, then: dinner, lag: 30 min}
    """

    blame: ClassVar[int] = 80
    usually: ClassVar[str] = "wish"

    rule: Literal["precedence"] = "precedence"
    first: Meetings = Field(description="the meeting or meetings that come first")
    then: Meetings = Field(description="the meeting or meetings that come after all of those")
    lag: Length = Field(0, description="the least time from the end of one to the start of the other")

    def mistakes(self) -> "Iterable[tuple[str, str, str]]":
        """A meeting cannot come before itself."""
        yield from super().mistakes()
        for both in sorted(set(self.first) & set(self.then)):
            yield "then", f"'{both}' is to come before itself.", "Name another meeting."

    @classmethod
    def contradictions(cls, entries: "Sequence[tuple[int, Precedence]]") -> "Iterator[tuple[int, str, str]]":
        """Report a cycle through several rules, at the rule that closes it."""
        after: dict[str, set[str]] = {}
        for number, rule in entries:
            for first in rule.first:
                for then in rule.then:
                    circle = _way(after, then, first) if first != then else None
                    if circle:
                        message = f"the precedence goes round in a circle: {' → '.join([first, *circle])}."
                        yield number, message, "Take one of these rules out."
                    else:
                        after.setdefault(first, set()).add(then)

    @property
    def concerns(self) -> Concern:
        """Those that come first, and those after them."""
        return Concern((*self.first, *self.then))

    def post(self, model: "CpModel", v: "Vocabulary") -> "Constraints":
        """The end of the first plus the lag is not after the start of the second, if both are held."""
        for first in self.first:
            for then in self.then:
                if v.asks(first) and v.asks(then):
                    in_order = model.add(v.end(first) + self.lag <= v.start(then))
                    yield only_if(in_order, v.held(first), v.held(then))

    def applies(self, plan: "Plan") -> bool:
        """One of those that come first is held, and one of those after them."""
        return all(any(plan.booking(key) for key in keys) for keys in (self.first, self.then))

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """A meeting begins before the end of one that comes first, or too soon after it."""
        for key in self.first:
            for other in self.then:
                first, then = plan.booking(key), plan.booking(other)
                if first and then and then.start < first.end + timedelta(minutes=self.lag):
                    least = f" at least {say_length(self.lag)}" if self.lag else ""
                    yield f"{plan.say(then)} does not come{least} after {plan.say(first)}"

    def less(self, facts: "Facts") -> "Iterator[Softening]":
        """The lag is shorter."""
        if self.lag:
            both = f"{together(self.then, facts.names)} and {together(self.first, facts.names)}"
            yield shorter(
                "rule",
                (*self.path, "lag"),
                self.lag,
                lambda lag: f"between {both} lie {say_length(lag)} at least, not {say_length(self.lag)}",
            )

    def say(self, names: "Names") -> str:
        """Say which comes first."""
        least = f", at least {say_length(self.lag)} earlier" if self.lag else ""
        return f"{together(self.first, names)} before {together(self.then, names)}{least}"


def _way(after: dict[str, set[str]], start: str, end: str) -> list[str] | None:
    """Return the meetings on a path from one to the other, or None."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop()
        if way[-1] == end:
            return way
        for key in sorted(after.get(way[-1], set()) - seen):
            seen.add(key)
            ways.append([*way, key])
    return None
