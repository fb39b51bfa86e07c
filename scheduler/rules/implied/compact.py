"""A principal waits little between commitments, on few days."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from scheduler.base.minutes import Spans
from scheduler.base.times import minute, say_length, zone_of
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_principal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.vocabulary import Vocabulary
    from scheduler.scenario.intervals import Commitment

A_DAY = 120
"""What a day on which a principal has nothing but meetings costs, in minutes of waiting.

Without it, waiting would be least with one meeting a day.
"""


@value
class Compact(Rule):
    """A principal waits little between the first and the last commitment of a day, and is busy on few days.

    Each day on which there is nothing but meetings counts as two hours of waiting.

    Example::

        few_gaps: true
    """

    listed = False
    graded = True
    principal: str
    commitments: tuple[Commitment, ...] = ()
    apart: frozenset[str] = frozenset()
    """Meetings that may share a slot: they are left out of the count."""

    @property
    def concerns(self) -> Concern:
        """The principal's meetings."""
        return of_principal(self.principal)

    def cost(self, v: Vocabulary) -> Any:
        """Waiting is the last end minus the first start minus all busy minutes, plus a cost for each extra day."""
        fixed = self._fixed()
        candidates = [r.key for r in v.meetings_of(self.principal) if r.key not in self.apart]
        days = {day for candidate in candidates for day in v.days(candidate)}
        total = []
        for day in sorted(days):
            there = [candidate for candidate in candidates if day in v.days(candidate)]
            if day not in fixed:
                total.append(A_DAY * v.any_on(day, there, self.principal))
            if len(there) > 1 or day in fixed:
                total.append(v.waiting(day, there, self.principal, fixed.get(day, ())))
        return sum(total) + sum(_idle(spans) for day, spans in fixed.items() if day not in days)

    def measure(self, plan: Plan) -> int:
        """Read the same from the plan, day by day."""
        fixed = self._fixed()
        busy: dict[date, list[tuple[int, int]]] = defaultdict(list, {day: list(spans) for day, spans in fixed.items()})
        for booking in plan.of(self.principal):
            if booking.meeting not in self.apart:
                busy[booking.local(booking.start).date()].append((minute(booking.start), minute(booking.end)))
        return sum(_idle(spans) + (0 if day in fixed else A_DAY) for day, spans in busy.items())

    def _fixed(self) -> dict[date, list[tuple[int, int]]]:
        """Return the minutes of the commitments on each day, overlapping ones merged."""
        days: dict[date, list[tuple[int, int]]] = defaultdict(list)
        for commitment in self.commitments:
            day = commitment.start.astimezone(zone_of(commitment.zone)).date()
            days[day].append((minute(commitment.start), minute(commitment.end) - 1))
        return {day: [(low, high + 1) for low, high in Spans.of(spans)] for day, spans in days.items()}

    def broken(self, plan: Plan) -> Iterator[str]:
        """State the cost: a preference cannot be broken."""
        waiting = self.measure(plan)
        if waiting:
            yield f"{plan.names.principal(self.principal)}: {say_length(waiting)} of waiting and extra days"

    def say(self, names: Names) -> str:
        """Say whose time it is."""
        return f"{names.principal(self.principal)} waits little between commitments, on few days"


def _idle(spans: list[tuple[int, int]]) -> int:
    first, last = min(low for low, _ in spans), max(high for _, high in spans)
    return last - first - sum(high - low for low, high in spans)
