"""The board on which meetings are placed and removed: bit sets over time, without a solver.

Start windows and occupied resources are integers whose bits represent moments, so that a few operations give all
starts left to a meeting. The unit of a moment is the greatest common divisor, in minutes, of all starts, lengths and
distances.
"""

from __future__ import annotations

from itertools import product
from math import gcd
from typing import TYPE_CHECKING

from scheduler.plan.plan import Booking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scheduler.base.minutes import Spans
    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.problem.requirement import Requirement
    from scheduler.rules.resources import Resource, Use
    from scheduler.scenario.problem import Problem
    from scheduler.solver.budget import Budget

    Narrowed = Mapping[str, Mapping[tuple[Setting, int], Spans]]


UNKNOWN = -1
"""Sentinel: the occupancy of a lane changed and must be recomputed before the next read."""


class Lane:
    """The occupancy of one resource at each moment."""

    __slots__ = ("_blocked", "_there", "capacity", "counts", "full", "placed", "reach", "requirement", "side")

    def __init__(self, requirement: Requirement, capacity: int, *, side: bool) -> None:
        self.requirement = requirement
        self.capacity = capacity
        self.side = side
        """Whether its uses may overlap each other, but not those of another lane."""
        self.full = 0
        """The moments at which its capacity is used up."""
        self.reach = 0
        """The moments that any of its uses can occupy."""
        self.counts: bytearray | list[int] | None = None
        """The number of uses at each moment, if the capacity is above 1."""
        self.placed: dict[int, tuple[int, int]] = {}
        """The spans, from and to, of the meetings that are placed."""
        self._blocked: dict[int, int] = {}
        self._there: dict[int, list[int]] = {}

    def blocked(self, size: int) -> int:
        """Return the moments from which that many consecutive moments are not all free."""
        known = self._blocked.get(size)
        if known is None:
            if self.full == UNKNOWN:
                self._add_up()
            known, have = self.full, 1
            while have < size:
                step = min(have, size - have)
                known |= known >> step
                have += step
            self._blocked[size] = known
        return known

    def _add_up(self) -> None:
        self.full = 0
        for begin, end in self.placed.values():
            self.full |= (1 << end) - (1 << begin)

    def take(self, meeting: int, begin: int, size: int) -> None:
        """Add a meeting to the lane."""
        self.placed[meeting] = (begin, begin + size)
        self._blocked = {}
        if self.side:
            self.full = UNKNOWN
            return
        if self.counts is None:
            self.full |= ((1 << size) - 1) << begin
            return
        for moment in range(begin, begin + size):
            self._there.setdefault(moment, []).append(meeting)
            self.counts[moment] += 1
            if self.counts[moment] == self.capacity:
                self.full |= 1 << moment

    def free(self, meeting: int) -> None:
        """Remove a meeting from the lane."""
        begin, end = self.placed.pop(meeting)
        self._blocked = {}
        if self.side:
            self.full = UNKNOWN if self.placed else 0
            return
        if self.counts is None:
            self.full &= ~(((1 << (end - begin)) - 1) << begin)
            return
        for moment in range(begin, end):
            if self.counts[moment] == self.capacity:
                self.full &= ~(1 << moment)
            self.counts[moment] -= 1
            self._there[moment].remove(meeting)

    def others(self, begin: int, size: int) -> list[int]:
        """Return the meetings that occupy the lane within a span."""
        end = begin + size
        if self.counts is not None:
            return list(dict.fromkeys(m for moment in range(begin, end) for m in self._there.get(moment, ())))
        return [meeting for meeting, (low, high) in self.placed.items() if low < end and begin < high]

    def why(self, begin: int, size: int) -> Requirement:  # noqa: ARG002
        """Return the requirement that a meeting in that span would break."""
        return self.requirement


class Side:
    """Meetings of one kind that must keep a distance from others, such as a person's meetings at one venue."""

    __slots__ = ("placed", "watchers")

    def __init__(self) -> None:
        self.placed: dict[int, tuple[int, int]] = {}
        """The spans, from and to, of the meetings that are placed."""
        self.watchers: list[Apart] = []
        """The lanes that the meetings here block."""

    def take(self, meeting: int, begin: int, size: int) -> None:
        """Add a meeting."""
        self.placed[meeting] = (begin, begin + size)
        for lane in self.watchers:
            lane.full = UNKNOWN
            lane.forget()

    def free(self, meeting: int) -> None:
        """Remove a meeting."""
        del self.placed[meeting]
        for lane in self.watchers:
            lane.full = UNKNOWN
            lane.forget()


