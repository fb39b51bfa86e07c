"""Plain values: dataclasses that nobody changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

Class = TypeVar("Class", bound=type)


@dataclass_transform(frozen_default=True, eq_default=True)
def value(made: Class) -> Class:
    """Make a class a dataclass that the type checker holds to be frozen.

    A dataclass that is frozen at run time as well takes three times as long to make, and each command would
    pay that for some fifty classes before it has read a line.
    """
    return dataclass(repr=False, match_args=False)(made)  # type: ignore[return-value]
