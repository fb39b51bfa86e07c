"""Explains why there is no plan, what it takes to hold a meeting, and why it is not held then or there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue
from scheduler.base.times import midnight, zone_of
from scheduler.base.value import value
from scheduler.questions.case import Case
from scheduler.questions.conflict import Conflict, conflicts, musts_of
from scheduler.questions.repair import MOST_REPAIRS, Repairs, repairs
from scheduler.questions.supposing import meeting_of, supposed_of
from scheduler.questions.what_if import Price, asked_for, nearest, price
from scheduler.solver.budget import TIME_LIMIT
from scheduler.solver.proof import OutOfTimeError, Prover

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from scheduler.plan.plan import Plan
    from scheduler.problem.requirement import Requirement
    from scheduler.rules.asked import Supposed
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.problem import Problem
    from scheduler.solver.budget import Progress

A_DAY = timedelta(days=1)


@value
class Refusal:
    """Why something is impossible, and which repairs would make it possible."""

    conflicts: tuple[Conflict, ...]
    all_found: bool
    """Whether these are all independent conflicts."""
    repairs: Repairs | None = None


@value
class Answer:
    """The answer about one meeting: why it cannot be held as supposed, or its price."""

    meeting: str
    supposed: tuple[Supposed, ...]
    refusal: Refusal | None = None
    price: Price | None = None
    nearest: tuple[datetime | None, datetime | None] | None = None
    """For a refused time: the last possible start before it and the first after it."""
    out_of_time: bool = False
    """Whether time ended before the answer was complete."""


@value
class Explanation:
    """Why a scenario has no plan, or what it takes to hold meetings that its plan leaves out or holds differently."""

    problem: Problem
    """The problem of the scenario; sentences use its names."""
    no_plan: Refusal | None = None
    """Why no plan holds all must-meetings, with repairs; None if one does, or if time ended first."""
    plan: Plan | None = None
    """The plan in question."""
    meetings: tuple[Answer, ...] = ()
    """The answer about the meeting in question; without one, about each that the plan leaves out."""
    out_of_time: bool = False
    """Whether time ended before the answer was complete."""
    interrupted: bool = False

    @property
    def refusal(self) -> Refusal | None:
        """The refusal: there is no plan, or the one meeting cannot be held as supposed."""
        return self.no_plan or (self.meetings[0].refusal if len(self.meetings) == 1 else None)

    @property
    def reasons(self) -> list[str]:
        """The sentences of the refusal, conflict by conflict, each with its file and line."""
        conflicts = self.refusal.conflicts if self.refusal else ()
        names = self.problem.facts.names
        return [f"{each.origin}: {each.rule.say(names)}." for found in conflicts for each in found.requirements]


def explain(
    scenario: Scenario,
    meeting: str | None = None,
    *,
    at: datetime | None = None,
    on: date | None = None,
    where: str | None = None,
    before: str | None = None,
    after: str | None = None,
    plan: Plan | None = None,
    most: int = MOST_REPAIRS,
    left_out: bool = True,
    time_limit: float = TIME_LIMIT,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Explanation:
    """Explain why a scenario has no plan, why a meeting is not held so, and the least to give up.

    If no plan holds all must-meetings, that is the answer, whatever the question. `at`, `on`, `where`, `before` and
    `after` are supposed together. Every reason is proved, and every repair was planned again and verified.

    >>> from scheduler import explain, load
    >>> explanation = explain(load("scenarios/tutorial-noon-train.yaml"))
    >>> print(explanation.reasons[1])
    scenarios/tutorial-noon-train.yaml:7: Dorne is in Port Alba from 8 Jun 09:45 on, not before.
    >>> print(explanation.no_plan.repairs.found[0].changes[0].sentence)
    Dorne comes to Port Alba 30 min earlier, at 8 Jun 09:15

    For a scenario with a plan, why not there, or what it would cost:

    >>> explanation = explain(load("scenarios/tutorial.yaml"), "marec-vela", where="harbour")
    >>> print(explanation.reasons[1])
    scenarios/tutorial.yaml:54: Marec – Vela is to be held at Foreign Ministry.
    >>> explanation = explain(load("scenarios/tutorial.yaml"), "marec-vela", where="ministry")
    >>> explanation.meetings[0].price.moves
    ()

    Args:
        scenario: as `load` returns it.
        meeting: the key or the title of a meeting; without one, every meeting that the plan leaves out is explained.
        at: the meeting starts at this aware moment, on the scenario's grid.
        on: it starts on this date, on the clocks of where it is held.
        where: it is held in this room, venue or place, by key or name.
        before: it ends before this meeting starts, by key or title.
        after: it starts after this meeting ends.
        plan: the plan in question; by default the best one.
        most: the number of repairs to find.
        left_out: without a meeting, whether to explain those that the plan leaves out.
        time_limit: seconds for the whole answer.
        seed: another seed may choose among equal plans.
        progress: called a few times a second while the search goes on.

    Raises:
        InputError: there is no such meeting or place, a time is outside the scenario, something is supposed without a
            meeting, or the plan is not one of the scenario; the issue names the argument.
    """
    case = Case.of(scenario, plan, time_limit=time_limit, seed=seed, progress=progress)
    key = None if meeting is None else meeting_of(meeting, case.problem)
    given = {"at": at, "on": on, "where": where, "before": before, "after": after}
    named = [argument for argument, each in given.items() if each is not None]
    if named and key is None:
        raise InputError([Issue(named[0], 0, "the question needs a meeting.", "Name one.")])
    supposed: list[Supposed] = []
    if key is not None:
        supposed += supposed_of(case.problem, key, at=at, on=on, where=where, before=before, after=after)
    with case.prover.ctrl_c():
        return _explanation(case, key, supposed, most, left_out=left_out)


def _explanation(
    case: Case, key: str | None, supposed: Sequence[Supposed], most: int, *, left_out: bool
) -> Explanation:
    prover, problem, text = case.prover, case.problem, case.problem.facts.scenario.origins.text
    try:
        refused = why_no_plan(prover, problem, case.requirements, text, most=most)
    except OutOfTimeError:
        return Explanation(problem, out_of_time=True, interrupted=prover.interrupted)
    if refused is not None:
        return Explanation(problem, refused, interrupted=prover.interrupted)
    if key is None and not left_out:
        return Explanation(problem)
    plan = case.plan()
    if plan is None:
        return Explanation(problem, out_of_time=True, interrupted=prover.interrupted)
    keys = [key] if key else [entry.meeting for entry in plan.unscheduled if entry.meeting in problem.by_key]
    ways = 0 if supposed else most
    given = tuple(
        what_it_takes(prover, problem, case.requirements, plan, each, supposed, text=text, most=ways) for each in keys
    )
    late = any(each.out_of_time for each in given)
    return Explanation(problem, None, plan, given, late, prover.interrupted)


def why_no_plan(
    prover: Prover, problem: Problem, requirements: Sequence[Requirement], text: str, *, most: int
) -> Refusal | None:
    """Return why a scenario has no plan, with repairs; None if it has one.

    Raises:
        OutOfTimeError: neither is proved.
    """
    found, all_found = conflicts(prover, problem, requirements)
    if not found:
        return None
    ways = repairs(prover, problem.facts.scenario, text, known=found, most=most)
    return Refusal(tuple(found), all_found, ways)


def what_it_takes(
    prover: Prover,
    problem: Problem,
    requirements: Sequence[Requirement],
    plan: Plan,
    meeting: str,
    supposed: Sequence[Supposed] = (),
    *,
    text: str = "",
    most: int = 0,
) -> Answer:
    """Return what it takes to hold a meeting as a question supposes: its price, or why it is impossible.

    With `text` and `most`, repairs are searched for if it cannot be held at all.
    """
    asked = asked_for(requirements, meeting, supposed)
    try:
        if prover.together(problem, musts_of(asked)) is not None:
            paid = price(prover, problem, requirements, plan, asked)
            return Answer(meeting, tuple(supposed), price=paid, out_of_time=paid is None)
        found, all_found = conflicts(prover, problem, asked, 1, [meeting])
    except OutOfTimeError:
        return Answer(meeting, tuple(supposed), out_of_time=True)
    ways = repairs(prover, problem.facts.scenario, text, also=_held(meeting), known=found, most=most) if most else None
    answer = Answer(meeting, tuple(supposed), Refusal(tuple(found), all_found, ways))
    around = _around(problem, supposed)
    if around is None:
        return answer
    timed = [each for each in supposed if each.start or each.day]
    without = [r for r in asked if not any(r.rule is each for each in timed)]
    try:
        return replace(answer, nearest=nearest(prover, problem, without, meeting, around))
    except OutOfTimeError:
        return replace(answer, out_of_time=True)


def _held(meeting: str) -> Callable[[Sequence[Requirement]], list[Requirement]]:
    """Return a function that yields, for any variant of the scenario, the meeting's requirement as a must."""

    def also(requirements: Sequence[Requirement]) -> list[Requirement]:
        mine = (r for r in requirements if r.rule.asks_for == meeting)
        return [replace(r, tier=None) for r in mine if r.tier != "must"]

    return also


def _around(problem: Problem, supposed: Sequence[Supposed]) -> tuple[datetime, datetime] | None:
    """Return the period that a question is about, or None if it supposes no time."""
    for each in supposed:
        if each.start is not None:
            return each.start, each.start
        if each.day is not None:
            zone = zone_of(problem.facts.scenario.zone)
            return midnight(each.day, zone), midnight(each.day + A_DAY, zone)
    return None
