"""Value classes: dataclasses that are frozen for the type checker only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

Class = TypeVar("Class", bound=type)


@dataclass_transform(frozen_default=True, eq_default=True)
def value(cls: Class) -> Class:
    """Turn a class into a dataclass that the type checker treats as frozen.

    Creating a dataclass that is frozen at run time too takes three times as long, and every command would pay
    that for some fifty classes at its start.
    """
    return dataclass(repr=False, match_args=False)(cls)  # type: ignore[return-value]
