"""Find the keys of a scenario by the names that people write: key, full name, short name or surname."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.base.issue import Mistake, nearest
from scheduler.importers.result import clean, normalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scheduler.scenario.models import Scenario

_STYLES = frozenset((
    "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "h", "e", "he", "hrh", "his",
    "her", "excellency", "hon", "honourable", "the", "rt", "minister", "fm", "dm", "pm", "eam", "ambassador", "amb",
    "secretary", "president", "premier", "chancellor", "foreign", "defence", "defense", "prime", "general",
    "gen", "shri", "smt", "of", "affairs", "external", "for", "and",
))  # fmt: skip
"""Titles and offices around a name, which do not belong to it."""
_JOINING = frozenset(("of", "for", "and", "to"))
"""Words that belong to a title only if it continues after them."""
_PARTS = re.compile(r"[;\n|]|\s+(?:and|with|vs\.?|und|et|y)\s+|\s*&\s*|\s+[/+]\s+|\s+[–—-]\s+", re.IGNORECASE)


class NameIndex:
    """An index of the names of a scenario's principals, places, venues and rooms."""

    def __init__(self, scenario: Scenario | None) -> None:
        """Index the names; without a scenario, every name gets a key of its own."""
        self.scenario = scenario

    def people(self, cell: str) -> list[str]:
        """Return the keys of the people in a cell.

        Raises:
            Mistake: a name is unknown or ambiguous.
        """
        return [self.person(name) for name in self.split(cell)]

    def split(self, cell: str) -> list[str]:
        """Split a cell into names; a comma separates people, or a surname from a first name."""
        names: list[str] = []
        for part in (part.strip(" ,") for part in _PARTS.split(cell)):
            single = not re.search("[,/]", part) or bool(self._candidates(part)) or self._is_reversed(part)
            names += [part] if single else [piece.strip() for piece in re.split("[,/]", part)]
        return [name for name in names if name]

    def _is_reversed(self, part: str) -> bool:
        """Whether a text such as ``Singh, Rajnath`` is one person with the surname first."""
        surname, _, first = part.partition(",")
        return "," not in first and bool(self._candidates(f"{first} {surname}"))

    def person(self, name: str) -> str:
        """Return the key of the person with a name.

        Raises:
            Mistake: the name is unknown or ambiguous.
        """
        if self.scenario is None:
            return key_of(name)
        found = self._candidates(name)
        if not found and "," in name:
            surname, _, first = name.partition(",")
            found = self._candidates(f"{first} {surname}")
        if len(found) == 1:
            return found[0]
        if found:
            options = " or ".join(f"'{key}' ({self.scenario.principals[key].name})" for key in found)
            raise Mistake(f"'{clean(name, 80)}' may be {options}.", "Write the key, or the full name.")
        raise self._unknown(name)

    def short(self, key: str) -> str:
        """Return the short name of a principal, or one derived from the key."""
        people = self.scenario.principals if self.scenario else {}
        return (people[key].short if key in people else None) or key.replace("-", " ").replace("_", " ").title()

    def _unknown(self, name: str) -> Mistake:
        scenario, word = self.scenario, normalised(name)
        for key, delegation in scenario.delegations.items() if scenario else ():
            if word in {normalised(key), normalised(delegation.name)} and scenario:
                people = [k for k, p in scenario.principals.items() if p.delegation == key]
                hint = f"Name the person: {', '.join(people)}." if people else "Name the person."
                return Mistake(f"'{clean(name, 80)}' is a delegation, not a principal.", hint)
        meant = nearest(clean(name, 80), self._by_name, "The principals")
        return Mistake(f"there is no principal '{clean(name, 80)}'.", meant)

    def _candidates(self, name: str) -> list[str]:
        """Return the keys of the people who match a name, by the strictest criterion that matches anybody."""
        bare = normalised(re.sub(r"\(.*?\)|\[.*?\]", " ", name)) or normalised(name)
        # 'Minister of foreign affairs' is a title; 'secretary of X' and 'deputy' denote another person.
        words = bare.split()
        pairs = pairwise([*words, ""])
        without = " ".join(w for w, after in pairs if w not in _STYLES or (w in _JOINING and after not in _STYLES))
        for look in (self._by_name, self._by_surname):
            for word in dict.fromkeys((bare, without)):
                if word in look:
                    return list(look[word])
        words = without.split()
        whole = [key for key, every in self._words.items() if len(words) > 1 and set(words) <= every]
        return whole or [key for key in self._by_surname.get(words[-1] if words else "", ()) if self._fits(key, words)]

    def _fits(self, key: str, words: list[str]) -> bool:
        """Whether the words before a surname match a first name: initials, or a similar spelling (Sergei, Sergey)."""
        from difflib import SequenceMatcher

        first = self._words[key] - {words[-1]}
        return len(words) > 1 and all(
            any(
                mine.startswith(word) if len(word) == 1 else SequenceMatcher(None, word, mine).ratio() >= 0.8
                for mine in first
            )
            for word in words[:-1]
        )

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        people = self.scenario.principals if self.scenario else {}
        return _collected(
            (normalised(each), key) for key, p in people.items() for each in (key, p.name, p.short or key)
        )

    @cached_property
    def _by_surname(self) -> Mapping[str, tuple[str, ...]]:
        """The people by the last and the first word of their names: in some languages the surname comes first."""
        return _collected((word, key) for end in (-1, 0) for word, key in self._ends(end))

    def _ends(self, end: int) -> Iterator[tuple[str, str]]:
        """Yield the last (-1) or first (0) word of each name, with the key."""
        for key, principal in self.scenario.principals.items() if self.scenario else ():
            words = normalised(principal.name).split()
            if words:
                yield words[end], key

    @cached_property
    def _words(self) -> Mapping[str, set[str]]:
        people = self.scenario.principals if self.scenario else {}
        return {key: set(normalised(p.name).split()) for key, p in people.items()}

    def mentioned(self, text: str) -> list[str]:
        """Return the keys of the people whose name, short name, surname or key occurs in a text, in that order."""
        searched = f" {normalised(text)} "
        # First names are not searched: a title may mention Victoria Falls.
        names = {**_collected(self._ends(-1)), **self._by_name}
        found: dict[str, int] = {}
        for name, keys in names.items():
            at = searched.find(f" {name} ") if len(keys) == 1 else -1
            if at >= 0:
                found[keys[0]] = min(at, found.get(keys[0], at))
        return sorted(found, key=lambda key: found[key])

    # Places, venues, rooms.

    def place(self, text: str) -> str | None:
        """Return the key of the place that a text names, or None."""
        return self._named("places", text)

    def venue(self, text: str) -> str | None:
        """Return the key of the venue that a text names, or None."""
        return self._named("venues", text)

    def room(self, text: str) -> str | None:
        """Return the key of the room that a text names, or None; a number within a group is ignored."""
        return self._named("rooms", text) or self._named("rooms", re.sub(r"\s*\d+$", "", text))

    def _named(self, section: str, text: str) -> str | None:
        names = self._sections.get(section, {})
        for word in (text, *re.split("[,;]", text)):
            keys = names.get(normalised(word), ())
            if len(keys) == 1 and normalised(word):
                return keys[0]
        return None

    @cached_property
    def _sections(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        s = self.scenario
        if s is None:
            return {}
        return {
            "places": _collected((normalised(each), k) for k, p in s.places.items() for each in (k, p.name)),
            "venues": _collected((normalised(each), k) for k, v in s.venues.items() for each in (k, v.name)),
            "rooms": _collected((normalised(each), k) for k, r in s.rooms.items() for each in (k, r.name or k)),
        }


def key_of(name: str) -> str:
    """Return a key derived from a name: ``rajnath-singh``."""
    return normalised(name).replace(" ", "-")[:60].strip("-") or "nobody"


def _collected(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, key in pairs:
        found.setdefault(name, {})[key] = None
    return {name: tuple(keys) for name, keys in found.items()}
