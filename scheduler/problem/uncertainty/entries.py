"""What is uncertain, part one: the entries of a scenario that may turn out differently than written.

Each has a few possible outcomes, either with a probability or tied to a named event; docs/uncertainty.md defines the
words. Probabilities are fractions, so that sums and products are exact.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from scheduler.base.times import on_clock, say_dates, say_length
from scheduler.base.value import value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import tzinfo

    from scheduler.scenario.facts import Facts
    from scheduler.scenario.models import Attendee, Forum, Scenario, Stay
    from scheduler.scenario.source import Path
    from scheduler.scenario.uncertainty import Alternative, Doubtful, Overrun

CHANCES = {"confirmed": Fraction(1), "likely": Fraction(4, 5), "tentative": Fraction(1, 2), "unlikely": Fraction(1, 5)}
"""The probabilities of the words, unless a scenario defines them otherwise."""
GONE = -1
"""The number of the outcome that an entry falls away; 0 is as written, the others are its alternatives."""


class Probabilities:
    """The probabilities that certainties mean in a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.words: dict[str, Fraction] = {word: exact(meant) for word, meant in scenario.certainties.items()}

    def of(self, certainty: str | float | None) -> Fraction:
        """Return the probability of a certainty; 1 if none is written."""
        if certainty is None:
            return Fraction(1)
        known = self.words.get(certainty) if isinstance(certainty, str) else None
        return exact(certainty) if known is None else known


def exact(certainty: str | float) -> Fraction:
    """Return a certainty as an exact fraction, with the usual meaning of the words."""
    return CHANCES[certainty] if isinstance(certainty, str) else Fraction(str(certainty))


class NamedEvents:
    """The named events of a scenario, and their joint distribution."""

    def __init__(self, scenario: Scenario, chances: Probabilities) -> None:
        self.events, self.chances = scenario.events, chances

    def groups(self) -> list[tuple[str, ...]]:
        """Return the groups of events that are linked by `if:`, each in the order of the file."""
        roots = {key: self._root(key) for key in self.events}
        return [tuple(key for key in self.events if roots[key] == root) for root in dict.fromkeys(roots.values())]

    def _root(self, key: str) -> str:
        # A circle is a mistake, which is reported; here it must only come to an end.
        for _ in self.events:
            given = self.events[key].given
            if given is None or given not in self.events:
                break
            key = given
        return key

    def of(self, keys: Sequence[str]) -> list[tuple[frozenset[str], Fraction]]:
        """Return the joint distribution of some events and of those on which they depend, as the sets that happen."""
        joint = [(frozenset[str](), Fraction(1))]
        for key in self._in_order(keys):
            event = self.events[key]
            after = []
            for happens, chance in joint:
                certainty = event.certainty if event.given is None or event.given in happens else event.otherwise
                share = Fraction(0) if certainty is None else self.chances.of(certainty)
                after += [(happens | {key}, chance * share), (happens, chance * (1 - share))]
            joint = [(happens, chance) for happens, chance in after if chance]
        return joint

    def _in_order(self, keys: Sequence[str]) -> list[str]:
        """Return the events in topological order: each after those on which it depends."""
        found: dict[str, None] = {}
        for key in keys:
            chain: list[str] = []
            at: str | None = key
            while at is not None and at not in chain and at in self.events:
                chain.append(at)
                at = self.events[at].given
            found |= dict.fromkeys(reversed(chain))
        return list(found)


@value
class Way:
    """One possible outcome of an entry: with a probability, or tied to a named event."""

    number: int
    says: str
    chance: Fraction | None = None
    when: str | None = None


@value
class UncertainEntry:
    """An entry that may turn out differently than written."""

    path: Path
    ways: tuple[Way, ...]
    """As written first."""
    gone: str
    """The sentence for the case that it falls away."""
    concerns: frozenset[str] = frozenset()
    """The principals whose days it changes."""

    @property
    def own(self) -> tuple[tuple[Way, Fraction], ...]:
        """The outcomes that are independent of named events, with their probabilities; the remainder is `GONE`."""
        drawn = [(way, way.chance) for way in self.ways if way.chance is not None]
        others = sum((chance for way, chance in drawn if way.number), Fraction(0))
        if self.ways[0].when is not None:
            # As written it is if the event happens, and then nothing that is drawn takes its place.
            drawn = [(self.ways[0], 1 - others), *drawn]
        left = 1 - sum((chance for _, chance in drawn), Fraction(0))
        drawn += [(Way(GONE, self.gone), left)] if left else []
        return tuple((way, chance) for way, chance in drawn if chance)

    @property
    def events(self) -> tuple[str, ...]:
        """The named events on which it depends."""
        return tuple(dict.fromkeys(way.when for way in self.ways if way.when is not None))

    def turns_out(self, happens: frozenset[str], drawn: Way) -> Way:
        """Return its outcome, given the named events that happen and the outcome that was drawn."""
        for way in self.ways[1:]:
            if way.when in happens:
                return way
        as_written = self.ways[0]
        if as_written.when is not None and as_written.when not in happens:
            return Way(GONE, self.gone)
        return drawn


