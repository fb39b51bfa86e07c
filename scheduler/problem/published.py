"""Published programmes: other people's fixed times, in a YAML file that the officer reads and keeps.

`scheduler import … --programme` writes the file, and `scheduler verify` checks it against a scenario, whose keys it
uses.
"""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationError, model_validator

from scheduler.base import times
from scheduler.base.files import display_name, read_text
from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.problem.load import SECTIONS, issues_of
from scheduler.scenario import source
from scheduler.scenario.fields import (
    Dates,
    Entry,
    PlaceKey,
    Principals,
    Reading,
    Texts,
    TimedEntry,
    VenueKey,
    Zone,
    validation_error,
)
from scheduler.scenario.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.scenario.models import Scenario

MARK = "programme"
"""The key at the top that identifies such a file."""


class PublishedEntry(TimedEntry):
    """A published entry: who is where, and when."""

    title: str = Field("", description="what it is, as printed")
    who: Principals = Field((), description="who takes part")
    others: Texts = Field((), description="other participants, as printed, who are not in the scenario")
    mode: Literal["in person", "video", "telephone"] = Field("in person", description="how it is held")
    place: PlaceKey | None = Field(None, description="the city")
    venue: VenueKey | None = Field(None, description="the building")
    where: str | None = Field(None, description="where it is, as printed")
    zone: Zone | None = Field(None, description="the zone of its printed times")

    @model_validator(mode="after")
    def _in_order(self) -> "PublishedEntry":
        if self.end <= self.start:
            raise validation_error(Mistake("it ends before it begins.", "Write the earlier time as 'from:'."))
        return self


class Published(Entry):
    """A published programme."""

    needs_provenance: ClassVar[bool] = False

    programme: str = Field(description="its name")
    zone: Zone = Field(description="the zone of all times that do not name one")
    dates: Dates = Field(description="its first and last day")
    entries: Annotated[tuple[PublishedEntry, ...], BeforeValidator(lambda value: value or ())] = Field(
        (), description="the published entries"
    )

    _origins: Source = PrivateAttr(default_factory=lambda: Source("programme"))

    @property
    def origins(self) -> Source:
        """The source, which knows the origin of each entry."""
        return self._origins


def looks_like_programme(text: str) -> bool:
    """Whether a text is a published programme rather than a scenario."""
    if MARK not in text:  # Avoids parsing a long scenario twice.
        return False
    data = source.read(text, "programme").data
    return isinstance(data, dict) and MARK in data and "entries" in data


def load_published(path: "str | Path", scenario: "Scenario") -> Published:
    """Load a published programme, which uses the keys of a scenario.

    Raises:
        InputError: it cannot be read, or has issues; the error carries all of them.
    """
    return published_of_text(read_text(path, "programme"), display_name(path), scenario)


def published_of_text(text: str, name: str, scenario: "Scenario") -> Published:
    """Load a published programme from its text, as `load_published` does.

    Args:
        text: the YAML text.
        name: the name of the file in issues.
        scenario: the scenario whose keys it uses.

    Raises:
        InputError: as for `load_published`.
    """
    read = source.read(text, name)
    issues = [Issue(name, flaw.line, flaw.message, flaw.hint) for flaw in read.flaws]
    if not isinstance(read.data, dict) or issues:
        hint = "'scheduler import FILE --programme' writes one."
        raise InputError(issues or [Issue(name, 1, "this is not a published programme.", hint)])
    names = {key: set(getattr(scenario, key)) for key in SECTIONS}
    try:
        period = _period(read)
        programme = Published.model_validate(read.data, context=Reading(period, names))
    except Mistake as mistake:
        raise InputError([Issue(name, 1, mistake.message, mistake.hint)]) from None
    except ValidationError as error:
        raise InputError(issues_of(error.errors(include_url=False), read, Published)) from None
    programme._origins = read  # noqa: SLF001 - the loader fills it in
    return programme


def _period(read: Source) -> times.Period:
    """Return the period with which the programme's times are read."""
    zone, dates = read.data.get("zone"), read.data.get("dates")
    if not isinstance(zone, str) or not isinstance(dates, str):
        raise Mistake("'zone:' or 'dates:' is missing.", "Write them at the top, as in a scenario.")
    return times.Period(times.zone_of(zone), *times.read_dates(dates, None))
