"""Compiles Python functions to machine code if numba is installed (the extra `scale`); else leaves them as they are."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., Any]")

HAS_COMPILER = find_spec("numba") is not None
"""Whether functions are compiled, which makes them about fifteen times as fast."""


def compiled(function: Function) -> Function:
    """Return a function compiled to machine code, cached beside its file or in the user's cache directory."""
    if not HAS_COMPILER:
        return function
    import numba

    try:
        return cast("Function", numba.njit(cache=True)(function))
    except RuntimeError:  # There is no writable cache directory.
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
