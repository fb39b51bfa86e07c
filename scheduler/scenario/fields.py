"""The types of the values in a scenario, as pydantic types.

The meaning of a text depends on the scenario (its zone, its year, its keys), so the loader passes a `Reading` as
pydantic's validation context.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from scheduler.base import times
from scheduler.base.issue import Mistake, nearest
from scheduler.base.percent import say_share

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


@dataclass(frozen=True)
class Reading:
    """The context in which the texts of one scenario are read."""

    period: times.Period
    names: dict[str, set[str]] = field(default_factory=dict)
    """The keys of each section (`principals`, `meetings`, …), to which references refer."""


FOLLOWS = "follows"
"""The type of an error that is only a consequence of another, reported error."""


def validation_error(mistake: Mistake) -> PydanticCustomError:
    """Wrap a mistake as an error that pydantic collects together with its path."""
    return PydanticCustomError("mistake", "{message}", {"message": mistake.message, "hint": mistake.hint})


def reading(info: ValidationInfo) -> "Reading":
    """Return the validation context.

    Raises:
        TypeError: the model was validated without one, which is a bug.
    """
    if not isinstance(info.context, Reading):
        raise TypeError("a scenario is validated with context=Reading(...)")
    return info.context


def require_text(value: object) -> str:
    """Return a value that must be a text.

    Raises:
        PydanticCustomError: it is not a text.
    """
    if isinstance(value, str):
        return value
    kind = {dict: "a map", list: "a list", type(None): "nothing"}.get(type(value), f"'{value}'")
    raise validation_error(Mistake(f"this is {kind}, not a text.", "Write a word, or a text in quotes."))


def _moment(value: object, info: ValidationInfo) -> datetime:
    try:
        return times.read_moment(require_text(value), reading(info).period)
    except Mistake as mistake:
        raise validation_error(mistake) from None


def _from(value: object, info: ValidationInfo) -> datetime:
    period = reading(info).period
    text = require_text(value)
    try:
        if ":" not in text:
            return times.midnight(times.read_date(text, period), period.zone)
        return times.read_moment(text, period)
    except Mistake as mistake:
        raise validation_error(mistake) from None


def _to(value: object, info: ValidationInfo) -> datetime:
    period = reading(info).period
    text = require_text(value)
    try:
        if ":" not in text:
            return times.midnight(times.read_date(text, period) + timedelta(days=1), period.zone)
        start = info.data.get("start")
        if len(text.strip()) <= 5 and "start" not in info.data:
            times.read_clock(text)
            raise PydanticCustomError(FOLLOWS, "the beginning cannot be read")
        if len(text.strip()) <= 5 and isinstance(start, datetime):
            day = start.astimezone(period.zone).date()
            return times.at_clock(day, times.read_clock(text), period.zone)
        return times.read_moment(text, period)
    except Mistake as mistake:
        raise validation_error(mistake) from None


def _simple(read: "Callable[[str], Any]") -> PlainValidator:
    def validate(value: object) -> Any:
        try:
            return read(require_text(value))
        except Mistake as mistake:
            raise validation_error(mistake) from None

    return PlainValidator(validate)


def _dated(read: "Callable[[str, times.Period], Any]") -> PlainValidator:
    def validate(value: object, info: ValidationInfo) -> Any:
        try:
            return read(require_text(value), reading(info).period)
        except Mistake as mistake:
            raise validation_error(mistake) from None

    return PlainValidator(validate)


def _length(value: object) -> int:
    try:
        return times.read_length(value)
    except Mistake as mistake:
        raise validation_error(mistake) from None


def _listed(value: object) -> object:
    """Accept a single value in place of a list."""
    return list(value) if isinstance(value, list | tuple) else [value]


def _known(section: str) -> AfterValidator:
    singular = section.removesuffix("s")

    def validate(value: str, info: ValidationInfo) -> str:
        known = reading(info).names.get(section, set())
        if value not in known:
            hint = nearest(value, known, f"The {section} of this file")
            if "," in value or " and " in value:
                listed = ", ".join(value.replace(" and ", ",").replace(" ", "").split(","))
                hint = f"Write several as a list: [{listed}]."
            raise validation_error(Mistake(f"there is no {singular} '{value}'.", hint))
        return value

    return AfterValidator(validate)


def _schema(description: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": description, "examples": list(examples)})


Moment = Annotated[
    datetime, PlainValidator(_moment), _schema("a day and an hour", "4 Sep 20:00", "2020-09-04T20:00+03:00")
]
From = Annotated[datetime, PlainValidator(_from), _schema("a day (from its start) or a day and an hour", "3 Sep 10:00")]
To = Annotated[
    datetime,
    PlainValidator(_to),
    _schema("a day (to its end), a day and an hour, or an hour of the same day", "4 Sep 17:00", "12:30"),
]
Day = Annotated[date, _dated(times.read_date), _schema("a day", "4 Sep", "2020-09-04")]
Dates = Annotated[
    tuple[date, date],
    _dated(times.read_dates),
    _schema("a day, or a first and a last day", "3-4 Sep", "4 Sep"),
]
Length = Annotated[int, PlainValidator(_length), _schema("a length, with its unit", "45 min", "1 h 30")]
Hours = Annotated[tuple[int, int], _simple(times.read_hours), _schema("hours of the day", "08:00-22:00", "14:00-18:00")]
Clock = Annotated[int, _simple(times.read_clock), _schema("an hour of the day", "19:00")]


def _zone_name(text: str) -> str:
    times.zone_of(text)
    return text


Zone = Annotated[
    str,
    _simple(_zone_name),
    _schema("an IANA time zone", "Europe/Moscow", "Asia/Kolkata"),
]


def _key(section: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": f"a key of '{section}:'", "x-section": section})


PlaceKey = Annotated[str, _known("places"), _key("places")]
VenueKey = Annotated[str, _known("venues"), _key("venues")]
RoomKey = Annotated[str, _known("rooms"), _key("rooms")]
DelegationKey = Annotated[str, _known("delegations"), _key("delegations")]
PrincipalKey = Annotated[str, _known("principals"), _key("principals")]
ForumKey = Annotated[str, _known("forums"), _key("forums")]
MeetingKey = Annotated[str, _known("meetings"), _key("meetings")]
EventKey = Annotated[str, _known("events"), _key("events")]

MARK = "x-one-or-more"
"""Marks a list in a JSON Schema for which one value may stand; `schema` makes of it what editors understand."""


class _OneOrMore:
    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> "JsonSchemaValue":
        return {**handler(schema), MARK: True}


ONE_OR_MORE = _OneOrMore()
"""Says to editors that one value may stand for a list of one."""
Texts = Annotated[tuple[str, ...], BeforeValidator(_listed), ONE_OR_MORE]
Principals = Annotated[tuple[PrincipalKey, ...], BeforeValidator(_listed), ONE_OR_MORE]
Meetings = Annotated[tuple[MeetingKey, ...], BeforeValidator(_listed), ONE_OR_MORE]

CERTAINTIES = ("confirmed", "likely", "tentative", "unlikely")
"""The words for a certainty, the most certain first."""
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?) ?%")


def _certainty(value: object) -> "str | float":
    if isinstance(value, str) and value in CERTAINTIES:
        return value
    share = _SHARE.fullmatch(value.strip()) if isinstance(value, str) else None
    number = float(Fraction(share[1]) / 100) if share else value
    if isinstance(number, int | float) and not isinstance(number, bool):
        if 0 <= number <= 1:
            return float(number)
        raise validation_error(
            Mistake(f"'{value}' is not between 0 and 1.", "Write a probability such as 0.7 or 70 %.")
        )
    words = ", ".join(f"'{word}'" for word in CERTAINTIES)
    hint = nearest(str(value), CERTAINTIES) if isinstance(value, str) else ""
    raise validation_error(
        Mistake(f"'{value}' is not a certainty.", hint or f"Write {words}, or a probability such as 0.7.")
    )


Certainty = Annotated[
    str | float,
    PlainValidator(_certainty),
    WithJsonSchema(
        {
            "description": "how sure it is: a word, or a probability",
            "anyOf": [
                {"enum": list(CERTAINTIES)},
                {"type": "number", "minimum": 0, "maximum": 1, "examples": [0.7]},
                {"type": "string", "pattern": "^[0-9]{1,3}(\\.[0-9]{1,6})? ?%$", "examples": ["70 %"]},
            ],
        }
    ),
]


def is_uncertain(certainty: "str | float | None") -> bool:
    """Whether an entry with this certainty (None: no certainty is written) is uncertain."""
    return certainty not in {None, "confirmed", 1.0}


def say_certainty(certainty: "str | float | None") -> str:
    """Return a certainty as text: its word, or a percentage such as ``70 %``."""
    return certainty if isinstance(certainty, str) else say_share(1.0 if certainty is None else certainty)


Weight = Annotated[int, Field(ge=1, le=1000)]


class Strength(NamedTuple):
    """A must, or a wish with a weight; a strong wish precedes all other wishes."""

    must: bool
    weight: int = 10
    strong: bool = False

    def __str__(self) -> str:
        return "must" if self.must else f"{'strong ' * self.strong}wish, weight {self.weight}"


def _strength(value: object) -> "Strength":
    words = value.split() if isinstance(value, str) else []
    if isinstance(value, dict) and list(value) == ["wish"]:
        words = ["wish", str(value["wish"])]
    if words == ["must"]:
        return Strength(must=True)
    strong = words[:1] == ["strong"]
    match words[strong:]:
        case ["wish"]:
            return Strength(must=False, strong=strong)
        case ["wish", weight] if weight.isdecimal() and 1 <= int(weight) <= 1000:
            return Strength(must=False, weight=int(weight), strong=strong)
    hint = "Write 'must', 'wish', 'wish 20' (weights go from 1 to 1000) or 'strong wish'."
    raise validation_error(Mistake(f"'{value}' is not a strength.", hint))


StrengthField = Annotated[
    Strength,
    PlainValidator(_strength),
    WithJsonSchema(
        {
            "description": "must, or a wish with a weight from 1 to 1000 (10 by default); "
            "strong wishes take precedence over all others",
            "anyOf": [
                {
                    "type": "string",
                    "pattern": "^(must|(strong )?wish( [0-9]+)?)$",
                    "examples": ["must", "wish", "wish 20", "strong wish"],
                },
                {"type": "object", "properties": {"wish": {"type": "integer"}}, "required": ["wish"]},
            ],
        }
    ),
]


Visibility = Literal["open", "delegations only", "confidential"]


class Note(BaseModel):
    """A note for the readers of the plan; as a text, it is for the officer only.

    As a text: ``the ambassador has been told``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    text: str = Field(description="the text of the note")
    visibility: Visibility = Field(
        "confidential",
        description="who may read it: all who see the entry (open), the delegations that take part, or the officer",
    )

    @property
    def fields(self) -> dict[str, Any]:
        """The note as the fields of a plan's entry."""
        return {"note": self.text, "note_visibility": self.visibility}


def _note(value: object) -> object:
    return value if isinstance(value, dict) or value is None else {"text": require_text(value)}


class Entry(BaseModel):
    """An entry of a scenario; it can name its source or the reason of an assumption."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)

    source: Texts = Field((), description="fact ids of the register in seeds/, such as F3")
    assumed: str | None = Field(None, description="why this is assumed, if there is no source")
    note: Annotated[Note | None, BeforeValidator(_note)] = Field(None, description="a note for the readers of the plan")
    firm: bool | None = Field(
        None, description="true: no repair changes it; false: a repair may, even if it is usually firm"
    )

    needs_provenance: ClassVar[bool] = True
    """False for entries that need no source of their own, such as a meeting's window."""


class TimedEntry(Entry):
    """An entry with a start and an end."""

    start: From = Field(alias="from", description="when it begins")
    end: To = Field(alias="to", description="when it ends")
