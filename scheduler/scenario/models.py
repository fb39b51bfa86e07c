"""The scenario language as pydantic models.

Each class is one kind of entry, each field one key that an officer may write; the reference in docs/scenario.md is
generated from the descriptions.
"""

from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    PrivateAttr,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from scheduler.base.issue import Mistake, nearest
from scheduler.plan.priorities import PRIORITIES, USUAL, Priority
from scheduler.scenario.fields import (
    ONE_OR_MORE,
    Certainty,
    Dates,
    Day,
    DelegationKey,
    Entry,
    ForumKey,
    From,
    Hours,
    Length,
    Meetings,
    Moment,
    PlaceKey,
    PrincipalKey,
    Principals,
    RoomKey,
    Texts,
    TimedEntry,
    To,
    VenueKey,
    Visibility,
    Zone,
    reading,
    validation_error,
)
from scheduler.scenario.repair_kinds import KINDS
from scheduler.scenario.rule_entries import WrittenRule
from scheduler.scenario.source import Source
from scheduler.scenario.uncertainty import Doubtful, NamedEvent, OtherDates, OtherTimes, Overrun

RANKS = (
    "head of state",
    "head of government",
    "deputy head of government",
    "minister",
    "deputy minister",
    "ambassador",
    "director",
    "official",
)
Rank = Literal[
    "head of state",
    "head of government",
    "deputy head of government",
    "minister",
    "deputy minister",
    "ambassador",
    "director",
    "official",
]
MeetingMode = Literal["in person", "video", "telephone"]
State = Literal["requested", "tentative", "confirmed", "declined", "never"]


def _window(value: object) -> object:
    """Accept ``3 Sep``, ``3-4 Sep 14:00-18:00`` or ``14:00-18:00`` as a window."""
    if not isinstance(value, str):
        return value
    words = value.split()
    with_hours = next((index for index, word in enumerate(words) if ":" in word), len(words))
    days, hours = " ".join(words[:with_hours]), " ".join(words[with_hours:])
    return {**({"on": days} if days else {}), **({"hours": hours} if hours else {})}


class Window(Entry):
    """A time window: days, hours of each day, a span of time, or a forum's sidelines.

    As a text: ``3 Sep``, ``3-4 Sep 14:00-18:00`` or ``14:00-18:00``.
    """

    needs_provenance: ClassVar[bool] = False

    on: Dates | None = Field(None, description="a day, or a first and a last day")
    hours: Hours | None = Field(None, description="the hours of each of the days")
    start: From | None = Field(None, alias="from", description="when it begins, for a window that is not whole days")
    end: To | None = Field(None, alias="to", description="when it ends")
    sidelines: ForumKey | None = Field(None, description="the dates of this forum, at its place")

    @model_validator(mode="after")
    def _one_kind(self) -> "Window":
        kinds = [
            self.on is not None,
            self.start is not None or self.end is not None,
            self.sidelines is not None,
        ]
        if sum(kinds) > 1 or (not any(kinds) and self.hours is None):
            raise validation_error(
                Mistake(
                    "a window is either days ('on:'), a time ('from:' and 'to:') or a forum's sidelines.",
                    "Write one of them.",
                )
            )
        if (self.start is None) != (self.end is None):
            raise validation_error(Mistake("a window with 'from:' needs 'to:' as well.", "Write both."))
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise validation_error(Mistake("the window ends before it begins.", "Write the earlier time as 'from:'."))
        return self


WindowField = Annotated[Window, BeforeValidator(_window)]


def _windows(value: object) -> object:
    return value if isinstance(value, list) else [value]


Windows = Annotated[tuple[WindowField, ...], BeforeValidator(_windows), ONE_OR_MORE]


class Place(Entry):
    """A city."""

    name: str = Field(description="its name, as readers know it")
    zone: Zone = Field(description="its time zone, such as Europe/Moscow")


class Venue(Entry):
    """A building or a site in a place, where meetings are held.

    A meeting that needs a room is not held at a venue without rooms, unless it names the venue or no venue of the
    place has rooms.
    """

    name: str = Field(description="its name")
    place: PlaceKey = Field(description="the city in which it is")
    premises_of: DelegationKey | None = Field(
        None,
        description="the owner, if it is a delegation's premises; other meetings are held there only if they name it",
    )
    available: Windows = Field((), description="when it may be used; always by default")


