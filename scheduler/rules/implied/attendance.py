"""An optional participant attends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_meeting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.vocabulary import Vocabulary


@value
class Attendance(Rule):
    """An optional participant attends the meeting, if it is held.

    Example::

        meetings:
          talks:
            participants: [ana, ben]
            optional: [cem]
    """

    meeting: str
    principal: str

    @property
    def concerns(self) -> Concern:
        """The meeting."""
        return of_meeting(self.meeting)

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        """If it is held, the participant attends."""
        yield model.add_implication(v.held(self.meeting), v.attends(self.meeting, self.principal))

    def broken(self, plan: Plan) -> Iterator[str]:
        """The meeting is held without the participant."""
        booking = plan.booking(self.meeting)
        if booking and self.principal not in booking.participants:
            yield f"{plan.say(booking)} is held without {plan.names.principal(self.principal)}"

    def say(self, names: Names) -> str:
        """Say who is welcome."""
        return f"{names.principal(self.principal)} is to attend {names.meeting(self.meeting)} if possible"
