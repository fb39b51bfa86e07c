"""The scenario file as pydantic models: what an officer can write, and nothing else.

Every class here is one kind of entry, every field one word that may be written; the descriptions are the
reference in docs/scenario.md.
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
from scheduler.base.priority import PRIORITIES, Priority
from scheduler.scenario.fields import (
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
    wrong,
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
    """Let ``3 Sep``, ``3-4 Sep 14:00-18:00`` or ``14:00-18:00`` stand for a window."""
    if not isinstance(value, str):
        return value
    words = value.split()
    with_hours = next((index for index, word in enumerate(words) if ":" in word), len(words))
    days, hours = " ".join(words[:with_hours]), " ".join(words[with_hours:])
    return {**({"on": days} if days else {}), **({"hours": hours} if hours else {})}


class Window(Entry):
    """A time in which something may happen: days, hours of each day, a time, or a forum's sidelines.

    As a text: ``3 Sep``, ``3-4 Sep 14:00-18:00`` or ``14:00-18:00``.
    """

    needs_provenance: ClassVar[bool] = False

    on: Dates | None = Field(None, description="a day, or a first and a last day")
    hours: Hours | None = Field(None, description="the hours of each of the days")
    start: From | None = Field(None, alias="from", description="when it begins, where it is not whole days")
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
            raise wrong(
                Mistake(
                    "a window is days ('on:'), a time ('from:' and 'to:') or a forum's sidelines.",
                    "Write one of them.",
                )
            )
        if (self.start is None) != (self.end is None):
            raise wrong(Mistake("a window with 'from:' needs 'to:' as well.", "Write both."))
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise wrong(Mistake("the window ends before it begins.", "Write the earlier time as 'from:'."))
        return self


WindowField = Annotated[Window, BeforeValidator(_window)]


def _windows(value: object) -> object:
    return value if isinstance(value, list) else [value]


Windows = Annotated[tuple[WindowField, ...], BeforeValidator(_windows)]


class Place(Entry):
    """A city."""

    name: str = Field(description="its name, as readers know it")
    zone: Zone = Field(description="its time zone, such as Europe/Moscow")


class Venue(Entry):
    """A building or a site in a place, where meetings are held.

    A meeting that needs a room is not put where there are none, unless it names the venue or no venue of the
    place has rooms.
    """

    name: str = Field(description="its name")
    place: PlaceKey = Field(description="the place that it is in")
    premises_of: DelegationKey | None = Field(
        None,
        description="whose premises it is: it receives there; others only if their meeting names the venue",
    )
    available: Windows = Field((), description="when it may be used; always where nothing is written")


class Room(Entry):
    """A room in a venue, or several that are alike."""

    name: str | None = Field(None, description="its name; the key where none is written")
    venue: VenueKey = Field(description="the venue that it is in")
    count: int = Field(1, ge=1, le=200, description="how many there are that are alike")
    seats: int | None = Field(None, ge=1, le=10_000, description="how many people it seats")
    secure: bool = Field(False, description="whether it is secure")
    reset: Length | None = Field(None, description="time to reset it between meetings; the scenario's if none")
    available: Windows = Field((), description="when it may be used; always where nothing is written")


class Travel(Entry):
    """How long it takes from one venue to another, either way (or from one place to another)."""

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
                raise wrong(Mistake(f"there is no venue or place '{key}'.", hint))
        if value[0] == value[1]:
            raise wrong(Mistake("a way leads from one venue to another.", "Name two different ones."))
        if not (set(value) <= venues or set(value) <= places):
            raise wrong(Mistake("a way leads between two venues or between two places.", "Name two of a kind."))
        return value


class Format(Entry):
    """A format of meetings, with the length that it usually has."""

    needs_provenance: ClassVar[bool] = False

    length: Length = Field(description="its usual length")
    room: bool = Field(True, description="whether it needs a room")
    blocks: bool = Field(True, description="whether it is held only in blocks, where there are any")
    mode: MeetingMode = Field("in person", description="its usual mode")


class UsualFormat(NamedTuple):
    """A format that every scenario knows."""

    length: int
    room: bool = True
    blocks: bool = True
    mode: MeetingMode = "in person"


FORMATS: dict[str, UsualFormat] = {
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
"""The usual formats, in minutes. Published meetings take 20 to 60 minutes, a crisis meeting 140 to 150."""


class Interpreters(Entry):
    """A pool of interpreters between two languages."""

    name: str | None = Field(None, description="its name; the key where none is written")
    languages: tuple[str, str] = Field(description="the two languages, such as [en, ru]")
    count: int = Field(1, ge=1, le=1000, description="how many meetings it can serve at a time")
    mode: Literal["consecutive", "simultaneous"] = Field("consecutive", description="the way of interpreting")
    lengthens: float = Field(1.5, ge=1, le=4, description="what consecutive interpretation multiplies the talks by")


class Delegation(Entry):
    """A country's or an organisation's delegation."""

    name: str = Field(description="its name")


class Stay(TimedEntry, Doubtful):
    """A principal is in a place, ready to meet from one moment and bound to leave at another.

    The way from and to the airport lies outside: a stay begins after it and ends before it.
    """

    place: PlaceKey = Field(description="the place")
    alternatives: tuple[OtherTimes, ...] = Field((), alias="or", description="other times that it may have instead")
    follows: ForumKey | None = Field(None, description="the forum with whose dates it moves, and falls away")


class Engagement(TimedEntry):
    """Something in a principal's day that is not a meeting, and does not move."""

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
    title: str | None = Field(None, description="its name; the kind where none is written")
    venue: VenueKey | None = Field(None, description="where it is")
    follows: ForumKey | None = Field(None, description="the forum with whose dates it moves, and falls away")


