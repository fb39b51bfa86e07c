"""A line of a benchmark's result."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """What was measured: its median, its ratio to what it is compared with, and the ratio that is wanted."""

    name: str
    seconds: float
    ratio: float
    wanted: float | None = None

    def __str__(self) -> str:
        wanted = f"   wanted {self.wanted}" if self.wanted is not None else ""
        above = "  (above what is wanted)" if self.wanted is not None and round(self.ratio, 2) > self.wanted else ""
        return f"{self.name:34} {self.seconds:8.3f} s   ratio {self.ratio:6.2f}{wanted}{above}"
