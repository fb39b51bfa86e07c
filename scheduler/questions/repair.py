"""What is the least to give up? Changes to the file that make a plan possible, the cheapest first, each proved.

A repair bends the members of a conflict, each as far as it can be bent; what resolves it is then bent back to
the least that does. At last the file is changed in place, read again and planned again, and the plan is
checked without the solver: only then is it shown.
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
"""What a change costs of a kind that is usually not offered, where an entry says `firm: false`."""
MOST_REPAIRS = 5
"""Repairs that are shown."""
MOST_CHANGES = 6
"""Changes that one repair makes at most."""
GIVE_UP = frozenset({"priority", "confirmed"})
"""The kinds of changes that give up a must-meeting."""
MOST_TRIED = 120
"""Sets of changes that are tried before the search rests."""


class BrokenRepairError(Exception):
    """The plan of a repair breaks a requirement: a mistake of this program, never shown as a repair."""


@value
class AppliedSoftening:
    """One change of a repair: a bend by an amount, and what it costs."""

    softening: Softening
    amount: int
    cost: int

    @property
    def kind(self) -> str:
        """The word under `repairs:`."""
        return self.softening.kind

    @property
    def sentence(self) -> str:
        """What changes, in the officer's words."""
        return self.softening.made(self.amount).sentence

    @property
    def edits(self) -> Sequence[Edit]:
        """What is written in the file."""
        return self.softening.made(self.amount).edits


@value
class Repair:
    """Changes that together make a plan possible; proved."""

    changes: tuple[AppliedSoftening, ...]
    text: str
    """The whole file with the changes made."""
    bookings: tuple[Booking, ...]
    """A plan of the must-meetings that it makes possible, checked."""

    @property
    def cost(self) -> int:
        """What its changes cost together."""
        return sum(change.cost for change in self.changes)


@dataclass
class Repairs:
    """The repairs that were found."""

    found: list[Repair] = field(default_factory=list)
    complete: bool = True
    """Whether the search went as far as it had to: no cheaper repair of the permitted kinds is missing."""