class Block(TimedEntry):
    """A time set aside for bilaterals, in which alone they may be held."""


class Principal(Entry):
    """A person who meets: a minister, a deputy, an official."""

    name: str = Field(description="the full name")
    short: str | None = Field(None, description="the name in tables; from the key where none is written")
    office: str | None = Field(None, description="the office held")
    portfolio: str | None = Field(None, description="defence, foreign affairs, …")
    rank: Rank = Field("minister", description="the rank, for parity")
    delegation: DelegationKey = Field(description="whose principal it is")
    languages: Texts = Field((), description="the languages spoken; anyone is understood where none is written")
    deputy: PrincipalKey | None = Field(None, description="who can stand in; whether they do is the officer's decision")
    home: PlaceKey | None = Field(None, description="where the principal is outside of all stays")
    stays: tuple[Stay, ...] = Field((), description="where the principal is, and when")
    hours: Hours | None = Field(None, description="working hours, local; the scenario's where none are written")
    rest: Length | None = Field(None, description="rest between evening and morning; the scenario's if none")
    briefing: Length | None = Field(None, description="briefing before each meeting; the scenario's if none")
    readout: Length | None = Field(None, description="readout after each meeting; the scenario's if none")
    engagements: tuple[Engagement, ...] = Field((), description="what is in the day apart from meetings")
    blocks: tuple[Block, ...] = Field((), description="times set aside, in which alone bilaterals are held")


def _attendee(value: object) -> object:
    return {"principal": value} if isinstance(value, str) else value


class Attendee(Doubtful):
    """A principal who attends a forum; the bare key stands for one without a certainty."""

    needs_provenance: ClassVar[bool] = False

    principal: PrincipalKey = Field(description="who attends")


class Session(TimedEntry, Doubtful):
    """A session of a forum: it binds its attendees, unless it leaves room for something."""

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
    title: str | None = Field(None, description="its name; the kind where none is written")
    venue: VenueKey | None = Field(None, description="where it is; the forum's venue where none is written")
    attendees: Principals | None = Field(None, description="who is there; all of the forum where none is written")
    leaves_room_for: Texts | None = Field(
        None, description="formats that may be held meanwhile at its venue; a coffee break: pull-aside"
    )
    alternatives: tuple[OtherTimes, ...] = Field((), alias="or", description="other times that it may have instead")
    overruns: Overrun | None = Field(None, description="how much longer it may take, and how likely")


class Forum(Doubtful):
    """A multilateral meeting around which the side meetings are held."""

    name: str = Field(description="its name")
    short: str | None = Field(None, description="a short name for tables")
    mode: Literal["in person", "video"] = Field("in person", description="in person or by videoconference")
    place: PlaceKey | None = Field(None, description="where it is held")
    venue: VenueKey | None = Field(None, description="the building")
    dates: Dates = Field(description="its day, or first and last day")
    certainty: Certainty | None = Field(None, description="how sure the dates are")
    alternatives: tuple[OtherDates, ...] = Field((), alias="or", description="other dates that it may have instead")
    chair: PrincipalKey | None = Field(None, description="who chairs it")
    attendees: tuple[Annotated[Attendee, BeforeValidator(_attendee)], ...] = Field(
        (), description="the principals who attend"
    )
    sessions: tuple[Session, ...] = Field((), description="its sessions, as far as they are known")
    blocks: tuple[Block, ...] = Field((), description="times set aside for bilaterals on its dates")


