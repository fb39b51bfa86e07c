"""YAML text to data, with the line of every path.

Scalars are resolved by the core schema of YAML 1.2: ``19:00`` stays a text, ``NO`` stays Norway. The C
composer of PyYAML builds the nodes, because it keeps their marks and reads 10,000 meetings in a second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import yaml

from scheduler.base.issue import Origin

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

DEEPEST_NESTING = 60
MOST_NODES = 3_000_000
"""Nodes after aliases are followed; more is an alias bomb, not a scenario."""

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_BRACKET = re.compile(r"[\[\]{}]")
_DEEP_LINE = re.compile(rf"^(?:[ \t]{{0,8}}[-?] ){{{DEEPEST_NESTING},}}", re.MULTILINE)

Noted = TypeVar("Noted")
PathKey = str | int
Path = tuple[PathKey, ...]


class Flaw(NamedTuple):
    """What is wrong with a text before its meaning is looked at."""

    line: int
    message: str
    hint: str


@dataclass
class Source:
    """A YAML text as data (texts, numbers, lists, maps with text keys) and the origin of each path."""

    file: str
    data: Any = None
    flaws: list[Flaw] = field(default_factory=list)
    _lines: dict[Path, int] = field(default_factory=dict)
    _files: dict[Path, str] = field(default_factory=dict)
    """The file of each path that is from another one: a variant has most of them from what it extends."""
    _gone: tuple[Path, ...] = ()
    """What could not be read and was left out, so that the rest can be looked at."""
    text: str = ""
    """The text as it was written, for changes in place; a variant has its own, not that of what it extends."""

    def known(self, path: Sequence[object]) -> Path:
        """Return the part of the path that is in the file.

        Elements that are not (the tag of a union, say, or a word that is missing) are passed over.
        """
        known: Path = ()
        for element in path:
            if isinstance(element, str | int) and (*known, element) in self._lines:
                known = (*known, element)
        return known

    def saying(self, data: Any) -> Source:
        """Return the source with other data, and the lines of the old."""
        return Source(self.file, data, self.flaws, self._lines, self._files, text=self.text)

    def without(self, path: Path) -> Source:
        """Return the source without what stands at the path; what follows it in a list moves up, lines and all."""
        if not path:
            return self
        lines, files = dict(_moved_up(self._lines, path)), dict(_moved_up(self._files, path))
        return Source(self.file, _without(self.data, path), self.flaws, lines, files, (*self._gone, path), self.text)

    def lacks(self, path: Path) -> bool:
        """Whether something at the path, or in it, could not be read and was left out."""
        return any(gone[: len(path)] == path for gone in self._gone)

    def origin(self, path: Sequence[object]) -> Origin:
        """Return the origin of the path, or of the nearest entry around it that is in the file."""
        known: Path = tuple(path)  # type: ignore[arg-type]
        if known not in self._lines:
            known = self.known(path)
        return Origin(self._files.get(known, self.file), self._lines.get(known, 1))

    @property
    def files(self) -> list[str]:
        """The file, and those that it extends."""
        return list(dict.fromkeys((self.file, *self._files.values())))


class _Loader(yaml.CSafeLoader):
    """The C composer without the YAML 1.1 resolvers: every plain scalar arrives as a text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the base class declares it so


def read(text: str, file: str) -> Source:
    """Read YAML text; whatever cannot be read is in `flaws`, with its line."""
    source = Source(file, text=text)
    deep = _too_deep(text)
    if deep:
        source.flaws.append(Flaw(deep, "the text is nested too deeply to be a scenario.", "Was it damaged?"))
        return source
    try:
        node = compose(text)
    except yaml.MarkedYAMLError as error:
        source.flaws.append(_syntax(error))
        return source
    except (yaml.YAMLError, ValueError) as error:
        source.flaws.append(Flaw(_line_of_bad_character(text), "this is not YAML: " + _first_line(error), ""))
        return source
    if node is not None:
        try:
            source.data = _Reader(source).value(node, ())
        except _TooMany:
            hint = "Aliases (*name) that repeat aliases do this; write the entries out."
            source.flaws.append(Flaw(1, "the aliases expand to far too many entries.", hint))
    return source


def compose(text: str) -> yaml.Node | None:
    """Return the nodes of a YAML text, which know where they stand in it; None for an empty text."""
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
        return node
    finally:
        loader.dispose()


class _TooMany(Exception):
    """More nodes than any scenario has."""


