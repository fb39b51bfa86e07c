"""A meeting takes the length that was wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.times import say_length
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
class Length(Rule):
    """A meeting takes the length that was wanted, where it may take others.

    Example::

        meetings:
          talks:
            participants: [ana, ben]
            length: {shortest: 30 min, wanted: 60 min, longest: 90 min}
    """

    meeting: str
    wanted: tuple[tuple[tuple[str, ...], int], ...]
    """The teams of interpreters that lengthen it least, each with the length in minutes, press included."""

    @property
    def concerns(self) -> Concern:
        """The meeting."""
        return of_meeting(self.meeting)

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        """If it is held, it has that length."""
        wanted = dict(self.wanted)
        for team in v.candidate(self.meeting).teams:
            as_wanted = [v.takes(self.meeting, wanted[team])] if team in wanted else []
            yield model.add_bool_or([~v.by(self.meeting, team), *as_wanted])

    def broken(self, plan: Plan) -> Iterator[str]:
        """The booking is shorter or longer."""
        booking = plan.booking(self.meeting)
        if booking and (booking.interpreters, booking.minutes) not in self.wanted:
            yield f"{plan.say(booking)} takes {say_length(booking.minutes)}, not {self._wanted()}"

    def _wanted(self) -> str:
        return " or ".join(say_length(minutes) for minutes in sorted({minutes for _, minutes in self.wanted}))

    def say(self, names: Names) -> str:
        """Say which length is wanted."""
        return f"{names.meeting(self.meeting)} is wanted for {self._wanted()}, press and interpretation included"
