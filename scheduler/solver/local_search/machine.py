"""Python functions as machine code, where numba is installed (the extra `scale`); as they are, where it is not."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., Any]")

HAS_COMPILER = find_spec("numba") is not None
"""Whether functions become machine code: some fifteen times as fast."""


def compiled(function: Function) -> Function:
    """Return a function as machine code, which is kept beside its file, or in the user's cache, for the next run."""
    if not HAS_COMPILER:
        return function
    import numba

    try:
        return cast("Function", numba.njit(cache=True)(function))
    except RuntimeError:  # There is no folder to keep it in.
        return cast("Function", numba.njit(function))


def slower_without_compiler(meetings: int, most: int) -> str:
    """Return a sentence for the officer where the search would be faster with numba; else an empty one.

    Args:
        meetings: how many are to be planned.
        most: up to this number nothing is compiled.
    """
    if HAS_COMPILER or meetings <= most:
        return ""
    return (
        f"the search of more than {most:,} meetings is slower without numba; "
        "'pip install \"bilaterals[scale]\"' brings it."
    )
