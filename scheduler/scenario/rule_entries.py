"""The entries of the list `rules:`, and the lookup of a rule's class by its word.

The classes are in `rules/written/`, a higher layer; the module of a rule is imported when a scenario uses its word.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Union

from pydantic import Field, ValidationInfo
from pydantic_core import PydanticKnownError, core_schema

from scheduler.base.issue import Mistake, nearest
from scheduler.scenario.fields import Entry, Strength, StrengthField, validation_error

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

CATALOGUE = "scheduler.rules.written"
"""The package with the list of words (`WORDS`) and one module for each word."""


class RuleEntry(Entry):
    """An entry of the list `rules:`, with its strength."""

    usually: ClassVar[str] = "must"
    """The default strength: ``must`` or ``wish``."""

    strength: StrengthField | None = Field(None, description="must, or a wish with a weight")

    @property
    def how_strong(self) -> Strength:
        """The written strength, or the rule's default."""
        return self.strength or Strength(must=self.usually == "must")

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """Yield (field, message, hint) for each mistake in the entry itself.

        Every rule reports duplicates in its lists; subclasses add their own checks.
        """
        for field, named in self:
            if isinstance(named, tuple) and field not in Entry.model_fields:
                texts = Counter(text for text in named if isinstance(text, str))
                for text in (text for text, count in texts.items() if count > 1):
                    yield field, f"'{text}' is named twice.", "Name it once."

    @classmethod
    def contradictions(cls, entries: Sequence[tuple[int, Any]]) -> Iterable[tuple[int, str, str]]:  # noqa: ARG003
        """Yield (index, message, hint) for each contradiction between entries of this rule.

        Args:
            entries: all entries of this rule, each with its index in the list `rules:`.
        """
        return ()


def rule_words() -> tuple[str, ...]:
    """Return the words of the written rules, in the order of the catalogue."""
    in_order: tuple[str, ...] = import_module(CATALOGUE).WORDS
    return in_order


@cache
def rule_of(word: str) -> type[RuleEntry]:
    """Return the class of the written rule with a word.

    Raises:
        KeyError: there is no such rule.
    """
    if word not in rule_words():
        raise KeyError(word)
    name = "".join(part.capitalize() for part in word.split("_"))
    return getattr(import_module(f"{CATALOGUE}.{word}"), name)  # type: ignore[no-any-return]


def _read(entry: object, info: ValidationInfo) -> RuleEntry:
    """Validate an entry of the list `rules:` with the class of its rule."""
    if not isinstance(entry, dict):
        raise PydanticKnownError("dict_type")
    word = entry.get("rule")
    if word is None:
        hint = "Write 'rule: precedence', or another word of 'scheduler rules'."
        raise validation_error(Mistake("the entry does not say which rule it is.", hint))
    if word not in rule_words():
        raise validation_error(Mistake(f"there is no rule '{word}'.", nearest(str(word), rule_words(), "One of")))
    return rule_of(word).model_validate(entry, context=info.context)


class _AnyRule:
    """Tells pydantic how to validate an entry of the list, and how to describe it in JSON Schema."""

    def __get_pydantic_core_schema__(self, source: "Any", handler: "GetCoreSchemaHandler") -> "core_schema.CoreSchema":
        return core_schema.with_info_plain_validator_function(_read)

    def __get_pydantic_json_schema__(
        self, schema: "core_schema.CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> "JsonSchemaValue":
        from pydantic import TypeAdapter

        every: Any = Union[tuple(map(rule_of, rule_words()))]  # noqa: UP007 - the members are computed
        return handler(TypeAdapter(Annotated[every, Field(discriminator="rule")]).core_schema)


WrittenRule = Annotated[RuleEntry, _AnyRule()]
"""The type of the items of the list `rules:`."""
