"""The cases of all rules, from `CASES` in each rule's own test file; a text alone is a case of every requirement.

A comment in a test file says which boundary its case walks along.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from scheduler.rules.catalogue import CATALOGUE
from scheduler.testing.world import World
from tests.rules.case import Case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.rules.base import Rule


@dataclass(frozen=True)
class RuleCase:
    """A case, and the rule that it is of."""

    rule: type[Rule]
    number: int
    fragment: str
    whose: str | None
    unasked: bool

    def __str__(self) -> str:
        return f"{self.rule.word}-{self.number}"


def cases_of(rule: type[Rule]) -> Iterator[RuleCase]:
    """Yield the cases that stand in the test file of a rule."""
    written = import_module(f"tests.rules.test_{rule.word}").CASES
    for number, case in enumerate(written, start=1):
        yield RuleCase(rule, number, *(case if isinstance(case, Case) else Case(case)))


CASES = [case for rule in CATALOGUE for case in cases_of(rule)]
"""Every case of every rule of the catalogue."""


@lru_cache(maxsize=12)
def world_of(case: RuleCase) -> World:
    """Return the world of a case."""
    return World.of(case.fragment, unasked=case.unasked)
