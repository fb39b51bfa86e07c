"""Replans after an incident: the fewest changes to the old plan first, then the best plan.

A change is weighed by the people it disturbs. The weight of a booking is the sum of its participants' rank weights,
multiplied if the meeting is tentative or confirmed, and if it begins within a day. A move costs the weight once, a
move to another day twice, a lost booking four times.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from scheduler.base.times import minute
from scheduler.base.value import value
from scheduler.plan.revision import revise
from scheduler.problem.requirement import CHANGES, PRIORITIES, Requirement
from scheduler.problem.requirements import requirements_of
from scheduler.problem.start_windows import Narrowing
from scheduler.questions.conflict import Conflict, conflicts
from scheduler.questions.what_if import THE_QUESTION, Move, moves
from scheduler.rules.asked import AsPlanned, Supposed
from scheduler.scenario.problem import problem_of
from scheduler.solver.budget import TIME_LIMIT
from scheduler.solver.engine import Engine
from scheduler.solver.outcome import NoSuchPlanError, OutOfTime
from scheduler.solver.proof import OutOfTimeError, Prover, held_in
from scheduler.solver.search import searched_near

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from scheduler.plan.candidate import Candidate
    from scheduler.plan.plan import Booking, Plan
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.problem import Problem
    from scheduler.solver.budget import Progress

RANK_WEIGHTS = {
    "head of state": 8,
    "head of government": 8,
    "deputy head of government": 6,
    "minister": 5,
    "deputy minister": 3,
    "ambassador": 2,
    "director": 2,
    "official": 1,
}
"""The weight of disturbing a principal, by rank."""
STATE_WEIGHTS = {"confirmed": 3, "tentative": 2}
"""The factor of a booking's weight, by the state of its meeting; 1 for any other state."""
SOON = timedelta(days=1)
SOON_WEIGHT = 2
"""The factor of the weight of a booking that begins within a day."""
FEW = 20
"""Up to this number of meetings, a search over all plans is cheap."""
MOST_NEAR = 0.5
"""The largest share of affected meetings for which it pays to search those alone first."""
KEEPS: tuple[tuple[Literal["slot", "day", "held"], int], ...] = (("slot", 1), ("day", 1), ("held", 2))
"""What a booking can keep, and the factor of its weight if that is lost; losing its day also loses its slot."""


@value
class BookingChange:
    """The change of a booking, or a new meeting, and the weight of the change."""

    move: Move
    weight: int

    @property
    def kind(self) -> str:
        """`lost`, `new`, `moved` (to another time), `other place` or `with others`."""
        before, after = self.move.before, self.move.after
        if before is None or after is None:
            return "new" if before is None else "lost"
        if before.start != after.start or before.end != after.end:
            return "moved"
        return "other place" if AsPlanned(before.meeting, before).differs(after) else "with others"


@value
class Replanned:
    """A new plan, and its changes to the old."""

    plan: Plan
    changes: tuple[BookingChange, ...]
    fewest: bool
    """Whether it is proved that no plan with all must-meetings has changes that weigh less."""
    impossible: bool
    """Whether not all must-meetings can be held; those that cannot are lost."""
    interrupted: bool = False

    @property
    def weight(self) -> int:
        """The total weight of the changes."""
        return sum(change.weight for change in self.changes)


@value
class Stuck:
    """Meetings that have begun conflict with what has changed."""

    conflict: Conflict


