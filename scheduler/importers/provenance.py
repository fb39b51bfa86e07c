"""How an imported entry says where it is from, and how it is known again.

The text ``requests.xlsx, sheet Requests, row 5 [1a2b3c4d]`` in an entry's `source:` names the file, the row and, in
brackets, a mark of what was written. Where the entry no longer has its mark, somebody changed it by hand.
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
    """The row that an entry is from, and the mark of what was written then."""

    row: str
    mark: str


def mark_of(entry: Mapping[str, Any]) -> str:
    """Return the mark of an entry's words, whatever their order."""
    said = {word: value for word, value in entry.items() if word != "source"}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def written(file: str, row: str, mark: str) -> str:
    """Return what an entry's `source:` says."""
    return f"{file}, {row} [{mark}]"


def provenance(entry: Any, file: str) -> Provenance | None:
    """Return where in a file an entry is from; None where it is not from that file."""
    for text in _texts(entry):
        match = _MARKED.fullmatch(text[len(file) + 2 :]) if text.startswith(f"{file}, ") else None
        if match:
            return Provenance(match["row"], match["mark"])
    return None


def renewed(entry: Mapping[str, Any], file: str, row: str, mark: str) -> Any:
    """Return the `source:` of an entry with its row and mark renewed; what else it names stays."""
    now = written(file, row, mark)
    texts = list(_texts(entry))
    if len(texts) <= 1 and not isinstance(entry.get("source"), list):
        return now
    return [now if provenance({"source": text}, file) else text for text in texts]


def untouched(entry: Mapping[str, Any], mark: str, words: Iterable[str], now: Mapping[str, Any]) -> bool:
    """Whether nobody changed by hand what an import wrote; words that were added beside do no harm.

    Args:
        entry: what stands in the file.
        mark: the mark of what was written.
        words: every word that the import may write.
        now: what it would write now.
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
