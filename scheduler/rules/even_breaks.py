"""The breaks between meetings are spread evenly over the principals."""

from itertools import combinations
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from scheduler.bend import one_more
from scheduler.breaks import break_literals, breaks_of
from scheduler.fields import Principals
from scheduler.rules.base import Written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.bend import Bend
    from scheduler.facts import Facts
    from scheduler.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.vocabulary import Vocabulary


class EvenBreaks(Written):
    """The numbers of breaks of any two principals differ by at most so many.

    A break is an idle time between two meetings that follow each other, of up to six hours.

    Example::

        rules:
          - {rule: even_breaks, principals: [ana, ben, cem], differ_by: 1}
    """

    rule: Literal["even_breaks"] = "even_breaks"
    principals: Principals = Field(description="whose breaks are compared, two or more", min_length=2)
    differ_by: int = Field(ge=0, le=100, description="by how many they may differ")

    def post(self, model: "CpModel", v: "Vocabulary") -> "Constraints":
        """The most breaks of anybody are not more than the fewest and that number."""
        numbers = [break_literals(v, key) for key in self.principals]
        most = max(len(literals) for literals in numbers)
        if most <= self.differ_by:
            return
        fewest = model.new_int_var(0, most, "the fewest breaks of anybody")
        for literals in numbers:
            yield model.add(sum(literals) >= fewest)
            yield model.add(sum(literals) <= fewest + self.differ_by)

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """Two principals differ by more."""
        numbers = {key: breaks_of(plan, key) for key in self.principals}
        for one, other in combinations(numbers, 2):
            if abs(numbers[one] - numbers[other]) > self.differ_by:
                names = plan.names
                yield (
                    f"{names.principal(one)} has {numbers[one]} breaks and {names.principal(other)} {numbers[other]}, "
                    f"which differs by more than {self.differ_by}"
                )

    def less(self, facts: "Facts") -> "Iterator[Bend]":
        """They may differ by one more."""
        everyone = facts.names.everyone(self.principals)
        yield one_more(
            "rule",
            (*self.path, "differ_by"),
            self.differ_by,
            lambda number: f"the numbers of breaks of {everyone} differ by up to {number}, not {self.differ_by}",
        )

    def say(self, names: "Names") -> str:
        """Say whose breaks are even."""
        return f"the numbers of breaks of {names.everyone(self.principals)} differ by at most {self.differ_by}"
