"""A look at a finished plan without the solver: every requirement's `broken`, and the score, recomputed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue
from scheduler.base.value import value
from scheduler.plan.plan import Tier
from scheduler.plan.priorities import PRIORITIES, STRONG, TIERS, WISHES
from scheduler.problem.requirement import POINTS, Requirement
from scheduler.problem.requirements import each_requirement_of
from scheduler.rules.implied.held import Held
from scheduler.scenario.problem import problem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.plan.plan import Plan
    from scheduler.scenario.models import Scenario


@value
class Breach:
    """A requirement that a plan breaks, and how."""

    requirement: Requirement
    sentence: str

    def __str__(self) -> str:
        return f"{self.requirement.origin}: {self.sentence}."


def verify(plan: Plan, scenario: Scenario) -> list[Breach]:
    """Return every breach of what must hold: rules first, then must-meetings that are not held, then strange bookings.

    This is what `scheduler verify` does. It needs no solver, trusts nothing that the plan says of itself, and uses
    the scenario's own names and facts, not those that the plan carries. A breach says the file and the line of what
    is broken.

    >>> from scheduler import load, solve, verify
    >>> scenario = load("scenarios/tutorial.yaml")
    >>> plan = solve(scenario).plan
    >>> verify(plan, scenario)
    []
    >>> scenario = load("scenarios/moscow-2020-09.yaml")
    >>> verify(plan, scenario)
    Traceback (most recent call last):
    scheduler.base.issue.InputError: plan: the plan is of another scenario: ...

    Args:
        plan: of the scenario, as it is now or as it was (`is_stale` tells).
        scenario: as `load` returns it.

    Raises:
        InputError: the plan says that it is of another scenario.
    """
    if plan.scenario and plan.scenario != scenario.title:
        message = f"the plan is of another scenario: '{plan.scenario}', not '{scenario.title}'."
        raise InputError([Issue("plan", 0, message, f"It was made from {plan.file}.")])
    problem = problem_of(scenario)
    known = {candidate.key for candidate in problem.candidates}
    plan = replace(plan, names=problem.facts.names)
    # One requirement after the other: a check of ten thousand meetings need not keep them all.
    asked = (r for r in each_requirement_of(problem) if r.tier in {None, "must"})
    breaches = sorted(breaches_in(plan, asked), key=lambda breach: not breach.requirement.must)
    strange = [booking for booking in plan.bookings if booking.meeting not in known]
    here = Requirement(Held(""), scenario.origins.origin(("meetings",)))
    breaches += [Breach(here, f"{plan.say(b)} is not among the meetings to be planned") for b in strange]
    counts = Counter(booking.meeting for booking in plan.bookings)
    twice = sorted(key for key, count in counts.items() if count > 1)
    breaches += [Breach(here, f"{plan.names.meeting(key)} is booked more than once") for key in twice]
    return breaches


def is_stale(plan: Plan, scenario: Scenario) -> bool:
    """Whether a plan was made from another scenario, or from this one before it was changed."""
    return plan.digest != scenario.digest


def ensure_kept(plan: Plan, scenario: Scenario) -> None:
    """Make sure that a plan is one of the scenario as it is now, and keeps it.

    Raises:
        InputError: it is stale, or breaks what the scenario asks for.
    """
    if is_stale(plan, scenario):
        message = "this plan was made from another scenario, or from this one before it was changed."
        raise InputError([Issue("plan", 0, message, "Solve the scenario again with --out.")])
    breaches = verify(plan, scenario)
    if breaches:
        raise InputError([Issue("plan", 0, f"the plan does not keep the scenario: {breaches[0]}")])


def broken_musts(plan: Plan, requirements: Iterable[Requirement]) -> list[Breach]:
    """Return every breach of the requirements that hold in every plan."""
    return breaches_in(plan, (r for r in requirements if r.must))


def breaches_of(plan: Plan, requirement: Requirement) -> list[Breach]:
    """Return the breaches of one requirement."""
    return breaches_in(plan, [requirement])


def breaches_in(plan: Plan, requirements: Iterable[Requirement]) -> list[Breach]:
    """Return the breaches of some requirements, in their order."""
    return [Breach(r, sentence) for r in requirements for sentence in r.rule.broken(plan)]


def cost_of(plan: Plan, requirement: Requirement) -> int:
    """Return what one wish costs in its tier, in points: 0 where it is kept."""
    if requirement.rule.graded:
        return requirement.weight * requirement.rule.measure(plan)
    broken = any(True for _ in requirement.rule.broken(plan))
    return requirement.weight * (POINTS if requirement.tier in WISHES else 1) if broken else 0


def score(plan: Plan, requirements: Sequence[Requirement]) -> dict[str, int]:
    """Return each tier's cost, read from the plan; a tier is the better the lower it is."""
    return {
        tier: sum(cost_of(plan, requirement) for requirement in requirements if requirement.tier == tier)
        for tier in TIERS
    }


def tiers_of(plan: Plan, requirements: Sequence[Requirement], bounds: dict[str, int]) -> tuple[Tier, ...]:
    """Return the tiers as a reader sees them; `bounds` are the lowest costs that were not ruled out.

    A priority's value is the weight of the meetings held, and its bound the most that can be held;
    the value of a tier of wishes is a cost, and its bound the least that it can be. Strong wishes are named
    only where there are any.
    """
    costs, found = score(plan, requirements), []
    for tier in TIERS:
        asked = [r for r in requirements if r.tier == tier and r.rule.asks_for is not None]
        if tier in PRIORITIES:
            total = sum(requirement.weight for requirement in asked)
            held = sum(1 for r in asked if not list(r.rule.broken(plan)))
            found.append(Tier(tier, total - costs[tier], total - bounds.get(tier, 0), held, len(asked)))
        elif tier != STRONG or any(requirement.tier == STRONG for requirement in requirements):
            found.append(Tier(tier, costs[tier], bounds.get(tier, 0)))
    return tuple(found)
