"""Every mistake in what is uncertain, by the sentence that an officer reads."""

from __future__ import annotations

import pytest

from scheduler.problem.consistency import notices
from tests.rules.tiny import issues_of, scenario_of

STAY = "principals: {{ana: {{home: null, stays: [{{place: hill, from: 3 Sep 08:00, to: 4 Sep 20:00, {}}}]}}}}"


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        (STAY.format("certainty: 1.3"), "'1.3' is not between 0 and 1. Write a probability such as 0.7 or 70 %."),
        (STAY.format("certainty: 130 %"), "'130 %' is not between 0 and 1. Write a probability such as 0.7 or 70 %."),
        (STAY.format("certainty: lykely"), "'lykely' is not a certainty. Did you mean 'likely'?"),
        (
            STAY.format("certainty: [1]"),
            "'[1]' is not a certainty. Write 'confirmed', 'likely', 'tentative', 'unlikely', or a probability such as 0.7.",
        ),
        (
            STAY.format("certainty: 0.8, or: [{from: 3 Sep 12:00, certainty: 0.3}]"),
            "it and its alternatives add up to 80 % + 30 % = 110 %. Together they are 100 % at most; what is left is "
            "that it does not come about.",
        ),
        (
            STAY.format("or: [{from: 3 Sep 12:00, certainty: 0.8}, {from: 3 Sep 13:00, certainty: likely}]"),
            "its alternatives add up to 80 % + 80 % = 160 %. Together they are 100 % at most; what is left is that it "
            "does not come about.",
        ),
        (
            STAY.format("or: [{from: 3 Sep 12:00}]"),
            "it does not say how likely it is. Write 'certainty: 0.3', or 'when:' with an event.",
        ),
        (STAY.format("or: [{certainty: 0.3}]"), "an alternative needs other times. Write 'from:', 'to:' or both."),
        (
            STAY.format("or: [{from: 5 Sep 12:00, certainty: 0.3}]"),
            "it would be from 5 Sep 12:00 to 4 Sep 20:00. Write both 'from:' and 'to:' where one alone is too late or "
            "too early.",
        ),
        (
            "events: {fog: {certainty: 0.1}}\n" + STAY.format("certainty: 0.8, when: fog"),
            "it has both a 'certainty:' and a 'when:'. Write one: the event has a certainty.",
        ),
        (
            "events: {fog: {certainty: 0.1}}\n" + STAY.format("when: fogg"),
            "there is no event 'fogg'. Did you mean 'fog'?",
        ),
        (
            "events: {"
            + ", ".join(f"e{n}: {{certainty: 0.1}}" for n in range(13))
            + "}\n"
            + STAY.format("or: [" + ", ".join(f"{{from: 3 Sep 12:00, when: e{n}}}" for n in range(13)) + "]"),
            "it hangs on 13 events; 12 are the most. Let several alternatives hang on one event, or give them certainties.",
        ),
        ("certainties: {foo: 0.3}", "'foo' is unknown here. One of: likely, tentative, unlikely."),
        (STAY.format("follows: council"), "there is no forum 'council'. The forums of this file: none."),
        (
            "events: {one: {certainty: 0.1, if: two}, two: {certainty: 0.1, if: one}}",
            "the event depends on itself: one → two → one. Take one 'if:' out.",
        ),
        (
            "events: {one: {certainty: 0.1, otherwise: 0.2}}",
            "'otherwise:' needs 'if:'. Name the event on which it depends.",
        ),
        (
            "certainties: {likely: 0.3}",
            "the words for certainty are not in order: confirmed 100 %, likely 30 %, tentative 50 %, unlikely 20 %. Likely "
            "is at least as sure as tentative, that as unlikely.",
        ),
        (
            "meetings: {talks: {overruns: {by: 0 min, certainty: 0.5}}}",
            "an overrun takes some minutes, and a day at most. Write 'by: 20 min'.",
        ),
        (
            "forums: {council: {name: C, mode: video, dates: 3 Sep, or: [{moves_by: 0 days, certainty: 0.5}]}}",
            "the forum would not move. Write 'moves_by: 1 day' or 'moves_by: -1 day'.",
        ),
        (
            "forums: {council: {name: C, mode: video, dates: 3 Sep, or: [{moves_by: soon, certainty: 0.5}]}}",
            "this is not a number of days. Write 'moves_by: 1 day' or 'moves_by: -1 day'.",
        ),
        (
            "events:\n"
            + "\n".join(f"  e{n}: {{certainty: 0.5, if: e0}}" for n in range(1, 13))
            + "\n  e0: {certainty: 0.5}",
            "13 events depend on 'e0', directly or not; 12 are the most. Let several entries hang on one event.",
        ),
    ],
)
def test_mistakes(fragment: str, said: str) -> None:
    assert said in issues_of(fragment)


FORUM = """
principals:
  ana: {home: null, stays: [{place: hill, from: 3 Sep 08:00, to: 3 Sep 20:00, certainty: 0.4}]}
forums:
  council:
    name: Council
    place: hill
    dates: 3 Sep
    attendees: [{principal: ana, certainty: 0.8}, {principal: ben}]
    sessions: [{from: 3 Sep 10:00, to: 12:00}]
"""


def test_notices() -> None:
    fragment = "events: {fog: {certainty: 0.1}}\n" + FORUM
    found = [issue.message for issue in notices(scenario_of(fragment))]
    assert "nothing hangs on the event 'fog'." in found
    assert "Ana attends with 80 %, and comes with 40 % only." in found
