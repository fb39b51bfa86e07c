"""What officers read are words: a class's name in a heading or a message is a renaming that went too far."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path("scheduler")
COMPOUND = re.compile(r"\b(?:[A-Z][a-z]+){2,}\b")


def class_names() -> set[str]:
    """Return the names of the package's classes that are compounds, such as `BookingChange`."""
    names: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    return {name for name in names if COMPOUND.fullmatch(name)}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module with their lines, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node.lineno, node.value


def test_no_text_of_a_view_or_a_command_holds_the_name_of_a_class() -> None:
    classes = class_names()
    assert "BookingChange" in classes
    found = [
        f"{path}:{line}: {text}"
        for folder in ("views", "commands")
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        for line, text in texts(path)
        if classes.intersection(COMPOUND.findall(text))
    ]
    assert found == []
