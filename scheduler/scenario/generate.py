"""Invented scenarios of any size: a general assembly's high-level week, a ministerial, a day of bilaterals.

They serve for trying the program out and for benchmarks. Demand is heavy-tailed (everybody wants to meet the same
few), and there are plenaries and speeches, arrivals and departures, travel between the headquarters and the hotels,
working languages and priorities. The same kind, number of requests and seed give the same bytes.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from scheduler.base.value import value
from scheduler.plan.priorities import USUAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OPENS, CLOSES = 8 * 60, 20 * 60
"""The working hours, in minutes after midnight."""
FIRST_WORDS = ("Al", "Bel", "Cor", "Dor", "El", "Far", "Gal", "Hal", "Ir", "Kar", "Lin", "Mar", "Nor", "Or", "Pel")
LAST_WORDS = (
    "andia", "avia", "bria", "dova", "enia", "garth", "holm", "istan", "land", "mark", "onia", "ora", "stria", "tania",
    "uria", "vale",
)  # fmt: skip
LANGUAGES = (("en", 0.5), ("fr", 0.17), ("es", 0.12), ("ar", 0.12), ("ru", 0.07), ("zh", 0.02))
"""The working languages, each with the share of the delegations whose first language it is."""
ALSO_ENGLISH = 0.75
COMES_LATER = (("0", 0.7), ("1", 0.2), ("2", 0.1))
LEAVES_EARLIER = (("0", 0.6), ("1", 0.25), ("2", 0.15))
"""Days between the first day and a delegation's arrival, and between its departure and the last, with their shares."""
PRIORITY_SHARES = (("must", 0.02), ("high", 0.08), ("normal", 0.25), ("low", 0.65))
LENGTHS = ((20, 0.4), (30, 0.5), (40, 0.1))
PULL_ASIDE, AT_A_HOTEL, EITHER, ON_A_DAY = 0.06, 0.05, 0.04, 0.05
"""The shares of requests for a pull-aside, for a hotel, for either venue, and for one particular day."""


@value
class ForumKind:
    """The parameters of a kind of gathering."""

    title: str
    city: str
    zone: str
    delegations: int
    first: date
    days: int
    booths: int
    hotels: int
    requests: int
    """The default number of requests."""
    tail: float
    """The exponent of demand: the popularity of the nth delegation is proportional to n to the power of -tail."""
    speeches: bool


KINDS = {
    "general-assembly": ForumKind(
        "General assembly, high-level week", "New York", "America/New_York", 193, date(2026, 9, 21), 6, 40, 4, 1000,
        0.7, speeches=True,
    ),
    "ministerial": ForumKind(
        "Ministerial meeting", "Vienna", "Europe/Vienna", 48, date(2026, 11, 30), 3, 12, 2, 200, 0.6, speeches=True,
    ),
    "bilateral-day": ForumKind(
        "A day of bilaterals", "Geneva", "Europe/Zurich", 14, date(2026, 10, 7), 1, 3, 1, 30, 0.4, speeches=False,
    ),
}  # fmt: skip
"""The kinds of gatherings, by their word on the command line."""


@value
class InventedDelegation:
    """An invented delegation, with its foreign minister."""

    key: str
    name: str
    languages: tuple[str, ...]
    hotel: int
    popularity: float
    arrives: tuple[int, int]
    """The day, counted from 0, and the minute of the day."""
    leaves: tuple[int, int]


def most_requests(kind: ForumKind) -> int:
    """Return the largest possible number of requests: one for each pair of delegations."""
    return kind.delegations * (kind.delegations - 1) // 2


def invent(word: str, requests: int | None = None, seed: int = 0) -> str:
    """Return the YAML of an invented scenario.

    Args:
        word: a key of `KINDS`.
        requests: the number of requested meetings, at most `most_requests`; the kind's default if None.
        seed: the seed of the random numbers; the same seed gives the same text.
    """
    kind = KINDS[word]
    number = kind.requests if requests is None else requests
    draw = Random(f"{word} {number} {seed}")  # noqa: S311 - not for secrets
    delegations = [_delegation(kind, rank, draw) for rank in range(kind.delegations)]
    lines = [*_head(word, kind, number, seed), *_places(kind), *_delegations(kind, delegations, draw)]
    lines += _forum(kind, delegations, draw)
    lines += _meetings(kind, delegations, number, draw)
    return "\n".join(lines) + "\n"


