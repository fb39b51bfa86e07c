"""Evaluates one future: whether a plan stands in it, what breaks, and the new plan with the fewest changes.

A worker (this process, one of a pool, or one on a cluster) receives the scenario and the plan once, and then one
future at a time; its results are plain data.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from scheduler.base.parallel import Job
from scheduler.base.value import value
from scheduler.plan.file import entry_data
from scheduler.problem.load import validate
from scheduler.problem.requirement import Requirement
from scheduler.problem.requirements import each_requirement_of, requirements_of
from scheduler.problem.uncertainty.likelihood import Likelihood
from scheduler.problem.uncertainty.realise import realised, runs_over
from scheduler.problem.verify import broken_musts
from scheduler.questions.replan import Replanned, fewest_changes
from scheduler.questions.what_if import THE_QUESTION
from scheduler.rules.asked import AsPlanned
from scheduler.rules.implied.engaged import Engaged
from scheduler.scenario.facts import Facts, facts_of
from scheduler.scenario.problem import problem_from
from scheduler.solver.engine import Engine
from scheduler.solver.outcome import NoSuchPlanError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.plan import Booking, Plan
    from scheduler.problem.uncertainty.events import Futures, Outcomes
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.problem import Problem
    from scheduler.scenario.source import Source

RESULT = ("future", "stands", "held", "broken", "after", "changes", "weight", "fewest")
"""The keys of the result of one future."""
TIME_LIMIT = 60.0
"""The default search time for the new plan of one future, in seconds."""


@value
class Shared:
    """The job of a sweep: what every future is evaluated with."""

    source: Source
    """The data of the scenario, with all that it extends."""
    plan: Plan
    time_limit: float
    seed: int


@value
class Fallen:
    """The result of a plan in one future."""

    held: tuple[str, ...]
    """The keys of the meetings that are held if the plan is not changed."""
    broken: tuple[str, ...]
    """The sentences of the musts that the meetings held break together."""
    problem: Problem
    """The problem of the future, with the meetings that are possible in it."""
    made: Replanned | None = None
    """The new plan with the fewest changes; None if the plan stands, or time ended first."""
    interrupted: bool = False

    def stands(self, plan: Plan) -> bool:
        """Whether the plan stands unchanged."""
        return len(self.held) == len(plan.bookings) and not self.broken


class Sweeper:
    """Evaluates futures one after another."""

    def __init__(self, scenario: Scenario, plan: Plan, time_limit: float = TIME_LIMIT, seed: int = 0) -> None:
        """Prepare to evaluate a plan of a scenario."""
        self.scenario, self.plan = scenario, plan
        self.time_limit, self.seed = time_limit, seed
        self.likelihood = Likelihood(facts_of(scenario), each_requirement_of)

    @property
    def futures(self) -> Futures:
        """All futures of the scenario."""
        return self.likelihood.futures

    def __call__(self, outcomes: Outcomes) -> dict[str, Any] | None:
        """Return the result of the plan in a future as plain data; None if it was interrupted."""
        fallen = self.look(outcomes)
        return None if fallen.interrupted else self._data(outcomes, fallen)

    def look(self, outcomes: Outcomes, *, always: bool = False) -> Fallen:
        """Return the result of the plan in a future; with `always`, including a new plan even if it stands."""
        held = self.likelihood.held(self.plan.bookings, outcomes)
        problem = settled(realised(self.futures, outcomes))
        problem = problem.only({key for key in problem.by_key if self.likelihood.has_a_slot(key, outcomes)})
        # Nobody waits for optional participants.
        asked = problem.by_key
        kept = tuple(
            replace(b, participants=asked[b.meeting].participants) for b in self.plan.bookings if b.meeting in held
        )
        plan = replace(self.plan, bookings=kept)
        requirements = requirements_of(problem)
        broken = tuple(breach.sentence for breach in broken_musts(plan, requirements))
        fallen = Fallen(held, broken, problem)
        if fallen.stands(self.plan) and not always:
            return fallen
        over = runs_over(self.futures, outcomes, held)
        late = [(booking, over[booking.meeting]) for booking in kept if booking.meeting in over]
        requirements = [*requirements, *(r for b, by in late for r in _kept_longer(problem, b, by))]
        engine = Engine(self.time_limit, self.seed, 1)
        try:
            made = fewest_changes(engine, problem, requirements, self.plan)
        except NoSuchPlanError:
            made = None
        return Fallen(held, broken, problem, made if isinstance(made, Replanned) else None, engine.interrupted)

    def _data(self, outcomes: Outcomes, fallen: Fallen) -> dict[str, Any]:
        made, stands = fallen.made, fallen.stands(self.plan)
        after = [booking.meeting for booking in made.plan.bookings] if made else list(fallen.held)
        return {
            "future": self.futures.number(outcomes),
            "stands": stands,
            "held": sorted(fallen.held),
            "broken": list(fallen.broken),
            "after": sorted(after),
            "changes": [
                {
                    "meeting": change.move.meeting,
                    "kind": change.kind,
                    "weight": change.weight,
                    "now": _slot(change.move.after) if change.move.after else None,
                }
                for change in (made.changes if made else ())
            ],
            "weight": made.weight if made else 0,
            "fewest": made.fewest if made else stands,
        }


SLOT = ("start", "end", "mode", "place", "venue", "room", "zone", "interpreters")
"""The data of a booking that moves, in a result."""


def _slot(booking: Booking) -> dict[str, Any]:
    return {word: each for word, each in entry_data(booking).items() if word in SLOT}


def settled(scenario: Scenario) -> Problem:
    """Return the problem of a scenario with every certainty ignored."""
    # It needs its own facts: apart from the certainties they may equal those of the uncertain scenario.
    problem = problem_from(Facts(scenario))
    problem.facts.once(Likelihood, lambda: Likelihood(problem.facts, each_requirement_of, settled=True))
    return problem


def _kept_longer(problem: Problem, booking: Booking, minutes: int) -> Iterator[Requirement]:
    """Yield requirements that a meeting keeps its slot and occupies its participants for the overrun."""
    yield Requirement(AsPlanned(booking.meeting, booking), THE_QUESTION)
    title = f"{problem.facts.names.meeting(booking.meeting)} runs over"
    for principal in booking.participants:
        rule = Engaged(principal, title, booking.end, booking.end + timedelta(minutes=minutes))
        yield Requirement(rule, THE_QUESTION)


def sweeper_of(shared: Shared) -> Sweeper:
    """Return the sweeper of a job that was sent to a worker.

    Raises:
        ValueError: the scenario cannot be read there, which is an error of this program.
    """
    scenario, issues = validate(shared.source)
    if scenario is None:
        raise ValueError("; ".join(map(str, issues)))
    return Sweeper(scenario, shared.plan, shared.time_limit, shared.seed)


def job_of(scenario: Scenario, plan: Plan, time_limit: float, seed: int) -> Job:
    """Return the job of a sweep, for workers anywhere."""
    shared = Shared(scenario.origins, plan, time_limit, seed)
    return Job(f"sweep {scenario.digest} {digest_of_plan(plan)} {seed} {time_limit}", sweeper_of, shared)


def digest_of_plan(plan: Plan) -> str:
    """Return a digest of the slots of a plan."""
    words = ("meeting", "participants", "start", "end", "mode", "place", "venue", "room", "interpreters")
    slots = sorted([str(getattr(booking, word)) for word in words] for booking in plan.bookings)
    return sha256(repr(slots).encode()).hexdigest()[:16]
