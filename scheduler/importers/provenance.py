"""The provenance of an imported entry, by which a later import recognises it.

The text ``requests.xlsx, sheet Requests, row 5 [1a2b3c4d]`` in an entry's `source:` names the file, the row and, in
brackets, a hash of what was written: the mark. If the entry no longer matches its mark, somebody changed it by hand.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MARKED = re.compile(r"(?P<row>.*) \[(?P<mark>[0-9a-f]{8})\]", re.DOTALL)


class Provenance(NamedTuple):
    """The row from which an entry was imported, and the mark of what was written."""

    row: str
    mark: str


def mark_of(entry: Mapping[str, Any]) -> str:
    """Return the mark of an entry; the order of its keys does not matter."""
    content = {word: value for word, value in entry.items() if word != "source"}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def source_text(file: str, row: str, mark: str) -> str:
    """Return the text for an entry's `source:`."""
    return f"{file}, {row} [{mark}]"


def provenance(entry: Any, file: str) -> Provenance | None:
    """Return the provenance of an entry that was imported from a file; None for other entries."""
    for text in _texts(entry):
        match = _MARKED.fullmatch(text[len(file) + 2 :]) if text.startswith(f"{file}, ") else None
        if match:
            return Provenance(match["row"], match["mark"])
    return None


def renewed_source(entry: Mapping[str, Any], file: str, row: str, mark: str) -> Any:
    """Return the `source:` of an entry with a new row and mark; its other sources stay."""
    now = source_text(file, row, mark)
    texts = list(_texts(entry))
    if len(texts) <= 1 and not isinstance(entry.get("source"), list):
        return now
    return [now if provenance({"source": text}, file) else text for text in texts]


def is_unchanged(entry: Mapping[str, Any], mark: str, words: Iterable[str], now: Mapping[str, Any]) -> bool:
    """Whether the imported part of an entry is unchanged; additional keys do not count.

    Args:
        entry: the entry in the scenario.
        mark: the mark of what was written.
        words: every key that the import may write.
        now: what the import would write now.
    """
    words = set(words)
    subsets = (
        entry,
        {word: value for word, value in entry.items() if word in now},
        {word: value for word, value in entry.items() if word in words},
    )
    return any(mark_of(subset) == mark for subset in subsets)


def _texts(entry: Any) -> Iterable[str]:
    source = entry.get("source") if isinstance(entry, dict) else None
    texts = source if isinstance(source, list) else [source]
    return [text for text in texts if isinstance(text, str)]
