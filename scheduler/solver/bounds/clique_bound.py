"""A lower bound on the cost of overlapping meetings, from a largest clique of which no two can or should overlap.

If a clique takes more time than is available, some of its meetings overlap: at a moment with several of them, each
but one incurs a cost.
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
    """Return a lower bound on the costs of a model that depend on the overlap of two meetings.

    Only meetings that every solution of the model holds are considered.
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
    """Return the minimum number of whole grid steps that a meeting takes."""
    return min(v.candidate(meeting).minutes) // v.problem.grid


def _steps(v: Vocabulary, meeting: str) -> set[int]:
    """Return the grid steps that a meeting can occupy, given its minimum length."""
    ends = list(v.step(meeting).proto.domain)
    spans = zip(ends[::2], ends[1::2], strict=True)
    return {step for low, high in spans for step in range(low, high + _length(v, meeting))}


def _rates(v: Vocabulary, factors: Mapping[int, int]) -> dict[Pair, int]:
    """Return the minimum cost of each pair of meetings per grid step in which both are held."""
    rates: dict[Pair, int] = defaultdict(int)
    for variable, distance in v.by_distance.items():
        rate = factors.get(variable, 0) * _rate(v, distance)
        if rate > 0:
            rates[frozenset({distance.one, distance.other})] += rate
    return dict(rates)


def _rate(v: Vocabulary, distance: Distance) -> int:
    """Return the minimum cost, rounded down, of one step in which both meetings are held."""
    mine, theirs = _length(v, distance.one), _length(v, distance.other)
    costs = dict(enumerate(distance.costs, start=distance.low))
    both = {apart: min(mine, apart + theirs) - max(0, apart) for apart in range(1 - theirs, mine)}
    return min((costs.get(apart, 0) // steps for apart, steps in both.items()), default=0)


def _largest(v: Vocabulary, meetings: Sequence[str], pairs: Iterable[Pair], effort: float) -> list[str]:
    """Return the clique of meetings with the largest total length, in which any two are a pair."""
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
