"""A peer for `b2b`: RC2, the core-guided MaxSAT search of `python-sat`, on a clausal encoding of the definition.

Literals say that a meeting is in a slot, that a participant is busy in one, and that a break ends there, which is
what costs. Capacity is counted over groups of meetings that share a participant, as at most one of them is held
in a slot; each participant is busy in as many slots as there are meetings.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from benchmarks import b2b
from benchmarks.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NEEDS = ("pysat.examples.rc2",)
"""What it is imported from, before the clock starts."""
MOST_UNEVEN = 4
"""Breaks of one participant up to which their number is told apart."""

names = b2b.names
best_known = b2b.best_known


def solve(folder: Path | None, name: str, limit: float, seed: int) -> Answer:  # noqa: ARG001 - RC2 has neither
    """Solve an instance to its optimum; whoever calls stops it when the time is over."""
    from pysat.examples.rc2 import RC2

    if folder is None:
        raise ValueError("the instances are read from a folder")
    instance = json.loads((folder / f"{name}.json").read_text("utf-8"))
    encoding = _Encoding(instance)
    with RC2(encoding.formula, solver="cadical153") as search:
        true = search.compute()
    if true is None:
        return Answer("impossible")
    chosen = set(true)
    slots = {meeting: slot for (meeting, slot), literal in encoding.starts.items() if literal in chosen}
    value = b2b.breaks(instance, slots)
    return Answer("optimal", value, search.cost, "; ".join(b2b.errors(instance, slots)))


class _Encoding:
    """The clauses of an instance, and the literals of the meetings' slots."""

    def __init__(self, instance: dict[str, Any]) -> None:
        from pysat.formula import WCNF

        self.instance = instance
        self.formula = WCNF()
        self.last = 0
        self.slots = range(1, instance["slots"] + 1)
        self.meetings = dict(enumerate(instance["meetings"], 1))
        self.starts = {(key, slot): self._new() for key in self.meetings for slot in self._allowed(key)}
        for key in self.meetings:
            self._exactly([self.starts[key, slot] for slot in self.slots if (key, slot) in self.starts], 1)
        self._order()
        people = range(1, instance["participants"] + 1)
        self.of = {p: [key for key, m in self.meetings.items() if p in {m["a"], m["b"]}] for p in people}
        self.busy = {p: self._busy(p) for p in people}
        for slot in self.slots:
            self._at_most(self._groups(slot), instance["locations"])
        counts = [self._count(self._breaks(p)) for p in people]
        self._even(counts)

    def _new(self) -> int:
        self.last += 1
        return self.last

    def _allowed(self, key: int) -> list[int]:
        meeting, morning = self.meetings[key], self.instance["morning_slots"]
        never = {slot for p in (meeting["a"], meeting["b"]) for slot in self.instance["forbidden"][p - 1]}
        return [
            slot
            for slot in self.slots
            if slot not in never
            and meeting["fixed"] in {0, slot}
            and not (meeting["session"] == "AM" and slot > morning)
            and not (meeting["session"] == "PM" and slot <= morning)
        ]

    def _clause(self, *literals: int) -> None:
        self.formula.append(list(literals))

    def _at_most(self, literals: Sequence[int], number: int) -> None:
        if len(literals) > number:
            self._card("atmost", literals, number)

    def _exactly(self, literals: Sequence[int], number: int) -> None:
        if len(literals) < number:
            self._clause()  # never
        elif len(literals) > number:
            self._card("equals", literals, number)
        else:
            for literal in literals:
                self._clause(literal)

    def _card(self, kind: str, literals: Sequence[int], number: int) -> None:
        from pysat.card import CardEnc, EncType

        encoding = EncType.pairwise if number == 1 else EncType.seqcounter
        made = getattr(CardEnc, kind)(list(literals), number, top_id=self.last, encoding=encoding)
        self.last = max(self.last, made.nv)
        self.formula.extend(made.clauses)

    def _order(self) -> None:
        for (key, slot), start in self.starts.items():
            for earlier in self.meetings[key]["before"]:
                before = [self.starts[earlier, s] for s in range(1, slot) if (earlier, s) in self.starts]
                self._clause(-start, *before)

    def _busy(self, participant: int) -> dict[int, int]:
        """Return by slot the literal that a participant is in a meeting, where one may be."""
        busy = {}
        for slot in self.slots:
            there = [self.starts[key, slot] for key in self.of[participant] if (key, slot) in self.starts]
            if there:
                self._at_most(there, 1)
                busy[slot] = self._any_of(there)
        self._exactly(list(busy.values()), len(self.of[participant]))
        return busy

    def _any_of(self, literals: Sequence[int]) -> int:
        made = self._new()
        self._clause(-made, *literals)
        for literal in literals:
            self._clause(made, -literal)
        return made

    def _groups(self, slot: int) -> list[int]:
        """Return literals of which as many are true as meetings are held in a slot: a greedy cover by participants."""
        left = {key for key in self.meetings if (key, slot) in self.starts}
        found = []
        while left:
            number = Counter(p for key in left for p in (self.meetings[key]["a"], self.meetings[key]["b"]))
            most = max(number, key=lambda p: (number[p], -p))
            mine = [key for key in self.of[most] if key in left]
            whole = all(key in left for key in self.of[most] if (key, slot) in self.starts)
            found.append(self.busy[most][slot] if whole else self._any_of([self.starts[key, slot] for key in mine]))
            left -= set(mine)
        return found

    def _breaks(self, participant: int) -> list[int]:
        """Return the literals that a break ends in a slot: each is true if one does, and costs."""
        busy, found = self.busy[participant], []
        before: int | None = None
        for slot in self.slots:
            if before is not None and slot in busy:
                ends = self._new()
                self._clause(ends, -busy[slot], -before, *([busy[slot - 1]] if slot - 1 in busy else []))
                self.formula.append([-ends], weight=1)
                found.append(ends)
            if slot - 1 in busy:
                before = busy[slot - 1] if before is None else self._any_of([before, busy[slot - 1]])
        return found

    def _count(self, literals: Sequence[int]) -> list[int]:
        """Return literals that at least one, two, … of some are true."""
        counts: list[int] = []
        for literal in literals:
            after = []
            for number in range(min(len(counts) + 1, MOST_UNEVEN)):
                ways = [[literal, counts[number - 1]] if number else [literal]]
                ways += [[counts[number]]] if number < len(counts) else []
                after.append(self._any_of([self._all_of(way) for way in ways]))
            counts = after
        return counts

    def _all_of(self, literals: Sequence[int]) -> int:
        return literals[0] if len(literals) == 1 else -self._any_of([-literal for literal in literals])

    def _even(self, counts: Sequence[Sequence[int]]) -> None:
        """Say that who has three breaks leaves nobody without one, who has four nobody with fewer than two."""
        for number in range(b2b.DIFFER_BY + 1, MOST_UNEVEN + 1):
            everybody = self._new()
            fewer = number - b2b.DIFFER_BY
            for each in counts:
                if len(each) >= number:
                    self._clause(-each[number - 1], everybody)
                self._clause(-everybody, *([each[fewer - 1]] if len(each) >= fewer else []))
