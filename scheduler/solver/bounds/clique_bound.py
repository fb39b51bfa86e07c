"""A bound of what meetings cost that overlap, from the largest crowd of which any two cannot or should not.

Of a crowd that is longer than the time there is for it some meetings overlap: in a moment in which several of
them are held at once, each of them but one costs something.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.rules.vocabulary import Distance, Vocabulary
    from scheduler.solver.lns.neighbourhood import Neighbourhoods
    from scheduler.solver.params import BoundParams

Pair = frozenset[str]


def clique_bound(whole: Neighbourhoods, params: BoundParams) -> int:
    """Return what the costs of a model are at least, for those of them that hang on two meetings' overlap.

    Looked at are the meetings that every solution of the model holds.
    """
    v = whole.built.vocabulary
    meetings = [r.key for r in v.candidates if whole.settled.get(v.held(r.key).index) == 1]
    rates = _rates(v, whole.costs)
    if not rates or len(meetings) > params.clique_meetings:
        return 0
    apart = {frozenset(pair) for pair in combinations(meetings, 2) if v.kept_apart(*pair)}
    crowd = _largest(v, meetings, apart | set(rates), params.clique_effort)
    steps = {step for key in crowd for step in _steps(v, key)}
    missing = sum(_length(v, key) for key in crowd) - len(steps)
    return max(0, min(rates.values()) * missing)


def _length(v: Vocabulary, meeting: str) -> int:
    """Return the whole steps of the grid that a meeting takes at least."""
    return min(v.candidate(meeting).minutes) // v.problem.grid


def _steps(v: Vocabulary, meeting: str) -> set[int]:
    """Return the steps of the grid that a meeting can take, as counted by its length."""
    ends = list(v.step(meeting).proto.domain)
    spans = zip(ends[::2], ends[1::2], strict=True)
    return {step for low, high in spans for step in range(low, high + _length(v, meeting))}


def _rates(v: Vocabulary, factors: Mapping[int, int]) -> dict[Pair, int]:
    """Return what each pair of meetings costs at least for each step of the grid in which both are held."""
    rates: dict[Pair, int] = defaultdict(int)
    for variable, distance in v.by_distance.items():
        rate = factors.get(variable, 0) * _rate(v, distance)
        if rate > 0:
            rates[frozenset({distance.one, distance.other})] += rate
    return dict(rates)


def _rate(v: Vocabulary, distance: Distance) -> int:
    """Return the least whole cost of a step in which both meetings are held."""
    mine, theirs = _length(v, distance.one), _length(v, distance.other)
    costs = dict(enumerate(distance.costs, start=distance.low))
    both = {apart: min(mine, apart + theirs) - max(0, apart) for apart in range(1 - theirs, mine)}
    return min((costs.get(apart, 0) // steps for apart, steps in both.items()), default=0)


def _largest(v: Vocabulary, meetings: Sequence[str], pairs: Iterable[Pair], effort: float) -> list[str]:
    """Return the meetings that take most time together, of which any two are a pair."""
    known, model = set(pairs), cp_model.CpModel()
    chosen = {key: model.new_bool_var("") for key in meetings}
    for pair in combinations(meetings, 2):
        if frozenset(pair) not in known:
            model.add_bool_or([~chosen[key] for key in pair])
    lengths = [_length(v, key) for key in meetings]
    model.maximize(cp_model.LinearExpr.weighted_sum(list(chosen.values()), lengths))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = effort
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return []
    return [key for key, literal in chosen.items() if solver.boolean_value(literal)]
