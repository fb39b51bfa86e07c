"""Connected components of the candidates of a model: independent groups that can be planned one after another.

Two candidates are connected if a constraint contains variables of both. A redundant constraint connects nothing, nor
do intervals that can never overlap. The best plan is the union of the groups' best plans, and proving it optimal
takes the sum of their efforts instead of the product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.solver.lns.proto import UnknownConstraintError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.solver.model import Built


def components(built: Built, largest: int) -> list[set[str]]:
    """Return the groups of meetings that constraints connect, in the order of the file.

    A model with more than `largest` constraints, or with a constraint of an unknown kind, is one group.
    """
    v = built.vocabulary
    keys = [candidate.key for candidate in v.candidates]
    model = built.model.proto
    if len(model.constraints) > largest:
        return [set(keys)]
    groups = _Groups(model)
    try:
        for constraint in model.constraints:
            for bound in groups.bound_by(constraint):
                groups.join(bound)
    except UnknownConstraintError:
        return [set(keys)]
    for key in keys:
        groups.join([v.held(key).index, v.step(key).index])
    found: dict[int, set[str]] = {}
    for key in keys:
        found.setdefault(groups.root(v.held(key).index), set()).add(key)
    return list(found.values())


class _Groups:
    """Union-find over the variables of a model."""

    def __init__(self, model: Any) -> None:
        self.domains = [list(variable.domain) for variable in model.variables]
        self.low = [domain[0] for domain in self.domains]
        self.high = [domain[-1] for domain in self.domains]
        self.parent = list(range(len(self.domains)))
        self.intervals = {
            number: constraint for number, constraint in enumerate(model.constraints) if constraint.has_interval()
        }

    def root(self, variable: int) -> int:
        """Return the root variable of the group."""
        while self.parent[variable] != variable:
            self.parent[variable] = self.parent[self.parent[variable]]
            variable = self.parent[variable]
        return variable

    def join(self, references: Iterable[int]) -> None:
        """Merge the groups of variables, or of the variables of literals; fixed variables are ignored."""
        variables = [r if r >= 0 else -r - 1 for r in references]
        roots = [self.root(variable) for variable in variables if self.low[variable] < self.high[variable]]
        for root in roots[1:]:
            self.parent[self.root(root)] = self.root(roots[0])

    def bound_by(self, constraint: Any) -> Iterator[list[int]]:
        """Yield the sets of variables that a constraint connects."""
        enforced = list(constraint.enforcement_literal)
        if constraint.has_linear():
            if not self._always(constraint.linear):
                yield [*enforced, *constraint.linear.vars]
        elif constraint.has_no_overlap():
            yield from ([*enforced, *bound] for bound in self._at_once(constraint.no_overlap.intervals))
        elif constraint.has_cumulative():
            yield from ([*enforced, *bound] for bound in self._at_once(constraint.cumulative.intervals))
        elif constraint.has_interval():
            yield self._of_interval(constraint)
        else:
            yield [*enforced, *self._literals(constraint)]

    @staticmethod
    def _literals(constraint: Any) -> list[int]:
        for kind in ("bool_or", "bool_and", "at_most_one", "exactly_one", "bool_xor"):
            if getattr(constraint, f"has_{kind}")():
                return list(getattr(constraint, kind).literals)
        raise UnknownConstraintError(str(constraint))

    def _always(self, linear: Any) -> bool:
        """Whether a linear constraint is redundant: it holds for all values of its variables."""
        low = high = 0
        for variable, factor in zip(linear.vars, linear.coeffs, strict=True):
            ends = sorted((factor * self.low[variable], factor * self.high[variable]))
            low, high = low + ends[0], high + ends[1]
        domain = list(linear.domain)
        return len(domain) == 2 and domain[0] <= low and high <= domain[1]

    def _at_once(self, intervals: Iterable[int]) -> Iterator[list[int]]:
        """Yield the variables of intervals that may overlap, cluster by cluster."""
        reaches = sorted((*self._reach(self.intervals[number]), number) for number in intervals)
        cluster: list[int] = []
        until = None
        for low, high, number in reaches:
            if until is not None and low >= until:
                yield cluster
                cluster = []
            cluster = [*cluster, *self._of_interval(self.intervals[number])]
            until = high if until is None else max(until, high)
        yield cluster

    def _reach(self, constraint: Any) -> tuple[int, int]:
        start, end = constraint.interval.start, constraint.interval.end
        return self._extreme(start, self.low, self.high), self._extreme(end, self.high, self.low)

    @staticmethod
    def _extreme(expression: Any, ascending: list[int], descending: list[int]) -> int:
        total = int(expression.offset)
        for variable, factor in zip(expression.vars, expression.coeffs, strict=True):
            total += factor * (ascending if factor > 0 else descending)[variable]
        return total

    @staticmethod
    def _of_interval(constraint: Any) -> list[int]:
        interval = constraint.interval
        parts = (interval.start, interval.size, interval.end)
        return [*constraint.enforcement_literal, *(variable for part in parts for variable in part.vars)]
