"""Meetings are preferably held when everybody is likely to be there."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field, PrivateAttr

from scheduler.base.percent import say_share
from scheduler.rules.base import Graded, each_or_any
from scheduler.rules.concern import Concern, named_or_every
from scheduler.scenario.fields import Meetings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from scheduler.base.minutes import Spans
    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Likelihoods
    from scheduler.rules.vocabulary import Vocabulary

LOST = 1000
"""The cost of not holding a meeting that is worth 1; it grows in proportion to the worth."""


class Robust(Graded):
    """Meetings are preferably held when all participants are likely to be there, whatever happens.

    If no meetings are named, all count. Uncertainty is written as `certainty:`, `or:`, `when:` and `overruns:`
    (docs/uncertainty.md); the wish costs nothing if everything is certain and every meeting is held.

    Example::

        principals:
          ana:
            name: Ana
            delegation: north
            stays:
              - {place: hill, from: 3 Sep 08:00, to: 4 Sep 20:00, or: [{from: 3 Sep 14:00, certainty: 0.3}]}
        rules:
          - {rule: robust, strength: wish 20}
    """

    instead: ClassVar[str] = "Write 'wish 100', or 'strong wish'."

    rule: Literal["robust"] = "robust"
    meetings: Meetings = Field((), description="the meetings; all where none is named")
    _likelihood: "Callable[[], Likelihoods] | None" = PrivateAttr(None)

    def given(self, likelihood: "Callable[[], Likelihoods]") -> "Robust":
        """Return the rule with the likelihoods of its meetings, which are computed on demand."""
        bound = self.model_copy()
        bound._likelihood = likelihood  # noqa: SLF001 - its own class
        return bound

    @property
    def likelihood(self) -> "Likelihoods":
        """The likelihoods of its meetings.

        Raises:
            LookupError: the rule was made without them, which is a mistake of the program.
        """
        if self._likelihood is None:
            raise LookupError("the rule robust has not been given the scenario's likelihoods")
        return self._likelihood()

    def _asked(self) -> list[str]:
        """Return the meetings that count and are to be planned."""
        meetings = self.facts.scenario.meetings
        return [key for key in self.meetings or meetings if meetings[key].planned]

    def passed_over(self, names: "Names") -> "Iterator[str]":
        """Yield the meetings with too many uncertain events for their likelihood to be computed."""
        for key in self._asked():
            if self.likelihood.is_beyond(key):
                yield f"{names.meeting(key)} hangs on too many events at once, and counts as certain for 'robust'"

    @property
    def concerns(self) -> Concern:
        """The meetings that are named, or all."""
        return named_or_every(self.meetings)

    def cost(self, v: "Vocabulary") -> Any:
        """For each start of a meeting, its worth times the probability that it cannot be held then."""
        total = []
        for key in v.asked(self._asked()):
            lost = self._cost_of(key, Fraction(0))
            total.append(lost * (1 - v.held(key)))
            if self.likelihood.certain(key):
                continue
            options = {option: self._costs(key, levels) for option, levels in self.likelihood.by_start(key).items()}
            total.append(v.by_start(key, options, lost))
        return sum(total)

    def _costs(self, key: str, levels: "Mapping[Fraction, Spans]") -> "dict[int, Spans]":
        costs: dict[int, Spans] = {}
        for chance, spans in levels.items():
            cost = self._cost_of(key, chance)
            costs[cost] = costs[cost] | spans if cost in costs else spans
        return costs

    def _cost_of(self, key: str, chance: Fraction) -> int:
        return round(LOST * self.likelihood.worth(key) * (1 - chance))

    def measure(self, plan: "Plan") -> int:
        """Read the same from the plan: the rules judge each booking in each relevant future."""
        return sum(self._cost_of(key, self._chance(plan, key)) for key in self._asked())

    def _chance(self, plan: "Plan", key: str) -> Fraction:
        booking = plan.booking(key)
        return self.likelihood.of_slot(booking) if booking else Fraction(0)

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """A meeting is not held, or may have to be given up."""
        for key in self._asked():
            booking, chance = plan.booking(key), self._chance(plan, key)
            if booking is None:
                yield f"{plan.names.meeting(key)} is not held"
            elif self._cost_of(key, chance):
                yield f"{plan.say(booking)} is held with {say_share(chance)}"

    def say(self, names: "Names") -> str:
        """Say what is preferred."""
        return f"{each_or_any(self.meetings, names)} preferably when all are likely to be there"
