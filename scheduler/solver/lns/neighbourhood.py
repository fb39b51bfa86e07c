"""A built model, analysed once, from which the small models of large neighbourhood search are extracted.

It works on the built model and knows no rule. A small model contains the constraints on free variables, with the fixed
values substituted; auxiliary variables are free if a constraint that defines them has a free variable. A cost that
depends only on the distance between the starts of two meetings (`vocabulary.Distance`) becomes a table over the starts
of the free one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.solver.lns.proto import NOTHING, read, variable_of

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from scheduler.rules.vocabulary import Distance
    from scheduler.solver.lns.proto import Constraint
    from scheduler.solver.model import Built


class Neighbourhoods:
    """A built model, analysed once, of which small parts are solved repeatedly."""

    def __init__(self, built: Built, weights: Mapping[str, int], without: Container[str] = ()) -> None:
        """Read the model, and set its objective: minimise the weighted sum of the tiers' costs.

        Constraints named in `without` are ignored: those that the weights make redundant, and that would connect all
        meetings.
        """
        self.built = built
        built.model.minimize(sum(weight * cost for tier, weight in weights.items() for cost in built.costs[tier]))
        proto = built.model.proto
        self.domains = [list(variable.domain) for variable in proto.variables]
        self.constraints = [read(c) if c.name not in without else NOTHING for c in proto.constraints]
        objective = proto.objective
        self.costs = {int(v): int(c) for v, c in zip(objective.vars, objective.coeffs, strict=True)}
        self.offset = round(objective.offset)
        self.owner = built.vocabulary.decided()
        self.owned: dict[str, list[int]] = defaultdict(list)
        for variable, meeting in self.owner.items():
            self.owned[meeting].append(variable)
        self.settled = self._settled()
        self.touching = self._touching()
        self.distances = self._distances()

    def cost(self, values: Sequence[int]) -> int:
        """Return the cost of a solution."""
        return self.offset + sum(factor * values[variable] for variable, factor in self.costs.items())

    def about(self, variable: int) -> set[str]:
        """Return the meetings that the constraints of a variable involve."""
        distance = self.built.vocabulary.by_distance.get(variable)
        if distance is not None:
            return {distance.one, distance.other}
        constraints = [self.constraints[number] for number in self.touching.get(variable, ())]
        bound = [v for c in constraints for v in (*c.variables(), variable)]
        return {self.owner[v] for v in bound if v in self.owner}

    def hanging(self, number: int) -> list[int]:
        """Return the auxiliary variables of a constraint: those that belong to no meeting."""
        constraint = self.constraints[number]
        each = [constraint, *(self.constraints[interval] for interval in constraint.intervals)]
        return [v for c in each for v in c.variables() if v not in self.owner and v not in self.settled]

    def _settled(self) -> dict[int, int]:
        """Return the variables with only one possible value, by their domain or by a constraint, with that value."""
        settled = {n: domain[0] for n, domain in enumerate(self.domains) if domain[0] == domain[-1]}
        for constraint in self.constraints:
            one = constraint.kind == "bool_and" or (constraint.kind == "bool_or" and len(constraint.literals) == 1)
            if one and not constraint.enforced:
                settled.update({variable_of(literal): int(literal >= 0) for literal in constraint.literals})
            if constraint.kind == "linear" and not constraint.enforced:
                settled.update(self._at_its_end(constraint))
        return settled

    def _at_its_end(self, constraint: Constraint) -> dict[int, int]:
        """Return the values of the variables of a sum that must equal its minimum or its maximum."""
        least, most = {}, {}
        for variable, factor in constraint.linear.terms:
            ends = self.domains[variable][0], self.domains[variable][-1]
            least[variable], most[variable] = ends if factor > 0 else ends[::-1]
        if constraint.domain[-1] == sum(factor * least[variable] for variable, factor in constraint.linear.terms):
            return least
        if constraint.domain[0] == sum(factor * most[variable] for variable, factor in constraint.linear.terms):
            return most
        return {}

    def _touching(self) -> dict[int, list[int]]:
        """Return the constraints on each variable, directly or through an interval."""
        touching: dict[int, dict[int, None]] = defaultdict(dict)
        for number, constraint in enumerate(self.constraints):
            for variable in constraint.variables():
                touching[variable][number] = None
            for interval in constraint.intervals:
                for variable in self.constraints[interval].variables():
                    touching[variable][number] = None
        return {variable: list(numbers) for variable, numbers in touching.items()}

    def _distances(self) -> dict[str, list[tuple[Distance, int]]]:
        """Return the distance costs of each meeting with their variables, if no other constraint involves these."""
        found: dict[str, list[tuple[Distance, int]]] = defaultdict(list)
        held = self.built.vocabulary.held
        for variable, distance in self.built.vocabulary.by_distance.items():
            both = (distance.one, distance.other)
            always = all(self.settled.get(held(meeting).index) == 1 for meeting in both)
            if always and all(number in distance.constraints for number in self.touching.get(variable, ())):
                for meeting in both:
                    found[meeting].append((distance, variable))
        return found
