"""The board on which meetings are placed and taken off again: time lines of bits, with no solver behind them.

What `narrowing` leaves of each meeting's starts and what the rules claim is kept as whole numbers whose bits
stand for moments, so that all starts that are left to a meeting come out of a few operations. Moments count in
units: the largest number of minutes of which every start, length and distance is a multiple.
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
"""In place of what is taken of a line, where it is yet to be added up: it is written often and read seldom."""


class Lane:
    """How much of one claim is taken at each moment."""

    __slots__ = ("_blocked", "_there", "capacity", "counts", "full", "placed", "reach", "requirement", "side")

    def __init__(self, requirement: Requirement, capacity: int, *, side: bool) -> None:
        self.requirement = requirement
        self.capacity = capacity
        self.side = side
        """Whether its uses may overlap each other, and only those of another line may not."""
        self.full = 0
        """The moments at which there is no room for one more."""
        self.reach = 0
        """The moments at which any of its uses can lie."""
        self.counts: bytearray | list[int] | None = None
        """How many uses lie at each moment, where there is room for several."""
        self.placed: dict[int, tuple[int, int]] = {}
        """Where each meeting that is placed lies: from and to."""
        self._blocked: dict[int, int] = {}
        self._there: dict[int, list[int]] = {}

    def blocked(self, size: int) -> int:
        """Return the moments from which so many in a row do not all have room."""
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
        """Lay a meeting on the line."""
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
        """Take a meeting off the line."""
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
        """Return the meetings that lie on the line somewhere in so many moments."""
        end = begin + size
        if self.counts is not None:
            return list(dict.fromkeys(m for moment in range(begin, end) for m in self._there.get(moment, ())))
        return [meeting for meeting, (low, high) in self.placed.items() if low < end and begin < high]

    def why(self, begin: int, size: int) -> Requirement:  # noqa: ARG002
        """Return the requirement that would be broken there."""
        return self.requirement


class Side:
    """Where meetings of one kind lie that are to lie apart from those of others, a person's at one venue, say."""

    __slots__ = ("placed", "watchers")

    def __init__(self) -> None:
        self.placed: dict[int, tuple[int, int]] = {}
        """Where each meeting that is placed lies: from and to."""
        self.watchers: list[Apart] = []
        """The lines that are taken by what lies here."""

    def take(self, meeting: int, begin: int, size: int) -> None:
        """Lay a meeting there."""
        self.placed[meeting] = (begin, begin + size)
        for lane in self.watchers:
            lane.full = UNKNOWN
            lane.forget()

    def free(self, meeting: int) -> None:
        """Take a meeting off."""
        del self.placed[meeting]
        for lane in self.watchers:
            lane.full = UNKNOWN
            lane.forget()


class Apart(Lane):
    """What is taken, for meetings of one kind, by all that lie too near: several claims in one line."""

    __slots__ = ("sources",)

    def __init__(self, requirement: Requirement) -> None:
        super().__init__(requirement, 1, side=True)
        self.sources: list[tuple[Side, int, int, Requirement]] = []
        """What lies apart from it, how many moments before and after, and which requirement says so."""

    def forget(self) -> None:
        """Know nothing any more of what is blocked."""
        self._blocked = {}

    def _add_up(self) -> None:
        self.full = 0
        for side, before, after, _ in self.sources:
            for begin, end in side.placed.values():
                self.full |= (1 << (end + after)) - (1 << max(0, begin - before))

    def others(self, begin: int, size: int) -> list[int]:
        """Return the meetings that lie too near to so many moments."""
        return [meeting for meeting, _ in self._near(begin, begin + size)]

    def why(self, begin: int, size: int) -> Requirement:
        """Return the requirement that the first of them would break."""
        return next((requirement for _, requirement in self._near(begin, begin + size)), self.requirement)

    def _near(self, begin: int, end: int) -> Iterator[tuple[int, Requirement]]:
        for side, before, after, requirement in self.sources:
            for meeting, (low, high) in side.placed.items():
                if low - before < end and begin < high + after:
                    yield meeting, requirement


class Option:
    """One way of holding a meeting: where, how long and with whom, and the starts that are possible for it alone."""

    __slots__ = ("minutes", "price", "setting", "starts", "team", "uses")

    def __init__(self, setting: Setting, minutes: int, team: tuple[str, ...], starts: int) -> None:
        self.setting = setting
        self.minutes = minutes
        self.team = team
        self.starts = starts
        self.price: float = minutes
        """How dear it is what it takes: of two ways of being worth as much the cheaper leaves more room."""
        self.uses: list[tuple[Lane, Lane | Side, int, int]] = []
        """The line that must have room, the line that is taken, the moments before the start, the moments in all."""


