"""Resources: a person's time, the rooms of one kind, a pool of interpreters; each has a capacity.

A rule that only keeps meetings apart in time expresses this as resources. The model posts them as constraints, the
board of the local search keeps them as timelines, and the linear relaxation adds them up: one statement, three readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.plan.candidate import Setting


@dataclass(frozen=True)
class Use:
    """A meeting uses one unit of a resource for its own time and some minutes before and after it.

    It does so only if it is held, and with the given principal, in the given setting, with the given team of
    interpreters, where these are set.
    """

    meeting: str
    principal: str | None = None
    setting: Setting | None = None
    team: tuple[str, ...] | None = None
    before: int = 0
    after: int = 0
    only: int | None = None
    """Minutes from the start for which the resource is used; None for the whole length of the meeting."""


@dataclass(frozen=True)
class Resource:
    """At no moment do more uses overlap than the capacity; or, with `against`, none of them overlaps one of those."""

    uses: tuple[Use, ...]
    capacity: int = 1
    against: tuple[Use, ...] | None = None
    """If given, the uses may overlap each other without limit, but none of these."""
