"""Principals who must not be paired."""

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from scheduler.rules.base import Written
from scheduler.rules.concern import Concern
from scheduler.scenario.fields import Principals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.softening import Softening
    from scheduler.rules.vocabulary import Vocabulary
    from scheduler.scenario.facts import Facts


class NeverMeet(Written):
    """Principals who must not be paired: no meeting has two of them, not even a trilateral.

    Example::

        rules:
          - {rule: never_meet, principals: [ana, cem]}
    """

    rule: Literal["never_meet"] = "never_meet"
    principals: Principals = Field(description="the principals, two or more", min_length=2)

    @property
    def concerns(self) -> Concern:
        """The meetings in which two of them may be."""
        return Concern(which=lambda candidate: sum(candidate.may_involve(key) for key in set(self.principals)) > 1)

    def post(self, model: "CpModel", v: "Vocabulary") -> "Constraints":
        """Of any two, at most one attends a meeting."""
        for candidate in v.candidates:
            there = [key for key in dict.fromkeys(self.principals) if candidate.may_involve(key)]
            for one, other in combinations(there, 2):
                yield model.add_bool_or(~v.attends(candidate.key, one), ~v.attends(candidate.key, other))

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """A booking has two of them."""
        for booking in plan.bookings:
            there = [key for key in dict.fromkeys(self.principals) if key in booking.participants]
            if len(there) > 1:
                yield f"{plan.say(booking)} pairs {plan.names.everyone(there)}"

    def softenings(self, facts: "Facts") -> "Iterator[Softening]":
        """It becomes a wish; offered only if the scenario allows it."""
        yield from (replace(softening, kind="never_meet") for softening in super().softenings(facts))

    def say(self, names: "Names") -> str:
        """Say who."""
        return f"{names.everyone(self.principals)} never meet"
