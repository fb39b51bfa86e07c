"""An upper bound on how many meetings can be held: each person's time and each pool of rooms, added up.

The relaxation forgets when meetings are and keeps how long they take: what is held may not take more of a claim
than there is of it. A linear program finds prices for the claims, and the bound is worked out from the prices in
whole numbers, so that it holds however the program was rounded (weak duality: for any prices y >= 0, no plan is
worth more than the sum of y times what there is, plus what each meeting is worth beyond its price).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.solver.board import moments, runs, spread
from scheduler.solver.params import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.solver.board import Board, Lane, Option
    from scheduler.solver.params import BoundParams

SCALE = 1 << 20
"""Prices are whole numbers of this part of one point of worth."""


Way = tuple[tuple[int, int], ...]
"""One way of holding a meeting: how much it takes of which claims."""
Reached = tuple["Sequence[int]", int]
"""What each meeting is worth in an earlier tier, and how much of it is kept."""


class Relaxation:
    """The claims of a board as the rows of a linear program: how much there is of each, and what meetings take."""

    def __init__(self, board: Board, params: BoundParams = DEFAULTS.bounds) -> None:
        """Add up what there is of each claim, in moments; a moment that no meetings can fill is not there."""
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
        """For each meeting, the different ways of holding it."""
        for word in sorted({lane.requirement.rule.word for lane in lanes.values() if lane.capacity == 1}):
            for clique in cliques(board, word, params.meetings_for_cliques):
                self._exclude(clique, word)

    def _ways(self, options: Sequence[Option]) -> list[Way]:
        found = {tuple((self._row[id(lane)], size) for lane, size in _taken(option)) for option in options}
        return sorted(found)

    def _exclude(self, clique: Sequence[int], word: str) -> None:
        """Add a row for meetings of which no two can be at once, though no one claim is common to all of them."""
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
        """Return for each moment how many pairs of people can be in a meeting then."""
        there = [0] * self.board.length
        for lane in self.board.lanes:
            for low, high in runs(lane.reach) if lane.counts is None and not lane.side else ():
                for moment in range(low, high):
                    there[moment] += 1
        return [number // 2 for number in there]

    def _unpaired(self) -> set[int]:
        """Return the pools that are taken when no two people need be there: to be reset, or by a call of one."""
        found = set[int]()
        for option in (option for options in self.board.options for option in options):
            people = {(b, size) for check, o, b, size in option.uses if check is o and o.counts is None}
            number = sum(check is o and o.counts is None for check, o, _, _ in option.uses)
            for check, o, before, size in option.uses:
                if check is o and o.counts is not None and (number < 2 or people != {(before, size)}):
                    found.add(id(o))
        return found

    def rows(self) -> list[tuple[int, dict[int, int]]]:
        """Return how much there is of each claim, and what each meeting takes of it in any case."""
        found: list[dict[int, int]] = [{} for _ in self.there]
        for meeting, ways in enumerate(self.ways):
            taken = [dict(way) for way in ways]
            for row in set.intersection(*(set(way) for way in taken)) if taken else ():
                found[row][meeting] = min(way[row] for way in taken)
        return [(there, row) for there, row in zip(self.there, found, strict=True) if row and sum(row.values()) > there]

    def bound(self, worth: Sequence[int], reached: Sequence[Reached]) -> tuple[int, list[int]]:
        """Return the most that meetings can be worth together, where what was reached in earlier tiers is kept.

        With it come the prices of the claims, which `price` reads.

        Args:
            worth: what each meeting is worth.
            reached: the earlier tiers, with what is kept of each.
        """
        prices, kept = self._prices(worth, reached)
        total = sum(price * there for price, there in zip(prices, self.there, strict=True))
        total -= sum(price * amount for price, (_, amount) in zip(kept, reached, strict=True))
        for meeting, ways in enumerate(self.ways):
            if ways:
                best = SCALE * worth[meeting] - min(sum(prices[row] * size for row, size in way) for way in ways)
                best += sum(price * weights[meeting] for price, (weights, _) in zip(kept, reached, strict=True))
                total += max(0, best)
        return total // SCALE, prices

    def price(self, option: Option, prices: Sequence[int]) -> float:
        """Return how dear it is what an option takes, in points of worth."""
        return sum(prices[self._row[id(lane)]] * size for lane, size in _taken(option)) / SCALE

    def _prices(self, worth: Sequence[int], reached: Sequence[Reached]) -> tuple[list[int], list[int]]:
        """Return the prices of the claims, and of what is kept of earlier tiers: the duals of the linear program."""
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
        solver.Solve()
        # Whatever came of it, the bound that is made of these holds.
        return (
            [max(0, round(SCALE * row.dual_value())) for row in rows],
            [max(0, round(-SCALE * row.dual_value())) for row in kept],
        )


def cliques(board: Board, word: str, most: int) -> list[list[int]]:
    """Return sets of meetings of which any two exclude each other, through different claims of one rule: some."""
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
    """Return for each of a rule's claims that one alone can have the meetings that take it in any case, as bits."""
    members: dict[int, int] = {}
    for meeting, options in enumerate(board.options):
        taken = [{id(lane) for lane, _, _ in _alone(option, word)} for option in options]
        for lane in set.intersection(*taken) if taken else ():
            members[lane] = members.get(lane, 0) | 1 << meeting
    return list(members.values())


def _alone(option: Option, word: str) -> Iterator[tuple[Lane, int, int]]:
    """Yield what an option takes of those claims of a rule that one alone can have: from how long before, how much."""
    for check, lane, before, size in option.uses:
        if check is lane and lane.capacity == 1 and lane.requirement.rule.word == word:
            yield lane, before, size


def _surely(options: Sequence[Option], word: str) -> tuple[int, int]:
    """Return how long before its start, and how long in all, a meeting excludes others in any case."""
    spans = [(before, size) for option in options for _, before, size in _alone(option, word)]
    before, after = min(b for b, _ in spans), min(size - b for b, size in spans)
    return before, before + after


def _taken(option: Option) -> Iterator[tuple[Lane, int]]:
    """Yield what an option takes of the claims whose uses exclude each other."""
    for check, occupy, _, size in option.uses:
        if check is occupy:
            yield occupy, size


def _most(lane: Lane, sizes: Sequence[int], pairs: Sequence[int] | None) -> int:
    """Return how many moments of a line meetings of those sizes can take at most, each stretch of them by itself."""
    total = 0
    best = _fills(max((high - low for low, high in runs(lane.reach)), default=0), sizes)
    for low, high in runs(lane.reach):
        filled = lane.capacity * best[high - low]
        if pairs is not None:
            # A pool of rooms is not in use more often than there are pairs of people to use it.
            filled = min(filled, sum(min(lane.capacity, number) for number in pairs[low:high]))
        total += filled
    return total


def _fills(longest: int, sizes: Sequence[int]) -> list[int]:
    """Return for each length, up to the longest, how much of it the sizes can fill."""
    exact, best = [True] + [False] * longest, [0] * (longest + 1)
    for length in range(1, longest + 1):
        exact[length] = any(size <= length and exact[length - size] for size in sizes)
        best[length] = length if exact[length] else best[length - 1]
    return best
