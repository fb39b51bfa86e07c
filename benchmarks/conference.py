"""A peer for `events`: `conference-scheduler`, which plans conferences with an integer program, by PuLP and CBC."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks import events
from benchmarks.answer import Answer

if TYPE_CHECKING:
    from pathlib import Path

NEEDS = ("conference_scheduler.scheduler", "pulp")
"""What it is imported from, before the clock starts."""
NINE = datetime(2020, 9, 3, 9)

best_known = events.best_known


def names(folder: Path | None) -> list[str]:  # noqa: ARG001
    """Return the conferences."""
    return list(events.CONFERENCES)


def solve(folder: Path | None, name: str, limit: float, seed: int) -> Answer:  # noqa: ARG001
    """Plan a conference: a talk is not available in what its speaker, or its audience, rules out."""
    from conference_scheduler import scheduler
    from conference_scheduler.resources import Event, Slot
    from pulp import PULP_CBC_CMD

    asked = events.event(name, seed)
    slots = [
        Slot(room, NINE + timedelta(minutes=events.SLOT * (n - 1)), events.SLOT, seats, "day")
        for n in range(1, asked.slots + 1)
        for room, seats in asked.rooms.items()
    ]
    number = {NINE + timedelta(minutes=events.SLOT * (n - 1)): n for n in range(1, asked.slots + 1)}
    talks = [Event(pair[0], events.SLOT, audience) for pair, audience in zip(asked.pairs, asked.audience, strict=True)]
    by_speaker: defaultdict[str, list[Any]] = defaultdict(list)
    for talk, pair in zip(talks, asked.pairs, strict=True):
        allowed = asked.allowed(pair)
        talk.add_unavailability(*(s for s in slots if number[s.starts_at] not in allowed or s.capacity < talk.demand))
        by_speaker[pair[1]].append(talk)
    for same in by_speaker.values():
        for talk in same:
            # An event is told apart by all that is said of it, so it is added as it was.
            talk.add_unavailability(*(other for other in same if other is not talk))
    try:
        found = scheduler.solution(talks, slots, solver=PULP_CBC_CMD(msg=False, timeLimit=limit))
    except ValueError:
        return Answer("impossible")
    schedule = {talk: (number[slots[slot].starts_at], slots[slot].venue) for talk, slot in found}
    return Answer("optimal", len(schedule), None, "; ".join(events.errors(asked, schedule)))