class Room(Entry):
    """A room in a venue, or several identical rooms."""

    name: str | None = Field(None, description="its name; the key by default")
    venue: VenueKey = Field(description="the venue in which it is")
    count: int = Field(1, ge=1, le=200, description="the number of identical rooms")
    seats: int | None = Field(None, ge=1, le=10_000, description="the number of seats")
    secure: bool = Field(False, description="whether it is secure")
    reset: Length | None = Field(None, description="time to reset it between meetings; the scenario's by default")
    available: Windows = Field((), description="when it may be used; always by default")


class Travel(Entry):
    """The travel time between two venues (or two places), in both directions."""

    between: tuple[str, str] = Field(description="two venues, or two places")
    takes: Length = Field(description="the time from door to door")

    @field_validator("between")
    @classmethod
    def _known(cls, value: tuple[str, str], info: ValidationInfo) -> tuple[str, str]:
        names = reading(info).names
        venues, places = names.get("venues", set()), names.get("places", set())
        for key in value:
            if key not in venues | places:
                hint = nearest(key, venues | places, "The venues and places of this file")
                raise validation_error(Mistake(f"there is no venue or place '{key}'.", hint))
        if value[0] == value[1]:
            raise validation_error(Mistake("travel is between two different venues.", "Name two different ones."))
        if not (set(value) <= venues or set(value) <= places):
            raise validation_error(
                Mistake("travel is between two venues or between two places.", "Name two of a kind.")
            )
        return value


class Format(Entry):
    """A format of meetings, with its usual length."""

    needs_provenance: ClassVar[bool] = False

    length: Length = Field(description="its usual length")
    room: bool = Field(True, description="whether it needs a room")
    blocks: bool = Field(True, description="whether it is held in blocks only, if there are any")
    mode: MeetingMode = Field("in person", description="its usual mode")


class UsualFormat(NamedTuple):
    """A built-in format; its length is in minutes."""

    length: int
    room: bool = True
    blocks: bool = True
    mode: MeetingMode = "in person"


BUILT_IN_FORMATS: dict[str, UsualFormat] = {
    "bilateral": UsualFormat(45),
    "pull-aside": UsualFormat(10, room=False, blocks=False),
    "courtesy call": UsualFormat(30),
    "tête-à-tête": UsualFormat(30),
    "restricted": UsualFormat(40),
    "expanded": UsualFormat(60),
    "restricted and expanded": UsualFormat(75),
    "trilateral": UsualFormat(60),
    "plurilateral": UsualFormat(60),
    "working breakfast": UsualFormat(60),
    "working lunch": UsualFormat(75),
    "working dinner": UsualFormat(90),
    "preparatory": UsualFormat(45),
    "crisis": UsualFormat(150),
    "call": UsualFormat(20, room=False, blocks=False, mode="telephone"),
}
"""The built-in formats. Published meetings take 20 to 60 minutes, a crisis meeting 140 to 150."""


class Interpreters(Entry):
    """A pool of interpreters between two languages."""

    name: str | None = Field(None, description="its name; the key by default")
    languages: tuple[str, str] = Field(description="the two languages, such as [en, ru]")
    count: int = Field(1, ge=1, le=1000, description="the number of meetings that it can serve at the same time")
    mode: Literal["consecutive", "simultaneous"] = Field("consecutive", description="the mode of interpretation")
    lengthens: float = Field(
        1.5, ge=1, le=4, description="the factor by which consecutive interpretation lengthens the talks"
    )


class Delegation(Entry):
    """A country's or an organisation's delegation."""

    name: str = Field(description="its name")


class Stay(TimedEntry, Doubtful):
    """A stay of a principal in a place, from the first moment they can meet to the moment they leave.

    Transfers from and to the airport are not part of the stay.
    """

    place: PlaceKey = Field(description="the place")
    alternatives: tuple[OtherTimes, ...] = Field((), alias="or", description="alternative times")
    follows: ForumKey | None = Field(None, description="the forum with which it moves or is cancelled")


class Engagement(TimedEntry):
    """A fixed entry in a principal's day that is not a meeting."""

    kind: Literal[
        "address",
        "press availability",
        "reception",
        "call on the head of state",
        "ceremony",
        "briefing",
        "movement",
        "other",
    ] = Field(description="what it is; a movement goes from one city to another")
    title: str | None = Field(None, description="its name; the kind by default")
    venue: VenueKey | None = Field(None, description="where it is")
    follows: ForumKey | None = Field(None, description="the forum with which it moves or is cancelled")


