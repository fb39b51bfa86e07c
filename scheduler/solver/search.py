"""From a problem and its requirements to a plan: the tiers in order, each fixed before the next.

The outcome is one of three: `Found`, `Impossible` (proved; the best partial plan comes with it) and
`OutOfTime` (unknown). A plan is checked without the solver before anybody sees it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import ortools
from ortools.sat.python import cp_model

from scheduler.base.value import value
from scheduler.plan.plan import Plan, Solver
from scheduler.problem.requirement import CHANGES, PRIORITIES, STRONG, TIERS, WISHES
from scheduler.problem.requirements import requirements_of
from scheduler.problem.verify import broken_musts, cost_of, score, tiers_of
from scheduler.scenario.problem import problem_of
from scheduler.scenario.room_numbers import number_rooms
from scheduler.solver.annotate import annotate
from scheduler.solver.board import Board
from scheduler.solver.bounds.clique_bound import clique_bound
from scheduler.solver.bounds.resource_lp import Relaxation
from scheduler.solver.components import components
from scheduler.solver.engine import TIME_LIMIT, Engine
from scheduler.solver.lns.search import NeighbourhoodSearch
from scheduler.solver.local_search.large import Large
from scheduler.solver.model import build
from scheduler.solver.tiers import (
    NOTHING_KNOWN,
    counts_only,
    gaps_of,
    groups_of,
    least_out,
    most_of,
    no_worse_than_found,
    objective_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from scheduler.plan.plan import Booking
    from scheduler.problem.requirement import Requirement
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.problem import Problem
    from scheduler.solver.engine import Progress
    from scheduler.solver.local_search.large import Placed
    from scheduler.solver.model import Built, Narrowed

COMFORT_EFFORT = 1.5
"""Deterministic seconds (five to ten of a clock) after which comfort is good enough, proved or not.

It is counted in the solver's steps, so that the plan does not depend on how fast the machine is.
"""
TRIAL_EFFORT = 0.1
"""Deterministic seconds (half of one of a clock) for the try to hold every meeting at once."""
NOT_ALL = "proved: not all are held"
"""The name of the constraint that says so."""
PARTIAL_EFFORT = 0.1
"""Deterministic seconds for the best plan without some must-meetings, once it is proved that not all can be held."""
FEW_ENOUGH_TO_TRY = 60
"""With more meetings than this, hardly ever all can be held."""
MANY = 100
"""With more meetings than this, they are placed on the board before any model is built."""
MODELLED = 2_000
"""Up to so many meetings a model of all of them proves more than it costs."""
SHARE_OF_THE_BOARD = 0.25
"""The share of the time limit for the search on the board, where a model comes after it."""
PROOF_EFFORT = 0.15
"""Deterministic seconds for each second of the time limit, for a priority that is begun from the board's plan."""
SHARE_FOR_COMFORT = 0.25
"""The share of the time limit that is to be left for comfort to be begun after strong wishes."""
SHARE_FOR_A_COUNT = 0.8
"""The share of the time limit in which the least count of what is unwanted is to be proved."""
SHARE_FOR_THE_LEAST = 0.02
"""The share in which a plan is looked for that reaches what was counted before the search."""
IMPROVING_EFFORT = 0.5
"""Deterministic seconds for each second of the time limit, for the search of neighbourhoods."""


class BrokenPlanError(Exception):
    """The solver's plan breaks a requirement: a mistake of this program, reported and never shown as a plan."""


class NoSuchPlanError(BrokenPlanError):
    """Proved: no plan keeps all musts, not even one that holds nothing; only what a question adds can do that."""


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


