"""What a rule is, it says itself: no other file knows it by its word, by its class or by what its fields are called.

A word counts that nothing else in a scenario is called: `start`, `hours` and others are keys of a meeting, too. A
comparison with `.word` counts in any case.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeGuard

import pytest
from pydantic import BaseModel

from scheduler.rules.asked import ASKED
from scheduler.rules.catalogue import CATALOGUE
from scheduler.scenario.fields import Entry
from scheduler.scenario.models import Scenario
from tests.literals import collections_of, items_of, text_of, tree_of
from tests.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULES = (*CATALOGUE, *ASKED)
WORDS = {rule.word for rule in RULES}
CLASSES = {rule.__name__: rule.word for rule in RULES}
CATALOGUES = {f"rules/{folder}/__init__.py" for folder in ("written", "implied", "asked")}
ALLOWED = {*CATALOGUES, "problem/requirements.py"}
"""The files that list the rules, and the one that makes those that follow from what else is in the file."""
MODULES = [
    path
    for path in sorted((ROOT / "scheduler").rglob("*.py"))
    if path.relative_to(ROOT / "scheduler").as_posix() not in ALLOWED
]


def every(entry: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield a kind of entry, and all that are made from it."""
    yield entry
    for made in entry.__subclasses__():
        yield from every(made)


KEYS = {
    key
    for entry in (*every(Entry), *every(Scenario))
    for name, field in entry.model_fields.items()
    for key in (name, field.alias)
}
"""What an officer may write in a scenario beside the words of rules."""


def faults(tree: ast.Module, own: str = "") -> Iterator[str]:
    """Yield where a file knows a rule that is not its own."""
    known = {word for word in WORDS if word not in KEYS and word != own}
    for line, strings in collections_of(tree):
        listed = sorted(known.intersection(strings))
        if len(listed) > 1:
            yield f"{line}: lists {', '.join(listed)}"
    classes, modules = imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(isinstance(side, ast.Attribute) and side.attr == "word" for side in sides):
                compared = {text for side in sides for item in (side, *items_of(side)) if (text := text_of(item))}
                yield from (f"{node.lineno}: compares with '{word}'" for word in sorted(compared & (WORDS - {own})))
            if any(called(side, "type") for side in sides):
                yield from kinds(node, sides, classes, modules, own)
        if called(node, "isinstance", "issubclass"):
            yield from kinds(node, node.args[1:], classes, modules, own)
        if isinstance(node, ast.MatchClass):
            yield from kinds(node, [node.cls], classes, modules, own)
        if called(node, "getattr", "hasattr") and ast.unparse(node.args[0]).split(".")[-1] == "rule":
            yield f"{node.lineno}: guesses at {ast.unparse(node)}"


def called(node: ast.AST, *names: str) -> TypeGuard[ast.Call]:
    """Whether a node is the call of a function of one of the names."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def imported(tree: ast.Module) -> tuple[dict[str, str], set[str]]:
    """Return the rules' classes that a file imports, with their words, and the names of modules that have them."""
    classes: dict[str, str] = {}
    modules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("scheduler.rules"):
            for alias in node.names:
                if alias.name in CLASSES:
                    classes[alias.asname or alias.name] = CLASSES[alias.name]
                else:
                    modules.add(alias.asname or alias.name)
    return classes, modules


def kinds(
    node: ast.Compare | ast.Call | ast.MatchClass,
    sides: list[ast.expr],
    classes: dict[str, str],
    modules: set[str],
    own: str,
) -> Iterator[str]:
    """Yield the rules' classes by which something is told apart."""
    for part in (each for side in sides for each in ast.walk(side)):
        word = classes.get(part.id) if isinstance(part, ast.Name) else None
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in modules:
            word = CLASSES.get(part.attr)
        if word is not None and word != own:
            yield f"{node.lineno}: asks whether it is '{word}'"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_knows_a_rule_but_its_own(path: Path) -> None:
    own = path.stem if "rules" in path.parts else ""
    assert list(faults(tree_of(path), own)) == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ('FIRST = ("one_place", "travel_time")', "1: lists one_place, travel_time"),
        ('ORDER = {"absence": 0, "start": 1, "room_needs": 2}', "1: lists absence, room_needs"),
        ('ORDER = (("absence", 1), ("room_needs", 2))', "1: lists absence, room_needs"),
        ('found = rule.word == "held"', "1: compares with 'held'"),
        ('found = requirement.rule.word in {"start", "held"}', "1: compares with 'held'\n1: compares with 'start'"),
        ("from scheduler.rules.implied.held import Held\nisinstance(rule, Held)", "2: asks whether it is 'held'"),
        (
            "from scheduler.rules.asked import Supposed as S\nisinstance(rule, (S, str))",
            "2: asks whether it is 'supposed'",
        ),
        ("from scheduler.rules import implied as rules\nisinstance(x, rules.Hours)", "2: asks whether it is 'hours'"),
        ("from scheduler.rules.implied import Held\ntype(rule) is Held", "2: asks whether it is 'held'"),
        (
            "from scheduler.rules.implied import Held\nmatch rule:\n    case Held():\n        pass",
            "3: asks whether it is 'held'",
        ),
        (
            'named = getattr(requirement.rule, "meeting", None)',
            "1: guesses at getattr(requirement.rule, 'meeting', None)",
        ),
    ],
)
def test_what_is_planted_is_found(planted: str, found: str) -> None:
    assert "\n".join(faults(ast.parse(planted))) == found


@pytest.mark.parametrize(
    "ordinary",
    [
        'COLUMNS = ("start", "hours", "length", "mode")',
        'RESULT = ("future", "stands", "held", "broken")',
        'rule = {"rule": "closed", "from": "9:00"}',
        "from scheduler.rules.implied import Held\nmade = Held(key)",
        "isinstance(entry, Window)",
        'getattr(entry, "start", None)',
    ],
)
def test_words_that_scenarios_and_columns_use_are_no_rules(ordinary: str) -> None:
    assert list(faults(ast.parse(ordinary))) == []


def test_a_rule_may_know_itself() -> None:
    text = 'from scheduler.rules.implied.held import Held\nisinstance(other, Held)\nother.word == "held"'
    assert list(faults(ast.parse(text), "held")) == []
    assert len(list(faults(ast.parse(text), "start"))) == 2
