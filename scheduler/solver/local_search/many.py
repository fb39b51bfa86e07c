"""Many meetings: a first plan and a bound at once, then better plans step by step.

The board holds start windows and resources (people's time and rooms). Every other must and every wish is evaluated on
the plan, by the rule's own verification.
"""

from __future__ import annotations

from itertools import accumulate, compress
from typing import TYPE_CHECKING

from scheduler.problem.requirement import PRIORITIES
from scheduler.solver.bounds.resource_lp import Relaxation
from scheduler.solver.local_search.machine import HAS_COMPILER
from scheduler.solver.local_search.search import LocalSearch
from scheduler.solver.local_search.soft_rules import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.problem.requirement import Requirement
    from scheduler.solver.bounds.resource_lp import Reached
    from scheduler.solver.budget import Budget
    from scheduler.solver.engine import Engine
    from scheduler.solver.state import State


class ManyMeetings:
    """The local search on the board for the best plan of many meetings."""

    def __init__(self, engine: Engine, state: State, requirements: Sequence[Requirement]) -> None:
        """Prepare the search; nothing is placed yet.

        Raises:
            BudgetSpentError: time ended during the preparation.
        """
        self.engine, self.time_limit, self.setup = engine, state.engine.time_limit, state.setup
        self.params, self.modelled = state.params.local_search, state.params.sizes.modelled
        self.board = state.board
        self.weights = {tier: self._weights(requirements, tier) for tier in PRIORITIES}
        self.tally = Tally(self.board, list(self._concerned(state, requirements)))
        # One unit of a tier outweighs all later tiers.
        totals = [sum(self.weights[tier]) + 1 for tier in reversed(PRIORITIES)]
        units = list(accumulate([1, *totals[:-1]], lambda unit, total: unit * total))[::-1]
        worth = [
            sum(unit * self.weights[tier][meeting] for unit, tier in zip(units, PRIORITIES, strict=True))
            for meeting in range(len(self.board.candidates))
        ]
        self.search = LocalSearch(self.board, worth, self.tally, engine.seed, self.params.plain)
        self.relaxation = Relaxation(self.board, state.params.bounds)
        self.bounds: dict[str, int] = {}
        """By priority, an upper bound on the worth of the meetings held."""
        self._bounded: list[int] | None = None

    def _concerned(self, state: State, requirements: Sequence[Requirement]) -> Iterator[tuple[Requirement, list[str]]]:
        """Yield the requirements that are evaluated on the plan, with the meetings that each can constrain."""
        for requirement in requirements:
            if _is_asked(requirement):
                self.setup.tick()
                yield requirement, [each.key for each in requirement.rule.concerns.among(state.possible)]

    @property
    def breaches(self) -> int:
        """The number of breaches of musts; with any, this is no plan."""
        return self.tally.breaches

    @property
    def gaps(self) -> dict[str, int]:
        """By priority, the gap between the plan and the bound of the relaxation."""
        return {tier: self.bounds[tier] - held for tier, held in self.reached.items()}

    def _weights(self, requirements: Sequence[Requirement], tier: str) -> list[int]:
        """Return the weight of each meeting in a tier."""
        weights = [0] * len(self.board.candidates)
        for requirement in requirements:
            meeting = requirement.rule.asks_for
            if requirement.tier == tier and meeting is not None:
                weights[self.board.number[meeting]] += requirement.weight
        return weights

    def run(self, share: float, *, comfort: bool) -> None:
        """Search until the plan is proved optimal or the effort is spent.

        Args:
            share: the share of the time limit, from 0 to 1.
            comfort: whether broken wishes are a reason to continue.
        """
        self._bound(None)
        # Without musts that must be asked, list scheduling takes a moment, and a whole plan is better than half of one.
        self.search.first_plan(self.setup if any(r.must for r in self.tally.requirements) else None)
        self._bound(self.reached)
        self._report("the first plan")
        effort = self.params.work_a_second * self.time_limit * share
        if share < 1:
            effort = min(effort, self.params.work_a_meeting * len(self.board.candidates))
        # The rest of the time is for annotating the plan.
        budget = self.engine.budget.share(min(share, self.params.most))
        if len(self.board.candidates) > self.modelled and HAS_COMPILER and not self._done(comfort=comfort):
            self._run_compiled(budget)
            # The remaining work is on meetings with requirements other than resources.
            effort = effort if self.tally.requirements else 0
        self._run_steps(effort, budget, comfort=comfort)
        self._bound(self.reached)

    def _run_steps(self, effort: float, budget: Budget, *, comfort: bool) -> None:
        """Search on the board until the plan is proved optimal, or the effort or the time is spent."""
        steps = 0
        while not self._done(comfort=comfort) and self.search.work < effort and not budget.spent:
            for _ in range(self.params.look_every):
                self.search.step()
                # A step that evaluates rules may take long.
                if self.tally.requirements and budget.spent:
                    break
            steps += self.params.look_every
            self.search.spent = min(1.0, self.search.work / effort)
            if steps % self.params.bound_every == 0:
                self._bound(self.reached)
            self._report("a better plan")
        self.search.take_best()

    def _run_compiled(self, budget: Budget) -> None:
        """Search in compiled steps, and write the best plan to the board."""
        from scheduler.solver.local_search.compiled_tables import MOST_WORTH, FastSearch

        if sum(self.search.worth) >= MOST_WORTH:
            return
        params, steps = self.params, self.params.compiled
        fast = FastSearch(self.search, self.engine.seed, steps)
        effort = params.compiled_work_a_second * self.time_limit
        began, time = budget.seconds, max(0.01, budget.left)
        for part in range(params.parts):
            while fast.work < effort * (part + 1) / params.parts:
                # Even if a slow machine cannot spend all of the effort, the final temperature is reached in time.
                spent = max(fast.work / effort, (budget.seconds - began) / time)
                fast.run(params.compiled_steps, steps.hot * (steps.cold / steps.hot) ** spent, params.thrift)
                self._report("a better plan", fast.held())
                if budget.spent:
                    break
            self._bound(self._reached_by(fast.held()))
            fast.take_prices()
            if budget.spent or self._proved(self._reached_by(fast.held())):
                break
        fast.bring_back()

    @property
    def reached(self) -> dict[str, int]:
        """The worth that the plan holds of each priority."""
        return self._reached_by([slot is not None for slot in self.board.at])

    def _reached_by(self, held: Sequence[bool]) -> dict[str, int]:
        """Return the worth that a plan holds of each priority, given whether each meeting is held."""
        return {tier: sum(compress(weights, held)) for tier, weights in self.weights.items()}

    def _done(self, *, comfort: bool) -> bool:
        """Whether the plan is proved optimal."""
        if self.tally.breaches or (comfort and self.tally.cost):
            return False
        return self._proved(self.reached)

    def _proved(self, reached: dict[str, int]) -> bool:
        """Whether the bound proves that no plan holds more."""
        return all(self.bounds[tier] <= held for tier, held in reached.items())

    def _bound(self, reached: dict[str, int] | None) -> None:
        """Compute the bound of each priority, given the worth reached in the earlier ones.

        If nothing is placed yet (None), the bounds of the earlier tiers replace the worth reached.
        """
        # The worth reached in the last tier affects no bound.
        earlier = None if reached is None else [reached[tier] for tier in PRIORITIES[:-1]]
        if earlier is not None and earlier == self._bounded:
            return
        kept: list[Reached] = []
        contested: tuple[float, list[int]] = (-1.0, [])
        for tier, weights in self.weights.items():
            bound, prices = self.relaxation.bound(weights, kept, max(self.params.bound_seconds, self.engine.left))
            held, wanted = (bound, sum(weights)) if reached is None else (reached[tier], bound)
            self.bounds[tier] = max(held, bound)
            contested = max(contested, (1 - held / max(1, wanted), prices))
            kept.append((weights, held))
        self._bounded = earlier
        self._price(contested[1])

    def _price(self, prices: Sequence[int]) -> None:
        """Set the options' prices to the dual prices of the tier with the largest gap."""
        for options in self.board.options:
            for option in options:
                option.price = self.relaxation.price(option, prices) + self.params.price_of_a_minute * option.minutes
        self.search.take_prices()

    def _report(self, doing: str, held: Sequence[bool] | None = None) -> None:
        if self.engine.progress is not None:
            held = [slot is not None for slot in self.board.at] if held is None else held
            reached = self._reached_by(held)
            gap = max((self.bounds[tier] - there) / max(1, self.bounds[tier]) for tier, there in reached.items())
            self.engine.budget.report(doing, held=sum(held), gap=gap)


def _is_asked(requirement: Requirement) -> bool:
    """Whether a requirement is evaluated on the plan: the others are on the board, or count in a priority."""
    if requirement.must:
        return requirement.rule.posts
    return requirement.tier not in PRIORITIES