class LengthRange(NamedTuple):
    """A length of talks in minutes: the one wanted, between the shortest and the longest that will do."""

    shortest: int
    wanted: int
    longest: int


def _length_range(value: object) -> object:
    return {"wanted": value} if isinstance(value, str | int | float) else value


class Lengths(Entry):
    """A length: one figure, or the shortest, the wanted and the longest; the wanted is given where possible."""

    needs_provenance: ClassVar[bool] = False

    shortest: Length | None = Field(None, description="the shortest that will do")
    wanted: Length = Field(description="the length wanted")
    longest: Length | None = Field(None, description="the longest that will do")

    @property
    def range(self) -> "LengthRange":
        """The three figures in minutes."""
        shortest = self.wanted if self.shortest is None else self.shortest
        return LengthRange(shortest, self.wanted, self.wanted if self.longest is None else self.longest)

    @model_validator(mode="after")
    def _in_order(self) -> "Lengths":
        shortest, wanted, longest = self.range
        if not 0 < shortest <= wanted <= longest:
            raise wrong(
                Mistake(
                    "the lengths are not in order.",
                    "The shortest is above zero, then the wanted, the longest.",
                )
            )
        if longest > 24 * 60:
            raise wrong(Mistake("no meeting takes more than a day.", "Was it meant in minutes?"))
        return self


class Needs(Entry):
    """What a meeting needs of its room."""

    needs_provenance: ClassVar[bool] = False

    seats: int | None = Field(None, ge=1, le=10_000, description="at least so many seats")
    secure: bool = Field(False, description="a secure room")


Modes = Annotated[tuple[MeetingMode, ...], BeforeValidator(lambda v: v if isinstance(v, list) else [v])]
Keys = Annotated[tuple[VenueKey, ...], BeforeValidator(lambda v: v if isinstance(v, list) else [v])]


class Pinned(Entry):
    """A slot that was agreed on (`scheduler pin` writes it): the meeting is held then, and there, or not at all."""

    needs_provenance: ClassVar[bool] = False

    start: Moment = Field(description="when it starts")
    mode: MeetingMode | None = Field(None, description="its mode, where it may be held in several")
    venue: VenueKey | None = Field(None, description="the venue")
    room: RoomKey | None = Field(None, description="the room")


class Step(Entry):
    """A step in a meeting's history: its state from a day on, and why (`scheduler state` writes it)."""

    needs_provenance: ClassVar[bool] = False

    state: State = Field(description="the state")
    since: Day = Field(description="the day, with its year", alias="on")
    because: str | None = Field(None, description="the reason")


class Meeting(Entry):
    """A meeting that is asked for."""

    title: str | None = Field(None, description="its name; the participants where none is written")
    participants: Principals = Field(description="who meets: two or more", min_length=2)
    optional: Principals = Field((), description="who joins if possible")
    format: str = Field("bilateral", description="bilateral, pull-aside, trilateral, working lunch, …")
    length: Annotated[Lengths | None, BeforeValidator(_length_range)] = Field(
        None, description="the length of the talks; the format's where none is written"
    )
    mode: Modes | None = Field(None, description="in person, video or telephone; of several, the first is preferred")
    windows: Windows = Field((), description="when it may be held; any time where nothing is written")
    prefers: Windows = Field((), description="when it is preferred")
    place: PlaceKey | None = Field(None, description="the place where it is held, in person")
    venue: Keys = Field((), description="the venue, or the venues that will do")
    room: RoomKey | None = Field(None, description="the room")
    needs: Needs | None = Field(None, description="what it needs of its room")
    calls_on: PrincipalKey | None = Field(None, description="the participant who receives the others, as host")
    priority: Priority = Field("normal", description=f"{', '.join(PRIORITIES[:-1])} or {PRIORITIES[-1]}")
    state: State = Field("requested", description="requested, tentative, confirmed, declined or never")
    start: Moment | None = Field(None, description="a fixed start; a confirmed meeting needs one, or is pinned")
    pinned: Pinned | None = Field(None, description="the slot that was agreed on")
    history: tuple[Step, ...] = Field((), description="its states so far, with the day and the reason of each")
    press: Length = Field(0, description="press at its start (photo opportunity, pool spray), before the talks")
    holding: Length = Field(0, description="time in the holding room before it")
    briefing: Length | None = Field(None, description="briefing before it; each principal's where none is written")
    readout: Length | None = Field(None, description="readout after it; each principal's where none is written")
    visibility: Visibility = Field(
        "delegations only",
        description="who sees it when a plan is shared (--for DELEGATION): every delegation (open), those that take "
        "part, are invited or own the premises (delegations only), or only those that take part (confidential)",
    )
    overruns: Overrun | None = Field(None, description="how much longer it may take, and how likely")
    shares_slot_with: Meetings = Field((), description="meetings that it may overlap, at one spot")
    interpretation: Literal["as needed", "none"] = Field(
        "as needed", description="'none' where they talk without interpreters all the same"
    )

    @field_validator("format")
    @classmethod
    def _known_format(cls, value: str, info: ValidationInfo) -> str:
        known = reading(info).names.get("formats", set()) | set(FORMATS)
        if value not in known:
            raise wrong(Mistake(f"there is no format '{value}'.", nearest(value, known, "The formats")))
        return value

    @property
    def planned(self) -> bool:
        """Whether the plan looks for a slot: it was neither declined nor ruled out."""
        return self.state not in {"declined", "never"}


