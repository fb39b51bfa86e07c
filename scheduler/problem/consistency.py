"""Consistency of the whole scenario, checked before solving: contradictions between entries that are each valid.

`_CHECKS` lists every check; each looks for one kind of contradiction and yields its issues. `notices` are warnings
that do not stop anything.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.problem import meeting_consistency, principal_consistency
from scheduler.problem.uncertainty.consistency import implausible, unlikely
from scheduler.scenario.facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.base.issue import Issue
    from scheduler.scenario.facts import Facts
    from scheduler.scenario.models import Scenario
    from scheduler.scenario.rule_entries import RuleEntry


def inconsistencies(scenario: Scenario) -> list[Issue]:
    """Return an issue for every contradiction between the entries of a scenario."""
    facts = facts_of(scenario)
    return [issue for check in _CHECKS for issue in check(facts)]


def notices(scenario: Scenario) -> list[Issue]:
    """Return the notices of a scenario: warnings that do not stop anything."""
    facts = facts_of(scenario)
    return [issue for check in _NOTICES for issue in check(facts)]


def _rules_make_sense(facts: Facts) -> Iterator[Issue]:
    for index, rule in enumerate(facts.scenario.rules):
        for field, message, hint in rule.mistakes():
            yield facts.issue(("rules", index, field), message, hint)


def _rules_do_not_contradict_each_other(facts: Facts) -> Iterator[Issue]:
    alike: dict[type[RuleEntry], list[tuple[int, RuleEntry]]] = {}
    for index, rule in enumerate(facts.scenario.rules):
        alike.setdefault(type(rule), []).append((index, rule))
    for kind, entries in alike.items():
        for index, message, hint in kind.contradictions(entries):
            yield facts.issue(("rules", index), message, hint)


def _sessions_are_known(facts: Facts) -> Iterator[Issue]:
    for key, forum in facts.scenario.forums.items():
        if not forum.sessions:
            message = (
                f"no sessions of {forum.short or forum.name} are known yet; meetings on its dates may have to move."
            )
            yield facts.issue(("forums", key), message, "Add 'sessions:' once they are.", notice=True)


def _ways_are_written(facts: Facts) -> Iterator[Issue]:
    """If some travel times are written, a missing one may have been forgotten: it counts as zero."""
    s = facts.scenario
    pairs = [
        f"{one}–{other}"
        for one, other in combinations(s.venues, 2)
        if s.venues[one].place == s.venues[other].place and frozenset({one, other}) not in facts.ways
    ]
    if s.travel and pairs:
        shown = ", ".join(pairs[:6]) + (f" and {len(pairs) - 6} more" if len(pairs) > 6 else "")
        message = f"the travel time between some venues is not written and counts as zero: {shown}."
        yield facts.issue(("travel",), message, "Add it under 'travel:' if it is not zero.", notice=True)


_CHECKS = (
    principal_consistency.spans_end_after_they_begin,
    meeting_consistency.people_meet_others,
    principal_consistency.stays_do_not_overlap,
    principal_consistency.forums_are_complete,
    principal_consistency.attendees_are_there,
    principal_consistency.commitments_do_not_clash,
    principal_consistency.rest_is_possible,
    meeting_consistency.starts_are_right,
    meeting_consistency.fixed_meetings_do_not_clash,
    meeting_consistency.requests_can_be_held,
    meeting_consistency.interpreters_are_there,
    meeting_consistency.some_venue_is_open,
    meeting_consistency.rooms_fit,
    _rules_make_sense,
    _rules_do_not_contradict_each_other,
    principal_consistency.deputies_are_others,
    implausible,
)
_NOTICES = (
    meeting_consistency.ranks_match,
    _sessions_are_known,
    _ways_are_written,
    unlikely,
)
