"""What certainties mean, and how likely the named events of a scenario happen together.

Probabilities are fractions, so that sums and products are exact.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.scenario.models import Scenario

CHANCES = {"confirmed": Fraction(1), "likely": Fraction(4, 5), "tentative": Fraction(1, 2), "unlikely": Fraction(1, 5)}
"""What the words mean where a scenario says nothing else."""


class Probabilities:
    """What certainties mean in a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.words: dict[str, Fraction] = {word: exact(meant) for word, meant in scenario.certainties.items()}

    def of(self, certainty: str | float | None) -> Fraction:
        """Return the probability that a certainty means; 1 where nothing is written."""
        if certainty is None:
            return Fraction(1)
        known = self.words.get(certainty) if isinstance(certainty, str) else None
        return exact(certainty) if known is None else known


def exact(certainty: str | float) -> Fraction:
    """Return a usual certainty as the fraction that was written."""
    return CHANCES[certainty] if isinstance(certainty, str) else Fraction(str(certainty))


class Named:
    """The named events of a scenario, and how likely they happen together."""

    def __init__(self, scenario: Scenario, chances: Probabilities) -> None:
        self.events, self.chances = scenario.events, chances

    def groups(self) -> list[tuple[str, ...]]:
        """Return the events that are linked with each other by `if:`, each group in the order of the file."""
        roots = {key: self._root(key) for key in self.events}
        return [tuple(key for key in self.events if roots[key] == root) for root in dict.fromkeys(roots.values())]

    def _root(self, key: str) -> str:
        # A circle is a mistake, which is reported; here it must only come to an end.
        for _ in self.events:
            given = self.events[key].given
            if given is None or given not in self.events:
                break
            key = given
        return key

    def of(self, keys: Sequence[str]) -> list[tuple[frozenset[str], Fraction]]:
        """Return which of some events, and of those on which they depend, happen together, and how likely."""
        joint = [(frozenset[str](), Fraction(1))]
        for key in self._in_order(keys):
            event = self.events[key]
            after = []
            for happens, chance in joint:
                certainty = event.certainty if event.given is None or event.given in happens else event.otherwise
                share = Fraction(0) if certainty is None else self.chances.of(certainty)
                after += [(happens | {key}, chance * share), (happens, chance * (1 - share))]
            joint = [(happens, chance) for happens, chance in after if chance]
        return joint

    def _in_order(self, keys: Sequence[str]) -> list[str]:
        """Return the events with those on which they depend before them."""
        found: dict[str, None] = {}
        for key in keys:
            chain: list[str] = []
            at: str | None = key
            while at is not None and at not in chain and at in self.events:
                chain.append(at)
                at = self.events[at].given
            found |= dict.fromkeys(reversed(chain))
        return list(found)
