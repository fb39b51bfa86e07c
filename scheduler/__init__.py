"""Side meetings around multilateral forums: from a scenario file to a plan that can be traced.

As a library::

    from scheduler import load, solve, check

    scenario = load("scenarios/moscow-2020-09.yaml")
    outcome = solve(scenario)
    breaches = check(outcome.plan, scenario)
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["__version__", "check", "load", "solve"]

if TYPE_CHECKING:
    from scheduler.problem.load import load  # noqa: TC004
    from scheduler.problem.verify import check  # noqa: TC004 - the names are served by _Package
    from scheduler.solver.search import solve  # noqa: TC004


class _Package(ModuleType):
    """Loads `load`, `solve` and `check` on first use, so that reading does not pay for the solver.

    Each function has the name of its module. Import sets the module as an attribute of the package; the
    setters here let it pass, so that the names always mean the functions.
    """


def _function(name: str) -> property:
    def get(_: ModuleType) -> object:
        return getattr(sys.modules.get(f"scheduler.{name}") or import_module(f"scheduler.{name}"), name)

    def keep(_: ModuleType, __: object) -> None:
        """Let the import machinery think that it has set the module."""

    return property(get, keep)


for _name in ("check", "load", "solve"):
    setattr(_Package, _name, _function(_name))
sys.modules[__name__].__class__ = _Package
