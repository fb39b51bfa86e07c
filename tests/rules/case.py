"""A tiny scenario on which the model and a reader of plans are to agree about a rule."""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """A fragment of a scenario with something for a rule to decide; it is merged into `FIELD`."""

    fragment: str
    whose: str | None = None
    """The principal or meeting whose requirements are looked at; those of all where None."""
    unasked: bool = False
    """Whether to look at plans, too, with a booking that nobody asked for."""