class Block(TimedEntry):
    """A time set aside for bilaterals; they are held in blocks only."""


class Principal(Entry):
    """A person who meets: a minister, a deputy, an official."""

    name: str = Field(description="the full name")
    short: str | None = Field(None, description="the name in tables; derived from the key by default")
    office: str | None = Field(None, description="the office held")
    portfolio: str | None = Field(None, description="defence, foreign affairs, …")
    rank: Rank = Field("minister", description="the rank, for parity")
    delegation: DelegationKey = Field(description="the delegation of the principal")
    languages: Texts = Field((), description="the languages spoken; without any, no interpreter is needed")
    deputy: PrincipalKey | None = Field(None, description="who can stand in; the officer decides whether they do")
    home: PlaceKey | None = Field(None, description="where the principal is outside all stays")
    stays: tuple[Stay, ...] = Field((), description="where the principal is, and when")
    hours: Hours | None = Field(None, description="working hours, in local time; the scenario's by default")
    rest: Length | None = Field(None, description="rest between evening and morning; the scenario's by default")
    briefing: Length | None = Field(None, description="briefing before each meeting; the scenario's by default")
    readout: Length | None = Field(None, description="readout after each meeting; the scenario's by default")
    engagements: tuple[Engagement, ...] = Field((), description="fixed entries in the day other than meetings")
    blocks: tuple[Block, ...] = Field((), description="times set aside for bilaterals, which are then held there only")


def _attendee(value: object) -> object:
    return {"principal": value} if isinstance(value, str) else value


class Attendee(Doubtful):
    """A principal who attends a forum; a bare key is enough for one without a certainty."""

    needs_provenance: ClassVar[bool] = False

    principal: PrincipalKey = Field(description="who attends")


class Session(TimedEntry, Doubtful):
    """A session of a forum: it binds its attendees, unless it leaves room for some format."""

    kind: Literal[
        "opening",
        "plenary",
        "retreat",
        "working breakfast",
        "working lunch",
        "working dinner",
        "family photo",
        "signing",
        "coffee break",
        "other",
    ] = Field("plenary", description="what it is")
    title: str | None = Field(None, description="its name; the kind by default")
    venue: VenueKey | None = Field(None, description="where it is; the forum's venue by default")
    attendees: Principals | None = Field(None, description="who attends; all attendees of the forum by default")
    leaves_room_for: Texts | None = Field(
        None, description="formats that may be held during it, at its venue; for a coffee break, pull-aside by default"
    )
    alternatives: tuple[OtherTimes, ...] = Field((), alias="or", description="alternative times")
    overruns: Overrun | None = Field(None, description="a possible overrun, and how likely it is")


class Forum(Doubtful):
    """A multilateral meeting around which the side meetings are held."""

    name: str = Field(description="its name")
    short: str | None = Field(None, description="a short name for tables")
    mode: Literal["in person", "video"] = Field("in person", description="in person or by videoconference")
    place: PlaceKey | None = Field(None, description="where it is held")
    venue: VenueKey | None = Field(None, description="the building")
    dates: Dates = Field(description="its day, or first and last day")
    certainty: Certainty | None = Field(None, description="how certain the dates are")
    alternatives: tuple[OtherDates, ...] = Field((), alias="or", description="alternative dates")
    chair: PrincipalKey | None = Field(None, description="who chairs it")
    attendees: tuple[Annotated[Attendee, BeforeValidator(_attendee)], ...] = Field(
        (), description="the principals who attend"
    )
    sessions: tuple[Session, ...] = Field((), description="its sessions, as far as they are known")
    blocks: tuple[Block, ...] = Field((), description="times set aside for bilaterals on its dates")


class LengthRange(NamedTuple):
    """The lengths of talks in minutes: the shortest acceptable, the wanted, and the longest acceptable."""

    shortest: int
    wanted: int
    longest: int


def _length_range(value: object) -> object:
    return {"wanted": value} if isinstance(value, str | int | float) else value


