"""Edit a scenario's text in place: comments, order and layout stay, and only the necessary lines change.

Every edit is applied twice, to the data and to the text. The new text is read again and must give the edited data;
otherwise the edit fails and nothing is written.
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
"""The value of an edit that removes an entry."""


class Edit(NamedTuple):
    """A new value for a path, or `GONE` to remove the entry.

    A path that ends in a new key, or in the index after the last item of a list, adds the entry.
    """

    path: Path
    value: Any


class TextBlock(dict[str, Any]):
    """A map that is written as a block, one line for each key, if it is added to a block."""


class NotEditableError(Exception):
    """The edit cannot be made in the text without changing something else."""


def patch_data(data: Any, edits: Iterable[Edit]) -> Any:
    """Return a copy of the data with the edits applied.

    Raises:
        NotEditableError: a path does not exist.
    """
    for edit in edits:
        try:
            data = _put(data, edit.path, edit.value)
        except (LookupError, TypeError, AttributeError) as error:
            raise NotEditableError(f"there is no entry {path_text(edit.path)}") from error
    return data


def _put(data: Any, path: Path, value: Any) -> Any:
    """Return the data with a value at a path; only the containers along the path are copied."""
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


def edit_text(text: str, edits: Sequence[Edit]) -> str:
    """Return the text of a scenario with the edits applied in place.

    Raises:
        NotEditableError: an entry cannot be changed on its own, for instance because it is an alias.
    """
    return edit_source(text, edits, source.read(text, "before"))[0]


def edit_source(text: str, edits: Sequence[Edit], before: source.Source) -> tuple[str, source.Source]:
    """Return the text with the edits applied in place, and the source read from it; `before` is the old source.

    Raises:
        NotEditableError: as for `edit_text`.
    """
    wanted = patch_data(before.data, edits)
    for batch in _batches(edits):
        text = _apply_batch(text, batch)
    after = source.read(text, before.file)
    if after.flaws or after.data != wanted:
        raise NotEditableError("these lines are written in a way that does not allow the change")
    return text, after


def _batches(edits: Iterable[Edit]) -> list[list[Edit]]:
    """Return the edits in order, grouped by the container that they add to: one batch is applied at once."""
    return [
        list(batch) for _, batch in groupby(edits, key=lambda edit: (edit.path[:-1], isinstance(edit.value, TextBlock)))
    ]


def _apply_batch(text: str, batch: Sequence[Edit]) -> str:
    together = _Text(text).appended(batch) if len(batch) > 1 else None
    if together is not None:
        return together
    for edit in batch:
        text = _Text(text).edited(edit)
    return text


def path_text(path: Path) -> str:
    """Return a path as text: ``meetings, singh-wei, length``."""
    return ", ".join(str(key) for key in path)


class _Text:
    """A text with the nodes of its YAML, which know their positions in it."""

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
        raise NotEditableError(f"there is no entry {path_text(edit.path)}")

    def appended(self, edits: Sequence[Edit]) -> str | None:
        """Return the text with several entries appended to a block; None if the edits do anything else."""
        around = self._find(edits[0].path[:-1])
        keys = [edit.path[-1] for edit in edits]
        if not isinstance(around, yaml.CollectionNode) or around.flow_style or not around.value:
            return None
        column, lines = around.start_mark.column, []
        if isinstance(around, yaml.MappingNode):
            if {str(key) for key in keys} & {name.value for name, _ in around.value} or len(set(keys)) < len(keys):
                return None
            for edit in edits:
                lines += _block_lines({str(edit.path[-1]): edit.value}, column)
            return self._added_lines(around.value[-1], lines)
        if keys != list(range(len(around.value), len(around.value) + len(keys))):
            return None
        for edit in edits:
            lines += _block_lines([edit.value], column)
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
                raise NotEditableError(f"there is no entry {path_text(path)}")
        return node

    # Maps.

    def _in_map(self, around: yaml.MappingNode, key: str, value: Any) -> str:
        pairs = around.value
        number = next((number for number, (name, _) in enumerate(pairs) if name.value == key), None)
        if value is GONE:
            if number is None:
                raise NotEditableError(f"there is no '{key}'")
            return self._removed(around, [(name.start_mark.index, self._end(node)) for name, node in pairs], number)
        if number is not None:
            if _is_block(value) and not around.flow_style and not pairs[number][1].value:
                return self._filled(pairs[number][1], _block_lines(value, around.start_mark.column + 2))
            return self._replaced(pairs[number][1], value)
        if around.flow_style:
            return self._added_inline(around, f"{_emit(key)}: {_emit(value)}")
        if not pairs:
            raise NotEditableError("the entry is empty")
        return self._added_lines(pairs[-1], _block_lines({key: value}, around.start_mark.column))

    # Lists.

    def _in_list(self, around: yaml.SequenceNode, number: int, value: Any) -> str:
        items = around.value
        if value is GONE:
            ends = [(self._begin(around, item), self._end(item)) for item in items]
            return self._removed(around, ends, number)
        if number < len(items):
            return self._replaced(items[number], value)
        if around.flow_style:
            return self._added_inline(around, _emit(value))
        return self._added_lines((None, items[-1]), _block_lines([value], around.start_mark.column))

    def _begin(self, around: yaml.SequenceNode, item: yaml.Node) -> int:
        """Return the position at which an item of a list begins, with its dash."""
        begin: int = item.start_mark.index
        return begin if around.flow_style else self.text.rindex("-", 0, begin)

    # The text itself.

    def _end(self, node: Any) -> int:
        """Return the position at which a node ends; the composer's end includes trailing blank lines and comments."""
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
            raise NotEditableError("the entry contains comments, which would be lost")
        new = _emit(value)
        lead = "" if start == 0 or self.text[start - 1] in " \t\n[{," else " "
        if not isinstance(node, yaml.ScalarNode) and not node.flow_style:
            # A block collection begins on its own line; the new value follows the key instead.
            start = len(self.text[:start].rstrip())
            lead = " "
        return self.text[:start] + lead + new + self.text[end:]

    def _added_inline(self, around: Any, entry: str) -> str:
        closing = int(around.end_mark.index) - 1
        end = len(self.text[:closing].rstrip())
        between = ", " if around.value and self.text[end - 1] != "," else " " if around.value else ""
        return self.text[:end] + between + entry + self.text[end:]

    def _filled(self, node: Any, lines: Iterable[str]) -> str:
        """Return the text with lines added to an empty entry, below a comment on its line."""
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

    def _removed(self, around: Any, spans: Sequence[tuple[int, int]], number: int) -> str:
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
            # It is the first key after a dash: the next key moves up to the dash.
            following = spans[number + 1][0] if number + 1 < len(spans) else -1
            if following < 0 or "#" in self.text[end:following]:
                raise NotEditableError("the entry shares its line with another")
            return self.text[:start] + self.text[following:]
        if "#" in self.text[start:end]:
            raise NotEditableError("the entry contains a comment, which would be lost")
        # A comment after the entry stays, on its own line.
        kept = f"{lead}{rest}\n" if rest else ""
        return self.text[:before] + kept + self.text[after:]


