"""Breaks between meetings are spread evenly over the principals."""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from scheduler.rules.base import Written
from scheduler.rules.breaks import break_literals, breaks_of, sure_breaks
from scheduler.rules.concern import Concern
from scheduler.scenario.fields import Principals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.vocabulary import Vocabulary


class EvenBreaks(Written):
    """Any two principals' numbers of breaks differ by at most a given number; each break beyond that costs.

    A break is an idle time of up to six hours between two consecutive meetings. The rule is a wish: leaving out
    a meeting can make breaks uneven, which no must may prevent.

    Example::

        rules:
          - {rule: even_breaks, principals: [ana, ben, cem], differ_by: 1}
    """

    graded: ClassVar[bool] = True
    usually: ClassVar[str] = "wish"

    rule: Literal["even_breaks"] = "even_breaks"
    principals: Principals = Field(description="whose breaks are compared, two or more", min_length=2)
    differ_by: int = Field(ge=0, le=100, description="by how many they may differ")

    @property
    def concerns(self) -> Concern:
        """The meetings of those principals."""
        return Concern(principals=self.principals)

    def cost(self, v: "Vocabulary") -> Any:
        """The difference between the most and the fewest breaks of anybody, minus the allowed number."""
        most = max(len(break_literals(v, key)) for key in self.principals)
        too_many = v.model.new_int_var(0, most, f"too uneven {self.path}")
        fewest = v.model.new_int_var(0, most, f"fewest breaks {self.path}")
        for key in dict.fromkeys(self.principals):
            v.model.add(sum(sure_breaks(v, key)) >= fewest).with_name("vocabulary: the fewest breaks of anybody")
            beyond = v.model.add(sum(break_literals(v, key)) <= fewest + self.differ_by + too_many)
            beyond.with_name("vocabulary: breaks beyond that")
        return too_many

    def measure(self, plan: "Plan") -> int:
        """The same, read from the plan."""
        numbers = [breaks_of(plan, key) for key in self.principals]
        return max(0, max(numbers) - min(numbers) - self.differ_by)

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """Two principals' numbers differ by more."""
        numbers = {key: breaks_of(plan, key) for key in self.principals}
        names, most, fewest = plan.names, max(numbers, key=numbers.__getitem__), min(numbers, key=numbers.__getitem__)
        if self.measure(plan):
            yield (
                f"{names.principal(most)} has {numbers[most]} breaks between meetings, "
                f"{names.principal(fewest)} {numbers[fewest]}: they differ by more than {self.differ_by}"
            )

    def say(self, names: "Names") -> str:
        """Say whose breaks are even."""
        return f"the numbers of breaks of {names.everyone(self.principals)} differ by at most {self.differ_by}"
