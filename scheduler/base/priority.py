"""The priorities of meetings, in their order: the one place that knows them."""

from __future__ import annotations

from typing import Literal, get_args

Priority = Literal["must", "high", "normal", "low"]
PRIORITIES: tuple[str, ...] = get_args(Priority)
"""Each is served as well as can be before the next; what is first has to be held."""


def place_of(priority: str) -> int:
    """Return the place of a priority among all, from 0; a word that is none comes after all."""
    return next((place for place, known in enumerate(PRIORITIES) if known == priority), len(PRIORITIES))
