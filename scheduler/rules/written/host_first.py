"""Guests meet the host before anybody else."""

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scheduler.rules.base import Written
from scheduler.rules.concern import Concern
from scheduler.rules.literals import only_if
from scheduler.scenario.fields import PrincipalKey, Principals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ortools.sat.python.cp_model import CpModel

    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.base import Constraints
    from scheduler.rules.vocabulary import Vocabulary


class HostFirst(Written):
    """A guest meets the host alone before any meeting without the host, in person.

    Example::

        rules:
          - {rule: host_first, host: ana, guests: [ben]}
    """

    blame: ClassVar[int] = 70
    usually: ClassVar[str] = "wish"

    rule: Literal["host_first"] = "host_first"
    host: PrincipalKey = Field(description="the host")
    guests: Principals = Field(description="the guests for whom this holds")

    def mistakes(self) -> "Iterable[tuple[str, str, str]]":
        """The host is nobody's guest."""
        yield from super().mistakes()
        if self.host in self.guests:
            yield "guests", f"'{self.host}' is both host and guest.", "Name others as guests."

    @property
    def concerns(self) -> Concern:
        """The guests' meetings."""
        return Concern(principals=self.guests)

    def post(self, model: "CpModel", v: "Vocabulary") -> "Constraints":
        """The meeting with the host ends before any meeting without the host begins, if both are in person."""
        for guest in self.guests:
            candidates = [r for r in v.meetings_of(guest) if any(s.mode == "in person" for s in r.settings)]
            for first in (r for r in candidates if {*r.participants, *r.optional} == {guest, self.host}):
                for then in (r for r in candidates if not r.may_involve(self.host)):
                    both = (
                        v.held(first.key),
                        v.attends(then.key, guest),
                        v.in_person(first.key),
                        v.in_person(then.key),
                    )
                    yield only_if(model.add(v.end(first.key) <= v.start(then.key)), *both)

    def broken(self, plan: "Plan") -> "Iterator[str]":
        """A guest meets others in person before the meeting with the host has ended."""
        for guest in self.guests:
            bookings = [booking for booking in plan.of(guest) if booking.mode == "in person"]
            for first in (b for b in bookings if set(self.facts.invited(b.meeting)) == {guest, self.host}):
                for then in (b for b in bookings if self.host not in self.facts.invited(b.meeting)):
                    if then.start < first.end:
                        who, host = plan.names.principal(guest), plan.names.principal(self.host)
                        yield f"{who} has {plan.say(then)} before {plan.say(first)} with the host {host}"

    def say(self, names: "Names") -> str:
        """Say who is met first."""
        meet = "meets" if len(self.guests) == 1 else "meet"
        return f"{names.everyone(self.guests)} {meet} the host {names.principal(self.host)} first"
