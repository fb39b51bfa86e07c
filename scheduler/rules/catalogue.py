"""The catalogue of rules as text: what each says, its words and its example, from the rules themselves."""

from __future__ import annotations

import inspect
from textwrap import wrap
from typing import Any, cast

from scheduler.base.value import value
from scheduler.rules.base import Rule, Written
from scheduler.rules.implied import IMPLIED
from scheduler.rules.written import WORDS
from scheduler.scenario.rule_entries import rule_of

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

    def data(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {
            "rule": self.word,
            "written": self.written,
            "strength": self.strength,
            "summary": self.summary,
            "example": self.example,
        }

    def text(self, *, whole: bool) -> str:
        """Return it as lines of text, with the example if it is to be whole."""
        strength = f" (usually a {self.strength})" if self.strength else ""
        said = [line for block in self.summary.split("\n\n") for line in wrap(" ".join(block.split()), WIDTH - 6)]
        lines = [f"  {self.word}{strength}", *(f"      {line}" for line in said)]
        if whole:
            lines += ["", *(f"        {line}" for line in self.example.splitlines()), ""]
        return "\n".join(lines)


def entries() -> list[CatalogueEntry]:
    """Return every rule, those that are written first, in the order of the catalogue."""
    return [entry_of(rule) for rule in (*WRITTEN, *IMPLIED)]


def entry_of(rule: type[Rule]) -> CatalogueEntry:
    """Return one rule's entry, from its docstring."""
    summary, _, example = inspect.cleandoc(rule.__doc__ or "").partition("Example::")
    written = issubclass(rule, Written)
    strength = rule.usually if issubclass(rule, Written) else ""
    return CatalogueEntry(rule.word, summary.strip(), inspect.cleandoc(example), written, strength)