def fewest_changes(
    engine: Engine,
    problem: Problem,
    requirements: Sequence[Requirement],
    old: Plan,
    now: datetime | None = None,
) -> Replanned | Stuck | None:
    """Return the plan with the fewest changes to an old one; None if time ends before there is any.

    Args:
        engine: the limits of the work.
        problem: of the current scenario.
        requirements: of the current scenario.
        old: the earlier plan; its meetings that are no longer asked for are lost.
        now: what has begun by then stays as it is, and nothing else starts before.
    """
    frozen = [b for b in old.bookings if now is not None and b.start < now and b.meeting in problem.by_key]
    fixed = [*requirements, *_fixed(requirements, frozen, now)]
    if frozen:
        try:
            stuck = _stuck(engine, problem, fixed, frozen)
        except OutOfTimeError:
            return None
        if stuck is not None:
            return stuck
    keep = [
        each for booking in old.bookings if booking.meeting in problem.by_key for each in _keep(problem, booking, now)
    ]
    near, proved = _near(engine, problem, fixed, keep)
    state = searched_near(engine, problem, [*fixed, *keep], near, near_is_fewest=proved)
    outcome = state.outcome()
    plan = outcome.plan
    if plan is None:
        return None
    changes = tuple(BookingChange(move, _weight(problem, move, now)) for move in _moves(old, plan))
    fewest = not state.gap(CHANGES) and not state.gap("must")
    made = revise(old, unranked(plan))
    return Replanned(made, changes, fewest, plan.status == "impossible", outcome.interrupted)


def _near(
    engine: Engine, problem: Problem, requirements: Sequence[Requirement], keep: Sequence[Requirement]
) -> tuple[tuple[Booking, ...] | None, bool]:
    """Return bookings with few changes, and whether they are proved to have the fewest, if few meetings are affected.

    The affected meetings are those of principals whose bookings the rules no longer allow. Planned alone, without any
    other meeting, they give a lower bound. Planned with all other meetings fixed, they give a plan. If both weigh the
    same, the plan has the fewest changes, and no search over all plans is needed; else that search starts from this
    plan. None if there is no such plan.
    """
    rules = [r for r in requirements if r.must and r.rule.asks_for is None]
    narrowing = Narrowing(rules)
    slots = {booking.meeting: booking for r in keep if (booking := r.rule.slot_kept) is not None}
    affected = [key for key, booking in slots.items() if not _possible(narrowing, problem, booking)]
    # New or previously unplaced meetings may fit beside the others; the search over all plans considers them.
    asked = [r for r in requirements if r.rule.asks_for is None or r.rule.asks_for in slots or r.tier == "must"]
    known = set(held_in(asked))
    free = _of_the_same(problem, affected)
    if len(free) > MOST_NEAR * len(problem.candidates) and len(problem.candidates) > FEW:
        return None, False
    bound = _least(engine, problem.only(free & known), asked, keep)
    reached = _among_settled(engine, problem, asked, keep, known, free)
    if reached is None:
        return None, False
    return reached[1], bound is not None and bound[0] == reached[0]


def _among_settled(
    engine: Engine,
    problem: Problem,
    asked: Sequence[Requirement],
    keep: Sequence[Requirement],
    known: set[str],
    free: set[str],
) -> tuple[tuple[int, int], tuple[Booking, ...]] | None:
    """Return the fewest changes if only some meetings may change, and all others keep their slots."""
    slots = {booking.meeting: booking for r in keep if (booking := r.rule.slot_kept) is not None}
    settled = {key: booking for key, booking in slots.items() if key not in free}
    among = replace(problem, candidates=tuple(_settled(r, settled) for r in problem.candidates if r.key in known))
    fixed = [Requirement(Supposed(key, start=booking.start), THE_QUESTION) for key, booking in settled.items()]
    held = [replace(r, tier=None) if r.rule.asks_for in settled else r for r in asked]
    return _least(engine, among, [*held, *fixed], keep)


def _of_the_same(problem: Problem, affected: Sequence[str]) -> set[str]:
    """Return the meetings of few principals who together attend all affected ones: a greedy cover."""
    left, free = set(affected), set(affected)
    while left:
        counts = Counter(p for key in left for p in problem.by_key[key].participants)
        most = counts.most_common(1)[0][0]
        theirs = {candidate.key for candidate in problem.by_principal[most]}
        left, free = left - theirs, free | theirs
    return free


