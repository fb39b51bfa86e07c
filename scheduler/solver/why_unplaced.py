"""Explains why a meeting has no slot in a plan: it has no start even alone, or others occupy its starts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.problem.start_windows import SingleCandidate
from scheduler.scenario.room_numbers import number_rooms
from scheduler.solver.board import Board, moments
from scheduler.solver.budget import BudgetSpentError
from scheduler.solver.groundwork import Groundwork
from scheduler.solver.model import narrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.plan.candidate import Candidate
    from scheduler.plan.plan import Booking, Plan
    from scheduler.problem.requirement import Requirement
    from scheduler.scenario.problem import Problem
    from scheduler.solver.board import Option
    from scheduler.solver.budget import Budget
    from scheduler.solver.params import AccountParams

MOST_NAMED = 6
"""The largest number of meetings that a sentence names."""


class WhyUnplaced:
    """Finds what occupies the slots of the meetings that a plan leaves out."""

    def __init__(
        self,
        plan: Plan,
        problem: Problem,
        requirements: Sequence[Requirement],
        budget: Budget,
        params: AccountParams,
        groundwork: Groundwork | None = None,
    ) -> None:
        """Place the plan's bookings on a board of the musts.

        Args:
            plan: the bookings.
            problem: the meetings that were asked for.
            requirements: only the musts among them count.
            budget: the time for the answers; after it they are short.
            params: how many starts are examined.
            groundwork: the start windows and the board, if they are known.
        """
        self.plan = plan
        self.problem = problem
        self.musts = [requirement for requirement in requirements if requirement.must]
        # Read from the file, not from a requirement: a question may not ask for the meeting.
        self.origins = {key: problem.facts.origin("meetings", key) for key in problem.by_key}
        self.budget = budget
        known = groundwork or Groundwork(*narrow(problem, self.musts))
        self.board = self._empty_board(known)
        for booking in plan.bookings:
            found = self.board.find(booking)
            if found is not None:
                self.board.place(*found)
        self.asked: dict[str, list[Requirement]] = {}
        """The musts that are not resources, by the meetings that they can constrain."""
        self.concerned: dict[int, set[str]] = {}
        for requirement in self.musts:
            if requirement.rule.posts:
                meetings = {each.key for each in requirement.rule.concerns.among(known.possible)}
                self.concerned[id(requirement)] = meetings
                for meeting in meetings:
                    self.asked.setdefault(meeting, []).append(requirement)
        left_out = max(1, len(problem.candidates) - len(plan.bookings))
        self.most = max(params.fewest_starts, min(params.most_starts, params.most_in_all // left_out))

    def _empty_board(self, known: Groundwork) -> Board:
        """Return the board that there is, emptied; a new one where optional participants take up time, too."""
        if known.board is not None and not any(candidate.optional for candidate in known.possible.candidates):
            known.board.clear()
            return known.board
        joined = {booking.meeting: booking.participants for booking in self.plan.bookings}
        return Board(known.possible, self.musts, known.windows, joined)

    def because(self, candidate: Candidate) -> tuple[str, list[str]]:
        """Return the reason as a sentence, and the lines it refers to."""
        try:
            return self._because(candidate)
        except BudgetSpentError:
            return "time ended before the reason was found; 'scheduler explain' looks for it", []

    def _because(self, candidate: Candidate) -> tuple[str, list[str]]:
        self.budget.ask()
        meeting = self.board.number[candidate.key]
        if not self.board.options[meeting]:
            return self._no_slot_of_its_own(candidate)
        free = self._free(meeting)
        if free is not None:
            when = self.plan.say(self.board.booking(meeting, *free))
            return f"the search ended before it was placed; {when} may be possible", []
        return self._taken(meeting)

    def _no_slot_of_its_own(self, candidate: Candidate) -> tuple[str, list[str]]:
        """Name a minimal set of requirements that together leave no start."""
        alone = SingleCandidate(self.problem, candidate, self.musts)
        blamed = alone.narrowing
        # Requirements about the meeting itself are blamed before those about others.
        for requirement in sorted(blamed, key=lambda r: r.rule.blame):
            without = [other for other in blamed if other is not requirement]
            if not alone.possible(without):
                blamed = without
        said = "; ".join(f"{r.rule.say(self.plan.names)} ({r.origin})" for r in blamed)
        if not blamed:
            return "it does not fit into the scenario's dates", []
        return f"it has no slot of its own: {said}", [str(requirement.origin) for requirement in blamed]

    def _free(self, meeting: int) -> tuple[Option, int] | None:
        """Return a slot that nothing occupies, among those that are examined."""
        for option in self.board.options[meeting]:
            for start in self._some(self.board.left(option)):
                if self._forbidding(meeting, option, start) is None:
                    return option, start
        return None

    def _some(self, starts: int) -> list[int]:
        found = list(moments(starts))
        return found[:: max(1, len(found) // self.most)]

    def _taken(self, meeting: int) -> tuple[str, list[str]]:
        """Name the bookings, or the requirements, that occupy the slots it would have alone."""
        by_booking, by_requirement = Counter[str](), dict[str, str]()
        for option in self.board.options[meeting]:
            for start in self._some(option.starts):
                others, requirement = self._in_the_way(meeting, option, start)
                by_booking.update(others)
                if not others and requirement is not None:
                    by_requirement[str(requirement.origin)] = requirement.rule.say(self.plan.names)
        names, most = self.plan.names, sorted(by_booking, key=lambda key: -by_booking[key])
        said = [f"{names.meeting(key)} ({self.origins[key]})" for key in most[:MOST_NAMED]]
        said += [f"… and {len(most) - MOST_NAMED} more"] if len(most) > MOST_NAMED else []
        said += [f"{sentence} ({origin})" for origin, sentence in by_requirement.items()]
        lines = [str(self.origins[key]) for key in most] + list(by_requirement)
        taken = "every slot it could have is taken by" if by_booking else "what stands in its way is:"
        return f"{taken} {'; '.join(said)}", lines

    def _in_the_way(self, meeting: int, option: Option, start: int) -> tuple[list[str], Requirement | None]:
        """Return the meetings that each block a slot alone, or the requirement that forbids it."""
        for check, _, before, size in option.uses:
            if check.capacity > 1 and check.blocked(size) >> (start - before) & 1:
                return [], check.requirement
            others = check.others(start - before, size) if check.capacity == 1 else []
            if others:
                return [self.board.candidates[other].key for other in others], check.why(start - before, size)
        requirement = self._forbidding(meeting, option, start)
        if requirement is None:
            return [], None
        booking = self.board.booking(meeting, option, start)
        if self._breaks(requirement, [booking]):
            return [], requirement
        there = [b for b in self.plan.bookings if b.meeting in self.concerned[id(requirement)]]
        return [b.meeting for b in there if self._breaks(requirement, [b, booking])], requirement

    def _forbidding(self, meeting: int, option: Option, start: int) -> Requirement | None:
        """Return a must other than a resource that the meeting would break in a slot."""
        self.budget.tick()
        booking = self.board.booking(meeting, option, start)
        for requirement in self.asked.get(booking.meeting, ()):
            concerned = self.concerned[id(requirement)]
            if self._breaks(requirement, [b for b in (*self.plan.bookings, booking) if b.meeting in concerned]):
                return requirement
        return None

    def _breaks(self, requirement: Requirement, bookings: Sequence[Booking]) -> bool:
        self.budget.ask()
        plan = replace(self.plan, bookings=number_rooms(bookings, self.problem.facts.scenario))
        return any(True for _ in requirement.rule.broken(plan))
