"""Evaluates the requirements that are not resources on a board: breaches of musts, costs of wishes.

Each rule is evaluated by its own verification of a finished plan (`broken`, `measure`), on the bookings of the
meetings that it can constrain; so every rule is respected, without any knowledge of it here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.plan.plan import Plan
from scheduler.problem.verify import breaches_of, cost_of
from scheduler.scenario.room_numbers import number_rooms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.plan.plan import Booking
    from scheduler.problem.requirement import Requirement
    from scheduler.solver.board import Board


class Tally:
    """Requirements, each with the meetings of a board that it can constrain, and their current costs."""

    def __init__(self, board: Board, concerned: Sequence[tuple[Requirement, Iterable[str]]]) -> None:
        """Evaluate the requirements, each given with the keys of its meetings."""
        self.board = board
        self.requirements = [requirement for requirement, _ in concerned]
        self.meetings = [sorted({board.number[key] for key in keys}) for _, keys in concerned]
        self.of: dict[int, list[int]] = {}
        """The indices of the requirements of each meeting."""
        for number, meetings in enumerate(self.meetings):
            for meeting in meetings:
                self.of.setdefault(meeting, []).append(number)
        self._bookings: dict[tuple[int, int, int], Booking] = {}
        self.now = [self._look(number) for number in range(len(self.requirements))]
        """The cost of each requirement, as last evaluated and kept."""

    def _look(self, number: int) -> int:
        """Return the current cost of a requirement: the number of breaches of a must, the cost of a wish."""
        requirement = self.requirements[number]
        bookings = [self._booking(meeting) for meeting in self.meetings[number] if self.board.at[meeting] is not None]
        facts = self.board.problem.facts
        plan = Plan(number_rooms(bookings, facts.scenario), facts.names)
        return len(breaches_of(plan, requirement)) if requirement.must else cost_of(plan, requirement)

    def _booking(self, meeting: int) -> Booking:
        option, start = self.board.at[meeting]  # type: ignore[misc]
        key = (meeting, id(option), start)
        known = self._bookings.get(key)
        if known is None:
            known = self._bookings[key] = self.board.booking(meeting, option, start)
        return known

    def forbids(self, meeting: int) -> bool:
        """Whether a meeting that has just been placed adds breaches of a must other than a resource."""
        return any(
            self._look(number) > self.now[number]
            for number in self.of.get(meeting, ())
            if self.requirements[number].must
        )

    def note_musts(self, changed: Iterable[int]) -> None:
        """Reevaluate the musts of changed meetings; wishes keep their old costs until `look_again`."""
        for number in sorted({number for meeting in changed for number in self.of.get(meeting, ())}):
            if self.requirements[number].must:
                self.now[number] = self._look(number)

    def look_again(self) -> None:
        """Reevaluate every requirement."""
        self.now = [self._look(number) for number in range(len(self.requirements))]

    def worse_by(self, changed: Iterable[int]) -> tuple[int, int]:
        """Return the increase in breaches and in the cost of wishes since the last evaluation; keep the new costs.

        `forget` undoes it.
        """
        breaches = cost = 0
        self._last = dict[int, int]()
        for number in sorted({number for meeting in changed for number in self.of.get(meeting, ())}):
            now = self._look(number)
            self._last[number] = self.now[number]
            if self.requirements[number].must:
                breaches += now - self.now[number]
            else:
                cost += now - self.now[number]
            self.now[number] = now
        return breaches, cost

    def forget(self) -> None:
        """Undo the last `worse_by`."""
        for number, cost in self._last.items():
            self.now[number] = cost

    @property
    def breaches(self) -> int:
        """The number of breaches of musts."""
        return sum(cost for cost, r in zip(self.now, self.requirements, strict=True) if r.must)

    @property
    def cost(self) -> int:
        """The cost of the wishes."""
        return sum(cost for cost, r in zip(self.now, self.requirements, strict=True) if not r.must)
