"""The models of uncertain entries: certainties, alternatives, overruns and events.

`models` has the entries that may carry them; docs/uncertainty.md explains their meaning.
"""

import re
from typing import Annotated, ClassVar

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from scheduler.base.issue import Mistake
from scheduler.scenario.fields import (
    Certainty,
    Dates,
    Entry,
    EventKey,
    From,
    Length,
    To,
    require_text,
    validation_error,
)

_DAYS = re.compile(r"([+-]?\d{1,3})\s*days?")


def read_days(text: str) -> int:
    """Read ``1 day`` or ``-2 days`` as a number of days.

    Raises:
        Mistake: it is not a number of days.
    """
    match = _DAYS.fullmatch(text.strip())
    if match is None:
        raise Mistake("this is not a number of days.", "Write 'moves_by: 1 day' or 'moves_by: -1 day'.")
    return int(match[1])


def _days(value: object) -> int:
    try:
        return read_days(require_text(value))
    except Mistake as mistake:
        raise validation_error(mistake) from None


Days = Annotated[
    int,
    PlainValidator(_days),
    WithJsonSchema({"type": "string", "description": "a number of days", "examples": ["1 day", "-1 day"]}),
]


class Doubtful(Entry):
    """An uncertain entry: it has a certainty, or it depends on an event."""

    certainty: Certainty | None = Field(None, description="how certain it is")
    when: EventKey | None = Field(None, description="the event on which it depends, instead of a certainty")

    @model_validator(mode="after")
    def _one_of_the_two(self) -> "Doubtful":
        if self.certainty is not None and self.when is not None:
            raise validation_error(
                Mistake("it has both a 'certainty:' and a 'when:'.", "Write one: the event has a certainty.")
            )
        return self


class Alternative(Doubtful):
    """An alternative to an entry, with its probability."""

    needs_provenance: ClassVar[bool] = False

    @model_validator(mode="after")
    def _says_how_likely(self) -> "Alternative":
        if self.certainty is None and self.when is None:
            raise validation_error(
                Mistake("it does not say how likely it is.", "Write 'certainty: 0.3', or 'when:' with an event.")
            )
        return self


class OtherTimes(Alternative):
    """Alternative times of a stay or a session; a time that is not written stays as it is."""

    start: From | None = Field(None, alias="from", description="when it begins instead")
    end: To | None = Field(None, alias="to", description="when it ends instead")

    @model_validator(mode="after")
    def _something_differs(self) -> "OtherTimes":
        if self.start is None and self.end is None:
            raise validation_error(Mistake("an alternative needs other times.", "Write 'from:', 'to:' or both."))
        return self


class OtherDates(Alternative):
    """Alternative dates of a forum: it moves by some days, with all of its sessions and blocks."""

    moves_by: Days = Field(description="the number of days by which it moves (`-1 day`: a day earlier)")
    dates: Dates | None = Field(None, description="its dates in that case, if they do not move with the sessions")


class Overrun(Alternative):
    """An overrun: a meeting or a session ends later than planned, and its participants with it."""

    by: Length = Field(description="how much later it ends")


class NamedEvent(Entry):
    """An uncertain event, on which several entries depend (`when:`)."""

    needs_provenance: ClassVar[bool] = False

    title: str | None = Field(None, description="what happens, as a sentence; the key by default")
    certainty: Certainty = Field(description="how certain it is; with `if:`, how certain if that event happens")
    given: EventKey | None = Field(None, alias="if", description="another event on which it depends")
    otherwise: Certainty | None = Field(
        None, description="how certain it is if the event of `if:` does not happen; impossible by default"
    )

    @model_validator(mode="after")
    def _otherwise_needs_if(self) -> "NamedEvent":
        if self.otherwise is not None and self.given is None:
            raise validation_error(Mistake("'otherwise:' needs 'if:'.", "Name the event on which it depends."))
        return self
