"""How time, memory and gap grow with the number of requests: general assemblies from 10 to 10,000 requests."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

from benchmarks.answer import Answer
from scheduler.problem.load import parse
from scheduler.problem.requirements import requirements_of
from scheduler.problem.verify import verify
from scheduler.scenario.generate import invent
from scheduler.scenario.problem import problem_of
from scheduler.solver.engine import Engine
from scheduler.solver.search import best_plan

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.solver.budget import Progress

SIZES = (10, 30, 100, 200, 300, 1000, 3000, 5000, 10000)
KIND = "general-assembly"


def names(folder: Path | None) -> list[str]:  # noqa: ARG001 - its instances are invented, not read
    """Return the sizes."""
    return [f"{KIND}-{size}" for size in SIZES]


def best_known(folder: Path | None, name: str) -> None:
    """Nobody else has solved these."""


def solve(folder: Path | None, name: str, limit: float, seed: int) -> Answer:  # noqa: ARG001
    """Invent, read and solve a general assembly; the value is what is held, tier by tier."""
    gc.disable()  # as the command does
    text = invent(KIND, int(name.rpartition("-")[2]), seed)
    began = time.monotonic()
    scenario, issues = parse(text)
    if scenario is None:
        raise SystemExit("\n".join(map(str, issues)))
    read = time.monotonic()
    seen: list[tuple[float, Progress]] = []
    engine = Engine(limit, seed, 1, lambda progress: seen.append((time.monotonic(), progress)), clock=time.process_time)
    problem = problem_of(scenario)
    plan = best_plan(engine, problem, requirements_of(problem)).plan
    if plan is None:
        return Answer("out-of-time")
    breaches = [breach for breach in verify(plan, scenario) if breach.requirement.must]
    more = {"gap": plan.gap, "read": read - began}
    if seen and seen[0][1].held:
        more["first_plan"] = seen[0][0] - began
    said = [f"gap {plan.gap:.2%}", f"read in {more['read']:.2f} s"]
    said += [f"first plan after {more['first_plan']:.2f} s"] if "first_plan" in more else []
    said += [f"{len(breaches)} BREACHES"] if breaches else []
    priorities = [tier for tier in plan.tiers if tier.held is not None]
    return Answer(
        plan.status,
        {tier.tier: tier.value for tier in priorities},
        {tier.tier: tier.bound for tier in priorities},
        ", ".join(said),
        more,
    )
