"""Side meetings around multilateral forums: from a scenario file to a plan that can be traced.

As a library::

    from scheduler import load, solve, verify

    scenario = load("scenarios/moscow-2020-09.yaml")
    outcome = solve(scenario)
    breaches = verify(outcome.plan, scenario)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "load", "solve", "verify"]

if TYPE_CHECKING:
    from scheduler.problem.load import load
    from scheduler.problem.verify import verify
    from scheduler.solver.search import solve

_HOMES = {
    "load": "problem.load",
    "solve": "solver.search",
    "verify": "problem.verify",
}
"""Where each public name is defined; its module is imported on first use, so that reading does not load the solver."""


def __getattr__(name: str) -> Any:
    """Return a public name (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted(__all__)