def _draw_option(options: Sequence[tuple[object, float]], draw: Random) -> object:
    """Return a random option; each is drawn with the probability of its share."""
    point = draw.random() * sum(share for _, share in options)
    for option, share in options:
        point -= share
        if point < 0:
            return option
    return options[-1][0]


def _draw_below(number: int, draw: Random) -> int:
    """Return a random whole number from 0 to `number` - 1; only `Random.random` is stable across Python versions."""
    return int(draw.random() * number)


def _delegation(kind: ForumKind, rank: int, draw: Random) -> InventedDelegation:
    first = rank % len(FIRST_WORDS)
    last = (rank // len(FIRST_WORDS) + 3 * first) % len(LAST_WORDS)
    name = FIRST_WORDS[first] + LAST_WORDS[last]
    language = str(_draw_option(LANGUAGES, draw))
    languages = (language, "en") if language != "en" and draw.random() < ALSO_ENGLISH else (language,)
    popularity = (rank + 1) ** -kind.tail * (0.6 + 0.8 * draw.random())
    late = int(str(_draw_option(COMES_LATER, draw))) if kind.days > 3 else 0
    early = int(str(_draw_option(LEAVES_EARLIER, draw))) if kind.days > 3 else 0
    arrives = (late, OPENS + 30 * _draw_below(5, draw) if late else OPENS)
    leaves = (kind.days - 1 - early, CLOSES - 30 * _draw_below(9, draw) if early else CLOSES)
    return InventedDelegation(
        name.lower(), name, languages, 1 + _draw_below(kind.hotels, draw), popularity, arrives, leaves
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _day(kind: ForumKind, number: int) -> str:
    day = kind.first + timedelta(days=number)
    return f"{day.day} {day:%b}"


def _head(word: str, kind: ForumKind, requests: int, seed: int) -> Iterator[str]:
    last = kind.first + timedelta(days=kind.days - 1)
    until = f"{_day(kind, 0)} to {_day(kind, kind.days - 1)}" if kind.days > 1 else _day(kind, 0)
    yield f"# Everything here is invented: scheduler new --like {word} --requests {requests} --seed {seed}"
    yield f"title: {kind.title}, {last.year}"
    yield f"zone: {kind.zone}"
    yield f"dates: {until} {last.year}"
    yield "grid: 10 min"
    yield f"hours: {_clock(OPENS)}-{_clock(CLOSES)}"
    yield "reset: 10 min"
    yield "few_gaps: false                 # with so many meetings, waiting times are not minimised"


def _places(kind: ForumKind) -> Iterator[str]:
    city = kind.city.lower().replace(" ", "-")
    yield from ("", "places:", f"  {city}: {{name: {kind.city}, zone: {kind.zone}}}")
    yield from ("", "venues:", f"  headquarters: {{name: Headquarters, place: {city}}}")
    for hotel in range(1, kind.hotels + 1):
        yield f"  hotel-{hotel}: {{name: Hotel {hotel}, place: {city}}}"
    yield from (
        "",
        "rooms:",
        f"  booth: {{name: Booth, venue: headquarters, count: {kind.booths}, seats: 8, reset: 0 min}}",
    )
    for hotel in range(1, kind.hotels + 1):
        yield f"  salon-{hotel}: {{name: Salon, venue: hotel-{hotel}, count: {4 + kind.booths // 10}, seats: 12}}"
    yield from ("", "travel:")
    for hotel in range(1, kind.hotels + 1):
        yield f"  - {{between: [headquarters, hotel-{hotel}], takes: {10 + 5 * hotel} min}}"
        for other in range(hotel + 1, kind.hotels + 1):
            yield f"  - {{between: [hotel-{hotel}, hotel-{other}], takes: {10 + 5 * (other - hotel)} min}}"
    yield from ("", "formats:", "  bilateral: {length: 30 min}", "", "interpreters:")
    for language, share in LANGUAGES[1:]:
        count = 2 + round(share * kind.booths)
        slower = ", mode: simultaneous" if share > 0.1 else ", mode: consecutive, lengthens: 1.5"
        yield f"  en-{language}: {{languages: [en, {language}], count: {count}{slower}}}"


def _delegations(kind: ForumKind, delegations: Sequence[InventedDelegation], draw: Random) -> Iterator[str]:
    yield from ("", "delegations:")
    yield from (f"  {each.key}: {{name: {each.name}}}" for each in delegations)
    yield from ("", "principals:")
    city = kind.city.lower().replace(" ", "-")
    for each in delegations:
        start = f"{_day(kind, each.arrives[0])} {_clock(each.arrives[1])}"
        end = f"{_day(kind, each.leaves[0])} {_clock(each.leaves[1])}"
        yield f"  {each.key}:"
        yield f"    name: Foreign Minister of {each.name}"
        yield f"    short: {each.name}"
        yield f"    delegation: {each.key}"
        yield f"    languages: [{', '.join(each.languages)}]"
        yield f"    stays: [{{place: {city}, from: {start}, to: {end}}}]"
        if kind.speeches:
            day = each.arrives[0] + _draw_below(each.leaves[0] - each.arrives[0] + 1, draw)
            begins = 11 * 60 + 10 * _draw_below(30, draw)
            yield (
                f"    engagements: [{{kind: address, from: {_day(kind, day)} {_clock(begins)}, "
                f"to: {_clock(begins + 20)}, venue: headquarters}}]"
            )


def _forum(kind: ForumKind, delegations: Sequence[InventedDelegation], draw: Random) -> Iterator[str]:
    """Yield the forum: an opening session for all who are present, and one session a day for some."""
    if kind.days == 1:
        return
    city = kind.city.lower().replace(" ", "-")
    yield from (
        "",
        "forums:",
        "  assembly:",
        f"    name: {kind.title}",
        f"    place: {city}",
        "    venue: headquarters",
    )
    yield f"    dates: {_day(kind, 0)} to {_day(kind, kind.days - 1)}"
    yield f"    attendees: [{', '.join(each.key for each in delegations)}]"
    yield "    sessions:"
    for day in range(kind.days):
        there = [each for each in delegations if _is_present(each, day)]
        some = there if day == 1 else [each for each in there if draw.random() < 0.3]
        if some:
            names = ", ".join(each.key for each in some)
            title = "Opening" if day == 1 else f"Summit {day}"
            yield f"      - title: {title}"
            yield f"        from: {_day(kind, day)} 09:00"
            yield f"        to: {'10:30' if day == 1 else '11:00'}"
            yield f"        attendees: [{names}]"


def _is_present(delegation: InventedDelegation, day: int) -> bool:
    """Whether a delegation is present on a day from 9:00 to 11:00."""
    return delegation.arrives <= (day, 9 * 60) and delegation.leaves >= (day, 11 * 60)


def _meetings(kind: ForumKind, delegations: Sequence[InventedDelegation], requests: int, draw: Random) -> Iterator[str]:
    yield from ("", "meetings:")
    pairs = _pairs(delegations, requests, draw)
    for one, other in pairs:
        words = [f"participants: [{one.key}, {other.key}]", *_request_words(kind, one, other, draw)]
        yield f"  {one.key}-{other.key}: {{{', '.join(words)}}}"


def _pairs(
    delegations: Sequence[InventedDelegation], requests: int, draw: Random
) -> list[tuple[InventedDelegation, InventedDelegation]]:
    """Return a weighted random sample of pairs, without replacement.

    The weight of a pair is the product of the two popularities (Efraimidis and Spirakis, Weighted random sampling
    with a reservoir, 2006).
    """
    keyed = []
    for number, one in enumerate(delegations):
        for other in delegations[number + 1 :]:
            chance = draw.random() ** (1 / (one.popularity * other.popularity))
            keyed.append((chance, one, other))
    keyed.sort(key=lambda item: -item[0])
    return [(one, other) for _, one, other in keyed[:requests]]


def _request_words(kind: ForumKind, one: InventedDelegation, other: InventedDelegation, draw: Random) -> Iterator[str]:
    """Yield the words of one requested meeting: format, length, priority, venue, day."""
    priority = _draw_option(PRIORITY_SHARES, draw)
    where, aside, length = draw.random(), draw.random() < PULL_ASIDE, _draw_option(LENGTHS, draw)
    both_there = max(one.arrives[0], other.arrives[0]), min(one.leaves[0], other.leaves[0])
    day = both_there[0] + _draw_below(both_there[1] - both_there[0] + 1, draw)
    if aside:
        yield "format: pull-aside"
    elif length != 30:
        yield f"length: {length} min"
    if priority != USUAL:
        yield f"priority: {priority}"
    hotel = f"hotel-{min(one, other, key=lambda each: -each.popularity).hotel}"
    if aside or where >= AT_A_HOTEL + EITHER:
        yield "venue: headquarters"
    else:
        yield f"venue: {hotel}" if where < AT_A_HOTEL else f"venue: [headquarters, {hotel}]"
    if kind.days > 1 and draw.random() < ON_A_DAY and priority != "must":
        yield f"windows: {_day(kind, day)}"
