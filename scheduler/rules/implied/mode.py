"""A meeting is held in the mode that was named first."""

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
class Mode(Rule):
    """A meeting is held in the mode that was named first, where it may be held in several.

    Example::

        meetings:
          talks:
            participants: [ana, ben]
            mode: [in person, video]
    """

    meeting: str
    mode: str

    @property
    def concerns(self) -> Concern:
        """The meeting."""
        return of_meeting(self.meeting)

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        """If it is held, it is in a setting of that mode."""
        settings = [setting for setting in v.candidate(self.meeting).settings if setting.mode == self.mode]
        yield model.add_bool_or([~v.held(self.meeting), *(v.at(self.meeting, s) for s in settings)])

    def broken(self, plan: Plan) -> Iterator[str]:
        """The booking is in another mode."""
        booking = plan.booking(self.meeting)
        if booking and booking.mode != self.mode:
            yield f"{plan.say(booking)} is held {_how(booking.mode)}, not {_how(self.mode)}"

    def say(self, names: Names) -> str:
        """Say which mode is preferred."""
        return f"{names.meeting(self.meeting)} is wished for {_how(self.mode)}"


def _how(mode: str) -> str:
    return mode if mode == "in person" else f"by {mode}"
