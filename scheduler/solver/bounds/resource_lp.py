"""An upper bound on the worth of meetings that can be held: the capacity of each person's time and each room pool.

The relaxation ignores when meetings are held and keeps their lengths: the meetings held may not use more of a resource
than its capacity. A linear program gives the dual prices of the resources; the bound is computed from them in integers,
so that it is valid despite rounding (weak duality: for any prices y >= 0, no plan is worth more than the sum of y
times capacity, plus the worth of each meeting beyond its price).
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from scheduler.solver.board import moments, runs, spread
from scheduler.solver.params import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.solver.board import Board, Lane, Option
    from scheduler.solver.params import BoundParams

SCALE = 1 << 20
"""Prices are integers; this many units are one point of worth."""


Way = tuple[tuple[int, int], ...]
"""One way to hold a meeting: pairs of resource and amount used."""
Reached = tuple["Sequence[int]", int]
"""The worth of each meeting in an earlier tier, and the total that must be kept."""


class Relaxation:
    """The resources of a board as the rows of a linear program: their capacities, and their use by meetings."""

    def __init__(self, board: Board, params: BoundParams = DEFAULTS.bounds) -> None:
        """Compute the capacity of each resource, in moments; moments that no meetings can fill do not count."""
        self.board = board
        lanes = {id(lane): lane for options in board.options for option in options for lane, _ in _taken(option)}
        self._row = {key: row for row, key in enumerate(lanes)}
        sizes: dict[int, set[int]] = {key: set() for key in lanes}
        for options in board.options:
            for option in options:
                for lane, size in _taken(option):
                    sizes[id(lane)].add(size)
        pairs, unpaired = self._pairs(), self._unpaired()
        self.there = [
            _most(lane, sorted(sizes[key]), None if lane.counts is None or key in unpaired else pairs)
            for key, lane in lanes.items()
        ]
        self.ways = [self._ways(options) for options in board.options]
        """For each meeting, the different ways to hold it."""
        for word in sorted({lane.requirement.rule.word for lane in lanes.values() if lane.capacity == 1}):
            for clique in cliques(board, word, params.meetings_for_cliques):
                self._exclude(clique, word)

    def _ways(self, options: Sequence[Option]) -> list[Way]:
        found = {tuple((self._row[id(lane)], size) for lane, size in _taken(option)) for option in options}
        return sorted(found)

    def _exclude(self, clique: Sequence[int], word: str) -> None:
        """Add a row for a clique: no two of its meetings can overlap, although no single resource is common to all."""
        spans = {meeting: _surely(self.board.options[meeting], word) for meeting in clique}
        reach = 0
        for meeting, (before, size) in spans.items():
            for option in self.board.options[meeting]:
                reach |= spread(option.starts, size) >> before
        best = _fills(max(high - low for low, high in runs(reach)), sorted({size for _, size in spans.values()}))
        row = len(self.there)
        self.there.append(sum(best[high - low] for low, high in runs(reach)))
        for meeting, (_, size) in spans.items():
            self.ways[meeting] = [(*way, (row, size)) for way in self.ways[meeting]]

    def _pairs(self) -> list[int]:
        """Return for each moment the number of pairs of people who can meet then."""
        there = [0] * self.board.length
        for lane in self.board.lanes:
            for low, high in runs(lane.reach) if lane.counts is None and not lane.side else ():
                for moment in range(low, high):
                    there[moment] += 1
        return [number // 2 for number in there]

    def _unpaired(self) -> set[int]:
        """Return the room pools that can be in use without two people present: in a reset, or by one person's call."""
        found = set[int]()
        for option in (option for options in self.board.options for option in options):
            people = {(b, size) for check, o, b, size in option.uses if check is o and o.counts is None}
            number = sum(check is o and o.counts is None for check, o, _, _ in option.uses)
            for check, o, before, size in option.uses:
                if check is o and o.counts is not None and (number < 2 or people != {(before, size)}):
                    found.add(id(o))
        return found

    def rows(self) -> list[tuple[int, dict[int, int]]]:
        """Return the capacity of each resource, and the minimum that each meeting uses of it."""
        found: list[dict[int, int]] = [{} for _ in self.there]
        for meeting, ways in enumerate(self.ways):
            taken = [dict(way) for way in ways]
            for row in set.intersection(*(set(way) for way in taken)) if taken else ():
                found[row][meeting] = min(way[row] for way in taken)
        return [(there, row) for there, row in zip(self.there, found, strict=True) if row and sum(row.values()) > there]

    def bound(self, worth: Sequence[int], reached: Sequence[Reached], seconds: float = inf) -> tuple[int, list[int]]:
        """Return an upper bound on the total worth of the meetings, while earlier tiers keep what they reached.

        Also return the dual prices of the resources, which `price` reads.

        Args:
            worth: what each meeting is worth.
            reached: the earlier tiers, each with the worth to keep.
            seconds: the time limit of the linear program; a bound from prices that are not the best is looser.
        """
        prices, kept = self._prices(worth, reached, seconds)
        total = sum(price * there for price, there in zip(prices, self.there, strict=True))
        total -= sum(price * amount for price, (_, amount) in zip(kept, reached, strict=True))
        for meeting, ways in enumerate(self.ways):
            if ways:
                best = SCALE * worth[meeting] - min(sum(prices[row] * size for row, size in way) for way in ways)
                best += sum(price * weights[meeting] for price, (weights, _) in zip(kept, reached, strict=True))
                total += max(0, best)
        return total // SCALE, prices

    def price(self, option: Option, prices: Sequence[int]) -> float:
        """Return the price of the resources that an option uses, in points of worth."""
        return sum(prices[self._row[id(lane)]] * size for lane, size in _taken(option)) / SCALE

    def _prices(self, worth: Sequence[int], reached: Sequence[Reached], seconds: float) -> tuple[list[int], list[int]]:
        """Return the dual prices of the resources and of the earlier tiers."""
        from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

        solver = pywraplp.Solver.CreateSolver("GLOP")
        objective = solver.Objective()
        objective.SetMaximization()
        rows = [solver.RowConstraint(0, there, "") for there in self.there]
        kept = [solver.RowConstraint(amount, solver.infinity(), "") for _, amount in reached]
        for meeting, ways in enumerate(self.ways):
            once = solver.RowConstraint(0, 1, "") if len(ways) > 1 else None
            for way in ways:
                held = solver.NumVar(0, 1, "")
                objective.SetCoefficient(held, worth[meeting])
                for row, size in way:
                    rows[row].SetCoefficient(held, size)
                for constraint, (weights, _) in zip(kept, reached, strict=True):
                    if weights[meeting]:
                        constraint.SetCoefficient(held, weights[meeting])
                if once is not None:
                    once.SetCoefficient(held, 1)
        if seconds < inf:
            solver.SetTimeLimit(max(1, round(1000 * seconds)))
        solver.Solve()
        # Whatever the status, the bound computed from these prices is valid.
        return (
            [max(0, round(SCALE * row.dual_value())) for row in rows],
            [max(0, round(-SCALE * row.dual_value())) for row in kept],
        )


