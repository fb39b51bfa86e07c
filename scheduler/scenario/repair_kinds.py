"""The kinds of change that a repair may make, and what each costs where the scenario does not say."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of change that a repair may make."""

    cost: int | None
    """What one such change costs where the scenario does not say; None: it is not offered."""
    what: str
    minutes_a_point: int = 30
    """Minutes of a change of time that cost one point, on top of what the kind costs."""


KINDS: dict[str, Kind] = {
    "length": Kind(10, "a meeting takes less time", 3),
    "briefing": Kind(10, "no briefing, holding time or readout around a meeting"),
    "reset": Kind(10, "a room is reset in less time"),
    "hours": Kind(15, "a principal's working hours begin earlier or end later"),
    "window": Kind(15, "a window of a meeting opens earlier or closes later"),
    "block": Kind(20, "a time set aside for bilaterals begins earlier or ends later"),
    "rule": Kind(20, "a rule under `rules:` asks for less, or becomes a wish"),
    "room": Kind(20, "one more room of a kind"),
    "interpreters": Kind(20, "one more interpreter in a pool"),
    "available": Kind(25, "a room or a venue is available earlier or later"),
    "needs": Kind(25, "a meeting makes do with another room or another venue"),
    "stay": Kind(25, "a principal comes earlier or leaves later"),
    "rest": Kind(30, "a principal rests for less time"),
    "video": Kind(30, "a meeting may be by video"),
    "start": Kind(30, "a meeting whose start is fixed, and that is not confirmed, moves"),
    "deputy": Kind(40, "a deputy stands in"),
    "engagement": Kind(60, "an engagement moves"),
    "priority": Kind(60, "a must-meeting is no longer a must"),
    "confirmed": Kind(100, "a confirmed meeting moves, or is only tentative"),
    "session": Kind(None, "a forum's session moves, or is left by an attendee"),
    "travel": Kind(None, "a way takes less time"),
    "never_meet": Kind(None, "principals who must not be paired are"),
}
"""Every kind of change, the ones that cost least first."""
