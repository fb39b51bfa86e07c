"""The entries of the list `rules:`, and the lookup of a rule's class by its word.

The classes live above this, in `rules/written/`, and in other installed packages (`outside_rules`); a file of theirs
is imported when a scenario has its word.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Union

from pydantic import Field, ValidationInfo
from pydantic_core import PydanticKnownError, core_schema

from scheduler.base.issue import Mistake, nearest
from scheduler.scenario import outside_rules
from scheduler.scenario.fields import Entry, Strength, StrengthField, validation_error

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

CATALOGUE = "scheduler.rules.written"
"""The package that lists the words (`WORDS`), and has one module for each."""
BASE = "scheduler.rules.base"
"""The module of `Written`, of which every rule that an officer writes is a subclass."""
_ALSO: "dict[str, type[RuleEntry]]" = {}
"""Rules that are known for a while, see `known`."""


class RuleEntry(Entry):
    """An entry of the list `rules:`, with its strength."""

    word: ClassVar[str] = ""
    """The word of the rule, which stands behind `rule:`."""
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


def words() -> tuple[str, ...]:
    """Return the words of our own rules that may be written, in the order of the catalogue."""
    own: tuple[str, ...] = import_module(CATALOGUE).WORDS
    return own


def all_words() -> tuple[str, ...]:
    """Return every word that may be written: our own, and those that installed packages offer."""
    return tuple(dict.fromkeys((*words(), *_ALSO, *outside_rules.offers())))


def rule_of(word: str) -> type[RuleEntry]:
    """Return the class of the written rule with a word.

    Raises:
        KeyError: there is no such rule.
        Mistake: an installed package offers it, and it cannot be used; the message says why.
    """
    if word in _ALSO:
        return _ALSO[word]
    return _own(word) if word in words() else _outside(word)


@cache
def _own(word: str) -> type[RuleEntry]:
    name = "".join(part.capitalize() for part in word.split("_"))
    return getattr(import_module(f"{CATALOGUE}.{word}"), name)  # type: ignore[no-any-return]


@cache
def _outside(word: str) -> type[RuleEntry]:
    made: type[RuleEntry] = outside_rules.class_of(word, words(), import_module(BASE).Written)
    return made


def from_outside() -> tuple[list[type[RuleEntry]], list[Mistake]]:
    """Return the rules that other installed packages offer, and what is wrong with those that cannot be used."""
    usable, mistakes = [], []
    for offer in outside_rules.clashes(words()):
        message = f"{offer.package} offers a rule '{offer.word}', a word of ours; none of its rules is used."
        mistakes.append(Mistake(message, "Ask its authors to rename it, or uninstall the package."))
    for word in outside_rules.offers():
        if word in words():
            continue
        try:
            usable.append(rule_of(word))
        except Mistake as mistake:
            mistakes.append(mistake)
    return usable, mistakes


def found(word: object) -> type[RuleEntry] | None:
    """Return the class of a rule; None where there is no such rule, or it cannot be used."""
    try:
        return rule_of(str(word))
    except (KeyError, Mistake):
        return None


def packages_of(rules: Iterable[RuleEntry]) -> dict[str, str]:
    """Return the packages that some rules are from, ours apart: the version of each, by its name."""
    outside = {rule.word for rule in rules}.difference(words(), _ALSO)
    return outside_rules.packages_of(outside) if outside else {}


@contextmanager
def known(*rules: type[RuleEntry]) -> Iterator[None]:
    """Let scenarios name some rules that are not installed, for as long as the context lasts."""
    before = dict(_ALSO)
    _ALSO.update({str(rule.model_fields["rule"].default): rule for rule in rules})
    try:
        yield
    finally:
        _ALSO.clear()
        _ALSO.update(before)


def _read(entry: object, info: ValidationInfo) -> RuleEntry:
    """Validate an entry of the list `rules:` with the class of its rule."""
    if not isinstance(entry, dict):
        raise PydanticKnownError("dict_type")
    word = entry.get("rule")
    if word is None:
        hint = "Write 'rule: precedence', or another word of 'scheduler rules'."
        raise validation_error(Mistake("the entry does not say which rule it is.", hint))
    try:
        rule = rule_of(str(word))
    except KeyError:
        hint = nearest(str(word), all_words(), "One of")
        raise validation_error(Mistake(f"there is no rule '{word}'.", hint)) from None
    except Mistake as mistake:
        raise validation_error(mistake) from None
    return rule.model_validate(entry, context=info.context)


class _AnyRule:
    """Tells pydantic how to validate an entry of the list, and how to describe it in JSON Schema."""

    def __get_pydantic_core_schema__(self, source: "Any", handler: "GetCoreSchemaHandler") -> "core_schema.CoreSchema":
        return core_schema.with_info_plain_validator_function(_read)

    def __get_pydantic_json_schema__(
        self, schema: "core_schema.CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> "JsonSchemaValue":
        from pydantic import TypeAdapter

        every: Any = Union[tuple(map(rule_of, (*words(), *_ALSO)))]  # noqa: UP007 - the list is long, and made by a call
        return handler(TypeAdapter(Annotated[every, Field(discriminator="rule")]).core_schema)


WrittenRule = Annotated[RuleEntry, _AnyRule()]
"""The type of the items of the list `rules:`."""
