"""Principals who must not be paired."""

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from scheduler.rules.base import Written
from scheduler.scenario.fields import Principals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.softening import Bend
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

    def post(self, model: "CpModel", v: "Vocabulary") -> "Constraints":
        """Of any two, at most one attends a meeting."""
        for request in v.requests:
            there = [key for key in dict.fromkeys(self.principals) if request.may_involve(key)]
            for one, other in combinations(there, 2):
                yield model.add_bool_or(~v.attends(request.key, one), ~v.attends(request.key, other))

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """A booking has two of them."""
        for booking in plan.bookings:
            there = [key for key in dict.fromkeys(self.principals) if key in booking.participants]
            if len(there) > 1:
                yield f"{plan.say(booking)} pairs {plan.names.everyone(there)}"

    def bends(self, facts: "Facts") -> "Iterator[Bend]":
        """It becomes a wish; not offered unless the scenario says so."""
        yield from (replace(bend, kind="never_meet") for bend in super().bends(facts))

    def say(self, names: "Names") -> str:
        """Say who."""
        return f"{names.everyone(self.principals)} never meet"
