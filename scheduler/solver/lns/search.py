"""Which neighbourhoods of a plan are searched, one after the other, for a better one.

Most of them lie around something that is expensive: the meetings at that time, and those at another time with
which they might change places. What is tried, and when it ends, is counted in steps and in the solver's
deterministic time, so that the same seed gives the same plan.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from scheduler.solver.lns.neighbourhood import Neighbourhoods
from scheduler.solver.lns.subproblem import Subproblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.solver.engine import Engine
    from scheduler.solver.lns.proto import Values
    from scheduler.solver.model import Built

FIRST_SIZE = 10.0
"""Meetings that are freed at once, in the beginning."""
SIZES = (4.0, 24.0)
"""The fewest and the most of them."""
GROWS, SHRINKS = 0.04, 0.4
"""By how much the size grows where a neighbourhood is searched to the end, and shrinks where it is not."""
EFFORT = 0.2
"""Deterministic seconds for one neighbourhood."""
AROUND_A_COST = 0.75
"""How often a neighbourhood lies around something that is expensive, and not around a random meeting."""
ANYWHERE = 0.25
"""How often its second half are random meetings, and not those of another time."""
PATIENCE = 400
"""Neighbourhoods in a row without a gain, after which it ends."""


class NeighbourhoodSearch:
    """The search for better plans in the neighbourhoods of one that was found."""

    def __init__(
        self, engine: Engine, built: Built, weights: Mapping[str, int], values: Values, without: frozenset[str]
    ) -> None:
        """Begin from a solution; what is to be small are the tiers with their weights.

        Constraints with the names in `without` are left aside: the weights say the same.
        """
        self.engine = engine
        self.draw = Random(engine.seed)  # noqa: S311 - not for secrets
        self.whole = Neighbourhoods(built, weights, without)
        self.values = values
        self.cost = self.whole.cost(values)
        self.size = FIRST_SIZE
        self.effort = 0.0
        v = built.vocabulary
        self.meetings = [candidate.key for candidate in v.candidates]
        self.held = {key: v.held(key).index for key in self.meetings}
        self.steps = {key: v.step(key).index for key in self.meetings}
        self.half = {key: min(v.candidate(key).minutes) / v.problem.grid / 2 for key in self.meetings}

    def run(self, effort: float, bound: int) -> Values:
        """Search until the bound is reached, nothing is gained any more, or the effort or the time is spent."""
        idle = 0
        while self.cost > bound and idle < PATIENCE and self.effort < effort:
            if self.engine.interrupted or not self.engine.left:
                break
            idle = 0 if self.step() else idle + 1
        return self.values

    def step(self) -> bool:
        """Search one neighbourhood; return whether something was gained."""
        found = Subproblem(self.whole, self.values, self._free()).solve(EFFORT, self.draw.randrange(1 << 30))
        self.effort += found.effort
        self.size += GROWS if found.proved else -SHRINKS
        self.size = min(max(self.size, SIZES[0]), SIZES[1], len(self.meetings))
        if found.values is None:
            return False
        before, self.values, self.cost = self.cost, found.values, self.whole.cost(found.values)
        return self.cost < before

    def _free(self) -> set[str]:
        """Return the meetings of a neighbourhood."""
        size, free = round(self.size), self._expensive() if self.draw.random() < AROUND_A_COST else set()
        at = self._middle(self.draw.choice(sorted(free) or self.meetings))
        free |= self._around(at, size // 2 - len(free), free)
        others = [key for key in self.meetings if key not in free]
        if self.draw.random() < ANYWHERE:
            return free | set(self.draw.sample(others, min(len(others), max(0, size - len(free)))))
        return free | self._around(self._middle(self.draw.choice(others or self.meetings)), size - len(free), free)

    def _expensive(self) -> set[str]:
        """Return the meetings of a random cost that is not at its least."""
        whole = self.whole
        costly = [v for v, factor in whole.costs.items() if self.values[v] != whole.domains[v][0 if factor > 0 else -1]]
        return whole.about(self.draw.choice(costly)) if costly else set()

    def _middle(self, meeting: str) -> float:
        return self.values[self.steps[meeting]] + self.half[meeting]

    def _around(self, at: float, count: int, known: set[str]) -> set[str]:
        """Return so many other meetings, those nearest to a time; one that is not held is anywhere."""
        others = [key for key in self.meetings if key not in known]
        far = {
            key: abs(self._middle(key) - at) if self.values[self.held[key]] else self.draw.random() * self.size
            for key in others
        }
        return set(sorted(others, key=lambda key: far[key])[: max(0, count)])
