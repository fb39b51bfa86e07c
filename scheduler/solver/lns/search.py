"""Large neighbourhood search: chooses the neighbourhoods of a plan, and searches them one after another.

Most neighbourhoods are centred on a cost: the meetings around it, and meetings at another time with which they might
swap. Limits are in steps and in the solver's deterministic time, so that the same seed gives the same plan.
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


class NeighbourhoodSearch:
    """Improves a solution by searching its neighbourhoods."""

    def __init__(
        self, engine: Engine, built: Built, weights: Mapping[str, int], values: Values, without: frozenset[str]
    ) -> None:
        """Begin from a solution; minimise the weighted sum of the tiers.

        Constraints named in `without` are ignored: the weights make them redundant.
        """
        self.engine = engine
        self.draw = Random(engine.seed)  # noqa: S311 - not for secrets
        self.whole = Neighbourhoods(built, weights, without)
        self.values = values
        self.cost = self.whole.cost(values)
        self.params = engine.params.neighbourhoods
        self.size = self.params.first_size
        self.effort = 0.0
        v = built.vocabulary
        self.meetings = [candidate.key for candidate in v.candidates]
        self.held = {key: v.held(key).index for key in self.meetings}
        self.steps = {key: v.step(key).index for key in self.meetings}
        self.half = {key: min(v.candidate(key).minutes) / v.problem.grid / 2 for key in self.meetings}

    def run(self, effort: float, bound: int) -> Values:
        """Search until the bound is reached, improvement stops, or the effort or the time is spent."""
        idle = 0
        while self.cost > bound and idle < self.params.patience and self.effort < effort:
            if self.engine.budget.spent:
                break
            idle = 0 if self.step() else idle + 1
        return self.values

    def step(self) -> bool:
        """Search one neighbourhood; return whether the cost decreased."""
        found = Subproblem(self.whole, self.values, self._free()).solve(
            self.params.effort, self.draw.randrange(1 << 30), self.engine.left
        )
        self.effort += found.effort
        self.size += self.params.grows if found.proved else -self.params.shrinks
        self.size = min(max(self.size, self.params.least_size), self.params.most_size, len(self.meetings))
        if found.values is None:
            return False
        before, self.values, self.cost = self.cost, found.values, self.whole.cost(found.values)
        return self.cost < before

    def _free(self) -> set[str]:
        """Return the meetings of a new neighbourhood."""
        size, free = round(self.size), self._expensive() if self.draw.random() < self.params.around_a_cost else set()
        at = self._middle(self.draw.choice(sorted(free) or self.meetings))
        free |= self._around(at, size // 2 - len(free), free)
        others = [key for key in self.meetings if key not in free]
        if self.draw.random() < self.params.anywhere:
            return free | set(self.draw.sample(others, min(len(others), max(0, size - len(free)))))
        return free | self._around(self._middle(self.draw.choice(others or self.meetings)), size - len(free), free)

    def _expensive(self) -> set[str]:
        """Return the meetings of a random cost variable that is not at its minimum."""
        whole = self.whole
        costly = [v for v, factor in whole.costs.items() if self.values[v] != whole.domains[v][0 if factor > 0 else -1]]
        return whole.about(self.draw.choice(costly)) if costly else set()

    def _middle(self, meeting: str) -> float:
        return self.values[self.steps[meeting]] + self.half[meeting]

    def _around(self, at: float, count: int, known: set[str]) -> set[str]:
        """Return that many other meetings, nearest to a time first; an unplaced one has a random distance."""
        others = [key for key in self.meetings if key not in known]
        far = {
            key: abs(self._middle(key) - at) if self.values[self.held[key]] else self.draw.random() * self.size
            for key in others
        }
        return set(sorted(others, key=lambda key: far[key])[: max(0, count)])
