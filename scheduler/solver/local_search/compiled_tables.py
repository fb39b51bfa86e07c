"""Converts a board into tables of numbers for the compiled steps, and their plan back into a board."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.solver.board import Side, moments
from scheduler.solver.local_search import compiled_steps as steps
from scheduler.solver.local_search.compiled_steps import BITS, FIRST_WORD, Tables
from scheduler.solver.params import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.solver.board import Lane, Option
    from scheduler.solver.local_search.search import LocalSearch
    from scheduler.solver.params import StepParams

MOST_WORTH = 1 << 60
"""An exclusive upper limit on the total worth of all meetings, so that machine integers do not overflow."""
SHIFT = FIRST_WORD * BITS
"""The moments of padding before the first moment of the board."""

Span = tuple[int, int, int, bool]
"""A row, the moments before the start, the total moments, and whether it is a person's time."""


class FastSearch:
    """The local search in compiled steps, for meetings that only resources constrain."""

    def __init__(self, search: LocalSearch, seed: int, params: StepParams = DEFAULTS.local_search.compiled) -> None:
        """Read the plan from the board of a search; `bring_back` writes the better plan there."""
        self.search = search
        self.params = params
        self.board = search.board
        self.rows = {id(lane): row for row, lane in enumerate(self.board.lanes)}
        self.options = list(chain.from_iterable(self.board.options))
        self.width = self.board.length // BITS + 2 * FIRST_WORD
        self.tables = self._tables(seed)
        number = {id(option): number for number, option in enumerate(self.options)}
        for meeting, slot in enumerate(self.board.at):
            if slot is not None:
                steps.place(self.tables, meeting, number[id(slot[0])], slot[1] + SHIFT)
        steps.keep(self.tables)
        self.run(0, 1.0, 1.0)  # This call compiles the steps, unless the cache has them.

    def _tables(self, seed: int) -> Tables:
        search, watchers = self.search, self._watchers()
        checks = [self._checks(option) for option in self.options]
        takes = [self._takes(option, watchers) for option in self.options]
        meetings = self._meetings()
        option = np.array([_firsts(checks), _firsts(takes)], dtype=np.int64).T.copy()
        room = 2 * len(self.board.candidates) + 2
        counts, full = self._lines()
        return Tables(
            meeting=self._meeting(),
            option=option,
            price=np.array([option.price for option in self.options], dtype=np.float64),
            cheapest=np.array(search.cheapest, dtype=np.float64),
            starts=_table([self._words(option.starts) for option in self.options], self.width),
            check=_table(chain.from_iterable(checks), 4),
            take=self._taken_by(takes),
            row=self._rows(takes),
            counts=counts,
            full=full,
            head=np.full((len(self.board.lanes), self.width), -1, dtype=np.int64),
            people=np.array(list(chain.from_iterable(self._people())), dtype=np.int64),
            person=_table([(first, 0) for first in _firsts(meetings)], 2),
            meetings=np.array(list(chain.from_iterable(meetings)), dtype=np.int64),
            lists=self._lists(room),
            number=np.array([0, 0, 0, 0, sum(self._free()), 0, 0, *_lots(seed)], dtype=np.int64),
            cost=np.zeros(1, dtype=np.float64),
            bits=np.zeros((3, self.width), dtype=np.int64),
            setting=np.array(_settings(self.params), dtype=np.float64),
        )

    def _free(self) -> list[bool]:
        """Return whether each meeting may be moved: it has an option, and only resources constrain it."""
        asked = self.search.tally.of
        return [bool(options) and meeting not in asked for meeting, options in enumerate(self.board.options)]

    def _people(self) -> list[list[int]]:
        everybody = {person: number for number, person in enumerate(self.search.placed_of)}
        return [[everybody[person] for person in people] for people in self.search.people]

    def _meetings(self) -> list[list[int]]:
        """Return the meetings of each person that can be held."""
        meetings: list[list[int]] = [[] for _ in self.search.placed_of]
        for meeting, people in enumerate(self._people()):
            for person in people if self.board.options[meeting] else ():
                meetings[person].append(meeting)
        return meetings

    def _meeting(self) -> Any:
        table = np.zeros((len(self.board.candidates) + 1, steps.BEST_START + 1), dtype=np.int64)
        table[:-1, steps.WORTH] = self.search.worth
        table[:-1, steps.FREE] = self._free()
        table[:, steps.FIRST_OPTION] = _firsts(self.board.options)
        table[:, steps.FIRST_PERSON] = _firsts(self.search.people)
        table[:, [steps.OPTION, steps.BEST_OPTION]] = -1
        table[self._out(), steps.OUT_AT] = range(len(self._out()))
        return table

    def _out(self) -> list[int]:
        """Return the free meetings; all are unplaced at first."""
        return [meeting for meeting, free in enumerate(self._free()) if free]

    def _lists(self, room: int) -> Any:
        lists = np.zeros((steps.NEAR_KEY + 1, max(room, len(self.search.placed_of))), dtype=np.int64)
        lists[steps.OUT, : len(self._out())] = self._out()
        return lists

    def _checks(self, option: Option) -> list[Span]:
        """Return the spans that must be free."""
        return [
            (self.rows[id(check)], before, size, check is occupy and check.counts is None)
            for check, occupy, before, size in option.uses
        ]

    def _watchers(self) -> dict[int, list[tuple[Lane, int, int]]]:
        """Return, for each kind of a person's meetings, the lanes that those meetings block."""
        watchers: dict[int, list[tuple[Lane, int, int]]] = defaultdict(list)
        for lane in self.board.lanes:
            for side, before, after, _ in getattr(lane, "sources", ()):
                watchers[id(side)].append((lane, before, after))
        return watchers

    def _takes(self, option: Option, watchers: dict[int, list[tuple[Lane, int, int]]]) -> list[Span]:
        """Return the occupied spans; if several resources keep the same meetings apart, the longest span."""
        taken: list[Span] = []
        around: dict[int, tuple[int, int]] = {}
        for _, occupy, before, size in option.uses:
            if not isinstance(occupy, Side):
                taken.append((self.rows[id(occupy)], before, size, False))
                continue
            for lane, earlier, later in watchers[id(occupy)]:
                row = self.rows[id(lane)]
                known = around.get(row, (0, 0))
                around[row] = max(known[0], before + earlier), max(known[1], size - before + later)
        return taken + [(row, before, before + after, False) for row, (before, after) in around.items()]

    def _taken_by(self, takes: Sequence[Sequence[Span]]) -> Any:
        owner = [meeting for meeting, options in enumerate(self.board.options) for _ in options]
        rows = [(*span[:3], owner[option], -1, -1) for option, spans in enumerate(takes) for span in spans]
        return _table(rows, steps.LAST + 1)

    def _rows(self, takes: Sequence[Sequence[Span]]) -> Any:
        longest = [0] * len(self.board.lanes)
        for row, _, size, _ in chain.from_iterable(takes):
            longest[row] = max(longest[row], size)
        return _table([(lane.capacity, longest[row]) for row, lane in enumerate(self.board.lanes)], 2)

    def _lines(self) -> tuple[Any, Any]:
        """Return the empty rows; moments that no use can reach count as occupied."""
        counts = np.zeros((len(self.board.lanes), self.width * BITS), dtype=np.int16)
        full = np.zeros((len(self.board.lanes), self.width), dtype=np.int64)
        for row, lane in enumerate(self.board.lanes):
            if lane.counts is None and not lane.side:
                beyond = ((1 << self.board.length) - 1) & ~lane.reach
                full[row] = self._words(beyond)
                counts[row, [moment + SHIFT for moment in moments(beyond)]] = 1
        return counts, full

    def _words(self, line: int) -> list[int]:
        line, mask = line << SHIFT, (1 << BITS) - 1
        return [line >> (BITS * word) & mask for word in range(self.width)]

    def take_prices(self) -> None:
        """Copy the current prices of the board's options."""
        self.tables.price[:] = [option.price for option in self.options]
        self.tables.cheapest[:] = self.search.cheapest
        options = self.tables.meeting[:, steps.OPTION]
        self.tables.cost[0] = self.tables.price[options[options >= 0]].sum()

    def run(self, number: int, heat: float, thrift: float) -> None:
        """Take that many steps."""
        steps.steps(self.tables, number, heat, thrift)

    @property
    def work(self) -> int:
        """The number of start searches."""
        return int(self.tables.number[steps.WORK])

    def held(self) -> list[bool]:
        """Return for each meeting whether it is held in the best plan so far."""
        return (self.tables.meeting[:-1, steps.BEST_OPTION] >= 0).tolist()  # type: ignore[no-any-return]

    def bring_back(self) -> None:
        """Write the best plan so far to the board."""
        best = self.tables.meeting[:-1, [steps.BEST_OPTION, steps.BEST_START]].tolist()
        self.search.lay([(self.options[option], start - SHIFT) if option >= 0 else None for option, start in best])


def _firsts(lists: Sequence[Sequence[Any]]) -> list[int]:
    """Return the offset of each list in the flattened list, and the end of the last."""
    return list(accumulate((len(each) for each in lists), initial=0))


def _settings(params: StepParams) -> list[float]:
    """Return the parameters of a step, in the order of the tables."""
    return [params.ejections, params.most_people, params.longest_row, params.most_tried, params.noise]


def _table(rows: Iterable[Sequence[int]], columns: int) -> Any:
    return np.array(list(rows), dtype=np.int64).reshape(-1, columns)


def _lots(seed: int) -> tuple[int, int]:
    """Return the initial state of the random generator."""
    return 362436069 ^ (seed * 69069 & 0xFFFF), 521288629 ^ (seed * 362437 & 0xFFFF)
