"""Rules from other installed packages: entry points of the group `scheduler.rules`, name = word, value = module:Class.

Finding them takes time, since every installed package is asked; so it is done only for a word that is none of ours.
A package is imported only where a scenario names a word of it.
"""

from __future__ import annotations

from functools import cache
from inspect import isabstract
from typing import TYPE_CHECKING, Any, NamedTuple

from scheduler.base.issue import Mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from importlib.metadata import EntryPoint

GROUP = "scheduler.rules"
"""The group of entry points under which a package offers its rules."""


class Package(NamedTuple):
    """An installed package that offers rules."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Offer(NamedTuple):
    """A word that a package offers, and what loads its class."""

    word: str
    package: Package
    load: Callable[[], Any]


@cache
def offers() -> Mapping[str, Sequence[Offer]]:
    """Return the offers of every installed package, by word; a word that two packages offer has two."""
    from importlib.metadata import entry_points

    found: dict[str, list[Offer]] = {}
    for point in entry_points(group=GROUP):
        found.setdefault(point.name, []).append(Offer(point.name, _package(point), point.load))
    return dict(sorted(found.items()))


def _package(point: EntryPoint) -> Package:
    name = point.dist.metadata["Name"] if point.dist else None
    return Package(name or "an unnamed package", point.dist.version if point.dist else "of unknown version")


def class_of(word: str, own: Iterable[str], kind: type) -> Any:
    """Load and return the class of a rule that one installed package offers.

    Args:
        word: the word that a scenario names.
        own: the words of this program, which no package may offer.
        kind: what every rule that is written is a subclass of.

    Raises:
        KeyError: no package offers the word.
        Mistake: the offer cannot be used; it says why, and what to do.
    """
    offered = offers()[word]
    packages = [str(offer.package) for offer in offered]
    if len(packages) > 1:
        raise Mistake(f"two packages have a rule '{word}': {' and '.join(packages)}.", "Uninstall one of them.")
    offer = offered[0]
    _ensure_no_clash(offer, own)
    made = _loaded(offer)
    _ensure_rule(offer, made, kind)
    return made


def clashes(own: Iterable[str]) -> list[Offer]:
    """Return the offers of words that are ours; they are never used."""
    return [offer for word in own for offer in offers().get(word, ())]


def packages_of(words: Iterable[str]) -> dict[str, str]:
    """Return the installed packages that offer some of the words: the version of each, by its name."""
    return dict(sorted({offer.package for word in words for offer in offers().get(word, ())}))


def differences(recorded: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each package that is no longer installed in the version that was recorded.

    Args:
        recorded: the version of each package, by its name.
    """
    from importlib.metadata import PackageNotFoundError, version

    for name, then in recorded.items():
        try:
            now = version(name)
        except (PackageNotFoundError, ValueError):
            yield f"the plan was made with rules of {name} {then}, which is not installed. Install it."
            continue
        if now != then:
            yield f"the plan was made with rules of {name} {then}; installed is {now}, whose rules may differ."


def _ensure_no_clash(offer: Offer, own: Iterable[str]) -> None:
    """Refuse a package that also offers a word of ours: nobody could say which of its rules are in force.

    Raises:
        Mistake: it does.
    """
    taken = [clash.word for clash in clashes(own) if clash.package == offer.package]
    if taken:
        message = f"the rule '{offer.word}' is from {offer.package}, which also offers '{taken[0]}', a rule of ours."
        raise Mistake(message, f"Ask its authors to rename '{taken[0]}', or uninstall it.")


def _loaded(offer: Offer) -> Any:
    """Import what an offer names; whatever goes wrong meanwhile, an exit included, is said.

    Raises:
        Mistake: it cannot be imported.
    """
    try:
        return offer.load()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        said = f"{type(error).__name__}: {error}".removesuffix(": ")
        message = f"the rule '{offer.word}' of {offer.package} cannot be loaded ({said})."
        raise Mistake(message, "Install the package again, or ask its authors.") from error


def _ensure_rule(offer: Offer, made: Any, kind: type) -> None:
    """Make sure that what a package offers is a rule, and goes by the word under which it is offered.

    Raises:
        Mistake: it is not, or does not.
    """
    said = _what_is_wrong(offer.word, made, kind)
    if said:
        message = f"the rule '{offer.word}' of {offer.package} cannot be used: it {said}."
        raise Mistake(message, "Ask the authors of the package.")


def _what_is_wrong(word: str, made: Any, kind: type) -> str:
    """Return what a class lacks that a rule has; an empty text where it lacks nothing."""
    if not (isinstance(made, type) and issubclass(made, kind)):
        return "is not a rule"
    if isabstract(made):
        return f"lacks {', '.join(sorted(getattr(made, '__abstractmethods__', ())))}"
    field = made.model_fields.get("rule")  # type: ignore[attr-defined]
    if field is None:
        return "does not say 'rule:'"
    return "" if word == field.default == made.word else f"calls itself '{field.default}'"  # type: ignore[attr-defined]