def _settled(candidate: Candidate, settled: dict[str, Booking]) -> Candidate:
    """Return a candidate restricted to its booking's setting, length and team; unchanged if that is impossible."""
    booking = settled.get(candidate.key)
    if booking is None:
        return candidate
    here = (booking.mode, booking.place, booking.venue, booking.room_group)
    settings = tuple(s for s in candidate.settings if (s.mode, s.place, s.venue, s.room) == here)
    if not settings or booking.interpreters not in candidate.teams:
        return candidate
    lengths = (booking.minutes,)
    return replace(candidate, settings=settings, minutes=lengths, teams=(booking.interpreters,), by_team=(lengths,))


def _least(
    engine: Engine, problem: Problem, requirements: Sequence[Requirement], keep: Sequence[Requirement]
) -> tuple[tuple[int, int], tuple[Booking, ...]] | None:
    """Return the minimum cost of must-meetings and changes, if proved, and bookings with that cost."""
    here = [r for r in (*requirements, *keep) if r.rule.concerns.touches(problem.by_key, problem.by_principal)]
    try:
        state = searched_near(engine, problem, [r for r in here if r.must or r.tier in {"must", CHANGES}])
    except NoSuchPlanError:
        return None
    if state.bookings is None or state.gap("must") or state.gap(CHANGES):
        return None
    return (state.costs["must"], state.costs[CHANGES]), state.bookings


def _possible(narrowing: Narrowing, problem: Problem, booking: Booking) -> bool:
    """Whether the rules still allow a meeting, considered alone, its earlier slot."""
    candidate = problem.by_key[booking.meeting]
    here = (booking.mode, booking.place, booking.venue, booking.room_group)
    return booking.interpreters in candidate.teams and any(
        minute(booking.start) in narrowing.starts_in(problem, candidate, setting, booking.minutes)
        for setting in candidate.settings
        if (setting.mode, setting.place, setting.venue, setting.room) == here
    )


def _fixed(
    requirements: Sequence[Requirement], frozen: Sequence[Booking], now: datetime | None
) -> Iterator[Requirement]:
    """Yield that bookings that have begun stay, and that nothing else begins before now."""
    begun = {booking.meeting for booking in frozen}
    for booking in frozen:
        yield Requirement(AsPlanned(booking.meeting, booking), THE_QUESTION)
    for requirement in requirements:
        meeting = requirement.rule.asks_for
        if now is not None and meeting is not None and meeting not in begun:
            yield Requirement(Supposed(meeting, since=now), THE_QUESTION)


def _stuck(engine: Engine, problem: Problem, fixed: Sequence[Requirement], frozen: Sequence[Booking]) -> Stuck | None:
    """Return the conflict if the meetings that have begun cannot stand."""
    prover = Prover(engine.left, engine.seed, 1, engine.progress)
    begun = {booking.meeting for booking in frozen}
    held = [replace(r, tier=None) if r.rule.asks_for in begun else r for r in fixed]
    those = [r for r in held if (r.must and r.rule.asks_for is None) or r.rule.asks_for in begun]
    if prover.together(problem, those) is not None:
        return None
    found, _ = conflicts(prover, problem, those, 1)
    return Stuck(found[0])


def weight_of(problem: Problem, booking: Booking, now: datetime | None) -> int:
    """Return the weight of disturbing a booking: its participants' ranks, its state, how soon it is."""
    principals = problem.facts.scenario.principals
    ranks = sum(RANK_WEIGHTS[principals[key].rank] for key in booking.participants if key in principals)
    meeting = problem.facts.scenario.meetings.get(booking.meeting)
    state = STATE_WEIGHTS.get(meeting.state if meeting else booking.state, 1)
    soon = SOON_WEIGHT if now is not None and booking.start < now + SOON else 1
    return max(1, ranks) * state * soon


def _keep(problem: Problem, booking: Booking, now: datetime | None) -> Iterator[Requirement]:
    weight = weight_of(problem, booking, now)
    for keeps, times in KEEPS:
        yield Requirement(AsPlanned(booking.meeting, booking, keeps), THE_QUESTION, CHANGES, weight * times)


