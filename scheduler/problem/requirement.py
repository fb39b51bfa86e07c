"""A requirement: a rule, how strong it is, and where it was written; and the tiers of the objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base import priority
from scheduler.base.issue import Origin
from scheduler.base.value import value

if TYPE_CHECKING:
    from scheduler.rules.base import Rule
    from scheduler.scenario.source import Source

Place = tuple["Source", "tuple[object, ...]"]
"""What was read, and the path of an entry in it."""

PRIORITIES = priority.PRIORITIES
"""The tiers of the meetings that are held, by their priority."""
STRONG = "strong wishes"
"""The tier of the wishes that come before all other wishes, whatever their weights."""
WISHES = (STRONG, "comfort")
"""The tiers of what is kept more or less, in points, in their order."""
TIERS = (*PRIORITIES, *WISHES)
"""The tiers of the objective, in the order in which they are served."""
CHANGES = "changes"
"""The tier, before comfort, in which a question counts what differs from an earlier plan."""
POINTS = 1000
"""What a broken wish of weight 1 costs in its tier; a minute of waiting costs 1."""


@value
class Requirement:
    """A rule, how strong it is, and where it was written."""

    rule: Rule
    where: Origin | Place
    """Where it was written; a place is looked up when somebody asks for the origin."""
    tier: str | None = None
    """The tier of a wish; None for what must hold in every plan."""
    weight: int = 1

    @property
    def origin(self) -> Origin:
        """The file and the line where it was written."""
        if isinstance(self.where, Origin):
            return self.where
        source, path = self.where
        return source.origin(path)

    @property
    def must(self) -> bool:
        """Whether every plan keeps it."""
        return self.tier is None

    @property
    def name(self) -> str:
        """Its rule and its origin, as the constraints of the model are named."""
        return f"{self.rule.word} {self.origin}"