class Lengths(Entry):
    """A length: one figure, or the shortest, the wanted and the longest; the plan uses the wanted one if possible."""

    needs_provenance: ClassVar[bool] = False

    shortest: Length | None = Field(None, description="the shortest acceptable length")
    wanted: Length = Field(description="the length wanted")
    longest: Length | None = Field(None, description="the longest acceptable length")

    @property
    def range(self) -> "LengthRange":
        """The three figures in minutes."""
        shortest = self.wanted if self.shortest is None else self.shortest
        return LengthRange(shortest, self.wanted, self.wanted if self.longest is None else self.longest)

    @model_validator(mode="after")
    def _in_order(self) -> "Lengths":
        shortest, wanted, longest = self.range
        if not 0 < shortest <= wanted <= longest:
            raise validation_error(
                Mistake(
                    "the lengths are not in order.",
                    "Write them in the order shortest, wanted, longest; all are above zero.",
                )
            )
        if longest > 24 * 60:
            raise validation_error(Mistake("no meeting takes more than a day.", "Was it meant in minutes?"))
        return self


class Needs(Entry):
    """What a meeting requires of its room."""

    needs_provenance: ClassVar[bool] = False

    seats: int | None = Field(None, ge=1, le=10_000, description="the least number of seats")
    secure: bool = Field(False, description="whether it must be secure")


Modes = Annotated[tuple[MeetingMode, ...], BeforeValidator(lambda v: v if isinstance(v, list) else [v]), ONE_OR_MORE]
Keys = Annotated[tuple[VenueKey, ...], BeforeValidator(lambda v: v if isinstance(v, list) else [v]), ONE_OR_MORE]


class Pinned(Entry):
    """An agreed slot (`scheduler pin` writes it): the meeting is held then and there, or not at all."""

    needs_provenance: ClassVar[bool] = False

    start: Moment = Field(description="when it starts")
    mode: MeetingMode | None = Field(None, description="its mode, if several are possible")
    venue: VenueKey | None = Field(None, description="the venue")
    room: RoomKey | None = Field(None, description="the room")


class Step(Entry):
    """A step in a meeting's history: its state from a day on, and the reason (`scheduler state` writes it)."""

    needs_provenance: ClassVar[bool] = False

    state: State = Field(description="the state")
    since: Day = Field(description="the day, with its year", alias="on")
    because: str | None = Field(None, description="the reason")


class Meeting(Entry):
    """A requested meeting."""

    title: str | None = Field(None, description="its name; the participants by default")
    participants: Principals = Field(description="who meets: two or more", min_length=2)
    optional: Principals = Field((), description="who joins if possible")
    format: str = Field("bilateral", description="bilateral, pull-aside, trilateral, working lunch, …")
    length: Annotated[Lengths | None, BeforeValidator(_length_range)] = Field(
        None, description="the length of the talks; the format's by default"
    )
    mode: Modes | None = Field(None, description="in person, video or telephone; if several, the first is preferred")
    windows: Windows = Field((), description="when it may be held; any time by default")
    prefers: Windows = Field((), description="when it is preferred")
    place: PlaceKey | None = Field(None, description="the place where it is held, in person")
    venue: Keys = Field((), description="the venue, or several acceptable venues")
    room: RoomKey | None = Field(None, description="the room")
    needs: Needs | None = Field(None, description="what it requires of its room")
    calls_on: PrincipalKey | None = Field(None, description="the participant who receives the others, as host")
    priority: Priority = Field(USUAL, description=f"{', '.join(PRIORITIES[:-1])} or {PRIORITIES[-1]}")
    state: State = Field("requested", description="requested, tentative, confirmed, declined or never")
    start: Moment | None = Field(None, description="a fixed start; a confirmed meeting needs one, or is pinned")
    pinned: Pinned | None = Field(None, description="the agreed slot")
    history: tuple[Step, ...] = Field((), description="its states so far, each with its day and reason")
    press: Length = Field(0, description="press at its start (photo opportunity, pool spray), before the talks")
    holding: Length = Field(0, description="time in the holding room before it")
    briefing: Length | None = Field(None, description="briefing before it; each principal's by default")
    readout: Length | None = Field(None, description="readout after it; each principal's by default")
    visibility: Visibility = Field(
        "delegations only",
        description="who may see it when a plan is shared (--for DELEGATION): every delegation (open), those that take "
        "part, are invited or own the premises (delegations only), or only those that take part (confidential)",
    )
    overruns: Overrun | None = Field(None, description="a possible overrun, and how likely it is")
    shares_slot_with: Meetings = Field((), description="meetings that it may overlap, if they are at the same place")
    interpretation: Literal["as needed", "none"] = Field(
        "as needed", description="'none' if they talk without interpreters in any case"
    )

    @field_validator("format")
    @classmethod
    def _known_format(cls, value: str, info: ValidationInfo) -> str:
        known = reading(info).names.get("formats", set()) | set(BUILT_IN_FORMATS)
        if value not in known:
            raise validation_error(Mistake(f"there is no format '{value}'.", nearest(value, known, "The formats")))
        return value

    @property
    def planned(self) -> bool:
        """Whether the meeting is to be planned: it is neither declined nor `never`."""
        return self.state not in {"declined", "never"}


