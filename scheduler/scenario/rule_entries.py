"""The entries of the list `rules:`: what each says of itself, and where the class of its rule is found.

The classes live above this, in `rules/written/`; a file of theirs is imported when a scenario has its word.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Union

from pydantic import Field, ValidationInfo
from pydantic_core import PydanticKnownError, core_schema

from scheduler.base.issue import Mistake, nearest
from scheduler.scenario.fields import Entry, Strength, StrengthField, wrong

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

CATALOGUE = "scheduler.rules.written"
"""The package that lists the words (`WORDS`), and has one module for each."""


class RuleEntry(Entry):
    """An entry of the list `rules:`: which rule it is, and how strong."""

    usually: ClassVar[str] = "must"
    """The strength where the officer writes none."""

    strength: StrengthField | None = Field(None, description="must, or a wish with a weight")

    @property
    def how_strong(self) -> Strength:
        """The strength that was written, or the rule's usual one."""
        return self.strength or Strength(must=self.usually == "must")

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """Yield (field, message, hint) for what is wrong with the entry by itself.

        In every rule that is a list in which something is named twice.
        """
        for field, named in self:
            if isinstance(named, tuple) and field not in Entry.model_fields:
                texts = Counter(text for text in named if isinstance(text, str))
                for text in (text for text, count in texts.items() if count > 1):
                    yield field, f"'{text}' is named twice.", "Name it once."

    @classmethod
    def contradictions(cls, entries: Sequence[tuple[int, Any]]) -> Iterable[tuple[int, str, str]]:  # noqa: ARG003
        """Yield (number, message, hint) for what is wrong between the entries of this rule.

        Args:
            entries: all entries of this rule, each with its number in the list.
        """
        return ()


def words() -> tuple[str, ...]:
    """Return the words of the rules that may be written, in the order of the catalogue."""
    known: tuple[str, ...] = import_module(CATALOGUE).WORDS
    return known


@cache
def rule_of(word: str) -> type[RuleEntry]:
    """Return the class of a rule that an officer writes.

    Raises:
        KeyError: there is no such rule.
    """
    if word not in words():
        raise KeyError(word)
    name = "".join(part.capitalize() for part in word.split("_"))
    return getattr(import_module(f"{CATALOGUE}.{word}"), name)  # type: ignore[no-any-return]


def _read(entry: object, info: ValidationInfo) -> RuleEntry:
    """Read an entry of the list `rules:` as the rule whose word it carries."""
    if not isinstance(entry, dict):
        raise PydanticKnownError("dict_type")
    word = entry.get("rule")
    if word is None:
        hint = "Write 'rule: precedence', or another word of 'scheduler rules'."
        raise wrong(Mistake("the entry does not say which rule it is.", hint))
    if word not in words():
        raise wrong(Mistake(f"there is no rule '{word}'.", nearest(str(word), words(), "One of")))
    return rule_of(word).model_validate(entry, context=info.context)


class _AnyRule:
    """How pydantic reads an entry of the list, and what JSON Schema says of it."""

    def __get_pydantic_core_schema__(self, source: "Any", handler: "GetCoreSchemaHandler") -> "core_schema.CoreSchema":
        return core_schema.with_info_plain_validator_function(_read)

    def __get_pydantic_json_schema__(
        self, schema: "core_schema.CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> "JsonSchemaValue":
        from pydantic import TypeAdapter

        every: Any = Union[tuple(map(rule_of, words()))]  # noqa: UP007 - the list is long, and made by a call
        return handler(TypeAdapter(Annotated[every, Field(discriminator="rule")]).core_schema)


WrittenRule = Annotated[RuleEntry, _AnyRule()]
"""What may stand in the list `rules:`."""
