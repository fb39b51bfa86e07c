"""The catalogue of the rules that an officer writes, one file each. With `implied.py`, the other half, it is
the table of contents of the program.

A rule of the catalogue is the word in the YAML, the name of its file and, in other letters, its class.
Adding one is a file here, a line below (or in `implied.py`) and a test file. A file is imported when a scenario
has its rule: reading one with five rules need not wait for all.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic_core import PydanticKnownError, core_schema

from scheduler.fields import wrong
from scheduler.issue import Mistake, nearest
from scheduler.rules.base import Written

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
    from pydantic.json_schema import JsonSchemaValue

    from scheduler.rules.base import Rule

    CATALOGUE: tuple[type[Rule], ...]
    WRITTEN: tuple[type[Written], ...]

WORDS = (
    "precedence",            # one meeting before another
    "host_first",            # the host before the others
    "same_day",              # meetings on one day
    "different_days",        # meetings on different days
    "same_venue",            # meetings at one venue
    "gap",                   # so much time between two meetings
    "not_at_the_same_time",  # meetings that do not overlap
    "at_most",               # so many meetings a day
    "keep_free",             # a break each day
    "few_breaks",            # little idling between meetings, counted
    "even_breaks",           # spread evenly over the principals
    "keep_apart",            # two delegations, or two press appearances
    "never_meet",            # principals who are not paired
    "closed",                # a venue or a room that is closed
    "prefer",                # early, late, a day, an hour
    "robust",                # slots that survive
    "preferred_attendee",    # who would like to follow meetings of others
    "rarely_at_once",        # meetings that overlap little
    "breather",              # a time between meetings, where it can be
    "larger_rooms_first",    # the larger rooms before the smaller
    "one_room",              # one room for who goes from meeting to meeting
)  # fmt: skip
"""The rules that an officer writes under `rules:`."""


@cache
def rule_of(word: str) -> type[Written]:
    """Return the class of a rule that an officer writes.

    Raises:
        KeyError: there is no such rule.
    """
    if word not in WORDS:
        raise KeyError(word)
    name = "".join(part.capitalize() for part in word.split("_"))
    return getattr(import_module(f"scheduler.rules.{word}"), name)  # type: ignore[no-any-return]


def _read(entry: object, info: ValidationInfo) -> Written:
    """Read an entry of the list `rules:` as the rule whose word it carries."""
    if not isinstance(entry, dict):
        raise PydanticKnownError("dict_type")
    word = entry.get("rule")
    if word is None:
        hint = "Write 'rule: precedence', or another word of 'scheduler rules'."
        raise wrong(Mistake("the entry does not say which rule it is.", hint))
    if word not in WORDS:
        raise wrong(Mistake(f"there is no rule '{word}'.", nearest(str(word), WORDS, "One of")))
    return rule_of(word).model_validate(entry, context=info.context)


class _AnyRule:
    """How pydantic reads an entry of the list, and what JSON Schema says of it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(_read)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        from pydantic import Field, TypeAdapter

        every: Any = Union[_written()]  # noqa: UP007 - so many are not written out
        return handler(TypeAdapter(Annotated[every, Field(discriminator="rule")]).core_schema)


WrittenRule = Annotated[Written, _AnyRule()]
"""What may stand in the list `rules:`."""


def _written() -> tuple[type[Written], ...]:
    return tuple(map(rule_of, WORDS))


def __getattr__(name: str) -> tuple[type[Rule], ...]:
    """Return all rules that are written, or the whole catalogue, which imports their files."""
    if name == "WRITTEN":
        return _written()
    if name == "CATALOGUE":
        from scheduler.rules.implied import IMPLIED

        return (*IMPLIED, *_written())
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["CATALOGUE", "WORDS", "WRITTEN", "WrittenRule", "rule_of"]
