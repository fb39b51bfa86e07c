"""A principal rests between evening and morning."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.base.times import say_length
from scheduler.base.value import value
from scheduler.rules.base import Rule, post_free
from scheduler.rules.concern import Concern, of_principal
from scheduler.rules.softening import shorter
from scheduler.scenario.intervals import Commitment, Stretch, longest_free

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.softening import Softening
    from scheduler.rules.vocabulary import Vocabulary
    from scheduler.scenario.facts import Facts


LEAST_REST = 5 * 60
"""The least rest that a repair leaves, in minutes."""


@value
class Rest(Rule):
    """A principal rests between evening and morning: a given time without interruption between 18:00 and noon.

    Example::

        principals:
          ana: {name: Ana, delegation: north, home: hill, rest: 9 h}
    """

    blame = 30
    argument = 80
    principal: str
    rest: int
    nights: tuple[Stretch, ...]
    """Each night, from six in the evening to noon where the principal is."""
    commitments: tuple[Commitment, ...] = ()

    @property
    def concerns(self) -> Concern:
        """The principal's meetings."""
        return of_principal(self.principal)

    def post(self, model: CpModel, v: Vocabulary) -> Constraints:
        """Each night has a rest that no meeting and no commitment overlaps."""
        for night in self.nights:
            yield from post_free(model, v, self.principal, night, self.rest, self.commitments)

    def broken(self, plan: Plan) -> Iterator[str]:
        """In some night the longest free time is too short."""
        busy = [(b.start, b.end) for b in plan.of(self.principal)]
        busy += [(c.start, c.end) for c in self.commitments]
        for night in self.nights:
            longest = longest_free(night, busy)
            if longest < timedelta(minutes=self.rest):
                who, rest = (
                    plan.names.principal(self.principal),
                    say_length(int(longest.total_seconds() // 60)),
                )
                when = f"between {plan.names.moment(night.start)} and {plan.names.moment(night.end)}"
                yield f"{who} has only {rest} of rest {when}"

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """The rest is shorter."""
        who, now = facts.names.principal(self.principal), say_length(self.rest)
        yield shorter(
            "rest",
            ("principals", self.principal, "rest"),
            self.rest,
            lambda rest: f"{who} rests for {say_length(rest)}, not {now}",
            least=LEAST_REST,
        )

    @property
    def begins(self) -> datetime | None:
        """The start of the first commitment that it is about."""
        return self.commitments[0].start if self.commitments else None

    def say(self, names: Names) -> str:
        """Say how long the rest is."""
        return f"{names.principal(self.principal)} rests for {say_length(self.rest)} each night"
