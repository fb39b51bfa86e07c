"""What meetings lay claim to: a person's time, a room of a kind, an interpreter; of each there is only so much.

A rule that only keeps meetings from being at once says so as claims. The builder of the model posts them, the
list scheduler and the local search keep them on time lines, and the relaxation adds them up: one statement,
three readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.plan.candidate import Setting


@dataclass(frozen=True)
class Use:
    """A meeting takes its time, and some minutes before and after it, of what is claimed.

    It does so if it is held: with the principal, in the setting, by the team of interpreters, where those are
    given.
    """

    meeting: str
    principal: str | None = None
    setting: Setting | None = None
    team: tuple[str, ...] | None = None
    before: int = 0
    after: int = 0
    only: int | None = None
    """So many minutes from the start in place of the meeting's whole length."""


@dataclass(frozen=True)
class Resource:
    """At no moment do more of the uses overlap than the capacity; or none of them overlaps one of the others."""

    uses: tuple[Use, ...]
    capacity: int = 1
    against: tuple[Use, ...] | None = None
    """Where given, the uses may overlap each other as they like, but none of these."""
