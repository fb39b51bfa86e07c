"""A rule in a tiny scenario, and plans that keep it or break it, in an officer's words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from scheduler.base.times import minute, read_moment
from scheduler.plan.plan import Booking, Plan

if TYPE_CHECKING:
    from scheduler.rules.base import Rule
    from scheduler.testing.world import World


class Slot(NamedTuple):
    """A slot for a meeting, in an officer's words; what is not said is as the meeting wants it."""

    start: str
    where: str | None = None
    """A mode, place, venue or room."""
    minutes: int | None = None
    joined: tuple[str, ...] = ()
    team: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Story:
    """A rule in a tiny scenario, and plans that keep it or break it."""

    world: World
    rule: type[Rule]

    def plan(self, **slots: str | Slot) -> Plan:
        """Return the plan in which the meetings are held in those slots."""
        return self.world.plan(
            self._booking(key, slot if isinstance(slot, Slot) else Slot(slot)) for key, slot in slots.items()
        )

    def _booking(self, key: str, slot: Slot) -> Booking:
        problem = self.world.problem
        candidate = problem.by_key[key]
        setting = next(s for s in candidate.settings if slot.where in {None, s.mode, s.place, s.venue, s.room})
        team, wanted = candidate.wanted[0]
        start = read_moment(slot.start, problem.facts.period)
        made = Booking.at(candidate, setting, minute(start), slot.minutes or wanted, slot.team or team)
        return replace(made, participants=(*candidate.participants, *slot.joined))

    def breaches(self, **slots: str | Slot) -> list[str]:
        """Return what a reader of the plan finds broken of the rule."""
        plan = self.plan(**slots)
        return [sentence for r in self.world.under(self.rule) for sentence in r.rule.broken(plan)]

    def cost(self, **slots: str | Slot) -> int:
        """Return what a preference costs in the plan."""
        plan = self.plan(**slots)
        return sum(requirement.rule.measure(plan) for requirement in self.world.under(self.rule))

    def says(self, whose: str | None = None) -> list[str]:
        """Return the rule as it is said, for each principal or meeting, or for one."""
        names = self.world.problem.facts.names
        return [requirement.rule.say(names) for requirement in self.world.under(self.rule, whose)]
