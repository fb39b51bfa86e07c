"""The tiers of a built model: their order, their weights, and their gaps."""

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
"""The gap of a tier about which nothing is known."""


def groups_of(built: Built, largest_weight: int, *, changes_first: bool = False) -> list[list[str]]:
    """Return the tiers in the order in which they are solved; the priorities together where that is exact.

    The priorities form one weighted sum if no weight exceeds `largest_weight`.
    """
    if changes_first:
        return [["must", CHANGES], *([tier] for tier in (*PRIORITIES[1:], *WISHES) if built.costs[tier])]
    largest = prod(_most(built, tier) + 1 for tier in PRIORITIES)
    comfort = [] if built.costs[STRONG] and not built.costs["comfort"] else [["comfort"]]
    priorities = [list(PRIORITIES)] if largest <= largest_weight else [[tier] for tier in PRIORITIES]
    return [*priorities, *([tier] for tier in (CHANGES, STRONG) if built.costs[tier]), *comfort]


def no_worse_than_found(tier: str) -> str:
    """Return the name of the constraint that fixes the cost reached in a tier."""
    return f"tier {tier}: no worse than found"


def _most(built: Built, tier: str) -> int:
    """Return an upper bound on the cost of a tier of literals: the sum of their weights."""
    requirements = built.requirements
    return sum(requirements[number].weight for number in built.kept if requirements[number].tier == tier)


def _weights(built: Built, tiers: Sequence[str]) -> dict[str, int]:
    """Return a weight for each tier such that one unit of it outweighs all later tiers."""
    weights, weight = {}, 1
    for tier in reversed(tiers):
        weights[tier] = weight
        weight *= _most(built, tier) + 1 if len(tiers) > 1 else 1
    return weights


def objective_of(built: Built, tiers: Sequence[str]) -> Any:
    """Return the objective to minimise: the tiers' costs, weighted so that each outweighs all later tiers."""
    weights = _weights(built, tiers)
    return sum(weights[tier] * cost for tier in tiers for cost in built.costs[tier])


def least_out(built: Built, tiers: Sequence[str]) -> int:
    """Return a lower bound on the combined cost of the tiers if not all meetings are held; 0 if unknown."""
    weights = _weights(built, tiers)
    asked = [r for r in built.requirements if r.tier in PRIORITIES and r.rule.asks_for is not None]
    known = {r.rule.asks_for for r in asked}
    if not known.issuperset(candidate.key for candidate in built.vocabulary.candidates):
        return 0
    return min((weights.get(str(r.tier), 0) * r.weight for r in asked), default=0)


def counts_only(requirements: Sequence[Requirement]) -> bool:
    """Whether comfort only counts literals, each with weight 1."""
    wishes = [requirement for requirement in requirements if requirement.tier == "comfort"]
    return bool(wishes) and all(requirement.rule.counts for requirement in wishes)


def gaps_of(built: Built, tiers: Sequence[str], solver: cp_model.CpSolver, bound: int | None = None) -> dict[str, int]:
    """Return the gap of each tier: its cost minus its lower bound, from the solver or elsewhere.

    For a weighted sum, a tier's bound follows while all earlier tiers are proved: subtract the maximum cost of the
    later tiers, divide the rest by the tier's weight, and round up.
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
