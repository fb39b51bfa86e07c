"""Many meetings: a first plan at once, a bound beside it from the start, and then better plans step by step.

The same requirements as ever, read three ways: what narrows starts and what claims a person's or a room's time
goes on the board; every other must and every wish is asked, as a reader would ask it, what it makes of the plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, compress
from typing import TYPE_CHECKING

from scheduler.problem.requirement import PRIORITIES
from scheduler.solver.board import Board
from scheduler.solver.bounds.resource_lp import Relaxation
from scheduler.solver.engine import Progress
from scheduler.solver.local_search.search import LocalSearch
from scheduler.solver.local_search.soft_rules import Tally
from scheduler.solver.model import narrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.plan.plan import Booking
    from scheduler.problem.requirement import Requirement
    from scheduler.scenario.problem import Problem
    from scheduler.solver.bounds.resource_lp import Reached
    from scheduler.solver.engine import Engine
    from scheduler.solver.model import Narrowed

A_MINUTE = 1e-4
"""What a minute of anybody costs beside what is dear, in points of worth."""
WORK_A_SECOND = 45_000
"""How much of the local search is done for each second of the time limit: no more than a machine does in it."""
WORK_A_MEETING = 500
"""The same for each meeting, where a model comes after it."""
MOST_OF_IT = 0.9
COMPILED_FROM = 2_000
"""With more meetings than this the steps are compiled: it takes some seconds, the first time, and pays for itself."""
COMPILED_WORK_A_SECOND = 550_000
"""How much of the compiled search is done for each second of the time limit."""
STEPS_AT_ONCE = 500
"""Compiled steps between two looks at the clock."""
PARTS = 10
"""Into so many parts the compiled search is divided: after each the bound is worked out anew, if it can be lower."""
HOT, COLD = 0.3, 0.03
"""The loss, in points of worth, that is taken once in e times: at the start and at the end of the compiled search."""
THRIFT = 0.5
"""How much a point of what is dear counts there, beside a point of worth."""
LOOK_EVERY = 100
"""Steps between two looks at the clock."""
BOUND_EVERY = 2000
"""Steps after which the bound is worked out anew, where an earlier tier has gained."""


@dataclass
class Placed:
    """What came of the search on the board."""

    bookings: tuple[Booking, ...]
    gaps: dict[str, int]
    """By priority, how far the plan is from what the relaxation does not rule out."""
    breaches: int
    """Breaches of musts; with any, this is no plan."""
    comfort: int
    """What the broken wishes cost."""
    narrowed: Narrowed


class Large:
    """The search on the board for the best plan of many meetings."""

    def __init__(self, engine: Engine, problem: Problem, requirements: Sequence[Requirement]) -> None:
        """Set up the board; nothing is placed yet."""
        self.engine = engine
        self.pruned, self.narrowed = narrow(problem, requirements)
        self.board = Board(self.pruned, requirements, self.narrowed)
        self.weights = {tier: self._weights(requirements, tier) for tier in PRIORITIES}
        asked = [requirement for requirement in requirements if _is_asked(requirement)]
        concerned = [(r, [each.key for each in r.rule.concerns.among(self.pruned)]) for r in asked]
        self.tally = Tally(self.board, concerned)
        # A unit of a tier outweighs all that come after it.
        totals = [sum(self.weights[tier]) + 1 for tier in reversed(PRIORITIES)]
        units = list(accumulate([1, *totals[:-1]], lambda unit, total: unit * total))[::-1]
        worth = [
            sum(unit * self.weights[tier][meeting] for unit, tier in zip(units, PRIORITIES, strict=True))
            for meeting in range(len(self.board.candidates))
        ]
        self.search = LocalSearch(self.board, worth, self.tally, engine.seed)
        self.relaxation = Relaxation(self.board)
        self.bounds: dict[str, int] = {}
        self._bounded: list[int] | None = None

    def _weights(self, requirements: Sequence[Requirement], tier: str) -> list[int]:
        """Return what each meeting weighs in a tier."""
        weights = [0] * len(self.board.candidates)
        for requirement in requirements:
            meeting = requirement.rule.asks_for
            if requirement.tier == tier and meeting is not None:
                weights[self.board.number[meeting]] += requirement.weight
        return weights

    def run(self, share: float, *, comfort: bool) -> Placed:
        """Search until all is proved or the effort is spent, a share of the time limit.

        With `comfort`, broken wishes are a reason to go on, too.
        """
        self._bound(None)
        self.search.first_plan()
        self._bound(self.reached)
        self._report("the first plan")
        effort = WORK_A_SECOND * self.engine.time_limit * share
        if share < 1:
            effort = min(effort, WORK_A_MEETING * len(self.board.candidates))
        # What is left is for the account of the plan.
        until = self.engine.seconds + self.engine.left * min(share, MOST_OF_IT)
        if len(self.board.candidates) > COMPILED_FROM and not self._done(comfort=comfort):
            self._run_compiled(until)
            # What is left to do is what requirements must be asked of.
            effort = effort if self.tally.requirements else 0
        self._run_steps(effort, until, comfort=comfort)
        self._bound(self.reached)
        gaps = {tier: self.bounds[tier] - held for tier, held in self.reached.items()}
        return Placed(self.board.bookings(), gaps, self.tally.breaches, self.tally.cost, self.narrowed)

    def _run_steps(self, effort: float, until: float, *, comfort: bool) -> None:
        """Search on the board until all is proved, or the effort or the time is spent."""
        steps = 0
        while not self._done(comfort=comfort) and self.search.work < effort:
            for _ in range(LOOK_EVERY):
                self.search.step()
            steps += LOOK_EVERY
            self.search.spent = min(1.0, self.search.work / effort)
            if steps % BOUND_EVERY == 0:
                self._bound(self.reached)
            self._report("a better plan")
            if self.engine.interrupted or self.engine.seconds > until:
                break
        self.search.take_best()

    def _run_compiled(self, until: float) -> None:
        """Search in compiled steps, and lay the best plan that they find on the board."""
        from scheduler.solver.local_search.compiled_tables import MOST_WORTH, FastSearch

        if sum(self.search.worth) >= MOST_WORTH:
            return
        fast = FastSearch(self.search, self.engine.seed)
        effort = COMPILED_WORK_A_SECOND * self.engine.time_limit
        began, time = self.engine.seconds, max(0.01, until - self.engine.seconds)
        for part in range(PARTS):
            while fast.work < effort * (part + 1) / PARTS:
                # On a machine that is too slow for all of the effort it still has become cold when time is over.
                spent = max(fast.work / effort, (self.engine.seconds - began) / time)
                fast.run(STEPS_AT_ONCE, HOT * (COLD / HOT) ** spent, THRIFT)
                self._report("a better plan", fast.held())
                if self.engine.interrupted or self.engine.seconds > until:
                    break
            self._bound(self._reached_by(fast.held()))
            fast.take_prices()
            reached = self._reached_by(fast.held())
            if self.engine.interrupted or self.engine.seconds > until or self._proved(reached):
                break
        fast.bring_back()

    @property
    def reached(self) -> dict[str, int]:
        """What the plan holds of each priority."""
        return self._reached_by([slot is not None for slot in self.board.at])

    def _reached_by(self, held: Sequence[bool]) -> dict[str, int]:
        """Return what a plan holds of each priority; it is given by whether each meeting is held."""
        return {tier: sum(compress(weights, held)) for tier, weights in self.weights.items()}

    def _done(self, *, comfort: bool) -> bool:
        """Whether it is proved that nothing can be gained any more."""
        if self.tally.breaches or (comfort and self.tally.cost):
            return False
        return self._proved(self.reached)

    def _proved(self, reached: dict[str, int]) -> bool:
        """Whether no plan holds more than was reached."""
        return all(self.bounds[tier] <= held for tier, held in reached.items())

    def _bound(self, reached: dict[str, int] | None) -> None:
        """Work out the bound of each priority, what was reached before it being kept.

        Where nothing is placed yet (None), the bounds of the tiers before stand for what is reached.
        """
        # What is reached in the last tier is no part of any bound.
        earlier = None if reached is None else [reached[tier] for tier in PRIORITIES[:-1]]
        if earlier is not None and earlier == self._bounded:
            return
        kept: list[Reached] = []
        contested: tuple[float, list[int]] = (-1.0, [])
        for tier, weights in self.weights.items():
            bound, prices = self.relaxation.bound(weights, kept)
            held, wanted = (bound, sum(weights)) if reached is None else (reached[tier], bound)
            self.bounds[tier] = max(held, bound)
            contested = max(contested, (1 - held / max(1, wanted), prices))
            kept.append((weights, held))
        self._bounded = earlier
        self._price(contested[1])

    def _price(self, prices: Sequence[int]) -> None:
        """Let the search know what is dear in the tier that falls short the most."""
        for options in self.board.options:
            for option in options:
                option.price = self.relaxation.price(option, prices) + A_MINUTE * option.minutes
        self.search.take_prices()

    def _report(self, doing: str, held: Sequence[bool] | None = None) -> None:
        if self.engine.progress is not None:
            held = [slot is not None for slot in self.board.at] if held is None else held
            reached = self._reached_by(held)
            gap = max((self.bounds[tier] - there) / max(1, self.bounds[tier]) for tier, there in reached.items())
            self.engine.progress(Progress(self.engine.seconds, doing, held=sum(held), gap=gap))


def _is_asked(requirement: Requirement) -> bool:
    """Whether a requirement is asked what it makes of a plan: the others are on the board, or count in a priority."""
    if requirement.must:
        return requirement.rule.posts
    return requirement.tier not in PRIORITIES
