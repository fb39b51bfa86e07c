"""At least a given number of some meetings are held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.vocabulary import Vocabulary


@value
class Enough(Rule):
    """At least a given number of some meetings are held, so that an alternative leaves out few."""

    some: tuple[str, ...]
    least: int

    @property
    def concerns(self) -> Concern:
        """The meetings that are counted."""
        return Concern(self.some)

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        """At least that many are held."""
        yield model.add(sum(v.held(key) for key in self.some if v.asks(key)) >= self.least)

    def broken(self, plan: Plan) -> Iterator[str]:
        """Fewer are held."""
        held = sum(plan.booking(key) is not None for key in self.some)
        if held < self.least:
            yield f"{held} of {len(self.some)} meetings are held, not {self.least}"

    def say(self, names: Names) -> str:  # noqa: ARG002
        """Say how many."""
        return f"of {len(self.some)} meetings at least {self.least} are held"
