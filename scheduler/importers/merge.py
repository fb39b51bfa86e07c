"""Entries from a foreign file against those that a scenario has from it already: what is new, changed, gone.

An entry is known again by where it is from. What the officer changed by hand in it is never overwritten: where the
foreign file changed as well, that is a conflict, which is said, and the officer's words stand unless asked otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from scheduler.importers.provenance import mark_of, provenance, renewed, untouched, written
from scheduler.scenario.edit import GONE, Edit, TextBlock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from scheduler.importers.provenance import Provenance
    from scheduler.importers.result import Taken
    from scheduler.scenario.source import Path, PathKey

ALIKE = ("participants", "who", "title")
"""Words by which a row is known again that has moved and changed, the first that agrees."""


@dataclass(frozen=True)
class KnownEntry:
    """An entry of the scenario that is from the foreign file."""

    key: PathKey
    entry: dict[str, Any]
    from_row: Provenance


@dataclass(frozen=True)
class MergeStep:
    """What becomes of one entry."""

    kind: str
    """`new`, `changed`, `same`, `kept` (changed by hand, and the same in the file), `conflict` or `gone`."""
    key: PathKey
    taken: Taken | None = None
    standing: KnownEntry | None = None
    differs: tuple[str, ...] = ()
    """The words that are otherwise now."""
    written: bool = True
    """False where the scenario stays as it is."""

    @property
    def said(self) -> str:
        """What messages call the entry."""
        if self.taken is not None:
            return self.taken.said
        entry = self.standing.entry if self.standing else {}
        return str(entry.get("title") or entry.get("kind") or self.key)

    @property
    def row(self) -> str:
        """Where in the file it is from, or was."""
        return self.taken.row if self.taken is not None else self.standing.from_row.row if self.standing else ""


@dataclass
class Merge:
    """What an import makes of the entries of one section."""

    path: Path
    steps: list[MergeStep] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)

    def of(self, kind: str) -> list[MergeStep]:
        """Return the steps of one kind."""
        return [step for step in self.steps if step.kind == kind]


def merged(
    file: str,
    path: Path,
    section: Any,
    entries: Sequence[Taken],
    words: Collection[str],
    *,
    theirs: bool = False,
    drop_gone: bool = False,
) -> Merge:
    """Return what entries make of a section: a map (meetings) or a list (engagements), or nothing yet.

    Args:
        file: the foreign file's name.
        path: where the section is in the scenario.
        section: what it holds, as it was written; None where there is none.
        entries: what the foreign file holds now.
        words: every word that the import may write.
        theirs: whether the foreign file wins over what was changed by hand.
        drop_gone: whether entries are taken out whose row is gone, and that nobody changed by hand.
    """
    merge = Merge(path)
    standing = list(_standing(file, section))
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
            merge.steps.append(_compared(taken, before, words, theirs=theirs))
    again = {id(before) for before in pairs.values()}
    for before in standing:
        if id(before) not in again:
            mine = untouched(before.entry, before.from_row.mark, words, before.entry)
            merge.steps.append(MergeStep("gone", before.key, None, before, written=drop_gone and mine))
    merge.edits = list(_edits(file, path, section, merge.steps))
    return merge


def without(file: str, merge: Merge, section: Any, steps: Collection[MergeStep]) -> Merge:
    """Return a merge without some of its steps: what stands there already stays as it is."""
    kept, number = [], len(section) if isinstance(section, list) else 0
    for step in merge.steps:
        if step in steps:
            continue
        if step.kind == "new" and isinstance(step.key, int):
            step = replace(step, key=number)  # noqa: PLW2901 (the items that are added follow each other)
            number += 1
        kept.append(step)
    return Merge(merge.path, kept, list(_edits(file, merge.path, section, kept)))


def _standing(file: str, section: Any) -> Iterator[KnownEntry]:
    items: Iterable[tuple[PathKey, Any]] = ()
    if isinstance(section, dict):
        items = section.items()
    elif isinstance(section, list):
        items = enumerate(section)
    for key, entry in items:
        from_row = provenance(entry, file)
        if from_row is not None:
            yield KnownEntry(key, entry, from_row)


def _paired(standing: Sequence[KnownEntry], entries: Sequence[Taken]) -> dict[int, KnownEntry]:
    """Return for each entry, by its identity, the one that it was before.

    By what it is known by; else by what was written of it, wherever the row is now; else by its people or its
    title, the one from the same row first.
    """
    pairs: dict[int, KnownEntry] = {}

    def pair(of_taken: Callable[[Taken], object], of_standing: Callable[[KnownEntry], Iterable[object]]) -> None:
        left: dict[object, list[KnownEntry]] = {}
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
            lambda taken, word=word: not taken.ident and _said(taken.entry, word),  # type: ignore[misc]
            lambda before, word=word: [_said(before.entry, word)],  # type: ignore[misc]
        )
    return pairs


def _idents(row: str) -> list[str]:
    """Return what a row may be known by: all of it (a UID), or its end (a number of its own)."""
    return list(dict.fromkeys((row, row.rpartition(", ")[2])))


def _said(entry: Mapping[str, Any], word: str) -> str:
    """Return what an entry says of a word, whatever the order of a list; nothing where it says nothing."""
    value = entry.get(word)
    return " ".join(sorted(map(str, value))) if isinstance(value, list) else str(value or "")


def _compared(taken: Taken, before: KnownEntry, words: Collection[str], *, theirs: bool) -> MergeStep:
    mine = untouched(before.entry, before.from_row.mark, words, taken.entry)
    same_row = mark_of(taken.entry) == before.from_row.mark
    differs = tuple(
        word
        for word in words
        if word in {*before.entry, *taken.entry} and before.entry.get(word) != taken.entry.get(word)
    )
    if not differs:
        # By hand or not: both say the same.
        stale = before.from_row != (taken.row, mark_of(taken.entry))
        return MergeStep("same", before.key, taken, before, written=stale)
    if mine and same_row:
        # Words that were added beside are the officer's.
        return MergeStep("same", before.key, taken, before, written=before.from_row.row != taken.row)
    if mine:
        differs = tuple(word for word in differs if word in taken.entry or _wrote(word, before, taken, words))
        return MergeStep("changed", before.key, taken, before, differs)
    if same_row and not theirs:
        return MergeStep("kept", before.key, taken, before, differs, written=False)
    return MergeStep("conflict" if not theirs else "changed", before.key, taken, before, differs, written=theirs)


def _wrote(word: str, before: KnownEntry, taken: Taken, words: Collection[str]) -> bool:
    """Whether a word that the file no longer has is one that the import wrote, and the officer did not add."""
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
    """Yield what changes of the scenario: first in entries that are there, then what is new, then what goes."""
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
        # A section in which nothing is left goes as a whole.
        yield Edit(path, GONE)
        return
    for step in sorted(gone, key=lambda step: step.key if isinstance(step.key, int) else 0, reverse=True):
        yield Edit((*path, step.key), GONE)


def _block(file: str, taken: Taken) -> TextBlock:
    return TextBlock({**taken.entry, "source": written(file, taken.row, mark_of(taken.entry))})


def _changes(file: str, path: Path, taken: Taken, before: KnownEntry, differs: Iterable[str]) -> Iterator[Edit]:
    for word in differs:
        if word in taken.entry:
            yield Edit((*path, word), taken.entry[word])
        elif word in before.entry:
            yield Edit((*path, word), GONE)
    now = renewed(before.entry, file, taken.row, mark_of(taken.entry))
    if now != before.entry.get("source"):
        yield Edit((*path, "source"), now)