def _weight(problem: Problem, move: Move, now: datetime | None) -> int:
    """Return the weight of a change; 0 if no plan could avoid it: new, called off, with a deputy."""
    before, after = move.before, move.after
    if before is None or before.meeting not in problem.by_key:
        return 0
    if after is not None and not AsPlanned(before.meeting, before).differs(after):
        return 0
    weight = weight_of(problem, before, now)
    if after is None:
        return weight * sum(times for _, times in KEEPS)
    another_day = before.local(before.start).date() != after.local(after.start).date()
    return weight * (2 if another_day else 1)


def _moves(old: Plan, new: Plan) -> Iterator[Move]:
    """Yield the differences, including those of participants, such as a deputy who stands in."""
    differing = {move.meeting: move for move in moves(old, new)}
    for key in dict.fromkeys(booking.meeting for plan in (old, new) for booking in plan.bookings):
        before, after = old.booking(key), new.booking(key)
        if key in differing:
            yield differing[key]
        elif before and after and before.participants != after.participants:
            yield Move(key, before, after)


def unranked(plan: Plan) -> Plan:
    """Return the plan with the bounds of priorities and comfort removed, since it was kept near another plan."""
    tiers = tuple(
        tier if tier.tier == "must" else replace(tier, bound=tier.asked or 0 if tier.tier in PRIORITIES else 0)
        for tier in plan.tiers
    )
    status = "feasible" if plan.status == "optimal" and any(tier.gap for tier in tiers) else plan.status
    return replace(plan, tiers=tiers, status=status)


@value
class Call:
    """A telephone call to make: to whose office, about what."""

    principal: str
    office: str
    about: tuple[BookingChange, ...]


def calls(problem: Problem, changes: Sequence[BookingChange]) -> list[Call]:
    """Return whom to call about what, each principal's office once, the most important first."""
    principals = problem.facts.scenario.principals
    about: dict[str, list[BookingChange]] = {}
    for change in changes:
        before, after = change.move.before, change.move.after
        people = [*(before.participants if before else ()), *(after.participants if after else ())]
        for key in dict.fromkeys(people):
            about.setdefault(key, []).append(change)
    order = sorted(about, key=lambda key: -RANK_WEIGHTS[principals[key].rank] if key in principals else 0)
    return [Call(key, (principals[key].office or "") if key in principals else "", tuple(about[key])) for key in order]


def replan(
    old: Plan,
    scenario: Scenario,
    *,
    now: datetime | None = None,
    time_limit: float = TIME_LIMIT,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> Replanned | Stuck | OutOfTime:
    """Make the plan with the fewest changes to an old one, for a scenario that has changed since.

    Changes are weighed by the people they disturb: the sum of the ranks, more for a meeting that is tentative or
    confirmed, for another day, and for what begins within a day. Returns `Stuck` if meetings that have begun conflict
    with what has changed, `OutOfTime` if time ended before there was a new plan.

    >>> from scheduler import load, replan, solve
    >>> old = solve(load("scenarios/tutorial.yaml")).plan
    >>> made = replan(old, load("scenarios/tutorial-noon-train.yaml"))
    >>> made.impossible, sorted(change.move.meeting for change in made.changes if change.kind == "lost")
    (True, ['dorne-vela', 'ferrin-dorne', 'marec-dorne'])

    Args:
        old: the agreed plan; its meetings that are no longer asked for are lost.
        scenario: the current scenario.
        now: an aware moment; what has begun by then stays as it is, and nothing else starts before.
        time_limit: seconds for the whole answer.
        seed: the same seed, scenario and number of workers give the same plan.
        workers: search threads.
        progress: called a few times a second while the search goes on.
    """
    problem = problem_of(scenario)
    engine = Engine(time_limit, seed, workers, progress)
    made = fewest_changes(engine, problem, requirements_of(problem), old, now)
    return OutOfTime(None, engine.interrupted) if made is None else made
