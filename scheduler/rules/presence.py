"""In person only where all stay; by video from wherever each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.rules.base import Rule, Whereabouts
from scheduler.spans import Spans, inside
from scheduler.times import minute
from scheduler.value import value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan import Names, Plan
    from scheduler.request import Request, Setting


@value
class Presence(Rule):
    """A principal meets in person only where they stay, and by video from wherever they are.

    Example::

        principals:
          ana:
            name: Ana
            delegation: north
            stays:
              - {place: hill, from: 3 Sep 10:00, to: 4 Sep 17:00}
    """

    principal: str
    whereabouts: tuple[Whereabouts, ...]

    @property
    def scope(self) -> tuple[str, str]:
        """The principal's meetings."""
        return "principal", self.principal

    def allows(self, request: Request, setting: Setting, minutes: int) -> Spans:  # noqa: ARG002
        """Inside one stay; stays that touch each other are one."""
        stays = [stay for stay in self.whereabouts if setting.mode != "in person" or stay.place == setting.place]
        merged = Spans.of((minute(stay.start), minute(stay.end) - 1) for stay in stays)
        return Spans.of(inside(low, high + 1, minutes) for low, high in merged)

    def broken(self, plan: Plan) -> Iterator[str]:
        """The principal is elsewhere during a part of the booking."""
        for booking in plan.of(self.principal):
            here = [s for s in self.whereabouts if booking.mode != "in person" or s.place == booking.place]
            covered = booking.start
            for stay in sorted(here, key=lambda stay: stay.start):
                if stay.start <= covered:
                    covered = max(covered, stay.end)
            if covered < booking.end:
                who, where = (
                    plan.names.principal(self.principal),
                    plan.names.of("places", booking.place or ""),
                )
                at = f"in {where}" if booking.mode == "in person" else "within reach"
                yield f"{who} is not {at} for the whole of {plan.say(booking)}"

    def say(self, names: Names) -> str:
        """Say where the principal is, and when."""
        stays = " and ".join(
            f"in {names.of('places', stay.place)} {names.span(stay.start, stay.end)}" for stay in self.whereabouts
        )
        return f"{names.principal(self.principal)} is {stays or 'nowhere'}"
