"""What an officer writes of what may turn out otherwise: certainties, alternatives, overruns and events.

The entries that may carry them are in scenario.py; docs/uncertainty.md says what they mean.
"""

import re
from typing import Annotated, ClassVar

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from scheduler.base.issue import Mistake
from scheduler.scenario.fields import Certainty, Dates, Entry, EventKey, From, Length, To, text_of, wrong

_DAYS = re.compile(r"([+-]?\d{1,3})\s*days?")


def read_days(text: str) -> int:
    """Return the number of days of ``1 day`` or ``-2 days``.

    Raises:
        Mistake: it is no number of days.
    """
    match = _DAYS.fullmatch(text.strip())
    if match is None:
        raise Mistake("this is not a number of days.", "Write 'moves_by: 1 day' or 'moves_by: -1 day'.")
    return int(match[1])


def _days(value: object) -> int:
    try:
        return read_days(text_of(value))
    except Mistake as mistake:
        raise wrong(mistake) from None


Days = Annotated[
    int,
    PlainValidator(_days),
    WithJsonSchema({"type": "string", "description": "a number of days", "examples": ["1 day", "-1 day"]}),
]


class Doubtful(Entry):
    """An entry that may be so or not: with a certainty, or when an event happens."""

    certainty: Certainty | None = Field(None, description="how sure it is")
    when: EventKey | None = Field(None, description="the event on which it hangs, in place of a certainty")

    @model_validator(mode="after")
    def _one_of_the_two(self) -> "Doubtful":
        if self.certainty is not None and self.when is not None:
            raise wrong(Mistake("it has both a 'certainty:' and a 'when:'.", "Write one: the event has a certainty."))
        return self


class Alternative(Doubtful):
    """What may be instead; it says how likely that is."""

    needs_provenance: ClassVar[bool] = False

    @model_validator(mode="after")
    def _says_how_likely(self) -> "Alternative":
        if self.certainty is None and self.when is None:
            raise wrong(
                Mistake("it does not say how likely it is.", "Write 'certainty: 0.3', or 'when:' with an event.")
            )
        return self


class OtherTimes(Alternative):
    """Another beginning, or end, of a stay or a session; what is not written stays as it is."""

    start: From | None = Field(None, alias="from", description="when it begins instead")
    end: To | None = Field(None, alias="to", description="when it ends instead")

    @model_validator(mode="after")
    def _something_differs(self) -> "OtherTimes":
        if self.start is None and self.end is None:
            raise wrong(Mistake("an alternative is at other times.", "Write 'from:', 'to:' or both."))
        return self


class OtherDates(Alternative):
    """Other dates of a forum: so many days later, with all of its sessions and blocks."""

    moves_by: Days = Field(description="so many days later, or earlier (`-1 day`)")
    dates: Dates | None = Field(None, description="its dates then, where they do not move with the sessions")


class Overrun(Alternative):
    """A meeting or a session ends later than planned, and keeps its people so much longer."""

    by: Length = Field(description="so much longer")


class NamedEvent(Entry):
    """Something that happens or not, on which several entries hang (`when:`)."""

    needs_provenance: ClassVar[bool] = False

    title: str | None = Field(None, description="what happens, as a sentence; the key where none is written")
    certainty: Certainty = Field(description="how sure it is that it happens; where `if:` is written: if that does")
    given: EventKey | None = Field(None, alias="if", description="another event on which it depends")
    otherwise: Certainty | None = Field(
        None, description="how sure it is if that one does not happen; not at all where nothing is written"
    )

    @model_validator(mode="after")
    def _otherwise_needs_if(self) -> "NamedEvent":
        if self.otherwise is not None and self.given is None:
            raise wrong(Mistake("'otherwise:' stands without 'if:'.", "Name the event that it depends on."))
        return self