def repairs(
    prover: Prover,
    scenario: Scenario,
    text: str,
    *,
    also: Callable[[Sequence[Requirement]], Sequence[Requirement]] = lambda _: (),
    known: Sequence[Conflict] = (),
    most: int = MOST_REPAIRS,
) -> Repairs:
    """Return the cheapest repairs of a scenario without a plan, and whether they are all there is.

    Args:
        prover: what proves, within its limits.
        scenario: as `text` says it.
        text: the file's text, which the repairs change in place.
        also: what a question adds to the requirements of the scenario.
        known: conflicts of the scenario that were found already.
        most: how many repairs are looked for.
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
    """The scenario with some changes made, as far as it has been looked at."""

    scenario: Scenario
    problem: Problem
    requirements: list[Requirement]


class _Search:
    """Looks for sets of changes, the fewest first, among those the cheapest."""

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
        """What a change costs at the least."""
        self.cut_short = False
        self.tried = 0
        self.found: list[Repair] = []
        self.enough: list[tuple[AppliedSoftening, ...]] = []
        """Sets of changes that make a plan possible; those that hold one, or more of the same kinds, do not count."""
        self.suspected = list(dict.fromkeys(key for conflict in known for key in conflict.meetings))
        """The meetings of the conflicts so far."""
        self.did: dict[object, int] = {}
        """The number of the amount by which a bend was bent the last time."""

    # What may be changed, and at what cost.

    def _bends(self, world: _World, requirements: Sequence[Requirement]) -> Iterator[Softening]:
        """Yield the ways in which the members of a conflict may be bent, without those that are firm."""
        facts = world.problem.facts
        for requirement in requirements:
            for softening in requirement.rule.softenings(facts):
                if softening.amounts and self._base(softening) is not None and self._about_them(softening):
                    yield softening

    def _about_them(self, softening: Softening) -> bool:
        """Whether a bend changes no other meeting than those in conflict; to change one would help nobody."""
        paths = [edit.path for edit in softening.made(softening.amounts[-1]).edits]
        return all(path[0] != "meetings" or path[1] in self.suspected for path in paths)

    def _base(self, softening: Softening) -> int | None:
        """Return what a bend of its kind costs, or None where the scenario keeps it as it is."""
        usual = self._usual(softening.kind)
        marks = [self._firm(edit.path) for edit in softening.made(softening.amounts[-1]).edits]
        if True in marks:
            return None
        if False in marks and usual is None:
            return UNUSUAL
        return usual

    def _usual(self, kind: str) -> int | None:
        """Return what the scenario says that a change of a kind costs; None for never."""
        return self.scenario.repairs.get(kind, KINDS[kind].cost)

    def _firm(self, path: Path) -> bool | None:
        """Return what the nearest entry around a path says of being firm; None where none says anything."""
        data, said = self.scenario.origins.data, None
        for key in path:
            try:
                data = data[key]
            except (LookupError, TypeError):
                break
            if isinstance(data, dict) and isinstance(data.get("firm"), bool):
                said = data["firm"]
        return said

    def _bent(self, softening: Softening, amount: int) -> AppliedSoftening:
        return AppliedSoftening(softening, amount, softening.cost(amount, self._base(softening) or 0))

    # The search.

    def run(self) -> None:
        """Try sets of changes, those with fewer changes first, and keep the repairs that they make."""
        level: list[tuple[AppliedSoftening, ...]] = [()]
        seen: set[frozenset[object]] = set()
        while level:
            further = [
                more
                for more in sorted(self._next(level, seen), key=self._least_cost)
                if not self._too_dear(more) and not self._kept(more) and more[-1].softening.more_is_looser
            ]
            level = sorted(further, key=self._least_cost) if len(level[0]) + 1 < MOST_CHANGES else []
            self.cut_short = self.cut_short or bool(further and not level and not self.found)

    def give_up(self) -> None:
        """Keep the repair that gives up the fewest must-meetings, where too many changes could be combined.

        It is what the best partial plan leaves out, and found as that is: by a search, not by combining.
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
            changes.append(self._bent(softenings[0], 0))
        repair = self._proved(tuple(changes)) if changes else None
        self.found += [repair] if repair else []

    def _next(
        self, level: Sequence[tuple[AppliedSoftening, ...]], seen: set[frozenset[object]]
    ) -> Iterator[tuple[AppliedSoftening, ...]]:
        """Yield the sets with one change more than those of a level, each once, as long as it is worthwhile."""
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
        """Return the sets with one change more, of those that bend what is still in conflict, the cheapest first."""
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
        more = [self._bent(softening, softening.amounts[-1]) for softening in softenings.values()]
        return sorted(((*changes, bent) for bent in more if not _touches(bent, changes)), key=self._least_cost)

    def _conflict(self, world: _World) -> Conflict | None:
        found, _ = conflicts(self.prover, world.problem, world.requirements, 1, self.suspected)
        return found[0] if found else None

    def _least_cost(self, changes: tuple[AppliedSoftening, ...]) -> int:
        """Return what the changes cost at least, each by its smallest amount."""
        return sum(self._bent(change.softening, change.softening.amounts[0]).cost for change in changes)

    def _worthwhile(self, changes: tuple[AppliedSoftening, ...], *, one_more: bool = False) -> bool:
        """Whether the changes can be a repair that is shown: cheaper than those with fewer, and none needless."""
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
        """Return the changes if they make a plan possible, a shift among them by the least amount that does."""
        if not changes[-1].softening.more_is_looser:
            return self._shifted(changes)
        return changes if self._possible(changes) else ()

    def _too_dear(self, changes: tuple[AppliedSoftening, ...]) -> bool:
        """Whether as many repairs as are shown cost less than the changes can."""
        costs = sorted(repair.cost for repair in self.found)
        return len(costs) >= self.most and self._least_cost(changes) >= costs[self.most - 1]

    def _kept(self, changes: tuple[AppliedSoftening, ...]) -> bool:
        """Whether the changes are a repair: if so, bent back to the least that does, proved, and kept."""
        made = self._made_possible(changes)
        repair = self._proved(self._least(made)) if made else None
        if repair:
            self.found.append(repair)
            self.enough.append(changes)
        return repair is not None

    def _shifted(self, changes: tuple[AppliedSoftening, ...]) -> tuple[AppliedSoftening, ...]:
        """Return the changes with the last one shifted by the least amount that does, or nothing."""
        softening = changes[-1].softening
        for amount in softening.amounts:
            shifted = (*changes[:-1], self._bent(softening, amount))
            world = self._world(shifted)
            # What moves may run into something else, of which other amounts are clear.
            if world and not inconsistencies(world.scenario) and self._possible(shifted):
                return shifted
        return ()

    def _least(self, changes: tuple[AppliedSoftening, ...]) -> tuple[AppliedSoftening, ...]:
        """Return the changes without those that are not needed, each bent by the least amount that does."""
        for change in sorted(changes, key=lambda change: -change.cost):
            fewer = tuple(other for other in changes if other is not change)
            if fewer and self._possible(fewer):
                changes = fewer
        for number, change in enumerate(changes):
            if change.softening.more_is_looser and len(change.softening.amounts) > 1:
                changes = self._less(changes, number)
        return changes

    def _less(self, changes: tuple[AppliedSoftening, ...], number: int) -> tuple[AppliedSoftening, ...]:
        """Return the changes with one of them bent by the least amount that does."""
        softening, low, high = changes[number].softening, 0, len(changes[number].softening.amounts) - 1
        best = changes
        # What did for it elsewhere is often what does here, too.
        guesses = [
            guess for guess in (self.did.get(softening.key), self.did.get(softening.key, 0) - 1) if guess is not None
        ]
        while low < high:
            middle = guesses.pop(0) if guesses and low <= guesses[0] < high else (low + high) // 2
            tried = (*changes[:number], self._bent(softening, softening.amounts[middle]), *changes[number + 1 :])
            if self._possible(tried):
                best, high = tried, middle
            else:
                low = middle + 1
        self.did[softening.key] = low
        return best

    # The scenario with changes.

    def _world(self, changes: Sequence[AppliedSoftening], meetings: Collection[str] | None = None) -> _World | None:
        """Return the scenario with the changes made, or None where the file would be wrong.

        With `meetings`, it is about no others.
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
        """Return the requirements of a problem, and what the question adds to them."""
        requirements = requirements_of(problem)
        return [*requirements, *self.also(requirements)]

    def _possible(self, changes: Sequence[AppliedSoftening]) -> bool:
        """Whether the meetings that were in conflict can all be held; whether all can, is proved at the end."""
        world = self._world(changes, self.suspected)
        if world is None:
            return False
        return self.prover.together(world.problem, musts_of(world.requirements)) is not None

    def _proved(self, changes: tuple[AppliedSoftening, ...]) -> Repair | None:
        """Return the repair that the changes make, if the file with them stands up to everything."""
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
    """Whether a change writes where another does, so that the later would undo the earlier."""
    theirs = [edit.path for other in others for edit in other.edits]
    return any(_within(edit.path, path) or _within(path, edit.path) for edit in one.edits for path in theirs)


def _within(path: Path, around: Path) -> bool:
    return path[: len(around)] == around
