"""A meeting takes the length that was wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.rules.base import Rule
from scheduler.times import say_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.model import Vocabulary
    from scheduler.plan import Names, Plan
    from scheduler.rules.base import Constraints


@dataclass(frozen=True)
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
    """For each team of interpreters, the wanted length in minutes, press and interpretation included."""

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        """If it is held, it has that length."""
        for team, minutes in self.wanted:
            yield model.add_implication(v.by(self.meeting, team), v.takes(self.meeting, minutes))

    def broken(self, plan: Plan) -> Iterator[str]:
        """The booking is shorter or longer."""
        booking = plan.booking(self.meeting)
        wanted = dict(self.wanted).get(booking.interpreters) if booking else None
        if booking and wanted is not None and booking.minutes != wanted:
            yield f"{plan.say(booking)} takes {say_length(booking.minutes)}, not {say_length(wanted)}"

    def say(self, names: Names) -> str:
        """Say which length is wanted."""
        lengths = " or ".join(say_length(minutes) for minutes in sorted({minutes for _, minutes in self.wanted}))
        return f"{names.meeting(self.meeting)} is wanted for {lengths}"
