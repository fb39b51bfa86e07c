"""Finds repairs: changes to the file that make a plan possible, the cheapest first, each proved.

A repair softens members of a conflict, at first as far as possible, then by the least amount that resolves the
conflict. Finally the file is changed in place, read and planned again, and the plan is verified without the solver;
only then is the repair shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scheduler.base.value import value
from scheduler.plan.plan import Plan
from scheduler.problem.consistency import inconsistencies
from scheduler.problem.load import changed_text, with_data_quickly
from scheduler.problem.requirements import requirements_of
from scheduler.problem.verify import broken_musts
from scheduler.questions.conflict import conflicts, musts_of
from scheduler.scenario import source
from scheduler.scenario.edit import NotEditableError, patch_data
from scheduler.scenario.problem import problem_of
from scheduler.scenario.repair_kinds import KINDS
from scheduler.scenario.room_numbers import number_rooms
from scheduler.solver.outcome import NoSuchPlanError
from scheduler.solver.proof import OutOfTimeError, held_in
from scheduler.solver.search import best_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from scheduler.plan.plan import Booking
    from scheduler.problem.requirement import Requirement
    from scheduler.questions.conflict import Conflict
    from scheduler.rules.softening import Softening
    from scheduler.scenario.edit import Edit
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.problem import Problem
    from scheduler.scenario.source import Path
    from scheduler.solver.proof import Prover

UNUSUAL = 80
"""The cost of a change of a kind that is not offered by default, if an entry says `firm: false`."""
MOST_REPAIRS = 5
"""The number of repairs shown by default."""
MOST_CHANGES = 6
"""The largest number of changes in one repair."""
GIVE_UP = frozenset({"priority", "confirmed"})
"""The kinds of changes that give up a must-meeting."""
MOST_TRIED = 120
"""The number of sets of changes tried before the search stops."""


class BrokenRepairError(Exception):
    """The plan of a repair breaks a requirement: an error of this program, never shown as a repair."""


@value
class AppliedSoftening:
    """One change of a repair: a softening by an amount, and its cost."""

    softening: Softening
    amount: int
    cost: int

    @property
    def kind(self) -> str:
        """The word under `repairs:`."""
        return self.softening.kind

    @property
    def sentence(self) -> str:
        """The change as a sentence for the officer."""
        return self.softening.made(self.amount).sentence

    @property
    def edits(self) -> Sequence[Edit]:
        """The edits of the file."""
        return self.softening.made(self.amount).edits


@value
class Repair:
    """Changes that together make a plan possible, which is proved."""

    changes: tuple[AppliedSoftening, ...]
    text: str
    """The whole text of the file after the changes."""
    bookings: tuple[Booking, ...]
    """A plan of the must-meetings that it makes possible, verified."""

    @property
    def cost(self) -> int:
        """The total cost of its changes."""
        return sum(change.cost for change in self.changes)


@dataclass
class Repairs:
    """The repairs that were found."""

    found: list[Repair] = field(default_factory=list)
    complete: bool = True
    """Whether the search is complete: no cheaper repair of the permitted kinds is missing."""


def repairs(
    prover: Prover,
    scenario: Scenario,
    text: str,
    *,
    also: Callable[[Sequence[Requirement]], Sequence[Requirement]] = lambda _: (),
    known: Sequence[Conflict] = (),
    most: int = MOST_REPAIRS,
) -> Repairs:
    """Return the cheapest repairs of a scenario without a plan, and whether the search is complete.

    Args:
        prover: proves, within its limits.
        scenario: the scenario that `text` contains.
        text: the file's text, which the repairs change in place.
        also: returns the requirements that a question adds to those of the scenario.
        known: conflicts of the scenario that were found already.
        most: the number of repairs to find.
    """
    search = _Search(prover, scenario, text, also, most, known)
    complete = True
    try:
        search.run()
        if search.cut_short and not search.found:
            search.give_up()
    except OutOfTimeError:
        complete = False
    found = sorted(search.found, key=lambda repair: (repair.cost, len(repair.changes)))
    return Repairs(found[:most], complete and not search.cut_short)


@dataclass
class _World:
    """The scenario after some changes, and what is known about it."""

    scenario: Scenario
    problem: Problem
    requirements: list[Requirement]


class _Search:
    """Searches sets of changes: those with fewer changes first, then the cheaper ones."""

    def __init__(
        self,
        prover: Prover,
        scenario: Scenario,
        text: str,
        also: Callable[[Sequence[Requirement]], Sequence[Requirement]],
        most: int,
        known: Sequence[Conflict],
    ) -> None:
        self.prover = prover
        self.scenario = scenario
        self.text = text
        self.written = source.read(text, scenario.origins.file)
        self.also = also
        self.most = most
        self.known = known
        self.least = min(cost for cost in map(self._usual, KINDS) if cost is not None)
        """The minimum cost of a change."""
        self.cut_short = False
        self.tried = 0
        self.found: list[Repair] = []
        self.enough: list[tuple[AppliedSoftening, ...]] = []
        """Sets of changes that make a plan possible; supersets, and larger sets of the same kinds, are skipped."""
        self.suspected = list(dict.fromkeys(key for conflict in known for key in conflict.meetings))
        """The meetings in the conflicts so far."""
        self.did: dict[object, int] = {}
        """For each softening, the index of the amount that sufficed last time."""

    # Permitted changes and their costs.

    def _bends(self, world: _World, requirements: Sequence[Requirement]) -> Iterator[Softening]:
        """Yield the softenings of the members of a conflict, without those that are firm."""
        facts = world.problem.facts
        for requirement in requirements:
            for softening in requirement.rule.softenings(facts):
                if softening.amounts and self._base(softening) is not None and self._about_them(softening):
                    yield softening

    def _about_them(self, softening: Softening) -> bool:
        """Whether a softening changes only meetings in conflict; changing another would not help."""
        paths = [edit.path for edit in softening.made(softening.amounts[-1]).edits]
        return all(path[0] != "meetings" or path[1] in self.suspected for path in paths)

    def _base(self, softening: Softening) -> int | None:
        """Return the cost of a softening of its kind, or None if the scenario keeps it firm."""
        usual = self._usual(softening.kind)
        marks = [self._firm(edit.path) for edit in softening.made(softening.amounts[-1]).edits]
        if True in marks:
            return None
        if False in marks and usual is None:
            return UNUSUAL
        return usual

    def _usual(self, kind: str) -> int | None:
        """Return the scenario's cost for a kind of change; None for never."""
        return self.scenario.repairs.get(kind, KINDS[kind].cost)

    def _firm(self, path: Path) -> bool | None:
        """Return `firm` of the nearest entry around a path that sets it; None if none does."""
        data, said = self.scenario.origins.data, None
        for key in path:
            try:
                data = data[key]
            except (LookupError, TypeError):
                break
            if isinstance(data, dict) and isinstance(data.get("firm"), bool):
                said = data["firm"]
        return said

    def _softened(self, softening: Softening, amount: int) -> AppliedSoftening:
        return AppliedSoftening(softening, amount, softening.cost(amount, self._base(softening) or 0))

    # The search.

    def run(self) -> None:
        """Try sets of changes, those with fewer changes first, and keep the repairs found."""
        level: list[tuple[AppliedSoftening, ...]] = [()]
        seen: set[frozenset[object]] = set()
        while level:
            further = [
                more
                for more in sorted(self._next(level, seen), key=self._least_cost)
                if not self._too_expensive(more) and not self._kept(more) and more[-1].softening.more_is_looser
            ]
            level = sorted(further, key=self._least_cost) if len(level[0]) + 1 < MOST_CHANGES else []
            self.cut_short = self.cut_short or bool(further and not level and not self.found)

    def give_up(self) -> None:
        """Keep the repair that gives up the fewest must-meetings, if too many changes could be combined.

        It gives up the meetings that the best partial plan leaves out, found by one search instead of combinations.
        """
        world = self._world(())
        if world is None:
            return
        try:
            plan = best_plan(self.prover, world.problem, musts_of(world.requirements)).plan
        except NoSuchPlanError:
            return
        if plan is None:
            return
        lost = [
            r
            for r in world.requirements
            if r.rule.asks_for is not None and r.tier == "must" and list(r.rule.broken(plan))
        ]
        facts, changes = world.problem.facts, []
        for requirement in lost:
            softenings = [
                b for b in requirement.rule.softenings(facts) if b.kind in GIVE_UP and self._base(b) is not None
            ]
            if not softenings:
                return
            changes.append(self._softened(softenings[0], 0))
        repair = self._proved(tuple(changes)) if changes else None
        self.found += [repair] if repair else []

    def _next(
        self, level: Sequence[tuple[AppliedSoftening, ...]], seen: set[frozenset[object]]
    ) -> Iterator[tuple[AppliedSoftening, ...]]:
        """Yield the sets with one change more than those of a level, each once, while they can yield a shown repair."""
        for changes in level:
            for more in self._with_one_more(changes):
                keys = frozenset(change.softening.key for change in more)
                if keys in seen or not self._worthwhile(more):
                    continue
                seen.add(keys)
                self.tried += 1
                if self.tried > MOST_TRIED:
                    self.cut_short = True
                    return
                yield more

    def _with_one_more(self, changes: tuple[AppliedSoftening, ...]) -> list[tuple[AppliedSoftening, ...]]:
        """Return the sets with one more change that softens what is still in conflict, the cheapest first."""
        if changes and not self._worthwhile(changes, one_more=True):
            return []
        world = self._world(changes)
        conflict = self.known[0] if self.known and not changes else self._conflict(world) if world else None
        if world is None or conflict is None:
            return []
        self.suspected = list(dict.fromkeys((*self.suspected, *conflict.meetings)))
        known = {change.softening.key for change in changes}
        softenings = {
            softening.key: softening
            for softening in self._bends(world, conflict.requirements)
            if softening.key not in known
        }
        more = [self._softened(softening, softening.amounts[-1]) for softening in softenings.values()]
        return sorted(((*changes, change) for change in more if not _touches(change, changes)), key=self._least_cost)

    def _conflict(self, world: _World) -> Conflict | None:
        found, _ = conflicts(self.prover, world.problem, world.requirements, 1, self.suspected)
        return found[0] if found else None

    def _least_cost(self, changes: tuple[AppliedSoftening, ...]) -> int:
        """Return the minimum cost of the changes, each by its smallest amount."""
        return sum(self._softened(change.softening, change.softening.amounts[0]).cost for change in changes)

    def _worthwhile(self, changes: tuple[AppliedSoftening, ...], *, one_more: bool = False) -> bool:
        """Whether the changes can be a repair to show: cheap enough, and without a needless change."""
        kinds, keys = _kinds(changes), {change.softening.key for change in changes}
        for other in self.enough:
            theirs = _kinds(other)
            of_those_kinds = all(theirs.count(kind) <= kinds.count(kind) for kind in theirs)
            if (len(other) < len(changes) and of_those_kinds) or {change.softening.key for change in other} <= keys:
                return False
        cheapest = min((repair.cost for repair in self.found), default=None)
        least = self._least_cost(changes) + (self.least if one_more else 0)
        return cheapest is None or least < cheapest or (len(changes) == 1 and not one_more)

    def _made_possible(self, changes: tuple[AppliedSoftening, ...]) -> tuple[AppliedSoftening, ...]:
        """Return the changes if they make a plan possible, with a shift reduced to the least sufficient amount."""
        if not changes[-1].softening.more_is_looser:
            return self._shifted(changes)
        return changes if self._possible(changes) else ()

    def _too_expensive(self, changes: tuple[AppliedSoftening, ...]) -> bool:
        """Whether enough repairs to show cost less than the minimum of the changes."""
        costs = sorted(repair.cost for repair in self.found)
        return len(costs) >= self.most and self._least_cost(changes) >= costs[self.most - 1]

    def _kept(self, changes: tuple[AppliedSoftening, ...]) -> bool:
        """Whether the changes are a repair; if so, reduce them to the least sufficient amounts and keep it, proved."""
        made = self._made_possible(changes)
        repair = self._proved(self._least(made)) if made else None
        if repair:
            self.found.append(repair)
            self.enough.append(changes)
        return repair is not None

    def _shifted(self, changes: tuple[AppliedSoftening, ...]) -> tuple[AppliedSoftening, ...]:
        """Return the changes with the last shift reduced to the least sufficient amount; empty if none suffices."""
        softening = changes[-1].softening
        for amount in softening.amounts:
            shifted = (*changes[:-1], self._softened(softening, amount))
            world = self._world(shifted)
            # What moves may collide with something else, which other amounts avoid.
            if world and not inconsistencies(world.scenario) and self._possible(shifted):
                return shifted
        return ()

    def _least(self, changes: tuple[AppliedSoftening, ...]) -> tuple[AppliedSoftening, ...]:
        """Return the needed changes, each by the least sufficient amount."""
        for change in sorted(changes, key=lambda change: -change.cost):
            fewer = tuple(other for other in changes if other is not change)
            if fewer and self._possible(fewer):
                changes = fewer
        for number, change in enumerate(changes):
            if change.softening.more_is_looser and len(change.softening.amounts) > 1:
                changes = self._less(changes, number)
        return changes

    def _less(self, changes: tuple[AppliedSoftening, ...], number: int) -> tuple[AppliedSoftening, ...]:
        """Return the changes with one of them reduced to the least sufficient amount."""
        softening, low, high = changes[number].softening, 0, len(changes[number].softening.amounts) - 1
        best = changes
        # The amount that sufficed elsewhere often suffices here, too.
        guesses = [
            guess for guess in (self.did.get(softening.key), self.did.get(softening.key, 0) - 1) if guess is not None
        ]
        while low < high:
            middle = guesses.pop(0) if guesses and low <= guesses[0] < high else (low + high) // 2
            tried = (*changes[:number], self._softened(softening, softening.amounts[middle]), *changes[number + 1 :])
            if self._possible(tried):
                best, high = tried, middle
            else:
                low = middle + 1
        self.did[softening.key] = low
        return best

    # The scenario with changes.

    def _world(self, changes: Sequence[AppliedSoftening], meetings: Collection[str] | None = None) -> _World | None:
        """Return the scenario after the changes, or None if the file would be invalid.

        With `meetings`, it is restricted to those.
        """
        scenario: Scenario | None = self.scenario
        if changes:
            try:
                data = patch_data(self.scenario.origins.data, [edit for change in changes for edit in change.edits])
            except NotEditableError:
                return None
            scenario = with_data_quickly(self.scenario, data)
        if scenario is None:
            return None
        problem = problem_of(scenario)
        if meetings is not None:
            problem = problem.only(set(meetings))
        return _World(scenario, problem, self._asked(problem))

    def _asked(self, problem: Problem) -> list[Requirement]:
        """Return the requirements of a problem, and those that the question adds."""
        requirements = requirements_of(problem)
        return [*requirements, *self.also(requirements)]

    def _possible(self, changes: Sequence[AppliedSoftening]) -> bool:
        """Whether the meetings that were in conflict can all be held; for all meetings it is proved at the end."""
        world = self._world(changes, self.suspected)
        if world is None:
            return False
        return self.prover.together(world.problem, musts_of(world.requirements)) is not None

    def _proved(self, changes: tuple[AppliedSoftening, ...]) -> Repair | None:
        """Return the repair of the changes, if the changed file is valid and its plan is verified."""
        edits = [edit for change in changes for edit in change.edits]
        try:
            new, scenario = changed_text(self.text, self.written, self.scenario, edits)
        except NotEditableError:
            return None
        problem = problem_of(scenario)
        requirements = musts_of(self._asked(problem))
        bookings = self.prover.together(problem, requirements)
        if bookings is None:
            return None
        plan = Plan(number_rooms(bookings, scenario), problem.facts.names)
        musts = [replace(requirement, tier=None) for requirement in requirements]
        if broken_musts(plan, musts) or set(held_in(musts)) != {booking.meeting for booking in plan.bookings}:
            raise BrokenRepairError("; ".join(str(breach) for breach in broken_musts(plan, musts)))
        return Repair(changes, new, plan.bookings)


def _kinds(changes: Sequence[AppliedSoftening]) -> list[str]:
    return [change.kind for change in changes]


def _touches(one: AppliedSoftening, others: Sequence[AppliedSoftening]) -> bool:
    """Whether two changes edit the same path, so that the later would undo the earlier."""
    theirs = [edit.path for other in others for edit in other.edits]
    return any(_within(edit.path, path) or _within(path, edit.path) for edit in one.edits for path in theirs)


def _within(path: Path, around: Path) -> bool:
    return path[: len(around)] == around