Section = dict[str, Any]


def _repair_kind(value: object) -> str:
    if not isinstance(value, str) or value not in KINDS:
        raise validation_error(Mistake(f"there is no repair '{value}'.", nearest(str(value), KINDS, "The repairs")))
    return value


def _repair_cost(value: object) -> int | None:
    if value == "never":
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 1000:
        return value
    raise validation_error(Mistake(f"'{value}' is not a cost.", "Write a number from 1 to 1000, or 'never'."))


DoubtWord = Literal["likely", "tentative", "unlikely"]
RepairKind = Annotated[str, BeforeValidator(_repair_kind)]
RepairCost = Annotated[
    int | None,
    PlainValidator(_repair_cost),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1, "maximum": 1000}, {"const": "never"}]}),
]


class Scenario(Entry):
    """A scenario: what is known and what is asked, in one file.

    >>> from scheduler import load
    >>> scenario = load("scenarios/tutorial.yaml")
    >>> scenario.meetings["ferrin-vela"].participants
    ('ferrin', 'vela')
    """

    needs_provenance: ClassVar[bool] = False

    title: str = Field(description="its name")
    zone: Zone = Field(description="the zone of all times that do not name one")
    dates: Dates = Field(description="the first and the last day of the plan")
    grid: Length = Field(15, description="meetings start at multiples of this, from midnight")
    hours: Hours = Field((8 * 60, 22 * 60), description="working hours, for principals without their own")
    rest: Length | None = Field(None, description="rest between evening and morning")
    reset: Length = Field(15, description="time to reset a room between meetings")
    briefing: Length = Field(0, description="briefing before each meeting")
    readout: Length = Field(0, description="readout after each meeting")
    repairs: dict[RepairKind, RepairCost] = Field({}, description="the cost of each kind of repair; `never` forbids it")
    certainties: dict[DoubtWord, Certainty] = Field({}, description="the probabilities of the words for certainty")
    few_gaps: bool = Field(True, description="whether to prefer little waiting and few days")
    places: dict[str, Place] = Field(description="the cities")
    venues: dict[str, Venue] = Field({}, description="the buildings")
    rooms: dict[str, Room] = Field({}, description="the rooms")
    travel: tuple[Travel, ...] = Field((), description="the travel times between venues")
    formats: dict[str, Format] = Field({}, description="additional formats, or other lengths for the built-in ones")
    interpreters: dict[str, Interpreters] = Field({}, description="the pools of interpreters")
    delegations: dict[str, Delegation] = Field(description="the delegations")
    principals: dict[str, Principal] = Field(description="the people who meet")
    forums: dict[str, Forum] = Field({}, description="the forums")
    meetings: dict[str, Meeting] = Field({}, description="the requested meetings")
    events: dict[str, NamedEvent] = Field({}, description="uncertain events on which several entries depend")
    rules: tuple[WrittenRule, ...] = Field((), description="the written rules")

    _origins: Source = PrivateAttr(default_factory=lambda: Source("scenario"))
    _digest: str = PrivateAttr("")

    @field_validator("grid")
    @classmethod
    def _divides_the_day(cls, value: int) -> int:
        if not 1 <= value <= 120 or 1440 % value:
            raise validation_error(Mistake("the grid must divide the day.", "Use 5, 10, 15, 20, 30 or 60 min."))
        return value

    @property
    def origins(self) -> Source:
        """The source, which knows the origin of each entry."""
        return self._origins

    @property
    def digest(self) -> str:
        """A digest of the data; comments and layout do not change it."""
        return self._digest

    def format(self, name: str) -> "UsualFormat":
        """Return a format: the one in the file, or else the built-in one."""
        own = self.formats.get(name)
        return UsualFormat(own.length, own.room, own.blocks, own.mode) if own else BUILT_IN_FORMATS[name]
