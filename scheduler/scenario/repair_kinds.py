"""The kinds of change that a repair may make, with their default costs."""

from __future__ import annotations

from typing import NamedTuple


class RepairKind(NamedTuple):
    """A kind of change that a repair may make."""

    cost: int | None
    """The default cost of one such change; None means that it is not offered."""
    what: str
    """The change, as a clause for the officer."""
    minutes_a_point: int = 30
    """A change of time costs one extra point for each of these minutes."""


KINDS: dict[str, RepairKind] = {
    "length": RepairKind(10, "a meeting takes less time", 3),
    "briefing": RepairKind(10, "no briefing, holding time or readout around a meeting"),
    "reset": RepairKind(10, "a room is reset in less time"),
    "hours": RepairKind(15, "a principal's working hours begin earlier or end later"),
    "window": RepairKind(15, "a window of a meeting opens earlier or closes later"),
    "block": RepairKind(20, "a time set aside for bilaterals begins earlier or ends later"),
    "rule": RepairKind(20, "a rule under `rules:` asks for less, or becomes a wish"),
    "room": RepairKind(20, "one more room of a kind"),
    "interpreters": RepairKind(20, "one more interpreter in a pool"),
    "available": RepairKind(25, "a room or a venue is available earlier or later"),
    "needs": RepairKind(25, "a meeting accepts another room or another venue"),
    "stay": RepairKind(25, "a principal arrives earlier or leaves later"),
    "rest": RepairKind(30, "a principal rests for less time"),
    "video": RepairKind(30, "a meeting may be by video"),
    "start": RepairKind(30, "a meeting whose start is fixed, and that is not confirmed, moves"),
    "deputy": RepairKind(40, "a deputy stands in"),
    "engagement": RepairKind(60, "an engagement moves"),
    "priority": RepairKind(60, "a must-meeting is no longer a must"),
    "confirmed": RepairKind(100, "a confirmed meeting moves, or is only tentative"),
    "session": RepairKind(None, "a forum's session moves, or is left by an attendee"),
    "travel": RepairKind(None, "travel takes less time"),
    "never_meet": RepairKind(None, "principals who must not meet do meet"),
}
"""Every kind of change, the cheapest first."""