class Board:
    """The meetings of a problem, placed or not, with what the musts among the requirements leave to each."""

    def __init__(
        self,
        problem: Problem,
        requirements: Iterable[Requirement],
        narrowed: Narrowed,
        joined: Mapping[str, Sequence[str]] | None = None,
        budget: Budget | None = None,
    ) -> None:
        """Make the empty board.

        Args:
            problem: with only those settings in which anything can start.
            requirements: of which the musts count here.
            narrowed: what the musts leave of the starts.
            joined: who attends each meeting; only those who have to, where nothing is said.
            budget: how long the making may take.

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
            # What no use can reach counts as taken, so that a meeting at its edge leaves no gap behind.
            if lane.counts is None and not lane.side:
                lane.full = ((1 << self.length) - 1) & ~lane.reach
        self.at: list[tuple[Option, int] | None] = [None] * len(self.candidates)
        """Where each meeting is: the option and the bit of its start."""

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
        """Make the lines of a claim, and note in each option what it takes of them."""
        lane = self._lane(requirement, resource.capacity, side=resource.against is not None)
        other = lane if resource.against is None else self._lane(requirement, 1, side=True)
        for uses, check, occupy in ((resource.uses, other, lane), (resource.against or (), lane, other)):
            for use in uses:
                self._use(use, check, occupy)

    def _lay_apart(self, resources: Sequence[tuple[Resource, Requirement]]) -> None:
        """Make a line for each kind of a person's meetings: those that keep the same distances from all others.

        Distances are laid around the others: a meeting that begins `before` and ends `after` its own time is
        too near to another just where its own time meets the other's, made longer by both.
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
        """Yield the options in which a use is made."""
        number = self.number[use.meeting]
        there = (*self.candidates[number].participants, *self.joined.get(use.meeting, ()))
        if use.principal is not None and use.principal not in there:
            return
        for option in self.options[number]:
            if use.setting in {None, option.setting} and use.team in {None, option.team}:
                yield option

    # What is left, placing and taking off.

    def left(self, option: Option) -> int:
        """Return the starts that are left to an option beside the meetings that are placed."""
        starts = option.starts
        for check, _, before, size in option.uses:
            if check.full:
                starts &= ~(check.blocked(size) << before)
                if not starts:
                    break
        return starts

    def nearly_left(self, option: Option) -> int:
        """Return the starts against which only one claim stands."""
        once = twice = 0
        for check, _, before, size in option.uses:
            if check.full:
                blocked = check.blocked(size) << before & option.starts
                twice |= once & blocked
                once |= blocked
        return once & ~twice

    def place(self, meeting: int, option: Option, start: int) -> None:
        """Place a meeting at one of the starts that are left."""
        self.at[meeting] = (option, start)
        for _, occupy, before, size in option.uses:
            occupy.take(meeting, start - before, size)

    def remove(self, meeting: int) -> Option:
        """Take a meeting off the board, and return the option in which it was."""
        option, _ = self.at[meeting]  # type: ignore[misc]
        self.at[meeting] = None
        for _, occupy, _, _ in option.uses:
            occupy.free(meeting)
        return option

    def in_the_way(self, option: Option, start: int, weight: Sequence[int]) -> set[int]:
        """Return meetings without which there is room for an option at a start, of those that weigh least."""
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
        """Return the bookings of what is placed."""
        return tuple(self.booking(meeting, *slot) for meeting, slot in enumerate(self.at) if slot is not None)

    def booking(self, meeting: int, option: Option, start: int) -> Booking:
        """Return a meeting's booking at a start."""
        moment = self.origin + start * self.unit
        return Booking.at(self.candidates[meeting], option.setting, moment, option.minutes, option.team)

    def find(self, booking: Booking) -> tuple[int, Option, int] | None:
        """Return the meeting, the option and the start of a booking; None where the board has no such option."""
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
    """Return the largest number of minutes of which every start, length and distance is a multiple."""
    lengths = {minutes for candidate in problem.candidates for minutes in candidate.minutes}
    lengths |= {
        length for resource in resources for use in _all(resource) for length in (use.before, use.after, use.only or 0)
    }
    return gcd(problem.grid, *lengths)


def _whose(resource: Resource) -> str | None:
    """Return the person of whom a claim keeps meetings apart from others; None where it does something else."""
    whose = {use.principal for use in _all(resource)}
    if resource.against is None or len(whose) > 1 or any(use.only is not None for use in _all(resource)):
        return None
    return next(iter(whose), None)


def _all(resource: Resource) -> Iterator[Use]:
    yield from resource.uses
    yield from resource.against or ()


def spread(starts: int, size: int) -> int:
    """Return the moments that so many in a row can cover, from any of the starts."""
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
    """Yield the stretches of bits that are set, each from and to (which is not in it)."""
    while mask:
        low = (mask & -mask).bit_length() - 1
        rest = mask >> low
        length = (~rest & (rest + 1)).bit_length() - 1
        yield low, low + length
        mask &= ~(((1 << length) - 1) << low)
