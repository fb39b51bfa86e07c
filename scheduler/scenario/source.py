"""Read YAML text as data, with the line of every path.

Scalars are resolved by the core schema of YAML 1.2: ``19:00`` stays a text, ``NO`` stays Norway. The nodes come
from PyYAML's C composer, because it keeps their positions and reads 10,000 meetings in a second.
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
"""The largest number of nodes after expansion of aliases; more is an alias bomb, not a scenario."""

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
    """A syntax error in a text, found before validation."""

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
    """The file of each path that comes from another file: most paths of a variant come from its base."""
    _gone: tuple[Path, ...] = ()
    """The paths of entries that could not be read and were removed, so that the rest can be validated."""
    text: str = ""
    """The text as it was written, for changes in place; a variant has its own, not that of its base."""

    def existing_path(self, path: Sequence[object]) -> Path:
        """Return the longest existing path that consists of elements of the given path.

        Elements that are not in the file are skipped, such as the tag of a union or a missing key.
        """
        known: Path = ()
        for element in path:
            if isinstance(element, str | int) and (*known, element) in self._lines:
                known = (*known, element)
        return known

    def with_data(self, data: Any) -> Source:
        """Return a source with other data and the same lines."""
        return Source(self.file, data, self.flaws, self._lines, self._files, text=self.text)

    def without(self, path: Path) -> Source:
        """Return the source without the entry at a path; in a list, the following items move up with their lines."""
        if not path:
            return self
        lines, files = dict(_without_path(self._lines, path)), dict(_without_path(self._files, path))
        return Source(self.file, _without(self.data, path), self.flaws, lines, files, (*self._gone, path), self.text)

    def was_removed(self, path: Path) -> bool:
        """Whether an entry at the path, or below it, could not be read and was removed."""
        return any(gone[: len(path)] == path for gone in self._gone)

    def origin(self, path: Sequence[object]) -> Origin:
        """Return the origin of a path, or of the nearest enclosing entry that is in the file."""
        known: Path = tuple(path)  # type: ignore[arg-type]
        if known not in self._lines:
            known = self.existing_path(path)
        return Origin(self._files.get(known, self.file), self._lines.get(known, 1))

    @property
    def files(self) -> list[str]:
        """The file and the files that it extends."""
        return list(dict.fromkeys((self.file, *self._files.values())))


class _Loader(yaml.CSafeLoader):
    """The C composer without the YAML 1.1 resolvers: every plain scalar arrives as a text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the base class declares it so


def read(text: str, file: str) -> Source:
    """Read YAML text; syntax errors are in `flaws`, each with its line.

    Args:
        text: the YAML text.
        file: the name of the file in issues.
    """
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
    """Return the root node of a YAML text; nodes know their positions. None for an empty text."""
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
        return node
    finally:
        loader.dispose()


class _TooMany(Exception):
    """The text has more nodes than any scenario."""


class _Reader:
    """Turns nodes into data and records the line of every path."""

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
                message = f"'{key}' is written twice (first in line {first[key]})."
                self._flaw(key_node, message, "Keep one of the two, or rename the other.")
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


def _without_path(noted: dict[Path, Noted], gone: Path) -> Iterator[tuple[Path, Noted]]:
    """Yield the notes by path, without those of a removed path; in a list, the following items move up."""
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
    """Return a copy of the data without the entry at a path."""
    key, rest = path[0], path[1:]
    if isinstance(data, dict) and key in data:
        kept = {} if not rest else {key: _without(data[key], rest)}
        return {name: kept.get(name, value) for name, value in data.items() if rest or name != key}
    if isinstance(data, list) and isinstance(key, int) and key < len(data):
        kept_here = [_without(data[key], rest)] if rest else []
        return [*data[:key], *kept_here, *data[key + 1 :]]
    return data


def _too_deep(text: str) -> int:
    """Return the first line that is nested too deeply for a scenario, or 0.

    This runs before the C composer, which recurses without a limit.
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
    """Yield every path of the data with its value, depth first, in the order of the file."""
    yield path, data
    entries: list[tuple[Hashable, Any]] = []
    if isinstance(data, dict):
        entries = list(data.items())
    elif isinstance(data, list):
        entries = list(enumerate(data))
    for key, value in entries:
        yield from paths(value, (*path, key))  # type: ignore[arg-type]
