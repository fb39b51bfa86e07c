"""Changes to a scenario's text, in place: comments, order and layout stay, and only the lines that must change do.

An edit is made on the data and on the text, each by its own way; the text that comes out is read again and
has to say what the data says, or nothing is written.
"""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from scheduler.scenario import source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.scenario.source import Path

GONE = object()
"""The value of an edit that takes an entry out."""


class Edit(NamedTuple):
    """What is to stand at a path: a new value, or nothing (`GONE`).

    A path that ends in a key that is not there, or in the number after a list's last, adds the entry.
    """

    path: Path
    value: Any


class TextBlock(dict[str, Any]):
    """A map that is written with a line for each of its words, where it is added to what is written so."""


class NotEditableError(Exception):
    """The text cannot be changed there without touching what nobody asked to change."""


def patched(data: Any, edits: Iterable[Edit]) -> Any:
    """Return a copy of the data with the edits made.

    Raises:
        NotEditableError: there is no such place.
    """
    for edit in edits:
        try:
            data = _put(data, edit.path, edit.value)
        except (LookupError, TypeError, AttributeError) as error:
            raise NotEditableError(f"there is no entry {said(edit.path)}") from error
    return data


def _put(data: Any, path: Path, value: Any) -> Any:
    """Return the data with a value at a path; only what lies on the path is copied."""
    key, rest = path[0], path[1:]
    around = data.copy()
    if rest:
        around[key] = _put(data[key], rest, value)
    elif value is GONE:
        del around[key]
    elif isinstance(around, list) and key == len(around):
        around.append(value)
    else:
        around[key] = value
    return around


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Return the text of a scenario with the edits made in place.

    Raises:
        NotEditableError: an entry is written in a way that cannot be changed alone (an alias, say).
    """
    return edited_source(text, edits, source.read(text, "before"))[0]


def edited_source(text: str, edits: Sequence[Edit], before: source.Source) -> tuple[str, source.Source]:
    """Return the text with the edits made in place, and what it says; `before` is what it said.

    Raises:
        NotEditableError: as for `edited`.
    """
    wanted = patched(before.data, edits)
    for batch in _batches(edits):
        text = _made(text, batch)
    after = source.read(text, before.file)
    if after.flaws or after.data != wanted:
        raise NotEditableError("the lines are written in a way that cannot be changed alone")
    return text, after


def _batches(edits: Iterable[Edit]) -> list[list[Edit]]:
    """Return the edits in their order, those together that add to the same place: they are made at one go."""
    return [
        list(batch) for _, batch in groupby(edits, key=lambda edit: (edit.path[:-1], isinstance(edit.value, TextBlock)))
    ]


def _made(text: str, batch: Sequence[Edit]) -> str:
    together = _Text(text).added(batch) if len(batch) > 1 else None
    if together is not None:
        return together
    for edit in batch:
        text = _Text(text).edited(edit)
    return text


def said(path: Path) -> str:
    """Return a path as a reader sees it: ``meetings, singh-wei, length``."""
    return ", ".join(str(key) for key in path)


class _Text:
    """A text with the nodes of its YAML, which know where they begin and end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Any = source.compose(text)
        if self.root is None:
            raise NotEditableError("the file is empty")

    def edited(self, edit: Edit) -> str:
        around = self._find(edit.path[:-1])
        last = edit.path[-1]
        if isinstance(around, yaml.MappingNode):
            return self._in_map(around, str(last), edit.value)
        if isinstance(around, yaml.SequenceNode) and isinstance(last, int):
            return self._in_list(around, last, edit.value)
        raise NotEditableError(f"there is no entry {said(edit.path)}")

    def added(self, edits: Sequence[Edit]) -> str | None:
        """Return the text with several entries added at the end of a block; None where that is not all they do."""
        around = self._find(edits[0].path[:-1])
        keys = [edit.path[-1] for edit in edits]
        if not isinstance(around, yaml.CollectionNode) or around.flow_style or not around.value:
            return None
        column, lines = around.start_mark.column, []
        if isinstance(around, yaml.MappingNode):
            if {str(key) for key in keys} & {name.value for name, _ in around.value} or len(set(keys)) < len(keys):
                return None
            for edit in edits:
                lines += _laid_out({str(edit.path[-1]): edit.value}, column)
            return self._added_lines(around.value[-1], lines)
        if keys != list(range(len(around.value), len(around.value) + len(keys))):
            return None
        for edit in edits:
            lines += _laid_out([edit.value], column)
        return self._added_lines((None, around.value[-1]), lines)

    def _find(self, path: Path) -> Any:
        node = self.root
        for key in path:
            if isinstance(node, yaml.MappingNode):
                node = next((value for name, value in node.value if name.value == key), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
            else:
                node = None
            if node is None:
                raise NotEditableError(f"there is no entry {said(path)}")
        return node

    # Maps.

    def _in_map(self, around: yaml.MappingNode, key: str, value: Any) -> str:
        pairs = around.value
        number = next((number for number, (name, _) in enumerate(pairs) if name.value == key), None)
        if value is GONE:
            if number is None:
                raise NotEditableError(f"there is no '{key}'")
            return self._without(around, [(name.start_mark.index, self._end(node)) for name, node in pairs], number)
        if number is not None:
            if _is_block(value) and not around.flow_style and not pairs[number][1].value:
                return self._filled(pairs[number][1], _laid_out(value, around.start_mark.column + 2))
            return self._replaced(pairs[number][1], value)
        if around.flow_style:
            return self._added_inline(around, f"{_emit(key)}: {_emit(value)}")
        if not pairs:
            raise NotEditableError("the entry is empty")
        return self._added_lines(pairs[-1], _laid_out({key: value}, around.start_mark.column))

    # Lists.

    def _in_list(self, around: yaml.SequenceNode, number: int, value: Any) -> str:
        items = around.value
        if value is GONE:
            ends = [(self._begin(around, item), self._end(item)) for item in items]
            return self._without(around, ends, number)
        if number < len(items):
            return self._replaced(items[number], value)
        if around.flow_style:
            return self._added_inline(around, _emit(value))
        return self._added_lines((None, items[-1]), _laid_out([value], around.start_mark.column))

    def _begin(self, around: yaml.SequenceNode, item: yaml.Node) -> int:
        """Return where an item of a list begins, its dash included."""
        begin: int = item.start_mark.index
        return begin if around.flow_style else self.text.rindex("-", 0, begin)

    # The text itself.

    def _end(self, node: Any) -> int:
        """Return where a node ends; the composer puts the end of a block after all blank lines and comments."""
        if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
            end = int(node.end_mark.index)
            is_block_text = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
            return len(self.text[:end].rstrip()) if is_block_text else end
        last = node.value[-1]
        return self._end(last[1] if isinstance(node, yaml.MappingNode) else last)

    def _replaced(self, node: Any, value: Any) -> str:
        start, end = int(node.start_mark.index), self._end(node)
        old = self.text[start:end]
        if "\n" in old and "#" in old:
            raise NotEditableError("the entry holds comments, which would be lost")
        said_value = _emit(value)
        lead = "" if start == 0 or self.text[start - 1] in " \t\n[{," else " "
        if not isinstance(node, yaml.ScalarNode) and not node.flow_style:
            # A block collection begins on a line of its own; its new value goes behind the key.
            start = len(self.text[:start].rstrip())
            lead = " "
        return self.text[:start] + lead + said_value + self.text[end:]

    def _added_inline(self, around: Any, entry: str) -> str:
        closing = int(around.end_mark.index) - 1
        end = len(self.text[:closing].rstrip())
        between = ", " if around.value and self.text[end - 1] != "," else " " if around.value else ""
        return self.text[:end] + between + entry + self.text[end:]

    def _filled(self, node: Any, lines: Iterable[str]) -> str:
        """Return the text with an empty entry filled with lines of its own, below whatever is said beside it."""
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        line_end = self._line_end(end)
        kept = self.text[: len(self.text[:start].rstrip(" "))] + self.text[end:line_end]
        return kept + "".join(self._newline + line for line in lines) + self.text[line_end:]

    def _added_lines(self, last: tuple[Any, yaml.Node], lines: Iterable[str]) -> str:
        end = max(self._end(last[1]), int(last[0].end_mark.index) if last[0] else 0)
        line_end = self._line_end(end)
        return self.text[:line_end] + "".join(self._newline + line for line in lines) + self.text[line_end:]

    def _line_end(self, place: int) -> int:
        end = self.text.find("\n", place)
        end = len(self.text) if end < 0 else end
        return end - self.text[:end].endswith("\r")

    @property
    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def _without(self, around: Any, spans: Sequence[tuple[int, int]], number: int) -> str:
        if len(spans) == 1:
            raise NotEditableError("it is the only entry there")
        start, end = spans[number]
        if around.flow_style:
            if number + 1 < len(spans):
                return self.text[:start] + self.text[spans[number + 1][0] :]
            return self.text[: spans[number - 1][1]] + self.text[end:]
        before = self.text.rfind("\n", 0, start) + 1
        after = self.text.find("\n", end)
        after = len(self.text) if after < 0 else after + 1
        lead, rest = self.text[before:start], self.text[end : after or None].strip()
        if lead.strip() or (rest and not rest.startswith("#")):
            # The first key behind a dash: what follows moves up to it.
            following = spans[number + 1][0] if number + 1 < len(spans) else -1
            if following < 0 or "#" in self.text[end:following]:
                raise NotEditableError("the entry shares its line with another")
            return self.text[:start] + self.text[following:]
        if "#" in self.text[start:end]:
            raise NotEditableError("the entry holds a comment, which would be lost")
        # A comment behind the entry stays, on a line of its own.
        kept = f"{lead}{rest}\n" if rest else ""
        return self.text[:before] + kept + self.text[after:]


def _is_block(value: Any) -> bool:
    """Whether a value is written in lines of its own: a block, or a list of them."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, TextBlock) and item for item in value)
    return isinstance(value, TextBlock) and bool(value)


def _laid_out(value: dict[str, Any] | list[Any], column: int) -> list[str]:
    """Return the lines of a map or a list that stands at a column; what in it is no block stands in one line."""
    pad, lines = " " * column, []
    for key, each in [(f"{_emit(key)}:", each) for key, each in value.items()] if isinstance(value, dict) else []:
        lines += [pad + key, *_laid_out(each, column + 2)] if _is_block(each) else [f"{pad}{key} {_emit(each)}"]
    for each in value if isinstance(value, list) else []:
        inner = _laid_out(each, column + 2) if _is_block(each) else [f"{pad}  {_emit(each)}"]
        lines += [f"{pad}- {inner[0].lstrip()}", *inner[1:]]
    return lines


def laid_out(value: dict[str, Any]) -> str:
    """Return a map as YAML text, with a line for each word of its blocks."""
    return "".join(f"{line}\n" for line in _laid_out(value, 0))


_PLAIN = re.compile(r"[A-Za-z0-9][^:#\[\]{},&*!|>'\"%@`\n]*(?::[0-9][^:#\[\]{},&*!|>'\"%@`\n]*)*")


def _emit(value: Any) -> str:
    """Return a value as YAML: texts without quotes where they need none, lists and maps in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_emit(key)}: {_emit(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_emit(each) for each in value) + "]"
    if value is None or isinstance(value, bool | int | float):
        return json.dumps(value)
    text = str(value)
    plain = _PLAIN.fullmatch(text) and text == text.strip()
    plain = plain and source.read(f"[{text}]", "value").data == [text]
    return text if plain else json.dumps(text, ensure_ascii=False)
