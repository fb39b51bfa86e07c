"""Sets of minutes: the starts that a rule allows, and their intersections and unions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOREVER = 1 << 40
"""A number of minutes beyond any calendar date."""


@dataclass(frozen=True)
class Spans:
    """A set of whole minutes, stored as sorted, disjoint spans that include both ends."""

    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> Spans:
        """Return the union of spans; a span that ends before it begins is empty."""
        merged: list[tuple[int, int]] = []
        for low, high in sorted(span for span in spans if span[0] <= span[1]):
            if merged and low <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
            else:
                merged.append((low, high))
        return cls(tuple(merged))

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __contains__(self, minute: int) -> bool:
        return any(low <= minute <= high for low, high in self.spans)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self.spans)

    def __and__(self, other: Spans) -> Spans:
        """Return the intersection of two sets."""
        common: list[tuple[int, int]] = []
        mine, theirs = self.spans, other.spans
        here = there = 0
        # Explanations call this a million times: plain comparisons, no function calls.
        while here < len(mine) and there < len(theirs):
            (low, high), (low_2, high_2) = mine[here], theirs[there]
            start, end = (low if low > low_2 else low_2), (high if high < high_2 else high_2)  # noqa: FURB136
            if start <= end:
                common.append((start, end))
            if high < high_2:
                here += 1
            else:
                there += 1
        return Spans(tuple(common))

    def __or__(self, other: Spans) -> Spans:
        """Return the union of two sets."""
        return Spans.of((*self.spans, *other.spans))

    def __invert__(self) -> Spans:
        """Return the complement of the set."""
        free: list[tuple[int, int]] = []
        low = -FOREVER
        for first, last in self.spans:
            free.append((low, first - 1))
            low = last + 1
        return Spans.of([*free, (low, FOREVER)])

    def on_grid(self, first: int, step: int) -> Spans:
        """Return the grid points in the set, as step numbers: n stands for the minute `first + n * step`."""
        return Spans.of((-((first - low) // step), (high - first) // step) for low, high in self.spans)


ALWAYS = Spans(((-FOREVER, FOREVER),))
NEVER = Spans(())


def inside(low: int, high: int, minutes: int) -> tuple[int, int]:
    """Return the span of starts for which a booking of `minutes` lies between `low` and `high`."""
    return low, high - minutes


def clear_of(low: int, high: int, minutes: int) -> Spans:
    """Return the starts for which a booking of `minutes` does not overlap the time from `low` to `high`."""
    return Spans.of([(-FOREVER, low - minutes), (high, FOREVER)])
