"""Large neighbourhood search for wishes: free a few meetings, fix the others, and let CP-SAT solve the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.problem.requirement import WISHES
from scheduler.solver.bounds.clique_bound import clique_bound
from scheduler.solver.lns.proto import UnknownConstraintError
from scheduler.solver.lns.search import NeighbourhoodSearch
from scheduler.solver.tiers import no_worse_than_found

if TYPE_CHECKING:
    from scheduler.solver.engine import Engine
    from scheduler.solver.groups import Group
    from scheduler.solver.state import State


@dataclass(frozen=True)
class Neighbourhoods:
    """Improves one tier of wishes, if there are strong wishes and a solution of the model."""

    name: str
    tier: str

    def share(self, state: State) -> float:  # noqa: ARG002
        """Return 1."""
        return 1.0

    def applies(self, state: State) -> bool:
        """Whether the tier may improve."""
        if state.bookings is None or not state.strong or not state.wants(self.tier):
            return False
        return state.size <= state.params.sizes.modelled and any(self._may_gain(group) for group in state.groups)

    def _may_gain(self, group: Group) -> bool:
        return group.solver is not None and bool(group.built.costs[self.tier]) and group.gap(self.tier) > 0

    def run(self, state: State, engine: Engine) -> None:
        """Improve each group whose tier has a gap."""
        for group in state.groups:
            if self._may_gain(group):
                self._improve(state, group, engine)

    def _improve(self, state: State, group: Group, engine: Engine) -> None:
        built, solver, tier = group.built, group.solver, self.tier
        if solver is None:
            return
        before = [each for each in WISHES[: WISHES.index(tier)] if built.costs[each]]
        reached = {each: solver.value(sum(built.costs[each])) for each in (*before, tier)}
        # One unit of a tier outweighs the possible improvement of the next tier.
        weights = dict.fromkeys(before, reached[tier] + 1) | {tier: 1}
        indices = range(len(built.model.proto.variables))
        values = [solver.value(built.model.get_int_var_from_proto_index(index)) for index in indices]
        try:
            search = NeighbourhoodSearch(engine, built, weights, values, frozenset(map(no_worse_than_found, before)))
        except UnknownConstraintError:
            # A rule posts an unsupported kind of constraint: the model can only be solved as a whole.
            return
        bound = reached[tier] - group.gap(tier)
        if not before:
            bound = max(bound, clique_bound(search.whole, engine.params.bounds))
        effort = state.params.neighbourhoods.effort_a_second * state.engine.time_limit
        values = search.run(effort, search.cost - (reached[tier] - bound))
        built.model.clear_hints()  # type: ignore[no-untyped-call]
        for index in indices:
            built.model.add_hint(built.model.get_int_var_from_proto_index(index), values[index])
        group.serve([tier], group.as_hinted(engine, tier), bound)
        if tier != "comfort":
            group.keep([tier])
