"""What is written as text in the source of the program."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def tree_of(path: Path) -> ast.Module:
    """Return a file of the program, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))


def text_of(node: ast.AST | None) -> str | None:
    """Return the text that a node is, if it is one."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def items_of(node: ast.AST) -> list[ast.expr | None]:
    """Return the items of a collection, the keys of a mapping, or the values that a type allows."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return list(node.elts)
    return list(node.keys) if isinstance(node, ast.Dict) else []


def collections_of(tree: ast.Module) -> Iterator[tuple[int, list[str]]]:
    """Yield each collection in a file that has texts, as its line and them; the first of pairs count, too."""
    for node in ast.walk(tree):
        items = items_of(node)
        firsts = [items_of(item)[0] if isinstance(item, ast.Tuple) and item.elts else item for item in items]
        found = [text for item in firsts if (text := text_of(item)) is not None]
        if found:
            yield node.lineno, found  # type: ignore[attr-defined]
