"""Whom a rule concerns: the meetings that it can constrain.

It answers which rules narrow the starts of a meeting, which belong to a part of the problem, which can be to blame for
a conflict, and of which bookings a rule is asked.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from scheduler.plan.candidate import Candidate
    from scheduler.scenario.problem import Problem


class Concern(NamedTuple):
    """The meetings that a rule can constrain: the union of the three."""

    meetings: tuple[str, ...] = ()
    """The keys of the meetings that it names."""
    principals: tuple[str, ...] = ()
    """The keys of the principals all of whose meetings it can constrain."""
    which: Callable[[Candidate], bool] | None = None
    """What holds for each of the meetings, where the rule names neither: a room, a venue, interpreters."""

    def among(self, problem: Problem) -> Sequence[Candidate]:
        """Return the meetings of a problem that it concerns, each once."""
        if self == EVERY_MEETING:
            return problem.candidates
        if self.which is None and not self.meetings and len(self.principals) == 1:
            return problem.meetings_of(self.principals[0])
        found = {key: problem.by_key[key] for key in problem.asked(self.meetings)}
        found |= {each.key: each for principal in self.principals for each in problem.meetings_of(principal)}
        if self.which is not None:
            found |= {each.key: each for each in problem.candidates if self.which(each)}
        return list(found.values())

    def touches(self, meetings: Container[str], principals: Container[str]) -> bool:
        """Whether it may concern one of some meetings, or a meeting of one of some principals.

        It is asked of thousands of rules, and goes by the keys alone: what names neither may concern any meeting.
        """
        return (
            self.which is not None
            or any(key in meetings for key in self.meetings)
            or any(key in principals for key in self.principals)
        )


@lru_cache(maxsize=1 << 16)
def of_meeting(meeting: str) -> Concern:
    """Return the concern with one meeting; cached, since tens of thousands of rules are asked again and again."""
    return Concern((meeting,))


@lru_cache(maxsize=1 << 16)
def of_principal(principal: str) -> Concern:
    """Return the concern with the meetings of one principal; cached, too."""
    return Concern(principals=(principal,))


def anything(candidate: Candidate) -> bool:  # noqa: ARG001
    """Hold for every meeting."""
    return True


EVERY_MEETING = Concern(which=anything)
"""What concerns all meetings."""


def named_or_every(meetings: tuple[str, ...]) -> Concern:
    """Return a concern with the meetings that are named, or with every meeting where none is."""
    return Concern(meetings) if meetings else EVERY_MEETING
