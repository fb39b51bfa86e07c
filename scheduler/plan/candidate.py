"""A requested meeting as the solver sees it: its participants, possible lengths and possible settings."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.base.value import value


@dataclass(frozen=True)
class Setting:
    """One way to hold a meeting: its mode and, in person, its place, venue and room."""

    mode: str
    place: str | None = None
    venue: str | None = None
    room: str | None = None
    """The key of the room, or of a group of identical rooms."""
    zone: str = "UTC"
    """The local time zone; for video and telephone the scenario's."""


@value
class Candidate:
    """One requested meeting, with every option that the solver chooses from."""

    key: str
    participants: tuple[str, ...]
    settings: tuple[Setting, ...]
    minutes: tuple[int, ...]
    """The possible lengths in minutes, shortest first, with press and interpretation."""
    optional: tuple[str, ...] = ()
    teams: tuple[tuple[str, ...], ...] = ((),)
    """The teams of interpreters, each a set of pools; it needs one of them. `((),)`: no interpreters are needed."""
    by_team: tuple[tuple[int, ...], ...] = ()
    """The possible lengths with each team, since consecutive interpretation takes longer; empty: all."""
    wanted: tuple[tuple[tuple[str, ...], int], ...] = ()
    """The preferred pairs of team and length: the wanted talks, with the teams that lengthen them least."""
    format: str = "bilateral"
    press: int = 0
    """Minutes for the press at its start."""

    def lengths(self, team: tuple[str, ...]) -> tuple[int, ...]:
        """Return the possible lengths in minutes with a team of interpreters."""
        return self.by_team[self.teams.index(team)] if self.by_team else self.minutes

    def may_involve(self, principal: str) -> bool:
        """Whether a principal takes part in the meeting, or is invited to join."""
        return principal in self.participants or principal in self.optional
