"""The playbook: a fallback, prepared in advance, for each single event: the plan, the changes, and whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.value import value
from scheduler.questions.replan import calls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    from scheduler.plan.plan import Plan
    from scheduler.problem.uncertainty.events import Outcomes
    from scheduler.questions.replan import BookingChange, Call, Replanned
    from scheduler.questions.sweep import Sweeper
    from scheduler.scenario.problem import Problem


@value
class Fallback:
    """What to do if one event turns out differently from the scenario."""

    says: str
    """What happens."""
    probability: Fraction
    held: tuple[str, ...]
    """The keys of the meetings that are held if the plan is not changed."""
    broken: tuple[str, ...]
    """The sentences of the musts that the rest of the plan breaks."""
    problem: Problem
    made: Replanned | None
    """The new plan with the fewest changes; None if time ended before there was one."""
    stands: bool
    """Whether the plan stands unchanged, so that nothing need be done."""

    @property
    def changes(self) -> tuple[BookingChange, ...]:
        """The changes of the fallback."""
        return self.made.changes if self.made is not None and not self.stands else ()

    def plan(self, old: Plan) -> Plan:
        """Return the plan to follow then."""
        return old if self.made is None or self.stands else self.made.plan

    @property
    def calls(self) -> list[Call]:
        """Whom to call about what."""
        return calls(self.problem, self.changes)


def playbook(sweeper: Sweeper, progress: Callable[[int, int], None] | None = None) -> Iterator[Fallback]:
    """Yield a fallback for each other outcome of each event, in the order of the file.

    Raises:
        KeyboardInterrupt: it was interrupted.
    """
    futures = list(sweeper.futures.single())
    for number, (event, outcomes) in enumerate(futures):
        if progress is not None:
            progress(number, len(futures))
        outcome = sweeper.futures.events[event].outcomes[outcomes[event]]
        if outcome.probability:
            yield _fallback(sweeper, outcomes, outcome.says, outcome.probability)


def _fallback(sweeper: Sweeper, outcomes: Outcomes, says: str, probability: Fraction) -> Fallback:
    fallen = sweeper.look(outcomes)
    if fallen.interrupted:
        raise KeyboardInterrupt
    stands = fallen.stands(sweeper.plan)
    return Fallback(says, probability, fallen.held, fallen.broken, fallen.problem, fallen.made, stands)