class Apart(Lane):
    """The moments blocked for meetings of one kind by all meetings too near: several resources in one lane."""

    __slots__ = ("sources",)

    def __init__(self, requirement: Requirement) -> None:
        super().__init__(requirement, 1, side=True)
        self.sources: list[tuple[Side, int, int, Requirement]] = []
        """The lanes it must keep a distance from, the moments before and after, and the requirement."""

    def forget(self) -> None:
        """Mark the blocked moments as outdated."""
        self._blocked = {}

    def _add_up(self) -> None:
        self.full = 0
        for side, before, after, _ in self.sources:
            for begin, end in side.placed.values():
                self.full |= (1 << (end + after)) - (1 << max(0, begin - before))

    def others(self, begin: int, size: int) -> list[int]:
        """Return the meetings that are too near to a span."""
        return [meeting for meeting, _ in self._near(begin, begin + size)]

    def why(self, begin: int, size: int) -> Requirement:
        """Return the requirement that the first of them would break there."""
        return next((requirement for _, requirement in self._near(begin, begin + size)), self.requirement)

    def _near(self, begin: int, end: int) -> Iterator[tuple[int, Requirement]]:
        for side, before, after, requirement in self.sources:
            for meeting, (low, high) in side.placed.items():
                if low - before < end and begin < high + after:
                    yield meeting, requirement


class Option:
    """One way to hold a meeting: setting, length and team, with its start window when considered alone."""

    __slots__ = ("minutes", "price", "setting", "starts", "team", "uses")

    def __init__(self, setting: Setting, minutes: int, team: tuple[str, ...], starts: int) -> None:
        self.setting = setting
        self.minutes = minutes
        self.team = team
        self.starts = starts
        self.price: float = minutes
        """The cost of the resources it uses: of two options of equal worth, the cheaper one leaves more capacity."""
        self.uses: list[tuple[Lane, Lane | Side, int, int]] = []
        """The lane checked for capacity, the lane occupied, the moments before the start, the total moments."""


