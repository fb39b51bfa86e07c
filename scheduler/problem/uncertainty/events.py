"""What is uncertain, part two: independent events with a few outcomes each, and the futures that they make up.

A future is one outcome for each event; its probability is the product of theirs.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

from scheduler.base.value import value
from scheduler.problem.uncertainty.entries import NamedEvents, Probabilities, uncertain_entries_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from random import Random

    from scheduler.problem.uncertainty.entries import Way
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.source import Path

Outcomes = tuple[int, ...]
"""A future: the index of the outcome of each event; all 0 is the scenario as written."""


@value
class EventOutcome:
    """One possible outcome of an uncertain event."""

    probability: Fraction
    says: str
    """What differs from what is written; for the outcome as written, what is the case."""
    happens: frozenset[str] = frozenset()
    """For named events, those that happen."""
    way: Way | None = None
    """For an uncertain entry, its outcome."""


@value
class UncertainEvent:
    """An event that is independent of all others; its first outcome is as written."""

    key: str
    """The place in the file where it is written, such as `principals, wei, stays, 1`."""
    outcomes: tuple[EventOutcome, ...]
    doubts: tuple[Path, ...]
    """The entries that depend on it."""

    @property
    def usual(self) -> int:
        """The index of the outcome of reference: as written, or the likeliest if that is impossible."""
        chances = [outcome.probability for outcome in self.outcomes]
        return 0 if chances[0] else chances.index(max(chances))

    @property
    def subject(self) -> str:
        """The question that may be asked: whether the outcome of reference comes about."""
        return self.outcomes[self.usual].says


class Futures:
    """The uncertain events of a scenario, and the futures that they make up."""

    def __init__(self, facts: Facts, *, settled: bool = False) -> None:
        """Find the uncertain events; none if everything is settled."""
        self.facts, self.scenario = facts, facts.scenario
        self.doubts = {} if settled else {doubt.path: doubt for doubt in uncertain_entries_of(facts)}
        self.named = NamedEvents(self.scenario, Probabilities(self.scenario))
        self._as_written = frozenset(
            doubt.ways[0].when for doubt in self.doubts.values() if doubt.ways[0].when is not None
        )
        self.events = (*self._named_events(), *self._own_events())

    def _named_events(self) -> Iterator[UncertainEvent]:
        """Yield each group of named events on which something depends as one event."""
        hanging = {key: [path for path, d in self.doubts.items() if key in d.events] for key in self.scenario.events}
        for group in self.named.groups():
            doubts = tuple(dict.fromkeys(path for key in group for path in hanging[key]))
            if not doubts:
                continue
            joint = sorted(self.named.of(group), key=lambda pair: self._otherwise(group, pair[0]))
            outcomes = [EventOutcome(chance, self._says(group, happens), happens) for happens, chance in joint]
            if self._otherwise(group, joint[0][0]):
                # That all is as written has no chance; it stays the first outcome, to be compared with.
                usual = self._as_written & set(group)
                outcomes.insert(0, EventOutcome(Fraction(0), self._says(group, usual), usual))
            yield UncertainEvent("events, " + ", ".join(group), tuple(outcomes), doubts)

    def _otherwise(self, group: Sequence[str], happens: frozenset[str]) -> list[str]:
        return [key for key in group if (key in happens) != (key in self._as_written)]

    def _says(self, group: Sequence[str], happens: frozenset[str]) -> str:
        said = self._otherwise(group, happens) or group
        return ", ".join(self.display_name(key, happens=key in happens) for key in said)

    def display_name(self, key: str, *, happens: bool) -> str:
        """Return the title of a named event, negated if it does not happen."""
        title = self.scenario.events[key].title or key
        return title if happens else f"not: {title}"

    def _own_events(self) -> Iterator[UncertainEvent]:
        for path, doubt in self.doubts.items():
            drawn = sorted(doubt.own, key=lambda pair: pair[0].number != 0)
            outcomes = [EventOutcome(chance, way.says, way=way) for way, chance in drawn]
            if drawn[0][0].number:
                outcomes.insert(0, EventOutcome(Fraction(0), doubt.ways[0].says, way=doubt.ways[0]))
            if len(outcomes) > 1:
                yield UncertainEvent(", ".join(map(str, _counted(path))), tuple(outcomes), (path,))

    # Futures.

    @cached_property
    def count(self) -> int:
        """The number of futures, those of probability 0 included."""
        return prod(len(event.outcomes) for event in self.events)

    @property
    def as_written(self) -> Outcomes:
        """The future in which everything is as written."""
        return (0,) * len(self.events)

    def all(self) -> Iterator[Outcomes]:
        """Yield every future of positive probability, the one as written first."""
        for number in range(self.count):
            outcomes = self.numbered(number)
            if self.probability(outcomes):
                yield outcomes

    def numbered(self, number: int) -> Outcomes:
        """Return the future of a number, from 0 below `count`; the last event varies fastest."""
        found = []
        for event in reversed(self.events):
            number, outcome = divmod(number, len(event.outcomes))
            found.append(outcome)
        return tuple(reversed(found))

    def number(self, outcomes: Outcomes) -> int:
        """Return the number of a future."""
        number = 0
        for event, outcome in zip(self.events, outcomes, strict=True):
            number = number * len(event.outcomes) + outcome
        return number

    def probability(self, outcomes: Outcomes) -> Fraction:
        """Return the probability of a future."""
        return prod(
            (event.outcomes[n].probability for event, n in zip(self.events, outcomes, strict=True)), start=Fraction(1)
        )

    def drawn(self, random: Random) -> Outcomes:
        """Return a future drawn by its probability."""
        return tuple(
            random.choices(range(len(event.outcomes)), [float(outcome.probability) for outcome in event.outcomes])[0]
            for event in self.events
        )

    def single(self) -> Iterator[tuple[int, Outcomes]]:
        """Yield the futures in which exactly one event differs from what is written, with the index of the event."""
        for number, event in enumerate(self.events):
            for outcome in range(1, len(event.outcomes)):
                yield number, (*self.as_written[:number], outcome, *self.as_written[number + 1 :])

    def says(self, outcomes: Outcomes) -> tuple[str, ...]:
        """Return what differs from what is written in a future."""
        return tuple(e.outcomes[n].says for e, n in zip(self.events, outcomes, strict=True) if n)

    # What depends on which events.

    def concerning(self, meeting: str) -> tuple[int, ...]:
        """Return the indices of the events that may affect whether a meeting can be held, taken alone."""
        asked = self.scenario.meetings[meeting]
        forums = [("forums", window.sidelines) for window in asked.windows if window.sidelines]
        own = [path for key in asked.participants for path in self._by_principal.get(key, ())]
        return self._of((*own, *forums))

    def overrunning(self, meeting: str) -> tuple[int, ...]:
        """Return the indices of the events on which it depends whether a meeting runs over."""
        return self._of([("meetings", meeting, "overruns")])

    def _of(self, paths: Iterable[Path]) -> tuple[int, ...]:
        return tuple(sorted({number for path in paths for number in self._by_doubt.get(path, ())}))

    @cached_property
    def _by_principal(self) -> dict[str, list[Path]]:
        """The uncertain entries that affect each principal."""
        found: dict[str, list[Path]] = {}
        for path, doubt in self.doubts.items():
            for key in doubt.concerns:
                found.setdefault(key, []).append(path)
        return found

    @cached_property
    def _by_doubt(self) -> dict[Path, list[int]]:
        """The indices of the events on which each uncertain entry depends."""
        found: dict[Path, list[int]] = {}
        for number, event in enumerate(self.events):
            for path in event.doubts:
                found.setdefault(path, []).append(number)
        return found

    def some(self, numbers: Iterable[int]) -> list[tuple[Outcomes, Fraction]]:
        """Return each combination of outcomes of some events, all others as written, with its probability."""
        found: list[tuple[Outcomes, Fraction]] = [(self.as_written, Fraction(1))]
        for number in numbers:
            found = [
                ((*outcomes[:number], n, *outcomes[number + 1 :]), chance * outcome.probability)
                for outcomes, chance in found
                for n, outcome in enumerate(self.events[number].outcomes)
            ]
        return found


def _counted(path: Path) -> Iterator[str | int]:
    """Yield a path with the items of lists counted from 1, as officers do."""
    yield from (key + 1 if isinstance(key, int) else key for key in path)
