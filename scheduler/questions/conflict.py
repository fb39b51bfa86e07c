"""Finds conflicts: minimal sets of requirements that cannot hold together, each proved.

The search first finds a minimal set of meetings that cannot all be held, then a minimal set of rules that forbids it.
A member stays only if a plan was found without it, so that each is needed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from scheduler.base.value import value
from scheduler.problem.start_windows import SingleCandidate
from scheduler.solver.proof import OutOfTimeError, has_start, held_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from scheduler.problem.requirement import Requirement
    from scheduler.scenario.problem import Problem
    from scheduler.solver.proof import Prover

Item = TypeVar("Item")

MOST_CONFLICTS = 5
"""The number of independent conflicts shown."""


@value
class Conflict:
    """Requirements that cannot hold together, in the order of an argument."""

    requirements: tuple[Requirement, ...]
    minimal: bool = True
    """Whether it is proved that each of them is needed; time may end first."""

    @property
    def meetings(self) -> tuple[str, ...]:
        """The meetings that cannot all be held."""
        return tuple(held_in(self.requirements))


def musts_of(requirements: Sequence[Requirement]) -> list[Requirement]:
    """Return the requirements that every plan must keep: the musts, and those that ask for must-meetings."""
    return [r for r in requirements if r.must or r.tier == "must"]


def conflicts(
    prover: Prover,
    problem: Problem,
    requirements: Sequence[Requirement],
    most: int = MOST_CONFLICTS,
    suspected: Sequence[str] = (),
) -> tuple[list[Conflict], bool]:
    """Return independent conflicts among requirements, and whether the search for them is complete.

    Conflicts are independent if no meeting is in two of them. The list is empty if all requirements can hold
    together. `suspected` are meetings to examine first.

    Raises:
        OutOfTimeError: time ended before a conflict, or its absence, was proved.
    """
    musts = musts_of(requirements)
    search = _Search(prover, problem, musts, suspected)
    found: list[Conflict] = []
    try:
        while len(found) < most:
            keys = search.meetings()
            if keys is None:
                return found, True
            found.append(search.conflict(keys))
            search.leave_out(keys)
        return found, search.meetings() is None
    except OutOfTimeError:
        if not found:
            raise
        return found, False


class _Search:
    """Searches for conflicts among the remaining meetings."""

    def __init__(
        self, prover: Prover, problem: Problem, musts: Sequence[Requirement], suspected: Sequence[str]
    ) -> None:
        self.prover = prover
        self.problem = problem
        self.held = {key: r for r in musts if (key := r.rule.asks_for) is not None}
        self.rules = [r for r in musts if r.rule.asks_for is None]
        self.suspected = [key for key in suspected if key in self.held]
        self.cleared: set[frozenset[str]] = set()

    def leave_out(self, keys: Collection[str]) -> None:
        """Exclude some meetings from the search."""
        self.held = {key: requirement for key, requirement in self.held.items() if key not in keys}
        self.suspected = [key for key in self.suspected if key in self.held]

    def meetings(self) -> list[str] | None:
        """Return a minimal set of meetings that cannot all be held, or None where all can."""
        # A meeting without any start is found without the solver, and is the easiest to understand.
        for key in [*self.suspected, *self.held]:
            if not has_start(self.problem, self.rules, key):
                return [key]
            if [key] == self.suspected[-1:] and not self._possible(self.suspected):
                return self._fewest(self.suspected)
        if self._possible(list(self.held)):
            return None
        for keys in self._of_one_principal():
            if not self._possible(keys):
                return self._fewest(keys)
        return self._fewest(list(self.held))

    def _of_one_principal(self) -> Iterator[list[str]]:
        """Yield the meetings of each principal: an overbooked principal is found fast, and easy to understand."""
        seen: set[frozenset[str]] = set()
        for candidates in self.problem.by_principal.values():
            keys = [candidate.key for candidate in candidates if candidate.key in self.held]
            if 0 < len(keys) < len(self.held) and frozenset(keys) not in seen:
                seen.add(frozenset(keys))
                yield keys

    def _possible(self, keys: Sequence[str]) -> bool:
        known = frozenset(keys)
        if any(known <= cleared for cleared in self.cleared):
            return True
        musts = [*self.rules, *(self.held[key] for key in keys)]
        if self.prover.together(self.problem, musts) is None:
            return False
        self.cleared.add(known)
        return True

    def _fewest(self, keys: list[str]) -> list[str]:
        """Return a minimal subset of the meetings that cannot all be held."""
        if self._too_many(keys):
            keys = fewest(keys, self._too_many)
        elif len(keys) > 2:
            blamed = self.prover.suspects(self.problem, self.rules, [self.held[key] for key in keys])
            hinted = held_in(blamed)
            keys = hinted if len(hinted) < len(keys) and not self._possible(hinted) else keys
        return fewest(keys, lambda fewer: not self._possible(fewer))

    def _too_many(self, keys: Sequence[str]) -> bool:
        return self.prover.too_many(self.problem, [*self.rules, *(self.held[key] for key in keys)])

    def conflict(self, keys: Sequence[str]) -> Conflict:
        """Return the conflict of a minimal set of meetings, with a minimal set of rules that forbids it."""
        held = [self.held[key] for key in keys]
        rules = sorted(self._about(keys), key=spared_first)
        alone = SingleCandidate(self.problem, self.problem.by_key[keys[0]], rules)
        if len(keys) == 1 and not alone.possible(rules):
            needed = fewest([r for r in rules if id(r) in alone.allowed], lambda fewer: not alone.possible(fewer))
            split = parts_of(needed)
            alone = SingleCandidate(self.problem, self.problem.by_key[keys[0]], split)
            needed = fewest(split, lambda fewer: not alone.possible(fewer))
            return Conflict(tuple(in_order(held + needed)))
        minimal = True
        try:
            rules = self._counted(held, rules) or self._blamed(held, rules)
            rules = fewest(rules, lambda fewer: self.prover.together(self.problem, [*held, *fewer]) is None)
            if len(parts_of(rules)) > len(rules):
                rules = parts_of(rules)
                rules = fewest(rules, lambda fewer: self.prover.together(self.problem, [*held, *fewer]) is None)
        except OutOfTimeError as error:
            rules, minimal = error.args[0] if error.args else rules, False
        return Conflict(tuple(in_order(held + rules)), minimal)

    def _counted(self, held: list[Requirement], rules: list[Requirement]) -> list[Requirement]:
        """Return a minimal set of rules with which the meetings exceed a resource; none if they do not."""
        if not self.prover.too_many(self.problem, [*held, *rules]):
            return []
        return fewest(rules, lambda fewer: self.prover.too_many(self.problem, [*held, *fewer]))

    def _blamed(self, held: list[Requirement], rules: list[Requirement]) -> list[Requirement]:
        """Return the rules that the solver blames, if they really conflict; else all of them."""
        blamed = self.prover.suspects(self.problem, held, rules)
        hinted = [rule for rule in rules if any(rule is other for other in blamed)]
        return hinted if self.prover.together(self.problem, [*held, *hinted]) is None else rules

    def _about(self, keys: Sequence[str]) -> list[Requirement]:
        """Return the rules that can constrain some meetings."""
        there = {person for key in keys for person in self.problem.by_key[key].participants}
        return [r for r in self.rules if r.rule.concerns.touches(set(keys), there)]


def parts_of(rules: Sequence[Requirement]) -> list[Requirement]:
    """Return the rules split into parts, so that only the needed parts are named."""
    return [r if part is r.rule else replace(r, rule=part) for r in rules for part in r.rule.parts()]


def fewest(items: list[Item], impossible: Callable[[list[Item]], bool]) -> list[Item]:
    """Return a minimal subset that is impossible: every member is needed.

    All items together are impossible; earlier items are dropped first.

    Raises:
        OutOfTimeError: with the subset so far, which is impossible, but perhaps not minimal.
    """
    kept = list(items)
    for item in items:
        fewer = [other for other in kept if other is not item]
        try:
            if impossible(fewer):
                kept = fewer
        except OutOfTimeError:
            raise OutOfTimeError(kept) from None
    return kept


def spared_first(requirement: Requirement) -> int:
    """Return a sort key that puts the requirements to drop first, if others suffice, at the front."""
    return requirement.rule.blame


def in_order(requirements: Sequence[Requirement]) -> list[Requirement]:
    """Return requirements in the order of an argument: meetings, presence and times, resources, and then rules.

    What the question supposes comes last, after everything that would be possible without it.
    """

    def place(requirement: Requirement) -> tuple[object, ...]:
        begins = requirement.rule.begins
        return requirement.rule.argument, begins.timestamp() if begins else 0.0, requirement.origin.line

    return sorted(requirements, key=place)
