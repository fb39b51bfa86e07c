"""Probabilities as percentages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction


def say_share(share: float | Fraction) -> str:
    """Return a probability from 0 to 1 as a percentage with at most one decimal: ``70 %``, ``< 0.1 %``."""
    percent = round(100 * float(share), 9)
    if 0 < percent < 0.05:
        return "< 0.1 %"
    if 99.95 < percent < 100:
        return "> 99.9 %"
    return f"{f'{percent:.1f}'.removesuffix('.0')} %"