def cliques(board: Board, word: str, most: int) -> list[list[int]]:
    """Return some sets of meetings that pairwise exclude each other through different resources of one rule."""
    number = len(board.options)
    if number > most:
        return []
    beside = [0] * number
    members = _members(board, word)
    for mask in members:
        for meeting in moments(mask):
            beside[meeting] |= mask
    found: dict[int, list[int]] = {}
    for seed in range(number):
        clique, left = 1 << seed, beside[seed] & ~(1 << seed)
        while left:
            most = max(moments(left), key=lambda meeting: ((beside[meeting] & left).bit_count(), -meeting))
            clique |= 1 << most
            left &= beside[most] & ~(1 << most)
        if not any(clique & ~mask == 0 for mask in (*members, 1 << seed)):
            found[clique] = list(moments(clique))
    return list(found.values())


def _members(board: Board, word: str) -> list[int]:
    """Return, for each resource of a rule with capacity 1, the meetings that use it in every option, as bits."""
    members: dict[int, int] = {}
    for meeting, options in enumerate(board.options):
        taken = [{id(lane) for lane, _, _ in _alone(option, word)} for option in options]
        for lane in set.intersection(*taken) if taken else ():
            members[lane] = members.get(lane, 0) | 1 << meeting
    return list(members.values())


def _alone(option: Option, word: str) -> Iterator[tuple[Lane, int, int]]:
    """Yield an option's uses of a rule's resources of capacity 1: lane, moments before the start, total moments."""
    for check, lane, before, size in option.uses:
        if check is lane and lane.capacity == 1 and lane.requirement.rule.word == word:
            yield lane, before, size


def _surely(options: Sequence[Option], word: str) -> tuple[int, int]:
    """Return the minimum span in which a meeting excludes others: moments before its start, and in total."""
    spans = [(before, size) for option in options for _, before, size in _alone(option, word)]
    before, after = min(b for b, _ in spans), min(size - b for b, size in spans)
    return before, before + after


def _taken(option: Option) -> Iterator[tuple[Lane, int]]:
    """Yield an option's uses of resources whose uses exclude each other."""
    for check, occupy, _, size in option.uses:
        if check is occupy:
            yield occupy, size


def _most(lane: Lane, sizes: Sequence[int], pairs: Sequence[int] | None) -> int:
    """Return the largest number of moments of a lane that meetings of those sizes can fill, run by run."""
    total = 0
    best = _fills(max((high - low for low, high in runs(lane.reach)), default=0), sizes)
    for low, high in runs(lane.reach):
        filled = lane.capacity * best[high - low]
        if pairs is not None:
            # At each moment, no more rooms of a pool are in use than there are pairs of people.
            filled = min(filled, sum(min(lane.capacity, number) for number in pairs[low:high]))
        total += filled
    return total


def _fills(longest: int, sizes: Sequence[int]) -> list[int]:
    """Return for each length, up to the longest, the most that meetings of those sizes can fill."""
    exact, best = [True] + [False] * longest, [0] * (longest + 1)
    for length in range(1, longest + 1):
        exact[length] = any(size <= length and exact[length - size] for size in sizes)
        best[length] = length if exact[length] else best[length - 1]
    return best
