"""The outcome of a search: a plan, a proof that there is none, or neither because time ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.value import value

if TYPE_CHECKING:
    from scheduler.plan.plan import Plan


class BrokenPlanError(Exception):
    """The solver's plan breaks a requirement: an error of this program, reported and never shown as a plan."""


class NoSuchPlanError(BrokenPlanError):
    """Proved: no plan keeps all musts, not even the empty one; only requirements that a question adds cause this."""


@value
class Found:
    """A plan that holds all must-meetings.

    >>> from scheduler import Found, load, solve
    >>> outcome = solve(load("scenarios/tutorial.yaml"))
    >>> isinstance(outcome, Found), outcome.plan.status
    (True, 'optimal')
    """

    plan: Plan
    interrupted: bool = False


@value
class Impossible:
    """Proved: no plan holds all must-meetings. `plan` is the best that leaves some out.

    >>> from scheduler import Impossible, load, solve
    >>> outcome = solve(load("scenarios/tutorial-noon-train.yaml"))
    >>> isinstance(outcome, Impossible), [entry.meeting for entry in outcome.plan.unscheduled]
    (True, ['dorne-vela', 'marec-dorne', 'ferrin-dorne'])
    """

    plan: Plan
    interrupted: bool = False


@value
class OutOfTime:
    """Unknown: time ended before there was a plan with all must-meetings, or a proof that there is none.

    >>> from scheduler import OutOfTime, load, solve
    >>> isinstance(solve(load("scenarios/tutorial.yaml")), OutOfTime), OutOfTime().plan is None
    (False, True)
    """

    plan: Plan | None = None
    interrupted: bool = False


Outcome = Found | Impossible | OutOfTime
