"""Every slot of a meeting: free as the plan stands, possible if others move, or ruled out, and by what."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from scheduler.base.times import minute, moment_of
from scheduler.base.value import value
from scheduler.problem.requirement import Requirement
from scheduler.problem.start_windows import SingleCandidate
from scheduler.questions.case import Case
from scheduler.questions.conflict import conflicts, fewest, in_order, musts_of, parts_of, spared_first
from scheduler.questions.supposing import meeting_of
from scheduler.questions.what_if import THE_QUESTION, asked_for
from scheduler.rules.asked import AsPlanned, Supposed
from scheduler.solver.budget import TIME_LIMIT
from scheduler.solver.outcome import Impossible, OutOfTime
from scheduler.solver.proof import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from scheduler.plan.candidate import Candidate
    from scheduler.plan.plan import Plan
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.problem import Problem
    from scheduler.solver.budget import Progress
    from scheduler.solver.proof import Prover

State = Literal["planned", "free", "others move", "ruled out", "unknown"]


@value
class Slot:
    """A start of a meeting, and whether it is possible."""

    start: datetime
    state: State
    because: tuple[Requirement, ...] = ()
    """For a start that is ruled out: the requirements that rule it out together."""


@value
class Slots:
    """Every start of a meeting, in chronological order."""

    problem: Problem
    """The problem of the scenario; sentences use its names."""
    plan: Plan
    """The plan that was asked about."""
    meeting: str
    """The key of the meeting."""
    starts: tuple[Slot, ...]
    interrupted: bool = False


def slots(
    scenario: Scenario,
    meeting: str,
    *,
    plan: Plan | None = None,
    time_limit: float = TIME_LIMIT,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Slots | Impossible | OutOfTime:
    """Find every start of a meeting: free as the plan stands, possible if others move, or ruled out, and by what.

    Returns `Impossible` if no plan holds all must-meetings, `OutOfTime` if time ended before there was a plan. A start
    that the search did not reach in time is `unknown`.

    >>> from scheduler import load, slots
    >>> found = slots(load("scenarios/tutorial.yaml"), "ferrin-vela")
    >>> [slot.start == found.plan.booking("ferrin-vela").start for slot in found.starts if slot.state == "planned"]
    [True]

    Args:
        scenario: as `load` returns it.
        meeting: the key or the title of a meeting that is to be planned.
        plan: the plan in question; by default the best one.
        time_limit: seconds for the whole answer.
        seed: another seed may choose among equal plans.
        progress: called a few times a second while the search goes on.

    Raises:
        InputError: there is no such meeting, or the plan is not one of the scenario; the issue names the argument.
    """
    case = Case.of(scenario, plan, time_limit=time_limit, seed=seed, progress=progress)
    key = meeting_of(meeting, case.problem)
    with case.prover.ctrl_c():
        best = case.plan()
        if best is None or best.status == "out-of-time":
            return OutOfTime(best, case.prover.interrupted)
        if best.status == "impossible":
            return Impossible(best, case.prover.interrupted)
        found = every_start(case.prover, case.problem, case.requirements, best, key)
        return Slots(case.problem, best, key, tuple(found), case.prover.interrupted)


def every_start(
    prover: Prover, problem: Problem, requirements: Sequence[Requirement], plan: Plan, meeting: str
) -> list[Slot]:
    """Return every start of a meeting on the grid, in chronological order, with its state.

    *planned*: the plan's own; *free*: possible while every other booking stays as it is; *others move*: possible
    with every must, if other meetings move or are left out; *ruled out*: impossible, with the requirements that
    rule it out; *unknown*: time ended before a proof.
    """
    return _Slots(prover, problem, requirements, plan, meeting).all()


class _Slots:
    def __init__(
        self, prover: Prover, problem: Problem, requirements: Sequence[Requirement], plan: Plan, meeting: str
    ) -> None:
        self.prover = prover
        self.problem = problem
        self.meeting = meeting
        self.plan = plan
        self.candidate: Candidate = problem.by_key[meeting]
        self.musts = musts_of(asked_for(requirements, meeting, []))
        self.reasons: list[tuple[Requirement, ...]] = []
        held = {key: r for r in requirements if (key := r.rule.asks_for) is not None}
        others = [booking for booking in plan.bookings if booking.meeting != meeting]
        as_planned = [Requirement(AsPlanned(b.meeting, b), THE_QUESTION) for b in others]
        rules = [r for r in self.musts if r.rule.asks_for is None]
        self.as_it_stands = [*rules, *(held[b.meeting] for b in others), held[meeting], *as_planned]

    def all(self) -> list[Slot]:
        problem = self.problem
        rules = [r for r in self.musts if r.rule.asks_for is None]
        alone = SingleCandidate(problem, self.candidate, rules)
        left = alone.left(rules)
        booking = self.plan.booking(self.meeting)
        planned = minute(booking.start) if booking else None
        steps = range((problem.last - min(self.candidate.minutes) - problem.first) // problem.grid + 1)
        ruled_out = _ruled_out(alone, self.candidate, steps)
        open_to_it = [step for low, high in left for step in range(low, high + 1)]
        free = self._possible(self.as_it_stands, open_to_it)
        moving = self._possible(self.musts, [step for step in open_to_it if not free.get(step)])
        found = []
        for step in steps:
            moment = problem.first + step * problem.grid
            start = moment_of(moment)
            if moment == planned:
                found.append(Slot(start, "planned"))
            elif step in ruled_out:
                found.append(Slot(start, "ruled out", ruled_out[step]))
            elif free.get(step):
                found.append(Slot(start, "free"))
            elif moving.get(step):
                found.append(Slot(start, "others move"))
            elif step in moving:
                found.append(self._refused(start))
            else:
                found.append(Slot(start, "unknown"))
        return found

    def _possible(self, requirements: Sequence[Requirement], steps: Sequence[int]) -> dict[int, bool]:
        """Return for each step whether the meeting can start then; steps not reached in time are missing."""
        return dict(self.prover.starts(self.problem, requirements, self.meeting, steps))

    def _refused(self, start: datetime) -> Slot:
        """Return a slot that is impossible even if others move, with its reason; reuse a known reason if it applies."""
        then = Requirement(Supposed(self.meeting, start=start), THE_QUESTION)
        try:
            for reason in self.reasons:
                if self.prover.together(self.problem, [*reason, then]) is None:
                    return Slot(start, "ruled out", reason)
            found, _ = conflicts(self.prover, self.problem, [*self.musts, then], 1, [self.meeting])
        except OutOfTimeError:
            return Slot(start, "ruled out")
        reason = tuple(r for c in found for r in c.requirements if r is not then)
        self.reasons.append(reason)
        return Slot(start, "ruled out", reason)


def _ruled_out(alone: SingleCandidate, candidate: Candidate, steps: range) -> dict[int, tuple[Requirement, ...]]:
    """Return, for each step that rules alone forbid, a minimal set of them that does.

    The allowed starts change at few moments; between two of those the reason is the same.
    """
    problem, found = alone.problem, {}
    asked = sorted(alone.narrowing, key=spared_first)
    edges = {0, len(steps)}
    for table in alone.allowed.values():
        for spans in table:
            for low, high in spans.on_grid(problem.first, problem.grid) if spans is not None else ():
                edges |= {edge for edge in (low, high + 1) if 0 < edge < len(steps)}
    for minutes in {minutes for _, minutes in alone.options}:
        edge = (problem.last - minutes - problem.first) // problem.grid + 1
        edges |= {edge} if 0 < edge < len(steps) else set()
    for low, high in pairwise(sorted(edges)):
        moment = problem.first + low * problem.grid
        if alone.possible_at(asked, moment):
            continue
        found.update(dict.fromkeys(range(low, high), _reason(alone, candidate, asked, moment)))
    return found


def _reason(
    alone: SingleCandidate, candidate: Candidate, asked: list[Requirement], moment: int
) -> tuple[Requirement, ...]:
    """Return a minimal set of rules, or parts of rules, that forbid a minute as a start."""
    needed = fewest(asked, lambda fewer: not alone.possible_at(fewer, moment))
    split = parts_of(needed)
    if len(split) > len(needed):
        parts = SingleCandidate(alone.problem, candidate, split)
        needed = fewest(
            [r for r in split if id(r) in parts.allowed], lambda fewer: not parts.possible_at(fewer, moment)
        )
    return tuple(in_order(needed))
