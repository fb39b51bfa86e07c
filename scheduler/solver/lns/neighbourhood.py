"""Better plans by small steps: some meetings are freed, all else stays, and the small model is solved again.

It works on a built model and knows no rule. The constraints that touch what is free are taken out of the model
with the values of all else put in; variables that belong to no meeting are free together with the constraints
that define them. A cost that depends on nothing but how far apart two meetings start (`vocabulary.Distance`)
becomes a table over the starts of the one that is free.
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
    """A built model, taken apart once, of which small parts are solved again and again."""

    def __init__(self, built: Built, weights: Mapping[str, int], without: Container[str] = ()) -> None:
        """Read the model; what is to be small is the sum of the costs of the tiers, each with its weight.

        The model is given that objective. Constraints with the names in `without` are left aside: for what
        the weights say as well, and what would bind everything to everything.
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
        """Return the meetings that the constraints of a variable speak of."""
        distance = self.built.vocabulary.by_distance.get(variable)
        if distance is not None:
            return {distance.one, distance.other}
        constraints = [self.constraints[number] for number in self.touching.get(variable, ())]
        bound = [v for c in constraints for v in (*c.variables(), variable)]
        return {self.owner[v] for v in bound if v in self.owner}

    def hanging(self, number: int) -> list[int]:
        """Return the variables of a constraint that belong to no meeting."""
        constraint = self.constraints[number]
        each = [constraint, *(self.constraints[interval] for interval in constraint.intervals)]
        return [v for c in each for v in c.variables() if v not in self.owner and v not in self.settled]

    def _settled(self) -> dict[int, int]:
        """Return the values of variables that have one only: by their domain, or as some constraint says."""
        settled = {n: domain[0] for n, domain in enumerate(self.domains) if domain[0] == domain[-1]}
        for constraint in self.constraints:
            one = constraint.kind == "bool_and" or (constraint.kind == "bool_or" and len(constraint.literals) == 1)
            if one and not constraint.enforced:
                settled.update({variable_of(literal): int(literal >= 0) for literal in constraint.literals})
            if constraint.kind == "linear" and not constraint.enforced:
                settled.update(self._at_its_end(constraint))
        return settled

    def _at_its_end(self, constraint: Constraint) -> dict[int, int]:
        """Return the values of a sum that may only be its least or its most."""
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
        """Return the constraints that bind each variable, itself or through an interval."""
        touching: dict[int, dict[int, None]] = defaultdict(dict)
        for number, constraint in enumerate(self.constraints):
            for variable in constraint.variables():
                touching[variable][number] = None
            for interval in constraint.intervals:
                for variable in self.constraints[interval].variables():
                    touching[variable][number] = None
        return {variable: list(numbers) for variable, numbers in touching.items()}

    def _distances(self) -> dict[str, list[tuple[Distance, int]]]:
        """Return the costs by distance of each meeting, with their variables: those that nothing else binds."""
        found: dict[str, list[tuple[Distance, int]]] = defaultdict(list)
        held = self.built.vocabulary.held
        for variable, distance in self.built.vocabulary.by_distance.items():
            both = (distance.one, distance.other)
            always = all(self.settled.get(held(meeting).index) == 1 for meeting in both)
            if always and all(number in distance.constraints for number in self.touching.get(variable, ())):
                for meeting in both:
                    found[meeting].append((distance, variable))
        return found