Section = dict[str, Any]


def _repair_kind(value: object) -> str:
    if not isinstance(value, str) or value not in KINDS:
        raise wrong(Mistake(f"there is no repair '{value}'.", nearest(str(value), KINDS, "The repairs")))
    return value


def _repair_cost(value: object) -> int | None:
    if value == "never":
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 1000:
        return value
    raise wrong(Mistake(f"'{value}' is not a cost.", "Write a number from 1 to 1000, or 'never'."))


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

    title: str = Field(description="what the scenario is about")
    zone: Zone = Field(description="the zone in which times are read that carry none")
    dates: Dates = Field(description="the first and the last day that is planned")
    grid: Length = Field(15, description="starts lie on multiples of this, from midnight")
    hours: Hours = Field((8 * 60, 22 * 60), description="working hours of all who have none of their own")
    rest: Length | None = Field(None, description="rest between evening and morning")
    reset: Length = Field(15, description="time to reset a room between meetings")
    briefing: Length = Field(0, description="briefing before each meeting")
    readout: Length = Field(0, description="readout after each meeting")
    repairs: dict[RepairKind, RepairCost] = Field(
        {}, description="what a repair may change, and at what cost; `never` for what it may not"
    )
    certainties: dict[DoubtWord, Certainty] = Field({}, description="what the words for certainty mean here")
    few_gaps: bool = Field(True, description="whether little waiting and few days are aimed at")
    places: dict[str, Place] = Field(description="the cities")
    venues: dict[str, Venue] = Field({}, description="the buildings")
    rooms: dict[str, Room] = Field({}, description="the rooms")
    travel: tuple[Travel, ...] = Field((), description="the ways from venue to venue")
    formats: dict[str, Format] = Field({}, description="formats of one's own, or other lengths for the usual ones")
    interpreters: dict[str, Interpreters] = Field({}, description="the pools of interpreters")
    delegations: dict[str, Delegation] = Field(description="the delegations")
    principals: dict[str, Principal] = Field(description="the people who meet")
    forums: dict[str, Forum] = Field({}, description="the forums")
    meetings: dict[str, Meeting] = Field({}, description="the meetings that are asked for")
    events: dict[str, NamedEvent] = Field({}, description="what happens or not, on which several entries hang")
    rules: tuple[WrittenRule, ...] = Field((), description="the rules that the officer writes")

    _origins: Source = PrivateAttr(default_factory=lambda: Source("scenario"))
    _digest: str = PrivateAttr("")

    @field_validator("grid")
    @classmethod
    def _divides_the_day(cls, value: int) -> int:
        if not 1 <= value <= 120 or 1440 % value:
            raise wrong(Mistake("the grid must divide the day.", "Use 5, 10, 15, 20, 30 or 60 min."))
        return value

    @property
    def origins(self) -> Source:
        """Where each entry was written."""
        return self._origins

    @property
    def digest(self) -> str:
        """A digest of what the file says; comments and layout do not change it."""
        return self._digest

    def format(self, name: str) -> "UsualFormat":
        """Return a format: as the file has it, or the usual one."""
        own = self.formats.get(name)
        return UsualFormat(own.length, own.room, own.blocks, own.mode) if own else FORMATS[name]
