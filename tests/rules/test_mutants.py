"""The test of the catalogue is worth something: it fails as soon as a comparison in a rule is another.

Each `<`, `<=`, `>` and `>=` of the rules' files is turned into its neighbour, one at a time, in all that the
solver obeys and a reader checks; the model and the reader must then disagree on a plan of some case.
"""

from __future__ import annotations
import __future__

import ast
import importlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.rules import base
from scheduler.rules.catalogue import CATALOGUE
from tests.rules.cases import CASES, world_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from tests.rules.cases import RuleCase

NEIGHBOURS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
SENTENCES = {"say", "mistakes", "together", "applies", "passed_over", "softenings", "less", "concerns"}
"""What makes sentences, and is looked at by the tests of the rules, of the issues, and of whom a rule concerns."""

RULES = {rule.word: rule for rule in CATALOGUE}
"""Every rule by its word."""

ALIKE = {
    "compact.cost: len(there) > 1": "nobody waits between one meeting and itself",
    "hours.broken: opens <= start": "the hours of the same day are worked out once more",
}
"""Comparisons whose neighbour decides the same in every plan, each with the reason."""


@dataclass(frozen=True)
class Mutant:
    """One comparison of a file of rules, to be turned into its neighbour."""

    word: str
    owner: str | None
    """The class, or None for a function of the module."""
    function: str
    number: int
    """Which comparison of the function it is."""
    text: str

    def __str__(self) -> str:
        return f"{self.word}.{self.function}: {self.text}"

    def apply(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Put the function with the other comparison into the place of the original."""
        module = _module(self.word)
        node = next(node for owner, node in _functions(_tree(self.word)) if (owner, node.name) == self._place)
        comparison, position = list(_comparisons(node))[self.number]
        comparison.ops[position] = NEIGHBOURS[type(comparison.ops[position])]()
        made = _compiled(node, module)
        if self.owner:
            monkeypatch.setattr(getattr(module, self.owner), self.function, made)
            return
        original = getattr(module, self.function)
        for other in (base, *map(_module, RULES)):
            if getattr(other, self.function, None) is original:
                monkeypatch.setattr(other, self.function, made)

    @property
    def _place(self) -> tuple[str | None, str]:
        return self.owner, self.function

    @property
    def cases(self) -> list[RuleCase]:
        """Those in which it can show: of its rule, or of every rule where it is in what they share."""
        return [case for case in CASES if self.word in {"base", case.rule.word}]


def _module(word: str) -> ModuleType:
    return base if word == "base" else importlib.import_module(RULES[word].__module__)


@cache
def _source(word: str) -> str:
    return Path(str(_module(word).__file__)).read_text(encoding="utf-8")


def _tree(word: str) -> ast.Module:
    return ast.parse(_source(word))


def _functions(tree: ast.Module) -> Iterator[tuple[str | None, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield None, node
        elif isinstance(node, ast.ClassDef):
            yield from ((node.name, inner) for inner in node.body if isinstance(inner, ast.FunctionDef))


def _comparisons(function: ast.FunctionDef) -> Iterator[tuple[ast.Compare, int]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Compare):
            yield from ((node, n) for n, operator in enumerate(node.ops) if type(operator) in NEIGHBOURS)


def _compiled(function: ast.FunctionDef, module: ModuleType) -> Any:
    tree = ast.fix_missing_locations(ast.Module([function], []))
    code = compile(tree, str(module.__file__), "exec", __future__.annotations.compiler_flag, dont_inherit=True)
    made: dict[str, Any] = {}
    exec(code, vars(module), made)
    return made[function.name]


def _mutants() -> Iterator[Mutant]:
    for word in ("base", *RULES):
        for owner, function in _functions(_tree(word)):
            if function.name in SENTENCES:
                continue
            for number, (comparison, position) in enumerate(_comparisons(function)):
                sides = [ast.unparse(side) for side in (comparison.left, *comparison.comparators)]
                sign = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}[type(comparison.ops[position])]
                text = f"{sides[position]} {sign} {sides[position + 1]}"
                yield Mutant(word, owner, function.name, number, text)


MUTANTS = list(_mutants())


def _shows(case: RuleCase) -> bool:
    """Whether the model and the reader disagree on a plan of the case, or one of them fails."""
    world = world_of(case)
    for requirement in world.under(case.rule, case.whose):
        try:
            look = world.misjudgements if case.rule.graded else world.disagreements
            if look(requirement):
                return True
        except (ArithmeticError, LookupError, TypeError, ValueError):
            return True
    return False


@pytest.mark.parametrize("mutant", [m for m in MUTANTS if str(m) not in ALIKE], ids=str)
def test_another_comparison_shows(mutant: Mutant, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant.apply(monkeypatch)
    assert any(map(_shows, mutant.cases))


@pytest.mark.parametrize("mutant", [m for m in MUTANTS if str(m) in ALIKE], ids=str)
def test_what_is_said_to_be_alike_is(mutant: Mutant, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant.apply(monkeypatch)
    assert not any(map(_shows, mutant.cases))


def test_every_comparison_that_is_said_to_be_alike_is_there() -> None:
    assert set(ALIKE) <= {str(mutant) for mutant in MUTANTS}
