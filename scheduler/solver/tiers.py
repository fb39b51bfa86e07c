"""The tiers of a built model: in which order they are served, what they weigh, and how far from the best they are."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

from scheduler.problem.requirement import CHANGES, PRIORITIES, STRONG, WISHES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ortools.sat.python import cp_model

    from scheduler.problem.requirement import Requirement
    from scheduler.solver.model import Built

NOTHING_KNOWN = 1 << 40
"""How far a cost may be from its least where nothing is known."""


def groups_of(built: Built, largest_weight: int, *, changes_first: bool = False) -> list[list[str]]:
    """Return the tiers in the order in which they are solved; the priorities together where that is exact.

    They are one weighted sum while no weight is larger than `largest_weight`.
    """
    if changes_first:
        return [["must", CHANGES], *([tier] for tier in (*PRIORITIES[1:], *WISHES) if built.costs[tier])]
    largest = prod(_most(built, tier) + 1 for tier in PRIORITIES)
    comfort = [] if built.costs[STRONG] and not built.costs["comfort"] else [["comfort"]]
    priorities = [list(PRIORITIES)] if largest <= largest_weight else [[tier] for tier in PRIORITIES]
    return [*priorities, *([tier] for tier in (CHANGES, STRONG) if built.costs[tier]), *comfort]


def no_worse_than_found(tier: str) -> str:
    """Return the name of the constraint that keeps what a tier has reached."""
    return f"tier {tier}: no worse than found"


def _most(built: Built, tier: str) -> int:
    """Return the most that a tier of literals can cost: the weights of all of them."""
    requirements = built.requirements
    return sum(requirements[number].weight for number in built.kept if requirements[number].tier == tier)


def _weights(built: Built, tiers: Sequence[str]) -> dict[str, int]:
    """Return a weight for each tier, so large that a unit of it outweighs all that come after."""
    weights, weight = {}, 1
    for tier in reversed(tiers):
        weights[tier] = weight
        weight *= _most(built, tier) + 1 if len(tiers) > 1 else 1
    return weights


def objective_of(built: Built, tiers: Sequence[str]) -> Any:
    """Return what is to be small: the tiers' costs, each so that it outweighs all that come after."""
    weights = _weights(built, tiers)
    return sum(weights[tier] * cost for tier in tiers for cost in built.costs[tier])


def least_out(built: Built, tiers: Sequence[str]) -> int:
    """Return what it costs at least in the tiers, taken together, if not all meetings are held; 0 if unknown."""
    weights = _weights(built, tiers)
    asked = [r for r in built.requirements if r.tier in PRIORITIES and r.rule.asks_for is not None]
    known = {r.rule.asks_for for r in asked}
    if not known.issuperset(candidate.key for candidate in built.vocabulary.candidates):
        return 0
    return min((weights.get(str(r.tier), 0) * r.weight for r in asked), default=0)


def counts_only(requirements: Sequence[Requirement]) -> bool:
    """Whether comfort is nothing but counts of literals, one by one."""
    wishes = [requirement for requirement in requirements if requirement.tier == "comfort"]
    return bool(wishes) and all(requirement.rule.counts for requirement in wishes)


def gaps_of(built: Built, tiers: Sequence[str], solver: cp_model.CpSolver, bound: int | None = None) -> dict[str, int]:
    """Return how far each tier's cost is above the least that a bound does not rule out: the solver's, or another.

    For a weighted sum a tier's bound follows while all before it are proved: what the later tiers can cost
    at most is taken off, and the rest divided by the tier's weight, rounded up.
    """
    weights = _weights(built, tiers)
    gaps: dict[str, int] = {}
    left = round(solver.best_objective_bound) if bound is None else bound
    for tier in tiers:
        rest = weights[tier] - 1 if len(tiers) > 1 else 0
        value = solver.value(sum(built.costs[tier])) if built.costs[tier] else 0
        least = max(0, -((rest - left) // weights[tier]))
        gaps[tier] = max(0, value - least) if not any(gaps.values()) else value
        left -= value * weights[tier]
    return gaps
