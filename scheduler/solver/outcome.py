"""What comes of a search: a plan, a proof that there is none, or neither for want of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.value import value

if TYPE_CHECKING:
    from scheduler.plan.plan import Plan


class BrokenPlanError(Exception):
    """The solver's plan breaks a requirement: a mistake of this program, reported and never shown as a plan."""


class NoSuchPlanError(BrokenPlanError):
    """Proved: no plan keeps all musts, not even one that holds nothing; only what a question adds can do that."""


@value
class Found:
    """A plan that holds all must-meetings."""

    plan: Plan
    interrupted: bool = False


@value
class Impossible:
    """Proved: no plan holds all must-meetings. `plan` is the best that leaves some out."""

    plan: Plan
    interrupted: bool = False


@value
class OutOfTime:
    """Unknown: time ended before there was a plan with all must-meetings, or a proof that there is none."""

    plan: Plan | None = None
    interrupted: bool = False


Outcome = Found | Impossible | OutOfTime
