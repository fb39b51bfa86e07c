"""A meeting that is asked for is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.rules.base import Rule
from scheduler.value import value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.vocabulary import Vocabulary


@value
class Held(Rule):
    """A meeting that is asked for is held.

    Example::

        meetings:
          talks:
            participants: [ana, ben]
            priority: must
    """

    meeting: str
    priority: str = "normal"

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        """The meeting is held."""
        yield model.add_bool_or(v.held(self.meeting))

    def broken(self, plan: Plan) -> Iterator[str]:
        """The plan has no booking for the meeting."""
        if plan.booking(self.meeting) is None:
            yield f"{plan.names.meeting(self.meeting)} is not held"

    def say(self, names: Names) -> str:
        """Say that the meeting is asked for."""
        return f"{names.meeting(self.meeting)} is asked for, with priority {self.priority}"
