"""The priorities of meetings, and the tiers of the objective: what is served before what.

To add a priority, write it

1. below, at its place in the order;
2. in `importers/synonyms.py`: what others call it;
3. in `scenario/generate.py`: its share of invented requests;
4. in `docs/uncertainty.md`: what it is worth.

To add a tier of wishes, write it below (`WISHES`), in `scenario/fields.py` (the strength that an officer writes) and
in `problem/requirements.py` (which strength belongs to which tier); and let the solver say when it is served. All
else follows from the lists here; `make docs` renews the reference and the schema.
"""

from __future__ import annotations

from typing import Literal, get_args

Priority = Literal["must", "high", "normal", "low"]
"""How much it matters that a meeting is held; the first comes before all that follow, and so on."""
PRIORITIES: tuple[str, ...] = get_args(Priority)
"""The priorities, the highest first."""
MUST: Priority = "must"
"""The priority of meetings that every plan has to hold, or there is none."""
USUAL: Priority = "normal"
"""The priority of a meeting for which none is written."""
WORTH: dict[str, int] = {priority: len(PRIORITIES) - number for number, priority in enumerate(PRIORITIES)}
"""What it is worth that a meeting is held, where likelihoods are added up; the lowest priority counts one."""

STRONG = "strong wishes"
"""The tier of the wishes that come before all other wishes, whatever their weights."""
COMFORT = "comfort"
"""The tier of all other wishes, and of waiting."""
WISHES = (STRONG, COMFORT)
"""The tiers of what is kept more or less, in points, in their order."""
TIERS = (*PRIORITIES, *WISHES)
"""The tiers of the objective, in the order in which they are served."""
CHANGES = "changes"
"""The tier, before comfort, in which a question counts what differs from an earlier plan."""


def rank(priority: str) -> int:
    """Return the place of a priority in the order, 0 for the highest; what is none comes after all."""
    return PRIORITIES.index(priority) if priority in PRIORITIES else len(PRIORITIES)


def say_worth() -> str:
    """Return what each priority is worth: ``A must is worth 4, high priority 3, normal 2, low 1.``"""
    first, second, *others = WORTH.items()
    said = [f"A {first[0]} is worth {first[1]}", f"{second[0]} priority {second[1]}"]
    return ", ".join([*said, *(f"{priority} {worth}" for priority, worth in others)]) + "."