class Board:
    """The meetings of a problem, placed or not, with the options that the musts leave to each."""

    def __init__(
        self,
        problem: Problem,
        requirements: Iterable[Requirement],
        narrowed: Narrowed,
        joined: Mapping[str, Sequence[str]] | None = None,
        budget: Budget | None = None,
    ) -> None:
        """Create the empty board.

        Args:
            problem: without the settings whose start window is empty.
            requirements: only the musts among them count here.
            narrowed: the start windows that the musts leave.
            joined: the attendees of each meeting; by default the required participants.
            budget: the time for creating the board.

        Raises:
            BudgetSpentError: the budget ended first.
        """
        self.problem = problem
        self.joined = joined or {}
        self.candidates = problem.candidates
        self.number = {candidate.key: number for number, candidate in enumerate(self.candidates)}
        rationed: list[tuple[Resource, Requirement]] = []
        for requirement in requirements:
            if budget is not None:
                budget.tick()
            rationed += (
                (resource, requirement)
                for resource in (requirement.rule.resources(problem) if requirement.must else ())
                if resource.against or len(resource.uses) > resource.capacity
            )
        resources = [resource for resource, _ in rationed]
        self.unit = _unit(problem, resources)
        before = max((use.before for resource in resources for use in _all(resource)), default=0)
        self.margin = -(-before // problem.grid) * problem.grid
        self._grid_masks()
        self.options = [self._options(candidate, narrowed[candidate.key]) for candidate in self.candidates]
        self.lanes: list[Lane] = []
        apart: dict[str, list[tuple[Resource, Requirement]]] = {}
        for resource, requirement in rationed:
            if budget is not None:
                budget.tick()
            whose = _whose(resource)
            if whose is None:
                self._lay(resource, requirement)
            else:
                apart.setdefault(whose, []).append((resource, requirement))
        for several in apart.values():
            self._lay_apart(several)
        for lane in self.lanes:
            # Moments that no use can reach count as occupied, so that a meeting at the edge leaves no gap.
            if lane.counts is None and not lane.side:
                lane.full = ((1 << self.length) - 1) & ~lane.reach
        self.at: list[tuple[Option, int] | None] = [None] * len(self.candidates)
        """The option and the start of each meeting; None for one that is not placed."""

    def _grid_masks(self) -> None:
        problem = self.problem
        longest = max((minutes for candidate in self.candidates for minutes in candidate.minutes), default=0)
        self.origin = problem.first - self.margin
        self.length = (problem.last - self.origin + longest) // self.unit + 2
        step, bits = problem.grid // self.unit, 0
        for moment in range(self.margin // self.unit, self.length, step):
            bits |= 1 << moment
        self.grid = bits
        self._masks: dict[Spans, int] = {}

    def _options(self, candidate: Candidate, narrowed: Mapping[tuple[Setting, int], Spans]) -> list[Option]:
        found = []
        for setting in candidate.settings:
            for team in candidate.teams:
                for minutes in candidate.lengths(team):
                    starts = self._mask(narrowed[setting, minutes])
                    if starts:
                        found.append(Option(setting, minutes, team, starts))
        return found

    def _mask(self, spans: Spans) -> int:
        """Return the starts on the grid that lie in the spans."""
        known = self._masks.get(spans)
        if known is None:
            known = 0
            for low, high in spans:
                first, last = -((self.origin - low) // self.unit), (high - self.origin) // self.unit
                known |= (1 << (last + 1)) - (1 << max(first, 0)) if last >= max(first, 0) else 0
            known &= self.grid
            self._masks[spans] = known
        return known

    def _lay(self, resource: Resource, requirement: Requirement) -> None:
        """Create the lanes of a resource, and record in each option its uses of them."""
        lane = self._lane(requirement, resource.capacity, side=resource.against is not None)
        other = lane if resource.against is None else self._lane(requirement, 1, side=True)
        for uses, check, occupy in ((resource.uses, other, lane), (resource.against or (), lane, other)):
            for use in uses:
                self._use(use, check, occupy)

    def _lay_apart(self, resources: Sequence[tuple[Resource, Requirement]]) -> None:
        """Create a lane for each kind of a person's meetings: those that keep the same distances from all others.

        The distances extend the other meetings: a meeting with margins `before` and `after` is too near to another
        exactly if its own time overlaps the other's time extended by both margins.
        """
        roles: dict[tuple[int, Option], list[tuple[int, bool, int, int]]] = {}
        for number, (resource, _) in enumerate(resources):
            for second, uses in enumerate((resource.uses, resource.against or ())):
                for use in uses:
                    role = (number, bool(second), use.before // self.unit, use.after // self.unit)
                    for option in self._using(use):
                        roles.setdefault((self.number[use.meeting], option), []).append(role)
        kinds = {tuple(each): (Apart(resources[each[0][0]][1]), Side()) for each in roles.values()}
        for (mine, (lane, _)), (theirs, (_, side)) in product(kinds.items(), kinds.items()):
            for (number, second, before, after), (other, at, earlier, later) in product(mine, theirs):
                if other == number and at != second:
                    lane.sources.append((side, earlier + after, later + before, resources[number][1]))
                    side.watchers.append(lane)
        self.lanes += [lane for lane, _ in kinds.values()]
        for (_, option), each in roles.items():
            lane, side = kinds[tuple(each)]
            if lane.sources:
                option.uses.append((lane, side, 0, option.minutes // self.unit))

    def _lane(self, requirement: Requirement, capacity: int, *, side: bool) -> Lane:
        lane = Lane(requirement, capacity, side=side)
        if capacity > 1:
            lane.counts = bytearray(self.length) if capacity < 255 else [0] * self.length
        self.lanes.append(lane)
        return lane

    def _use(self, use: Use, check: Lane, occupy: Lane) -> None:
        for option in self._using(use):
            before = use.before // self.unit
            size = (use.before + use.after + (option.minutes if use.only is None else use.only)) // self.unit
            if size:
                option.uses.append((check, occupy, before, size))
                occupy.reach |= spread(option.starts, size) >> before

    def _using(self, use: Use) -> Iterator[Option]:
        """Yield the options to which a use applies."""
        number = self.number[use.meeting]
        there = (*self.candidates[number].participants, *self.joined.get(use.meeting, ()))
        if use.principal is not None and use.principal not in there:
            return
        for option in self.options[number]:
            if use.setting in {None, option.setting} and use.team in {None, option.team}:
                yield option

    # Remaining starts, placing and removing.

    def left(self, option: Option) -> int:
        """Return the starts that the placed meetings leave to an option."""
        starts = option.starts
        for check, _, before, size in option.uses:
            if check.full:
                starts &= ~(check.blocked(size) << before)
                if not starts:
                    break
        return starts

    def nearly_left(self, option: Option) -> int:
        """Return the starts that only one resource blocks."""
        once = twice = 0
        for check, _, before, size in option.uses:
            if check.full:
                blocked = check.blocked(size) << before & option.starts
                twice |= once & blocked
                once |= blocked
        return once & ~twice

    def place(self, meeting: int, option: Option, start: int) -> None:
        """Place a meeting at one of the remaining starts."""
        self.at[meeting] = (option, start)
        for _, occupy, before, size in option.uses:
            occupy.take(meeting, start - before, size)

    def remove(self, meeting: int) -> Option:
        """Remove a meeting from the board, and return its option."""
        option, _ = self.at[meeting]  # type: ignore[misc]
        self.at[meeting] = None
        for _, occupy, _, _ in option.uses:
            occupy.free(meeting)
        return option

    def in_the_way(self, option: Option, start: int, weight: Sequence[int]) -> set[int]:
        """Return meetings of least worth whose removal makes an option possible at a start."""
        gone: set[int] = set()
        for check, _, before, size in option.uses:
            begin = start - before
            if not check.full >> begin & ((1 << size) - 1):
                continue
            there = [meeting for meeting in check.others(begin, size) if meeting not in gone]
            if check.counts is None:
                gone.update(there)
                continue
            there.sort(key=lambda meeting: (weight[meeting], -self.at[meeting][0].price, meeting))  # type: ignore[index]
            for moment in range(begin, begin + size):
                here = [m for m in there if m not in gone and check.placed[m][0] <= moment < check.placed[m][1]]
                already = sum(check.placed[m][0] <= moment < check.placed[m][1] for m in gone if m in check.placed)
                gone.update(here[: max(0, check.counts[moment] - already - check.capacity + 1)])
        return gone

    def bookings(self) -> tuple[Booking, ...]:
        """Return the bookings of the placed meetings."""
        return tuple(self.booking(meeting, *slot) for meeting, slot in enumerate(self.at) if slot is not None)

    def booking(self, meeting: int, option: Option, start: int) -> Booking:
        """Return a meeting's booking at a start."""
        moment = self.origin + start * self.unit
        return Booking.at(self.candidates[meeting], option.setting, moment, option.minutes, option.team)

    def clear(self) -> None:
        """Remove every meeting."""
        for meeting, slot in enumerate(self.at):
            if slot is not None:
                self.remove(meeting)

    def find(self, booking: Booking) -> tuple[int, Option, int] | None:
        """Return the meeting, the option and the start of a booking; None if the board has no such option."""
        from scheduler.base.times import minute

        meeting = self.number[booking.meeting]
        for option in self.options[meeting]:
            setting = option.setting
            spot = (setting.mode, setting.place, setting.venue, setting.room)
            here = (booking.mode, booking.place, booking.venue, booking.room_group)
            if spot == here and option.minutes == booking.minutes and option.team == booking.interpreters:
                return meeting, option, (minute(booking.start) - self.origin) // self.unit
        return None


def _unit(problem: Problem, resources: Iterable[Resource]) -> int:
    """Return the greatest common divisor, in minutes, of all starts, lengths and distances."""
    lengths = {minutes for candidate in problem.candidates for minutes in candidate.minutes}
    lengths |= {
        length for resource in resources for use in _all(resource) for length in (use.before, use.after, use.only or 0)
    }
    return gcd(problem.grid, *lengths)


def _whose(resource: Resource) -> str | None:
    """Return the person whose meetings a resource keeps apart from others; None for any other resource."""
    whose = {use.principal for use in _all(resource)}
    if resource.against is None or len(whose) > 1 or any(use.only is not None for use in _all(resource)):
        return None
    return next(iter(whose), None)


def _all(resource: Resource) -> Iterator[Use]:
    yield from resource.uses
    yield from resource.against or ()


def spread(starts: int, size: int) -> int:
    """Return the moments that a span of that size can cover from any of the starts."""
    covered, have = starts, 1
    while have < size:
        step = min(have, size - have)
        covered |= covered << step
        have += step
    return covered


def moments(mask: int) -> Iterator[int]:
    """Yield the moments whose bits are set."""
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1


def runs(mask: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of set bits, each as its first moment and the one after its last."""
    while mask:
        low = (mask & -mask).bit_length() - 1
        rest = mask >> low
        length = (~rest & (rest + 1)).bit_length() - 1
        yield low, low + length
        mask &= ~(((1 << length) - 1) << low)