def _is_block(value: Any) -> bool:
    """Whether a value is written on several lines: a non-empty block, or a list of blocks."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, TextBlock) and item for item in value)
    return isinstance(value, TextBlock) and bool(value)


def _block_lines(value: dict[str, Any] | list[Any], column: int) -> list[str]:
    """Return the lines of a map or a list in block style, indented to a column; other values take one line each."""
    pad, lines = " " * column, []
    for key, each in [(f"{_emit(key)}:", each) for key, each in value.items()] if isinstance(value, dict) else []:
        lines += [pad + key, *_block_lines(each, column + 2)] if _is_block(each) else [f"{pad}{key} {_emit(each)}"]
    for each in value if isinstance(value, list) else []:
        inner = _block_lines(each, column + 2) if _is_block(each) else [f"{pad}  {_emit(each)}"]
        lines += [f"{pad}- {inner[0].lstrip()}", *inner[1:]]
    return lines


def block_yaml(value: dict[str, Any]) -> str:
    """Return a map as YAML text in block style."""
    return "".join(f"{line}\n" for line in _block_lines(value, 0))


_PLAIN = re.compile(r"[A-Za-z0-9][^:#\[\]{},&*!|>'\"%@`\n]*(?::[0-9][^:#\[\]{},&*!|>'\"%@`\n]*)*")


def _emit(value: Any) -> str:
    """Return a value as YAML on one line; texts are quoted only if they need it."""
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
