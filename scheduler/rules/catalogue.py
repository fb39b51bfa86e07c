"""The catalogue of rules as text: what each says, its words and its example, from the rules themselves."""

from __future__ import annotations

import inspect
from textwrap import wrap
from typing import TYPE_CHECKING, Any, cast

from scheduler.base.value import value
from scheduler.rules.base import Rule, Written
from scheduler.rules.implied import IMPLIED
from scheduler.rules.written import WORDS
from scheduler.scenario.outside_rules import Package, offers
from scheduler.scenario.rule_entries import from_outside, rule_of

if TYPE_CHECKING:
    from scheduler.base.issue import Mistake

WRITTEN = tuple(cast("type[Written]", rule_of(word)) for word in WORDS)
"""The rules that an officer writes."""
CATALOGUE: tuple[type[Rule], ...] = (*IMPLIED, *WRITTEN)
"""All rules of scenarios: those that follow from what else is in the file, and those that are written."""
WIDTH = 79
"""Columns of the catalogue in a terminal."""


@value
class CatalogueEntry:
    """One rule of the catalogue, for a reader."""

    word: str
    summary: str
    example: str
    written: bool
    strength: str = ""
    package: Package | None = None
    """The package that the rule is from; None for ours."""

    def data(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {
            "rule": self.word,
            "written": self.written,
            "strength": self.strength,
            "summary": self.summary,
            "example": self.example,
            "from": self.package._asdict() if self.package else None,
        }

    def text(self, *, whole: bool) -> str:
        """Return it as lines of text, with the example if it is to be whole."""
        strength = f" (usually a {self.strength})" if self.strength else ""
        origin = f", from {self.package}" if self.package else ""
        said = [line for block in self.summary.split("\n\n") for line in wrap(" ".join(block.split()), WIDTH - 6)]
        lines = [f"  {self.word}{strength}{origin}", *(f"      {line}" for line in said)]
        if whole:
            lines += ["", *(f"        {line}" for line in self.example.splitlines()), ""]
        return "\n".join(lines)


def entries() -> list[CatalogueEntry]:
    """Return every rule of ours, those that are written first, in the order of the catalogue."""
    return [entry_of(rule) for rule in (*WRITTEN, *IMPLIED)]


def outside_entries() -> tuple[list[CatalogueEntry], list[Mistake]]:
    """Return the rules of other installed packages, and what is wrong with those that cannot be used."""
    usable, mistakes = from_outside()
    return [_from_package(cast("type[Written]", rule)) for rule in usable], mistakes


def _from_package(rule: type[Written]) -> CatalogueEntry:
    (offer,) = offers()[rule.word]
    return entry_of(rule, offer.package)


def entry_of(rule: type[Rule], package: Package | None = None) -> CatalogueEntry:
    """Return one rule's entry, from its docstring.

    Args:
        rule: the class of the rule.
        package: the package that it is from; None for ours.
    """
    summary, _, example = inspect.cleandoc(rule.__doc__ or "").partition("Example::")
    written = issubclass(rule, Written)
    strength = rule.usually if issubclass(rule, Written) else ""
    return CatalogueEntry(rule.word, summary.strip(), inspect.cleandoc(example), written, strength, package)
