"""Merge entries of a foreign file with those imported from it earlier: what is new, changed, or gone.

`source:` identifies an entry. Changes that the officer made by hand are never overwritten: if the foreign file changed
as well, that is reported as a conflict, and the officer's version is kept unless the option --theirs is given.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from scheduler.importers.provenance import is_unchanged, mark_of, provenance, renewed_source, source_text
from scheduler.scenario.edit import GONE, Edit, TextBlock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from scheduler.importers.provenance import Provenance
    from scheduler.importers.result import ImportedEntry
    from scheduler.scenario.source import Path, PathKey

ALIKE = ("participants", "who", "title")
"""The keys that identify a row that has moved and changed, in order of preference."""


@dataclass(frozen=True)
class EarlierEntry:
    """An entry of the scenario that was imported from the foreign file."""

    key: PathKey
    entry: dict[str, Any]
    from_row: Provenance


@dataclass(frozen=True)
class MergeStep:
    """The effect of a merge on one entry."""

    kind: str
    """`new`, `changed`, `same`, `kept` (changed by hand, unchanged in the file), `conflict` or `gone`."""
    key: PathKey
    taken: ImportedEntry | None = None
    standing: EarlierEntry | None = None
    differs: tuple[str, ...] = ()
    """The keys whose values differ."""
    written: bool = True
    """False if the scenario is not changed."""

    @property
    def label(self) -> str:
        """The name of the entry in messages."""
        if self.taken is not None:
            return self.taken.label
        entry = self.standing.entry if self.standing else {}
        return str(entry.get("title") or entry.get("kind") or self.key)

    @property
    def row(self) -> str:
        """The place in the foreign file from which it comes, or came."""
        return self.taken.row if self.taken is not None else self.standing.from_row.row if self.standing else ""


@dataclass
class Merge:
    """The merge of one section: the steps, and the edits of the scenario that they cause."""

    path: Path
    steps: list[MergeStep] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)

    def of(self, kind: str) -> list[MergeStep]:
        """Return the steps of one kind."""
        return [step for step in self.steps if step.kind == kind]


def merge_entries(
    file: str,
    path: Path,
    section: Any,
    entries: Sequence[ImportedEntry],
    words: Collection[str],
    *,
    theirs: bool = False,
    drop_gone: bool = False,
) -> Merge:
    """Merge entries into a section: a map (meetings) or a list (engagements).

    Args:
        file: the foreign file's name.
        path: the path of the section in the scenario.
        section: the data of the section; None if it does not exist yet.
        entries: the entries of the foreign file.
        words: every key that the import may write.
        theirs: whether the foreign file wins over changes by hand.
        drop_gone: whether to remove entries whose row is gone and that nobody changed by hand.
    """
    merge = Merge(path)
    standing = list(_earlier_entries(file, section))
    pairs = _paired(standing, entries)
    taken_keys = set(section) if isinstance(section, dict) else set()
    number = len(section) if isinstance(section, list) else 0
    for taken in entries:
        before = pairs.get(id(taken))
        if before is None:
            key: PathKey = _free_key(taken.key, taken_keys) if taken.key else number
            number += 1
            taken_keys.add(str(key))
            merge.steps.append(MergeStep("new", key, taken))
        else:
            merge.steps.append(_compare(taken, before, words, theirs=theirs))
    again = {id(before) for before in pairs.values()}
    for before in standing:
        if id(before) not in again:
            mine = is_unchanged(before.entry, before.from_row.mark, words, before.entry)
            merge.steps.append(MergeStep("gone", before.key, None, before, written=drop_gone and mine))
    merge.edits = list(_edits(file, path, section, merge.steps))
    return merge


def without_steps(file: str, merge: Merge, section: Any, steps: Collection[MergeStep]) -> Merge:
    """Return a merge without some of its steps; their entries in the scenario stay as they are."""
    kept, number = [], len(section) if isinstance(section, list) else 0
    for step in merge.steps:
        if step in steps:
            continue
        if step.kind == "new" and isinstance(step.key, int):
            step = replace(step, key=number)  # noqa: PLW2901 (added items are numbered consecutively)
            number += 1
        kept.append(step)
    return Merge(merge.path, kept, list(_edits(file, merge.path, section, kept)))


def _earlier_entries(file: str, section: Any) -> Iterator[EarlierEntry]:
    items: Iterable[tuple[PathKey, Any]] = ()
    if isinstance(section, dict):
        items = section.items()
    elif isinstance(section, list):
        items = enumerate(section)
    for key, entry in items:
        from_row = provenance(entry, file)
        if from_row is not None:
            yield EarlierEntry(key, entry, from_row)


def _paired(standing: Sequence[EarlierEntry], entries: Sequence[ImportedEntry]) -> dict[int, EarlierEntry]:
    """Return the earlier entry of each imported entry, by the object id of the latter.

    They are paired by identifier; else by the mark of what was written, wherever the row is now; else by people or
    title, preferring the same row.
    """
    pairs: dict[int, EarlierEntry] = {}

    def pair(
        of_taken: Callable[[ImportedEntry], object], of_standing: Callable[[EarlierEntry], Iterable[object]]
    ) -> None:
        left: dict[object, list[EarlierEntry]] = {}
        paired = {id(before) for before in pairs.values()}
        for before in standing:
            for known_by in of_standing(before) if id(before) not in paired else ():
                left.setdefault(known_by, []).append(before)
        for taken in entries:
            found = left.get(of_taken(taken) or None, []) if id(taken) not in pairs else []
            if found:
                pairs[id(taken)] = min(found, key=lambda before: before.from_row.row != taken.row)
                for each in of_standing(pairs[id(taken)]):
                    left[each].remove(pairs[id(taken)])

    pair(lambda taken: taken.ident, lambda before: _idents(before.from_row.row))
    pair(lambda taken: not taken.ident and mark_of(taken.entry), lambda before: [before.from_row.mark])
    for word in ALIKE:
        pair(
            lambda taken, word=word: not taken.ident and _comparable(taken.entry, word),  # type: ignore[misc]
            lambda before, word=word: [_comparable(before.entry, word)],  # type: ignore[misc]
        )
    return pairs


def _idents(row: str) -> list[str]:
    """Return the possible identifiers of a row: the whole text (a UID), or its last part (a request's number)."""
    return list(dict.fromkeys((row, row.rpartition(", ")[2])))


def _comparable(entry: Mapping[str, Any], word: str) -> str:
    """Return the value of a key as text for comparison, independent of the order of a list; "" if it is missing."""
    value = entry.get(word)
    return " ".join(sorted(map(str, value))) if isinstance(value, list) else str(value or "")


def _compare(taken: ImportedEntry, before: EarlierEntry, words: Collection[str], *, theirs: bool) -> MergeStep:
    mine = is_unchanged(before.entry, before.from_row.mark, words, taken.entry)
    same_row = mark_of(taken.entry) == before.from_row.mark
    differs = tuple(
        word
        for word in words
        if word in {*before.entry, *taken.entry} and before.entry.get(word) != taken.entry.get(word)
    )
    if not differs:
        # Changed by hand or not, both have the same content.
        stale = before.from_row != (taken.row, mark_of(taken.entry))
        return MergeStep("same", before.key, taken, before, written=stale)
    if mine and same_row:
        # Additional keys were added by the officer.
        return MergeStep("same", before.key, taken, before, written=before.from_row.row != taken.row)
    if mine:
        differs = tuple(word for word in differs if word in taken.entry or _import_wrote(word, before, taken, words))
        return MergeStep("changed", before.key, taken, before, differs)
    if same_row and not theirs:
        return MergeStep("kept", before.key, taken, before, differs, written=False)
    return MergeStep("conflict" if not theirs else "changed", before.key, taken, before, differs, written=theirs)


def _import_wrote(word: str, before: EarlierEntry, taken: ImportedEntry, words: Collection[str]) -> bool:
    """Whether the import, not the officer, wrote a key that the foreign file no longer has."""
    now = {each: value for each, value in before.entry.items() if each in taken.entry}
    return mark_of(now) != before.from_row.mark and word in words


def _free_key(wanted: str, taken: Collection[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


# The edits.


def _edits(file: str, path: Path, section: Any, steps: Iterable[MergeStep]) -> Iterator[Edit]:
    """Yield the edits of the scenario: changes of existing entries, then new entries, then removals."""
    steps = list(steps)
    for step in steps:
        if step.written and step.taken is not None and step.standing is not None:
            yield from _changes(file, (*path, step.key), step.taken, step.standing, step.differs)
    new = [step for step in steps if step.kind == "new" and step.taken is not None]
    if new and not section:
        blocks = {step.key: _block(file, step.taken) for step in new if step.taken is not None}
        keyed = TextBlock({key: block for key, block in blocks.items() if isinstance(key, str)})
        yield Edit(path, keyed or list(blocks.values()))
    elif new:
        for step in new:
            if step.taken is not None:
                yield Edit((*path, step.key), _block(file, step.taken))
    gone = [step for step in steps if step.kind == "gone" and step.written]
    if gone and not new and len(gone) == len(section):
        # A section that becomes empty is removed.
        yield Edit(path, GONE)
        return
    for step in sorted(gone, key=lambda step: step.key if isinstance(step.key, int) else 0, reverse=True):
        yield Edit((*path, step.key), GONE)


def _block(file: str, taken: ImportedEntry) -> TextBlock:
    return TextBlock({**taken.entry, "source": source_text(file, taken.row, mark_of(taken.entry))})


def _changes(
    file: str, path: Path, taken: ImportedEntry, before: EarlierEntry, differs: Iterable[str]
) -> Iterator[Edit]:
    for word in differs:
        if word in taken.entry:
            yield Edit((*path, word), taken.entry[word])
        elif word in before.entry:
            yield Edit((*path, word), GONE)
    now = renewed_source(before.entry, file, taken.row, mark_of(taken.entry))
    if now != before.entry.get("source"):
        yield Edit((*path, "source"), now)
