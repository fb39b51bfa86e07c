"""Where times are set aside for bilaterals, they are held in those alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.minutes import FOREVER, Spans, inside
from scheduler.base.times import minute
from scheduler.base.value import value
from scheduler.rules.base import Rule
from scheduler.rules.concern import Concern, of_principal
from scheduler.rules.softening import moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.plan.candidate import Candidate, Setting
    from scheduler.plan.plan import Names, Plan
    from scheduler.rules.softening import Softening
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.intervals import Opening


@value
class Blocks(Rule):
    """Where a principal or a forum sets times aside for bilaterals, they are held in those alone.

    A forum's blocks bind its attendees on the forum's dates. Pull-asides and telephone calls are free.

    Example::

        principals:
          ana:
            name: Ana
            delegation: north
            home: hill
            blocks:
              - {from: 3 Sep 14:00, to: 18:00}
    """

    blame = 100
    argument = 90
    alike = True
    principal: str
    blocks: tuple[Opening, ...]
    within: Opening | None = None
    """The forum's dates, outside which its blocks do not bind; None for the principal's own blocks."""
    free: tuple[str, ...] = ()
    """The formats that the blocks do not bind."""

    @property
    def concerns(self) -> Concern:
        """The principal's meetings."""
        return of_principal(self.principal)

    def allows(self, candidate: Candidate, setting: Setting, minutes: int) -> Spans | None:
        """Inside a block or, for a forum's blocks, wholly before or after its dates."""
        if candidate.format in self.free or setting.mode == "telephone":
            return None
        spans = [inside(minute(block.start), minute(block.end), minutes) for block in self.blocks]
        if self.within:
            spans.append((-FOREVER, minute(self.within.start) - minutes))
            spans.append((minute(self.within.end), FOREVER))
        return Spans.of(spans)

    def broken(self, plan: Plan) -> Iterator[str]:
        """A booking is in no block, though blocks bind it."""
        for booking in plan.of(self.principal):
            if booking.format in self.free or booking.mode == "telephone":
                continue
            if self.within and not booking.overlaps(self.within.start, self.within.end):
                continue
            if not any(block.start <= booking.start and booking.end <= block.end for block in self.blocks):
                who = plan.names.principal(self.principal)
                yield f"{plan.say(booking)} is outside the times set aside by {who} ({self._list(plan.names)})"

    def _list(self, names: Names) -> str:
        return ", ".join(names.span(block.start, block.end) for block in self.blocks)

    def softenings(self, facts: Facts) -> Iterator[Softening]:
        """A time set aside begins earlier or ends later."""
        owners = [("principals", self.principal, facts.scenario.principals[self.principal].blocks)]
        owners += [("forums", key, forum.blocks) for key, forum in facts.scenario.forums.items()]
        for section, key, blocks in owners:
            if [(block.start, block.end) for block in blocks] != [(block.start, block.end) for block in self.blocks]:
                continue
            for index, block in enumerate(blocks):
                path = (section, key, "blocks", index)
                what = f"the time that {facts.names.of(section, key)} sets aside"
                yield moved("block", (*path, "from"), block.start, -1, f"{what} begins", facts)
                yield moved("block", (*path, "to"), block.end, 1, f"{what} ends", facts)

    def say(self, names: Names) -> str:
        """Say which times are set aside."""
        who = names.principal(self.principal)
        return f"bilaterals of {who} are held only in the times set aside: {self._list(names)}"