def solve(
    scenario: Scenario,
    *,
    time_limit: float = TIME_LIMIT,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """Find the best plan of a scenario; it was checked without the solver before it is returned.

    >>> from scheduler import load, solve
    >>> outcome = solve(load("scenarios/tutorial.yaml"), time_limit=30)
    >>> len(outcome.plan.bookings), outcome.plan.gap
    (5, 0.0)

    Args:
        scenario: as `load` returns it.
        time_limit: seconds for the search.
        seed: the same seed, scenario and number of workers give the same plan.
        workers: search threads.
        progress: called a few times a second while the search goes on.

    Raises:
        BrokenPlanError: the plan does not stand up to the check, which is a mistake of this program.
    """
    problem = problem_of(scenario)
    requirements = requirements_of(problem)
    search = Search(time_limit, seed, workers, progress)
    return search.solve(problem, requirements)


@dataclass
class Search(Engine):
    """The search for the best plan of a list of requirements.

    With `changes_first`, few changes to an earlier plan come right after the must-meetings; else after all
    priorities.
    """

    changes_first: bool = False
    near: tuple[Booking, ...] | None = None
    """With `changes_first`: bookings with few changes to start from."""
    near_is_fewest: bool = False
    """Whether it is proved already that no plan does with fewer changes than these bookings."""
    gaps: Counter[str] = field(default_factory=Counter)
    """By tier, the changes among them, how far the cost is above what was not ruled out."""

    comfort_effort: float = COMFORT_EFFORT
    """Deterministic seconds after which comfort is good enough, proved or not."""
    within: Engine | None = None
    """The piece of work that this search is a part of: an interruption of the one is one of the other."""

    @classmethod
    def under(cls, engine: Engine, **options: Any) -> Search:
        """Return a search that is a part of another piece of work, within what is left of its limits."""
        return cls(
            engine.left,
            engine.seed,
            engine.workers,
            engine.progress,
            interrupted=engine.interrupted,
            clock=engine.clock,
            within=engine,
            **options,
        )

    def solve(self, problem: Problem, requirements: Sequence[Requirement]) -> Outcome:
        """Plan the groups of meetings that have nothing to do with each other, one after the other."""
        with self.ctrl_c():
            outcome = self._solve(problem, requirements)
        if self.within is not None:
            self.within.interrupted = self.interrupted
        return outcome

    def _solve(self, problem: Problem, requirements: Sequence[Requirement]) -> Outcome:
        if self.near is not None and self.near_is_fewest and not self._more_to_gain(problem, requirements):
            return self._outcome(self._plan(problem, requirements, self.near, Counter()))
        counted = self._counted(problem, requirements)
        if counted is not None:
            return self._outcome(counted)
        strong = any(requirement.tier == STRONG for requirement in requirements)
        # Strong wishes come first, in a model of their own: that of all other wishes may be much larger.
        first = [r for r in requirements if r.tier != "comfort"] if strong else requirements
        placed = self._placed(problem, requirements)
        if placed is not None and not self._model_helps(placed, requirements):
            self.gaps = Counter(placed.gaps | dict.fromkeys(WISHES, placed.comfort))
            return self._outcome(self._plan(problem, requirements, placed.bookings, self.gaps))
        whole = build(problem, first, narrowed=placed.narrowed if placed else None)
        in_one = self.near is not None or (placed is not None and any(placed.gaps.values()))
        groups = [set(problem.by_key)] if in_one else components(whole)
        bookings: list[Booking] = []
        gaps, found, missing = Counter[str](), False, False
        for group in groups:
            part = self._tiers(whole if len(groups) == 1 else _part_of(whole, problem, group), placed)
            found, missing = found or part.found, missing or not part.found
            bookings += part.bookings
            gaps.update(part.gaps)
        if not found and groups:
            return OutOfTime(None, self.interrupted)
        if not groups and broken_musts(Plan((), problem.facts.names), requirements):
            raise NoSuchPlanError("there is no meeting to plan, and what a question adds asks for some")
        if len(first) < len(requirements) and not self._proved_impossible(problem, requirements, bookings, gaps):
            part = _Part(found=True, bookings=tuple(bookings), gaps=gaps)
            self._comfort(problem, requirements, whole.narrowed, part)
            bookings = list(part.bookings)
        elif len(first) < len(requirements):
            gaps["comfort"] = NOTHING_KNOWN
        self.gaps = gaps
        return self._together(problem, requirements, tuple(bookings), missing=missing)

    def _together(
        self, problem: Problem, requirements: Sequence[Requirement], bookings: tuple[Booking, ...], *, missing: bool
    ) -> Outcome:
        """Return the outcome that the bookings of all groups make; `missing` if one of them has no plan yet."""
        try:
            return self._outcome(self._plan(problem, requirements, bookings, self.gaps))
        except BrokenPlanError:
            # Where time ended before a group had any plan, what a question asks of it is not held.
            if missing:
                return OutOfTime(None, self.interrupted)
            raise

    @staticmethod
    def _proved_impossible(
        problem: Problem, requirements: Sequence[Requirement], bookings: Sequence[Booking], gaps: Mapping[str, int]
    ) -> bool:
        """Whether must-meetings of many are missing that no plan can hold: nobody waits for the comfort of the rest."""
        if len(problem.candidates) <= FEW_ENOUGH_TO_TRY:
            return False
        plan = Plan(number_rooms(bookings, problem.facts.scenario), problem.facts.names)
        return not gaps["must"] and score(plan, requirements)["must"] > 0

    def _counted(self, problem: Problem, requirements: Sequence[Requirement]) -> Plan | None:
        """Where comfort is a mere count, try to hold every meeting and to keep every strong wish: then only it is left.

        A count is proved from below, by what cannot be avoided, and there is no plan before it is; so some of
        the time is kept for another search.
        """
        many = FEW_ENOUGH_TO_TRY < len(problem.candidates) <= MODELLED
        if (
            self.near is not None
            or not many
            or not counts_only(requirements)
            or any(r.tier == CHANGES for r in requirements)
        ):
            return None
        built = build(problem, requirements)
        built.model.add_bool_and([built.vocabulary.held(candidate.key) for candidate in problem.candidates])
        built.model.add(sum(built.costs[STRONG]) <= 0)
        comfort = [requirement for requirement in requirements if requirement.tier == "comfort"]
        resources = [resource for r in requirements if r.must for resource in r.rule.resources(problem)]
        least = sum(r.weight * r.rule.lower_bound(built.vocabulary, resources) for r in comfort)
        # Where nothing need cost anything, the search for the least begins there anyway.
        found = self._at_most(built, "comfort", least) if least else None
        if found is None:
            solver, status = self._run(built, built.model, ["comfort"], share=SHARE_FOR_A_COUNT)
            if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
                return None
            found, least = solver, max(least, round(solver.best_objective_bound))
        gap = found.value(sum(built.costs["comfort"])) - least
        self.gaps = Counter(dict.fromkeys((*PRIORITIES, STRONG), 0) | {"comfort": max(0, gap)})
        return self._plan(problem, requirements, built.bookings(found), self.gaps)

    def _at_most(self, built: Built, tier: str, cost: int) -> cp_model.CpSolver | None:
        """Search for a little while for a plan that costs no more than is known to be the least."""
        trial = built.model.clone()
        trial.add(sum(built.costs[tier]) <= cost)
        solver = self.solver(len(built.vocabulary.candidates))
        solver.parameters.linearization_level = 0
        solver.parameters.max_deterministic_time = SHARE_FOR_THE_LEAST * self.comfort_effort
        status = self.run(solver, trial, f"{tier}: no more than {cost}", SHARE_FOR_THE_LEAST)
        return solver if status in {cp_model.OPTIMAL, cp_model.FEASIBLE} else None

    def _comfort(self, problem: Problem, requirements: Sequence[Requirement], narrowed: Narrowed, part: _Part) -> None:
        """Serve comfort after all else, if enough of the time is left to build the model of it."""
        part.gaps["comfort"] = NOTHING_KNOWN
        if self.interrupted or self.left < SHARE_FOR_COMFORT * self.time_limit:
            return
        built = build(problem, requirements, narrowed=narrowed)
        self._no_worse(built, self._hint(built, part.bookings), (*PRIORITIES, CHANGES, STRONG))
        solver, bound = self._as_hinted(built, "comfort"), 0
        if len(built.vocabulary.candidates) <= FEW_ENOUGH_TO_TRY:
            self._keep(built, (), solver)
            solver, status = self._run(built, built.model, ["comfort"])
            if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
                return
            bound = round(solver.best_objective_bound)
        part.bookings = built.bookings(solver)
        part.gaps["comfort"] = gaps_of(built, ["comfort"], solver, bound)["comfort"]
        if part.gaps["comfort"]:
            self._improved(built, "comfort", solver, part)

    def _placed(self, problem: Problem, requirements: Sequence[Requirement]) -> Placed | None:
        """Place the meetings on the board, where they are many; None where that makes no plan."""
        asked = any(requirement.tier == CHANGES for requirement in requirements)
        if self.near is not None or asked or len(problem.candidates) <= MANY:
            return None
        modelled = len(problem.candidates) <= MODELLED
        if modelled and any(requirement.tier == STRONG for requirement in requirements):
            requirements = [requirement for requirement in requirements if requirement.tier not in WISHES]
        placed = Large(self, problem, requirements).run(SHARE_OF_THE_BOARD if modelled else 1, comfort=not modelled)
        return placed if not placed.breaches else None

    def _model_helps(self, placed: Placed, requirements: Sequence[Requirement]) -> bool:
        """Whether a model of all meetings can improve, or prove, what was placed on the board."""
        to_gain = any(placed.gaps.values()) or any(r.tier not in {None, *PRIORITIES} for r in requirements)
        return to_gain and len(placed.narrowed) <= MODELLED and self.left > 0 and not self.interrupted

    def _begin_placed(self, built: Built, part: _Part, placed: Placed) -> list[list[str]]:
        """Start from what was placed on the board, and return the tiers that are still to be served."""
        keys = {candidate.key for candidate in built.vocabulary.candidates}
        part.found, part.bookings = True, tuple(b for b in placed.bookings if b.meeting in keys)
        part.gaps.update(placed.gaps)
        plan = self._hint(built, part.bookings)
        proved = list(takewhile(lambda tier: not placed.gaps[tier], PRIORITIES))
        self._no_worse(built, plan, proved)
        later = [[tier] for tier in PRIORITIES[len(proved) :] if built.costs[tier]]
        return [*later, *([tier] for tier in WISHES if built.costs[tier])]

    def _tiers(self, built: Built, placed: Placed | None = None) -> _Part:
        """Serve the tiers in order, each fixed before the next."""
        part, groups = _Part(), groups_of(built, changes_first=self.changes_first)
        if self.near is not None:
            self._begin_near(built, part)
            groups = groups[self.near_is_fewest :]
        elif placed is not None:
            groups = self._begin_placed(built, part, placed)
        elif self._all_held(built, part):
            groups = [tiers for tiers in groups if tiers[0] in WISHES and part.gaps[tiers[0]]]
        else:
            self._count(built)
        served = [tier for tier in part.gaps if not any(tier in tiers for tiers in groups)]
        for tiers in groups:
            solver, status, bound = self._served(built, part, tiers, placed)
            if status == cp_model.INFEASIBLE:
                raise NoSuchPlanError("the model has no solution, though a plan without meetings is one")
            if status == cp_model.MODEL_INVALID:
                raise BrokenPlanError(f"the model is invalid: {built.model.validate()}")
            if status == cp_model.UNKNOWN:
                unknown = [tier for tier in (*TIERS, CHANGES) if tier not in part.gaps]
                part.gaps.update({tier: most_of(built, tier) for tier in unknown})
                break
            part.found, part.bookings = True, built.bookings(solver)
            # What was known of the later tiers held beside what was reached before in these.
            part.gaps = Counter(gaps_of(built, tiers, solver, bound) | {tier: part.gaps[tier] for tier in served})
            served += tiers
            if tiers[0] in WISHES and part.gaps[tiers[0]] and built.costs[STRONG]:
                solver = self._improved(built, tiers[0], solver, part)
            if "comfort" not in tiers:
                self._keep(built, tiers, solver)
        return part

    def _served(
        self, built: Built, part: _Part, tiers: list[str], placed: Placed | None
    ) -> tuple[cp_model.CpSolver, Any, int]:
        """Search the whole model for the least cost of some tiers; return a bound of it as well.

        Strong wishes of many meetings are left to the neighbourhoods of the plan that there is.
        """
        many = len(built.vocabulary.candidates) > FEW_ENOUGH_TO_TRY
        if part.found and many and built.costs[STRONG] and tiers[0] in WISHES:
            built.model.clear_hints()  # type: ignore[no-untyped-call]
            self._hint(built, part.bookings)
            return self._as_hinted(built, tiers[0]), cp_model.FEASIBLE, 0
        if tiers[0] == "must" and any(constraint.name == NOT_ALL for constraint in built.model.proto.constraints):
            solver, status = self._run(built, built.model, tiers, effort=PARTIAL_EFFORT)
            bound = max(round(solver.best_objective_bound), least_out(built, tiers))
            if status == cp_model.OPTIMAL or (status == cp_model.FEASIBLE and _impossible(built, tiers, solver, bound)):
                return solver, status, bound
        effort = PROOF_EFFORT * self.time_limit if placed is not None and tiers[0] not in WISHES else None
        solver, status = self._run(built, built.model, tiers, effort=effort)
        return solver, status, round(solver.best_objective_bound)

    @staticmethod
    def _count(built: Built) -> None:
        """Say that no more meetings can be held than there is time for: the search would find it out one by one."""
        candidates = built.vocabulary.candidates
        if len(candidates) > MANY:
            return
        relaxation = Relaxation(Board(built.vocabulary.problem, built.requirements, built.narrowed))
        for number, (there, row) in enumerate(relaxation.rows()):
            taken = sum(size * built.vocabulary.held(candidates[meeting].key) for meeting, size in row.items())
            built.model.add(taken <= there).with_name(f"counted: claim {number}")

    def _more_to_gain(self, problem: Problem, requirements: Sequence[Requirement]) -> bool:
        """Whether there is any wish that the bookings that are near do not keep."""
        plan = Plan(number_rooms(self.near or (), problem.facts.scenario), problem.facts.names)
        return any(score(plan, requirements).values())

    def _begin_near(self, built: Built, part: _Part) -> None:
        """Keep what the bookings that are near have reached, and start from them."""
        keys = {candidate.key for candidate in built.vocabulary.candidates}
        part.found, part.bookings = True, tuple(booking for booking in self.near or () if booking.meeting in keys)
        self._no_worse(built, self._hint(built, part.bookings), ("must", CHANGES))

    @staticmethod
    def _no_worse(built: Built, plan: Plan, tiers: Iterable[str]) -> None:
        """Keep what a plan has reached in some tiers."""
        for tier in tiers:
            reached = sum(cost_of(plan, r) for r in built.requirements if r.tier == tier)
            if built.costs[tier]:
                built.model.add(sum(built.costs[tier]) <= reached).with_name(no_worse_than_found(tier))

    @staticmethod
    def _hint(built: Built, bookings: Iterable[Booking]) -> Plan:
        """Let the search begin with some bookings, and return them as a plan."""
        v = built.vocabulary
        plan = Plan(number_rooms(bookings, v.problem.facts.scenario), v.problem.facts.names)
        for variable, decided in built.decided(plan):
            built.model.add_hint(variable, decided)
        return plan

    def _all_held(self, built: Built, part: _Part) -> bool:
        """Try at once whether every meeting can be held: then all the priorities are served, with no proof needed."""
        candidates = built.vocabulary.candidates
        if len(candidates) > FEW_ENOUGH_TO_TRY or built.costs[CHANGES]:
            return False
        trial = built.model.clone()
        trial.add_bool_and([built.vocabulary.held(candidate.key) for candidate in candidates]).with_name("all are held")
        wishes = [tier for tier in WISHES if built.costs[tier]] or ["comfort"]
        solver, status = self._run(built, trial, wishes[:1], effort=TRIAL_EFFORT)
        if status == cp_model.INFEASIBLE:
            # A plan that leaves out one is then the best without another proof.
            held = sum(built.vocabulary.held(candidate.key) for candidate in candidates)
            built.model.add(held < len(candidates)).with_name(NOT_ALL)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return False
        part.found, part.bookings = True, built.bookings(solver)
        unknown = dict.fromkeys(wishes[1:], NOTHING_KNOWN)
        part.gaps.update(dict.fromkeys(PRIORITIES, 0) | unknown | gaps_of(built, wishes[:1], solver))
        proved = [tier for tier in wishes[:1] if tier != "comfort" and not part.gaps[tier]]
        self._keep(built, [*PRIORITIES, *proved], solver)
        return True

    def _improved(self, built: Built, tier: str, solver: cp_model.CpSolver, part: _Part) -> cp_model.CpSolver:
        """Search the neighbourhoods of a plan for what is better in a tier of wishes, and no worse in those before."""
        before = [each for each in WISHES[: WISHES.index(tier)] if built.costs[each]]
        reached = {each: solver.value(sum(built.costs[each])) for each in (*before, tier)}
        # A unit of a tier outweighs all that the plan is to gain in the one that comes after it.
        weights = dict.fromkeys(before, reached[tier] + 1) | {tier: 1}
        indices = range(len(built.model.proto.variables))
        values = [solver.value(built.model.get_int_var_from_proto_index(index)) for index in indices]
        search = NeighbourhoodSearch(self, built, weights, values, frozenset(map(no_worse_than_found, before)))
        if not before:
            part.gaps[tier] = min(part.gaps[tier], reached[tier] - clique_bound(search.whole))
        values = search.run(IMPROVING_EFFORT * self.time_limit, search.cost - part.gaps[tier])
        built.model.clear_hints()  # type: ignore[no-untyped-call]
        for index in indices:
            built.model.add_hint(built.model.get_int_var_from_proto_index(index), values[index])
        solver = self._as_hinted(built, tier)
        part.bookings = built.bookings(solver)
        part.gaps[tier] -= reached[tier] - solver.value(sum(built.costs[tier]))
        return solver

    def _as_hinted(self, built: Built, tier: str) -> cp_model.CpSolver:
        """Return a solver with the solution that the hints give, at the least that it costs in the tier.

        Raises:
            BrokenPlanError: there is none, which is a mistake of this program.
        """
        built.model.minimize(objective_of(built, [tier]))
        solver = self.solver(len(built.vocabulary.candidates))
        solver.parameters.fix_variables_to_their_hinted_value = True
        if solver.solve(built.model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            raise BrokenPlanError("a plan that was found is none of the whole model")
        return solver

    def _run(
        self,
        built: Built,
        model: cp_model.CpModel,
        tiers: Sequence[str],
        effort: float | None = None,
        share: float = 1,
    ) -> tuple[cp_model.CpSolver, Any]:
        """Search for the least cost of some tiers, within a share of the time that is left."""
        solver = self.solver(len(built.vocabulary.candidates))
        if set(tiers) & set(PRIORITIES):
            solver.parameters.max_deterministic_time = effort or solver.parameters.max_deterministic_time
        else:
            solver.parameters.max_deterministic_time = effort or self.comfort_effort
            solver.parameters.cp_model_probing_level = 2
            solver.parameters.symmetry_level = 2
            if counts_only(built.requirements):
                # The least count is proved from below: by cores of what cannot be avoided.
                solver.parameters.optimize_with_core = True
                solver.parameters.linearization_level = 0
        model.minimize(objective_of(built, tiers))
        return solver, self.run(solver, model, ", ".join(tiers), share)

    def _keep(self, built: Built, tiers: Sequence[str], solver: cp_model.CpSolver) -> None:
        """Fix what the tiers have reached, and start the next search from this plan."""
        for tier in tiers:
            cost = sum(built.costs[tier])
            if built.costs[tier]:
                built.model.add(cost <= solver.value(cost)).with_name(no_worse_than_found(tier))
        built.model.clear_hints()  # type: ignore[no-untyped-call]
        for index in range(len(built.model.proto.variables)):
            variable = built.model.get_int_var_from_proto_index(index)
            built.model.add_hint(variable, solver.value(variable))

    def _plan(
        self,
        problem: Problem,
        requirements: Sequence[Requirement],
        bookings: tuple[Booking, ...],
        gaps: Mapping[str, int],
    ) -> Plan:
        scenario = problem.facts.scenario
        plan = Plan(
            bookings=number_rooms(bookings, scenario),
            names=problem.facts.names,
            scenario=scenario.title,
            file=scenario.origins.file,
            digest=scenario.digest,
            zone=scenario.zone,
        )
        broken = broken_musts(plan, requirements)
        if broken:
            raise BrokenPlanError("; ".join(str(breach) for breach in broken))
        plan = annotate(plan, problem, requirements)
        costs = score(plan, requirements)
        bounds = {tier: max(0, costs[tier] - gaps.get(tier, 0)) for tier in TIERS}
        return replace(
            plan,
            tiers=tiers_of(plan, requirements, bounds),
            status=_status(costs, bounds),
            solver=Solver(str(vars(ortools)["__version__"]), self.seed, self.workers, round(self.seconds, 3)),
        )

    def _outcome(self, plan: Plan) -> Outcome:
        if plan.status == "impossible":
            return Impossible(plan, self.interrupted)
        if plan.status == "out-of-time":
            return OutOfTime(plan, self.interrupted)
        return Found(plan, self.interrupted)


@dataclass
class _Part:
    """What came of one group of meetings."""

    found: bool = False
    bookings: tuple[Booking, ...] = ()
    gaps: Counter[str] = field(default_factory=Counter)
    """By tier, how far the cost is above what was not ruled out."""


def _impossible(built: Built, tiers: Sequence[str], solver: cp_model.CpSolver, bound: int) -> bool:
    """Whether a bound proves that not all must-meetings can be held."""
    return int(solver.value(sum(built.costs["must"]))) > gaps_of(built, tiers, solver, bound)["must"]


def _part_of(whole: Built, problem: Problem, meetings: set[str]) -> Built:
    """Build the model of some of the meetings, which no constraint of the whole binds to the others."""
    part = problem.only(meetings)
    requirements = [r for r in whole.requirements if _concerns(r, meetings, part.by_principal)]
    return build(part, requirements, narrowed=whole.narrowed)


def _concerns(requirement: Requirement, meetings: set[str], people: Container[str]) -> bool:
    """Whether a requirement says anything of some of the meetings, and of those who may be there."""
    kind, key = requirement.rule.scope
    if kind == "principal":
        return key in people
    meeting = key if kind == "meeting" else getattr(requirement.rule, "meeting", None)
    return meeting is None or meeting in meetings


def _status(costs: dict[str, int], bounds: dict[str, int]) -> str:
    if bounds["must"] > 0:
        return "impossible"
    if costs["must"] > 0:
        return "out-of-time"
    return "optimal" if all(costs[tier] <= bounds[tier] for tier in TIERS) else "feasible"
