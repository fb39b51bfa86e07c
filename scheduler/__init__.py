"""Side meetings around multilateral forums: from a scenario file to a plan that can be traced.

>>> from scheduler import load, solve, verify
>>> scenario = load("scenarios/tutorial.yaml")
>>> outcome = solve(scenario, time_limit=30)
>>> verify(outcome.plan, scenario)
[]

The names below are the public ones; all else may change. Each is imported on first use, so that `import scheduler`
costs nothing, and reading and checking do not load the solver.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = [
    "Booking",
    "Found",
    "Impossible",
    "InputError",
    "Issue",
    "OutOfTime",
    "Plan",
    "Scenario",
    "SolveParams",
    "__version__",
    "alternatives",
    "compare",
    "explain",
    "load",
    "replan",
    "slots",
    "solve",
    "verify",
]

if TYPE_CHECKING:
    from scheduler.base.issue import InputError, Issue
    from scheduler.plan.plan import Booking, Plan
    from scheduler.problem.load import load
    from scheduler.problem.verify import verify
    from scheduler.questions.alternatives import alternatives
    from scheduler.questions.compare import compare
    from scheduler.questions.explain import explain
    from scheduler.questions.replan import replan
    from scheduler.questions.slots import slots
    from scheduler.scenario.models import Scenario
    from scheduler.solver.outcome import Found, Impossible, OutOfTime
    from scheduler.solver.params import SolveParams
    from scheduler.solver.search import solve

_HOMES = {
    "Booking": "plan.plan",
    "Found": "solver.outcome",
    "Impossible": "solver.outcome",
    "InputError": "base.issue",
    "Issue": "base.issue",
    "OutOfTime": "solver.outcome",
    "Plan": "plan.plan",
    "Scenario": "scenario.models",
    "SolveParams": "solver.params",
    "alternatives": "questions.alternatives",
    "compare": "questions.compare",
    "explain": "questions.explain",
    "load": "problem.load",
    "replan": "questions.replan",
    "slots": "questions.slots",
    "solve": "solver.search",
    "verify": "problem.verify",
}
"""Where each public name is defined."""


def __getattr__(name: str) -> object:
    """Return a public name (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted(__all__)
