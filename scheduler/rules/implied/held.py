"""A meeting that is asked for is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.times import say_length
from scheduler.base.value import value
from scheduler.plan.priorities import MUST, PRIORITIES, USUAL, rank
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_meeting
from scheduler.rules.softening import FileChange, Softening, once
from scheduler.scenario.edit import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.vocabulary import Vocabulary
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.source import Path

BELOW_MUST = PRIORITIES[rank(MUST) + 1]
"""The priority that a repair gives a meeting that need not be held any more."""
SHORTEST = 15
"""The shortest meeting that a repair makes, in minutes."""


@value
class Held(Rule):
    """A meeting that is asked for is held.

    Example::

        meetings:
          talks:
            participants: [ana, ben]
            priority: must
    """

    argument = 0
    meeting: str
    priority: str = USUAL

    @property
    def asks_for(self) -> str:
        """The meeting."""
        return self.meeting

    @property
    def concerns(self) -> Concern:
        """The meeting."""
        return of_meeting(self.meeting)

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        """The meeting is held."""
        yield model.add_bool_or(v.held(self.meeting))

    def broken(self, plan: Plan) -> Iterator[str]:
        """The plan has no booking for the meeting."""
        if plan.booking(self.meeting) is None:
            yield f"{plan.names.meeting(self.meeting)} is not held"

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """It takes less time, is held by video or with a deputy, or is no longer a must."""
        name, path = facts.names.meeting(self.meeting), ("meetings", self.meeting)
        meeting = facts.scenario.meetings[self.meeting]
        if meeting.state == "confirmed":
            edits = [Edit((*path, "state"), "tentative")]
            edits += [Edit((*path, "priority"), BELOW_MUST)] if meeting.priority == MUST else []
            yield once("confirmed", edits, f"{name} is no longer confirmed, and may be left out")
            return
        yield self._less_time(facts)
        modes = list(meeting.mode or (facts.scenario.format(meeting.format).mode,))
        if "video" not in modes:
            yield once("video", [Edit((*path, "mode"), [*modes, "video"])], f"{name} may be by video")
        yield from self._deputies(facts)
        if meeting.priority == MUST:
            lowered = [Edit((*path, "priority"), BELOW_MUST)]
            yield once("priority", lowered, f"{name} is no longer a must, but of {BELOW_MUST} priority")

    def _less_time(self, facts: Facts) -> Softening:
        meeting, path = facts.scenario.meetings[self.meeting], ("meetings", self.meeting, "length")
        usual = facts.scenario.format(meeting.format).length
        shortest, wanted, _ = meeting.length.range if meeting.length else (usual, usual, usual)
        grid, name = facts.scenario.grid, facts.names.meeting(self.meeting)

        def made(less: int) -> FileChange:
            edit = Edit(path, {"shortest": f"{shortest - less} min", "wanted": f"{wanted} min"})
            if isinstance(facts.raw(path), dict):
                edit = Edit((*path, "shortest"), f"{shortest - less} min")
            return FileChange(
                [edit], f"the talks of {name} take {say_length(shortest - less)}, not {say_length(shortest)}"
            )

        return Softening("length", made, range(grid, max(shortest - SHORTEST, 0) + 1, grid))

    def _deputies(self, facts: Facts) -> Iterator[Softening]:
        meeting, name = facts.scenario.meetings[self.meeting], facts.names.meeting(self.meeting)
        for number, key in enumerate(meeting.participants):
            deputy = facts.scenario.principals[key].deputy
            if deputy is None or deputy in (*meeting.participants, *meeting.optional):
                continue
            path: Path = ("meetings", self.meeting, "participants", number)
            edits = [Edit(path, deputy)]
            edits += [Edit(("meetings", self.meeting, "calls_on"), deputy)] if meeting.calls_on == key else []
            who, stands_in = facts.names.principal(key), facts.names.principal(deputy)
            yield once("deputy", edits, f"{stands_in} stands in for {who} at {name}")

    def say(self, names: Names) -> str:
        """Say that the meeting is asked for."""
        return f"{names.meeting(self.meeting)} is asked for, with priority {self.priority}"
