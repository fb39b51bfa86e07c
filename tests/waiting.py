"""Waiting for what can be seen: a file, a line of output, a process that is gone; never for a time to pass."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Seen = TypeVar("Seen")


def until(look: Callable[[], Seen], what: str, seconds: float = 120) -> Seen:
    """Look until there is something to be seen, and return it; after a generous deadline, say what was not."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        seen = look()
        if seen:
            return seen
        time.sleep(0.01)
    raise TimeoutError(f"after {seconds:.0f} seconds there is still not {what}")


def lines_of(path: Path) -> int:
    """Return how many whole lines a file has; none where there is no file yet."""
    return path.read_bytes().count(b"\n") if path.exists() else 0
