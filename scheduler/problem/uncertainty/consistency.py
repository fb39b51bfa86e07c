"""Inconsistencies among the uncertain entries of a scenario, beyond mistakes in a single entry."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scheduler.base.percent import say_share
from scheduler.problem.uncertainty.entries import Probabilities, stay_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.base.issue import Issue
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.models import Forum, Session, Stay
    from scheduler.scenario.source import Path
    from scheduler.scenario.uncertainty import Doubtful

LINKED = 12
"""The most events that may be linked by `if:`, or affect one entry; more have too many combinations."""


def implausible(facts: Facts) -> Iterator[Issue]:
    """Yield what cannot be meant."""
    yield from _words_are_in_order(facts)
    for path, entry in _with_alternatives(facts):
        yield from _ways_add_up(facts, path, entry)
        yield from _hangs_on_few(facts, path, entry)
        yield from _times_make_sense(facts, path, entry)
    yield from _overruns_take_time(facts)
    yield from _events_have_no_circle(facts)


def unlikely(facts: Facts) -> Iterator[Issue]:
    """Yield what is worth a look and stops nothing."""
    used = {entry.when for _, entry in _doubtful(facts)} | {event.given for event in facts.scenario.events.values()}
    for key in facts.scenario.events:
        if key not in used:
            hint = "Write 'when:' with it where something does."
            yield facts.issue(("events", key), f"nothing hangs on the event '{key}'.", hint, notice=True)
    yield from _who_comes_attends(facts)


def _with_alternatives(facts: Facts) -> Iterator[tuple[Path, Stay | Forum | Session]]:
    for key, principal in facts.scenario.principals.items():
        for number, stay in enumerate(principal.stays):
            yield ("principals", key, "stays", number), stay
    for key, forum in facts.scenario.forums.items():
        yield ("forums", key), forum
        for number, session in enumerate(forum.sessions):
            yield ("forums", key, "sessions", number), session


def _doubtful(facts: Facts) -> Iterator[tuple[Path, Doubtful]]:
    """Yield every entry that may carry a certainty."""
    for path, entry in _with_alternatives(facts):
        yield path, entry
        for number, other in enumerate(entry.alternatives):
            yield (*path, "or", number), other
    for key, forum in facts.scenario.forums.items():
        for number, attendee in enumerate(forum.attendees):
            yield ("forums", key, "attendees", number), attendee
    for path, overrun in _overruns(facts):
        yield path, overrun


def _overruns(facts: Facts) -> Iterator[tuple[Path, Doubtful]]:
    for forum, number, session in facts.sessions:
        if session.overruns is not None:
            yield ("forums", forum, "sessions", number, "overruns"), session.overruns
    for key, meeting in facts.scenario.meetings.items():
        if meeting.overruns is not None:
            yield ("meetings", key, "overruns"), meeting.overruns


def _words_are_in_order(facts: Facts) -> Iterator[Issue]:
    chances = Probabilities(facts.scenario)
    if not facts.scenario.certainties:
        return
    meant = [chances.of(word) for word in ("confirmed", "likely", "tentative", "unlikely")]
    if meant != sorted(meant, reverse=True):
        said = ", ".join(f"{word} {say_share(chance)}" for word, chance in zip(_WORDS, meant, strict=True))
        message = f"the words for certainty are not in order: {said}."
        yield facts.issue(("certainties",), message, "Likely is at least as sure as tentative, that as unlikely.")


_WORDS = ("confirmed", "likely", "tentative", "unlikely")


def _ways_add_up(facts: Facts, path: Path, entry: Stay | Forum | Session) -> Iterator[Issue]:
    chances = Probabilities(facts.scenario)
    own = [each for each in (entry, *entry.alternatives) if each.when is None and each.certainty is not None]
    total = sum((chances.of(each.certainty) for each in own), Fraction(0))
    if total > 1:
        said = " + ".join(say_share(chances.of(each.certainty)) for each in own)
        what = "it and its alternatives" if entry.certainty is not None else "its alternatives"
        hint = "Together they are 100 % at most; what is left is that it does not come about."
        at = (*path, "certainty") if entry.certainty is not None else (*path, "or")
        yield facts.issue(at, f"{what} add up to {said} = {say_share(total)}.", hint)


def _hangs_on_few(facts: Facts, path: Path, entry: Stay | Forum | Session) -> Iterator[Issue]:
    events = {each.when for each in (entry, *entry.alternatives) if each.when is not None}
    if len(events) > LINKED:
        message = f"it hangs on {len(events)} events; {LINKED} are the most."
        yield facts.issue(path, message, "Let several alternatives hang on one event, or give them certainties.")


def _times_make_sense(facts: Facts, path: Path, entry: Stay | Forum | Session) -> Iterator[Issue]:
    for number, other in enumerate(entry.alternatives):
        start, end = (getattr(other, word, None) or getattr(entry, word, None) for word in ("start", "end"))
        here = (*path, "or", number)
        if start is not None and end is not None and end <= start:
            message = f"it would be from {facts.names.moment(start)} to {facts.names.moment(end)}."
            yield facts.issue(here, message, "Write both 'from:' and 'to:' where one alone is too late or too early.")
        if getattr(other, "moves_by", 1) == 0:
            yield facts.issue(here, "the forum would not move.", "Write 'moves_by: 1 day' or 'moves_by: -1 day'.")


def _overruns_take_time(facts: Facts) -> Iterator[Issue]:
    for path, overrun in _overruns(facts):
        if not 0 < getattr(overrun, "by", 1) <= 24 * 60:
            message = "an overrun takes some minutes, and a day at most."
            yield facts.issue((*path, "by"), message, "Write 'by: 20 min'.")


def _events_have_no_circle(facts: Facts) -> Iterator[Issue]:
    events = facts.scenario.events
    size: dict[str, int] = {}
    for key in events:
        chain, at = [key], events[key].given
        while at is not None and at in events and at not in chain:
            chain.append(at)
            at = events[at].given
        if at == key:
            said = " → ".join([*chain, key])
            yield facts.issue(("events", key, "if"), f"the event depends on itself: {said}.", "Take one 'if:' out.")
        size[chain[-1]] = size.get(chain[-1], 0) + 1
    for key, linked in size.items():
        if linked > LINKED:
            message = f"{linked} events depend on '{key}', directly or not; {LINKED} are the most."
            yield facts.issue(("events", key), message, "Let several entries hang on one event.")


def _who_comes_attends(facts: Facts) -> Iterator[Issue]:
    chances, s = Probabilities(facts.scenario), facts.scenario
    for key, forum in s.forums.items():
        for number, attendee in enumerate(forum.attendees):
            stay = stay_for(facts, attendee.principal, forum)
            written = s.principals[attendee.principal].stays[stay] if stay is not None else None
            if written is None or attendee.certainty is None or written.certainty is None or written.alternatives:
                continue
            coming, there = chances.of(written.certainty), chances.of(attendee.certainty)
            if there > coming:
                who = facts.names.principal(attendee.principal)
                message = f"{who} attends with {say_share(there)}, and comes with {say_share(coming)} only."
                hint = "The lower one counts; write the same at both, or leave one out."
                yield facts.issue(("forums", key, "attendees", number), message, hint, notice=True)
