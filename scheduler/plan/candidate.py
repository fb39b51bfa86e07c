"""A meeting as the solver sees it: who, how long it may be, and the settings it may be held in."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.base.value import value


@dataclass(frozen=True)
class Setting:
    """One way of holding a meeting: its mode and, in person, where."""

    mode: str
    place: str | None = None
    venue: str | None = None
    room: str | None = None
    """The key of the room, or of the group of rooms that are alike."""
    zone: str = "UTC"
    """The zone whose clocks are read there; for video and telephone the scenario's."""


@value
class Candidate:
    """One meeting that is asked for, with every choice that the plan has about it."""

    key: str
    participants: tuple[str, ...]
    settings: tuple[Setting, ...]
    minutes: tuple[int, ...]
    """The lengths it may have, press and interpretation included, shortest first."""
    optional: tuple[str, ...] = ()
    teams: tuple[tuple[str, ...], ...] = ((),)
    """The sets of interpreters' pools of which it needs one; `((),)` where everybody understands."""
    by_team: tuple[tuple[int, ...], ...] = ()
    """For each team, those of the lengths that it may have with it: consecutive interpretation takes longer."""
    wanted: tuple[tuple[tuple[str, ...], int], ...] = ()
    """The team and the length to prefer: the wanted talks, with a team that lengthens them least."""
    format: str = "bilateral"
    press: int = 0
    """Minutes at its start that belong to the press."""

    def lengths(self, team: tuple[str, ...]) -> tuple[int, ...]:
        """Return the lengths that it may have with a team of interpreters."""
        return self.by_team[self.teams.index(team)] if self.by_team else self.minutes

    def may_involve(self, principal: str) -> bool:
        """Whether the principal takes part, or may."""
        return principal in self.participants or principal in self.optional
