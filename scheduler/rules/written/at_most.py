"""A principal has at most a given number of meetings a day."""

from collections import Counter
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from scheduler.base.times import say_date
from scheduler.rules.base import Written
from scheduler.rules.concern import Concern, of_principal
from scheduler.rules.softening import one_more
from scheduler.scenario.fields import PrincipalKey, Texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.softening import Softening
    from scheduler.rules.vocabulary import Vocabulary
    from scheduler.scenario.facts import Facts


class AtMost(Written):
    """A principal has at most a given number of meetings a day, on the local clocks of each meeting.

    Example::

        rules:
          - {rule: at_most, principal: ana, meetings_a_day: 3}
    """

    rule: Literal["at_most"] = "at_most"
    principal: PrincipalKey = Field(description="whose meetings are counted")
    meetings_a_day: int = Field(ge=0, le=100, description="how many are allowed on one day")
    formats: Texts = Field((), description="the formats that count; all where none is written")

    @property
    def concerns(self) -> Concern:
        """The principal's meetings."""
        return of_principal(self.principal)

    def post(self, model: "CpModel", v: "Vocabulary") -> "Constraints":
        """Each day has at most that number."""
        counted = [r.key for r in v.meetings_of(self.principal) if self._counts(r.format)]
        for day in sorted({day for key in counted for day in v.days(key)}):
            there = [v.on_day(key, day, self.principal) for key in counted if day in v.days(key)]
            yield model.add(sum(there) <= self.meetings_a_day)

    def _counts(self, name: str) -> bool:
        return not self.formats or name in self.formats

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """A day has more."""
        days = Counter(b.local(b.start).date() for b in plan.of(self.principal) if self._counts(b.format))
        for day, count in sorted(days.items()):
            if count > self.meetings_a_day:
                who = plan.names.principal(self.principal)
                yield f"{who} has {count} meetings on {say_date(day)}, not at most {self.meetings_a_day}"

    def less(self, facts: "Facts") -> "Iterator[Softening]":
        """One more meeting a day, or several."""
        who = facts.names.principal(self.principal)
        yield one_more(
            "rule",
            (*self.path, "meetings_a_day"),
            self.meetings_a_day,
            lambda count: f"{who} has up to {count} meetings a day, not {self.meetings_a_day}",
        )

    def say(self, names: "Names") -> str:
        """Say how many."""
        kind = f" ({', '.join(self.formats)})" if self.formats else ""
        return f"{names.principal(self.principal)} has at most {self.meetings_a_day} meetings a day{kind}"
