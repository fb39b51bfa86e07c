"""List scheduling for a first plan, then ruin and recreate with simulated annealing on the board.

A step removes some meetings around a person and a moment, and reinserts them and others in another order; it is
accepted if the plan is no worse (Schrimpf et al., Record breaking optimization results using the ruin and recreate
principle, 2000; Christiaens and Vanden Berghe, Slack induction by string removals, 2020). Alternatively, an unplaced
meeting ejects those that block it, which are then reinserted elsewhere. Effort is counted in start searches, not
seconds, so that the same seed gives the same plan.
"""

from __future__ import annotations

from math import log
from random import Random
from typing import TYPE_CHECKING

from scheduler.solver.params import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.solver.board import Board, Option
    from scheduler.solver.budget import Budget
    from scheduler.solver.local_search.soft_rules import Tally
    from scheduler.solver.params import StepParams

LEAST_LOT = 1e-9

Before = dict[int, "tuple[Option, int] | None"]


class LocalSearch:
    """The local search on one board, given the worth of each meeting."""

    def __init__(
        self,
        board: Board,
        worth: Sequence[int],
        tally: Tally,
        seed: int = 0,
        params: StepParams = DEFAULTS.local_search.plain,
    ) -> None:
        """Start from the board as it is; `worth` is the worth of each meeting: each tier outweighs all later ones."""
        self.board = board
        self.worth = worth
        self.tally = tally
        self.params = params
        self.draw = Random(seed).random  # noqa: S311 - not for secrets
        self.work = 0
        """The number of start searches, the unit of effort."""
        self.people = [candidate.participants for candidate in board.candidates]
        self.out = {number for number, slot in enumerate(board.at) if slot is None and board.options[number]}
        everybody = sorted({principal for principals in self.people for principal in principals})
        self.placed_of: dict[str, set[int]] = {principal: set() for principal in everybody}
        self.out_of: dict[str, set[int]] = {principal: set() for principal in everybody}
        for number, slot in enumerate(board.at):
            for principal in self.people[number]:
                if slot is not None:
                    self.placed_of[principal].add(number)
                elif number in self.out:
                    self.out_of[principal].add(number)
        self.take_prices()
        self.value = sum(w for w, slot in zip(worth, board.at, strict=True) if slot is not None)
        self.steps = 0
        self.spent = 0.0
        """The share of the effort that is spent, from 0 to 1; the caller sets it."""
        self.breaches, self.cost = tally.breaches, tally.cost
        self._note()

    def take_prices(self) -> None:
        """Adopt the current prices of the options."""
        self.cheapest = [min((option.price for option in options), default=0.0) for options in self.board.options]
        self.price = sum(slot[0].price for slot in self.board.at if slot is not None)

    # List scheduling.

    def first_plan(self, budget: Budget | None = None) -> None:
        """Place meetings one after another, by worth, with a bias towards cheap ones, while the budget lasts."""
        keys = [self._sort_key(meeting) for meeting in range(len(self.worth))]
        for meeting in sorted(self.out, key=lambda meeting: (-self.worth[meeting], keys[meeting])):
            if budget is not None and budget.spent:
                break
            if self.insert(meeting):
                # Wishes do not affect the first plan, and evaluating them at each step would take long.
                self.tally.note_musts([meeting])
        self.tally.look_again()
        self.breaches, self.cost = self.tally.breaches, self.tally.cost
        self._note()

    def _sort_key(self, meeting: int) -> float:
        """Return a random sort key, biased towards meetings that use few scarce resources."""
        return self.cheapest[meeting] * (1 + self.params.noise * self.draw())

    def insert(self, meeting: int) -> bool:
        """Place a meeting at one of its remaining starts, without gaps if possible; return whether there was one.

        Cheap options are tried first: they leave more capacity.
        """
        options = self.board.options[meeting]
        if len(options) > 1:
            options = sorted(options, key=lambda option: option.price * (1 + self.params.noise * self.draw()))
        for option in options:
            self.work += 1
            starts = self.board.left(option)
            for _ in range(self.params.other_starts):
                if not starts:
                    break
                start = self._snug(option, starts)
                self._place(meeting, option, start)
                if self.tally.forbids(meeting):
                    self._remove(meeting)
                    starts &= ~(1 << start)
                    continue
                return True
        return False

    def _snug(self, option: Option, starts: int) -> int:
        """Return a start that leaves no gap before or after it, for as many participants as possible."""
        once = twice = 0
        for check, occupy, before, size in option.uses:
            if check is occupy and check.counts is None:
                for touching in (check.full << (before + 1) & starts, check.full << before >> size & starts):
                    twice |= once & touching
                    once |= touching
        return self._some(twice or once or starts)

    def _some(self, starts: int) -> int:
        """Return the first of some starts from a random moment on."""
        after = int(self.draw() * starts.bit_length())
        later = starts >> after
        if later:
            return after + (later & -later).bit_length() - 1
        return (starts & -starts).bit_length() - 1

    def _place(self, meeting: int, option: Option, start: int) -> None:
        self.board.place(meeting, option, start)
        self.value += self.worth[meeting]
        self.price += option.price
        self.out.discard(meeting)
        for principal in self.people[meeting]:
            self.out_of[principal].discard(meeting)
            self.placed_of[principal].add(meeting)

    def _remove(self, meeting: int) -> None:
        self.price -= self.board.remove(meeting).price
        self.value -= self.worth[meeting]
        self.out.add(meeting)
        for principal in self.people[meeting]:
            self.placed_of[principal].discard(meeting)
            self.out_of[principal].add(meeting)

    # Steps.

    def step(self) -> bool:
        """Try one change; keep it if it is accepted, and return whether it was."""
        value, price, before = self.value, self.price, Before()
        touched = self._eject(before) if self.out and self.draw() < self.params.ejections else self._ruin(before)
        self._recreate(touched, before)
        breaches, cost = self.tally.worse_by(before)
        self.steps += 1
        # Breaches outweigh worth, worth outweighs comfort; of equal plans the cheaper leaves more capacity.
        change = (-breaches, self.value - value, -cost, price - self.price)
        if change >= (0, 0, 0, -self.params.leeway * self.draw()) or (
            breaches <= 0 and self._takes_a_loss(value - self.value)
        ):
            self.breaches += breaches
            self.cost += cost
            if self._rank() > self.best:
                self._note()
            return True
        self._undo(before)
        return False

    def _rank(self) -> tuple[int, int, int]:
        return -self.breaches, self.value, -self.cost

    def _note(self) -> None:
        """Record the plan as the best so far."""
        self.best, self.best_at, self.best_step = self._rank(), list(self.board.at), self.steps

    def _takes_a_loss(self, loss: int) -> bool:
        """Whether simulated annealing accepts a plan of less worth, after a long time without improvement."""
        idle, number = self.steps - self.best_step, len(self.worth)
        if idle < self.params.patience * number or loss > self.params.hot * -log(LEAST_LOT):
            return False
        heat: float = self.params.hot * (self.params.cold / self.params.hot) ** self.spent
        return loss <= heat * -log(max(LEAST_LOT, self.draw()))

    def take_best(self) -> None:
        """Return to the best plan so far."""
        if self._rank() < self.best:
            self.lay(self.best_at)

    def lay(self, slots: Sequence[tuple[Option, int] | None]) -> None:
        """Write another plan to the board: the slot of each meeting, or None."""
        changed = [m for m, slot in enumerate(slots) if slot != self.board.at[m]]
        for meeting in changed:
            if self.board.at[meeting] is not None:
                self._remove(meeting)
        for meeting in changed:
            slot = slots[meeting]
            if slot is not None:
                self._place(meeting, *slot)
        self.tally.worse_by(changed)
        self.breaches, self.cost = self.tally.breaches, self.tally.cost
        if self._rank() > self.best:
            self._note()

    def _eject(self, before: Before) -> set[str]:
        """Place an unplaced meeting, and eject those that block it; prefer a start that only one resource blocks."""
        meeting = self._one_out()
        options = self.board.options[meeting]
        option = options[int(self.draw() * len(options))]
        self.work += 2
        start = self._some(self.board.nearly_left(option) or option.starts)
        touched = set(self.people[meeting])
        for other in sorted(self.board.in_the_way(option, start, self.worth)):
            before[other] = self.board.at[other]
            self._remove(other)
            touched.update(self.people[other])
        before[meeting] = None
        self._place(meeting, option, start)
        return touched

    def _one_out(self) -> int:
        """Return a random unplaced meeting: of two drawn, the one of more worth, then of lower price."""
        found: list[int] = []
        while len(found) < 2:
            meeting = int(self.draw() * len(self.worth))
            if meeting in self.out:
                found.append(meeting)
        return min(found, key=lambda meeting: (-self.worth[meeting], self.cheapest[meeting]))

    def _ruin(self, before: Before) -> set[str]:
        """Remove the meetings of a few people around a moment."""
        board, draw, at = self.board, self.draw, self.board.at
        seed = int(draw() * len(self.worth))
        slot = at[seed]
        centre = slot[1] if slot is not None else int(draw() * board.length)
        people, touched = list(self.people[seed]), set[str]()
        number = 1 + int(draw() * self.params.most_people)
        while people and len(touched) < number:
            person = people.pop(int(draw() * len(people)))
            if person in touched:
                continue
            touched.add(person)
            distances = [(abs(at[m][1] - centre), m) for m in self.placed_of[person]]  # type: ignore[index]
            distances.sort()
            for _, meeting in distances[: 1 + int(draw() * self.params.longest_row)]:
                before[meeting] = at[meeting]
                self._remove(meeting)
                people += self.people[meeting]
        for meeting in before:
            touched.update(self.people[meeting])
        return touched

    def _recreate(self, touched: Iterable[str], before: Before) -> None:
        """Reinsert the removed meetings, and unplaced ones of people whose days have changed."""
        worth = self.worth
        others = self._others(sorted(touched), before)
        tried = [(-worth[m], self._sort_key(m), m) for m in dict.fromkeys((*before, *others)) if m in self.out]
        for _, _, meeting in sorted(tried):
            if self.insert(meeting):
                before.setdefault(meeting, None)

    def _others(self, people: list[str], before: Before) -> list[int]:
        """Return a few meetings of some people that were unplaced before this step, from a random position on."""
        draw, found = self.draw, list[int]()
        first = int(draw() * len(people)) if people else 0
        for person in (*people[first:], *people[:first]):
            there = [meeting for meeting in self.out_of[person] if meeting not in before]
            begin = int(draw() * len(there))
            found += (there[begin:] + there[:begin])[: self.params.most_tried - len(found)]
            if len(found) >= self.params.most_tried:
                break
        return found

    def _undo(self, before: Before) -> None:
        for meeting in before:
            if self.board.at[meeting] is not None:
                self._remove(meeting)
        for meeting, slot in before.items():
            if slot is not None:
                self._place(meeting, *slot)
        self.tally.forget()