def uncertain_entries_of(facts: Facts) -> list[UncertainEntry]:
    """Return the uncertain entries of a scenario, in the order of the file."""
    return list(_Reader(facts).all())


def stay_for(facts: Facts, principal: str, forum: Forum) -> int | None:
    """Return the number of the stay with which a principal attends a forum in person; None for hosts and by video."""
    if forum.mode != "in person":
        return None
    start, end = facts.forum_days(forum)
    for number, stay in enumerate(facts.scenario.principals[principal].stays):
        if stay.place == forum.place and stay.start < end and start < stay.end:
            return number
    return None


def later(moment: datetime, days: int, zone: tzinfo) -> datetime:
    """Return the same local time some days later, whatever daylight saving does in between."""
    local = moment.astimezone(zone)
    return on_clock(local.date() + timedelta(days=days), 60 * local.hour + local.minute, zone)


class _Reader:
    """Finds the uncertain entries of a scenario, and puts each possible outcome into words."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.scenario = facts, facts.scenario
        self.chances = Probabilities(facts.scenario)

    def all(self) -> Iterator[UncertainEntry]:
        for key, principal in self.scenario.principals.items():
            for number in range(len(principal.stays)):
                yield from self._stay(key, number)
        for key, forum in self.scenario.forums.items():
            yield from self._forum(key, forum)
            for number, attendee in enumerate(forum.attendees):
                yield from self._attendance(key, forum, number, attendee)
            for number in range(len(forum.sessions)):
                yield from self._session(key, number)
        for key, meeting in self.scenario.meetings.items():
            if meeting.overruns is not None and meeting.planned:
                title = self.facts.names.meeting(key)
                yield from self._overrun(("meetings", key, "overruns"), title, meeting.overruns, frozenset())

    def _ways(self, entry: Doubtful, subject: str, alternatives: Sequence[tuple[Alternative, str]]) -> Iterator[Way]:
        """Yield the possible outcomes of an entry: as written, and each alternative."""
        others = [Way(n + 1, says, self._chance(each), each.when) for n, (each, says) in enumerate(alternatives)]
        left = 1 - sum((way.chance or Fraction(0) for way in others), Fraction(0))
        chance = left if entry.certainty is None else self.chances.of(entry.certainty)
        yield Way(0, subject, None if entry.when else chance, entry.when)
        yield from others

    def _chance(self, entry: Doubtful) -> Fraction | None:
        return None if entry.when else self.chances.of(entry.certainty)

    @staticmethod
    def _if_in_doubt(doubt: UncertainEntry) -> Iterator[UncertainEntry]:
        if doubt.events or len(doubt.own) > 1 or doubt.own[0][0].number:
            yield doubt

    # Stays, and who attends.

    def _stay(self, key: str, number: int) -> Iterator[UncertainEntry]:
        stay, names = self.scenario.principals[key].stays[number], self.facts.names
        who, where = names.principal(key), names.of("places", stay.place)
        again = sum(other.place == stay.place for other in self.scenario.principals[key].stays) > 1
        dates = f" ({names.span(stay.start, stay.end)})" if again else ""
        others = [(other, self._other_stay(who, where, stay, other.start, other.end)) for other in stay.alternatives]
        entry: Doubtful = stay
        if stay.certainty is None and stay.when is None and not stay.alternatives:
            entry = self._implied(key, number) or stay
        ways = tuple(self._ways(entry, f"{who} comes to {where}{dates}", others))
        path = ("principals", key, "stays", number)
        yield from self._if_in_doubt(
            UncertainEntry(path, ways, f"{who} does not come to {where}{dates}", frozenset({key}))
        )

    def _other_stay(self, who: str, where: str, stay: Stay, start: datetime | None, end: datetime | None) -> str:
        names = self.facts.names
        if start is not None and end is not None:
            return f"{who} is in {where} {names.span(start, end)}"
        if start is not None:
            return f"{who} comes to {where} {_apart(stay.start, start)} ({names.moment(start)})"
        at = end or stay.end
        return f"{who} leaves {where} {_apart(stay.end, at)} ({names.moment(at)})"

    def _implied(self, key: str, number: int) -> Attendee | None:
        """Return the most certain attendance that implies a stay; None if one is certain, or there is none."""
        found = [
            attendee
            for forum in self.scenario.forums.values()
            for attendee in forum.attendees
            if attendee.principal == key and stay_for(self.facts, key, forum) == number
        ]
        if not found or any(each.certainty is None and each.when is None for each in found):
            return None
        if len(found) > 1 and any(each.when for each in found):
            return None
        return max(found, key=lambda each: self._chance(each) or 0)

    def _attendance(self, key: str, forum: Forum, number: int, attendee: Attendee) -> Iterator[UncertainEntry]:
        """Yield whether somebody attends, given that they come: a conditional probability."""
        if attendee.certainty is None and attendee.when is None:
            return
        names, who = self.facts.names, attendee.principal
        stay = stay_for(self.facts, who, forum)
        path = ("forums", key, "attendees", number)
        subject = f"{names.principal(who)} attends {names.of('forums', key)}"
        ways: tuple[Way, ...] = tuple(self._ways(attendee, subject, []))
        if stay is not None:
            written = self.scenario.principals[who].stays[stay]
            own = written.certainty is not None or written.when is not None or bool(written.alternatives)
            implied = None if own else self._implied(who, stay)
            if implied is attendee:
                return
            coming = self._coming(who, stay) if ways[0].chance is not None else None
            if coming and ways[0].chance is not None:
                ways = (replace(ways[0], chance=min(Fraction(1), ways[0].chance / coming)),)
        gone = f"{names.principal(who)} does not attend {names.of('forums', key)}"
        yield from self._if_in_doubt(UncertainEntry(path, ways, gone, frozenset({who})))

    def _coming(self, key: str, number: int) -> Fraction:
        """Return the probability that a stay takes place, at whatever times."""
        doubt = next(self._stay(key, number), None)
        if doubt is None:
            return Fraction(1)
        joint = NamedEvents(self.scenario, self.chances)
        return sum(
            (
                chance * share
                for happens, chance in joint.of(doubt.events)
                for drawn, share in doubt.own
                if doubt.turns_out(happens, drawn).number != GONE
            ),
            Fraction(0),
        )

    # Forums, sessions and overruns.

    def _forum(self, key: str, forum: Forum) -> Iterator[UncertainEntry]:
        name = self.facts.names.of("forums", key)
        others = []
        for other in forum.alternatives:
            days = abs(other.moves_by)
            side = "later" if other.moves_by > 0 else "earlier"
            dates = f", within {say_dates(*other.dates)}" if other.dates else ""
            others.append((other, f"{name} is {'a day' if days == 1 else f'{days} days'} {side}{dates}"))
        ways = tuple(self._ways(forum, f"{name} is held as written ({say_dates(*forum.dates)})", others))
        attendees = {a for s in (None, *forum.sessions) for a in self.facts.attendees(forum, s)}
        follow = {
            key_
            for key_, principal in self.scenario.principals.items()
            if key in {*(stay.follows for stay in principal.stays), *(e.follows for e in principal.engagements)}
        }
        concerns = frozenset(attendees | follow)
        yield from self._if_in_doubt(
            UncertainEntry(("forums", key), ways, f"{name} is not held on its dates", concerns)
        )

    def _session(self, key: str, number: int) -> Iterator[UncertainEntry]:
        forum, names = self.scenario.forums[key], self.facts.names
        session, title = forum.sessions[number], self.facts.session_title(key, number)
        others = [
            (other, f"{title} is at {names.span(other.start or session.start, other.end or session.end)}")
            for other in session.alternatives
        ]
        concerns, path = frozenset(self.facts.attendees(forum, session)), ("forums", key, "sessions", number)
        ways = tuple(self._ways(session, f"{title} is held as written", others))
        yield from self._if_in_doubt(UncertainEntry(path, ways, f"{title} falls away", concerns))
        if session.overruns is not None:
            yield from self._overrun((*path, "overruns"), title, session.overruns, concerns)

    def _overrun(self, path: Path, title: str, overrun: Overrun, concerns: frozenset[str]) -> Iterator[UncertainEntry]:
        late = f"{title} runs over by {say_length(overrun.by)}"
        chance = self._chance(overrun)
        in_time = Way(0, f"{title} ends in time", Fraction(1) if chance is None else 1 - chance)
        doubt = UncertainEntry(path, (in_time, Way(1, late, chance, overrun.when)), late, concerns)
        yield from self._if_in_doubt(doubt)


def _apart(written: datetime, instead: datetime) -> str:
    minutes = int((instead - written).total_seconds() // 60)
    return f"{say_length(abs(minutes))} {'later' if minutes > 0 else 'earlier'}"