class _Reader:
    """Turns composed nodes into data and notes the line of every path."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.read = 0
        self.open: set[int] = set()

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.read += 1
        if self.read > MOST_NODES:
            raise _TooMany
        self.source._lines.setdefault(path, node.start_mark.line + 1)  # noqa: SLF001 - same file
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if id(node) in self.open:
            self._flaw(node, "an alias (*name) that contains itself.", "Write the entry out.")
            return None
        self.open.add(id(node))
        try:
            self._untagged(node, {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
            return self._map(node, path) if isinstance(node, yaml.MappingNode) else self._list(node, path)
        finally:
            self.open.discard(id(node))

    def _list(self, node: yaml.Node, path: Path) -> list[Any]:
        return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]

    def _map(self, node: yaml.Node, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key is None:
                continue
            line = key_node.start_mark.line + 1
            if key in first:
                said = f"'{key}' stands twice (first in line {first[key]})."
                self._flaw(key_node, said, "Keep one of the two, or give the other another name.")
                continue
            first[key] = line
            self.source._lines[(*path, key)] = line  # noqa: SLF001 - same file
            result[key] = self.value(value_node, (*path, key))
        return result

    def _key(self, node: yaml.Node) -> str | None:
        if isinstance(node, yaml.ScalarNode) and isinstance(node.value, str) and node.value:
            self._untagged(node, {"tag:yaml.org,2002:str"})
            return node.value
        self._flaw(node, "a key must be a plain word.", "Write 'key: value', with a word before the colon.")
        return None

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        self._untagged(node, {"tag:yaml.org,2002:str", "!"})
        text: str = node.value
        if node.style:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if len(text) <= 18 and _INTEGER.fullmatch(text):
            return int(text, 0) if text[:2] in {"0o", "0x"} else int(text)
        if _FLOAT.fullmatch(text) and len(text) <= 40:
            return float(text)
        return text

    def _untagged(self, node: yaml.Node, plain: set[str]) -> None:
        if node.tag not in plain:
            self._flaw(node, f"the tag '{node.tag}' has no meaning in a scenario.", "Leave it out.")

    def _flaw(self, node: yaml.Node, message: str, hint: str) -> None:
        self.source.flaws.append(Flaw(node.start_mark.line + 1, message, hint))


def _moved_up(noted: dict[Path, Noted], gone: Path) -> Iterator[tuple[Path, Noted]]:
    """Yield what is noted of each path, without a path that is gone; what follows it in a list moves up."""
    around, index = gone[:-1], gone[-1]
    for path, note in noted.items():
        if path[: len(gone)] == gone:
            continue
        here = path[len(around)] if len(path) >= len(gone) and path[: len(around)] == around else None
        if isinstance(index, int) and isinstance(here, int) and here > index:
            yield (*around, here - 1, *path[len(gone) :]), note
        else:
            yield path, note


def _without(data: Any, path: Path) -> Any:
    """Return the data without what stands at the path; the data itself is left as it is."""
    key, rest = path[0], path[1:]
    if isinstance(data, dict) and key in data:
        kept = {} if not rest else {key: _without(data[key], rest)}
        return {name: kept.get(name, value) for name, value in data.items() if rest or name != key}
    if isinstance(data, list) and isinstance(key, int) and key < len(data):
        kept_here = [_without(data[key], rest)] if rest else []
        return [*data[:key], *kept_here, *data[key + 1 :]]
    return data


def _too_deep(text: str) -> int:
    """Return the line where nesting goes deeper than any scenario, or 0.

    The C composer recurses without a limit of its own, so this is asked before it is called.
    """
    depth = 0
    for match in _BRACKET.finditer(text):
        depth += 1 if match.group() in "[{" else -1
        depth = max(depth, 0)
        if depth > DEEPEST_NESTING:
            return text.count("\n", 0, match.start()) + 1
    line = _DEEP_LINE.search(text) or re.search(rf"^ {{{DEEPEST_NESTING * 8},}}\S", text, re.MULTILINE)
    return text.count("\n", 0, line.start()) + 1 if line else 0


def _syntax(error: yaml.MarkedYAMLError) -> Flaw:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    problem = error.problem or "it cannot be read"
    if "tab" in problem or "cannot start any token" in problem:
        hint = "Indent with spaces, not tabs, and put texts that hold special characters in quotes."
    elif "undefined alias" in problem:
        hint = "A word that begins with * refers to an anchor (&word); put it in quotes if it is a text."
    elif "expected a single document" in (error.context or "") + problem:
        hint = "A scenario is one document: leave out the line '---' in the middle."
    else:
        hint = "Look at the indentation, the colons and the quotes of this line and the one before."
    return Flaw(line, f"this is not YAML: {problem}.", hint)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["it cannot be read"])[0] + "."


def _line_of_bad_character(text: str) -> int:
    bad = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    return text.count("\n", 0, bad.start()) + 1 if bad else 1


def paths(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every path of the data with its value, in the order of the file."""
    yield path, data
    entries: list[tuple[Hashable, Any]] = []
    if isinstance(data, dict):
        entries = list(data.items())
    elif isinstance(data, list):
        entries = list(enumerate(data))
    for key, value in entries:
        yield from paths(value, (*path, key))  # type: ignore[arg-type]
