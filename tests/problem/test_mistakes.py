"""What is wrong with a scenario is said all at once, each with its line and what was probably meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.base.issue import InputError
from scheduler.problem.load import examine, load, parse

GOOD = """\
title: Two days
zone: Europe/Moscow
dates: 3-4 Sep 2020
places:
  hill: {name: Hill, zone: Europe/Moscow}
  far: {name: Far, zone: Asia/Kolkata}
venues:
  palace: {name: Palace, place: hill}
rooms:
  salon: {venue: palace, seats: 8}
delegations:
  north: {name: North}
  NO: {name: Norway}
principals:
  ana:
    name: Ana
    delegation: north
    stays:
      - {place: hill, from: 3 Sep 10:00, to: 4 Sep 17:00}
  ben: {name: Ben, delegation: NO, home: hill}
  cem: {name: Cem, delegation: north, home: far}
forums:
  council:
    name: Council
    place: hill
    dates: 3 Sep
    attendees: [ana, ben]
    sessions:
      - {kind: plenary, from: 3 Sep 11:00, to: 12:00}
meetings:
  talks:
    participants: [ana, ben]
    length: 45 min
    windows: 3 Sep 14:00-18:00
  dinner:
    participants: [ana, ben]
    start: 4 Sep 12:00
rules:
  - {rule: precedence, first: talks, then: dinner}
"""


def said(text: str) -> list[str]:
    scenario, issues = parse(text, "s.yaml")
    assert (scenario is None) == bool(issues)
    return [str(issue) for issue in issues]


def test_the_good_scenario_is_good() -> None:
    assert said(GOOD) == []
    scenario, _ = parse(GOOD)
    assert scenario is not None
    assert scenario.principals["ben"].delegation == "NO"


CASES = [
    # unknown names, keys and words
    ("[ana, ben]\n    length", "[ana, benn]\n    length", "s.yaml:32: there is no principal 'benn'. Did you mean 'ben'?"),
    ("    length: 45", "    lenght: 45", "s.yaml:33: 'lenght' is unknown here. Did you mean 'length'?"),
    ("rooms:\n", "romes:\n", "s.yaml:9: 'romes' is unknown here. Did you mean 'rooms'?"),
    ("rule: precedence", "rule: precedense", "s.yaml:39: there is no rule 'precedense'. Did you mean 'precedence'?"),
    ("{rule: precedence, ", "{", "s.yaml:39: the entry does not say which rule it is. "
     "Write 'rule: precedence', or another word of 'scheduler rules'."),
    ("then: dinner", "then: diner", "s.yaml:39: there is no meeting 'diner'. Did you mean 'dinner'?"),
    ("kind: plenary", "kind: plenery", "s.yaml:29: 'plenery' is not a valid 'kind'. Did you mean 'plenary'?"),
    ("title: Two days\n", "", "s.yaml:1: 'title:' is missing. Add it."),
    # duplicate keys
    ("  dinner:\n", "  talks:\n", "s.yaml:35: 'talks' is written twice (first in line 31). "
     "Keep one of the two, or rename the other."),
    # types and units
    ("45 min", "45", "s.yaml:33: '45' has no unit. Write '45 min' or '45 h'."),
    ("45 min", "1:30", "s.yaml:33: '1:30' is not a length. Write it like '45 min' or '1 h 30'."),
    ("seats: 8", "seats: eight", "s.yaml:10: 'seats' is 'eight', not a whole number."),
    ("name: Ben", "name: 7", "s.yaml:20: 'name' is '7', not a text. Put it in quotes: '\"7\"'."),
    ("venues:\n  palace: {name: Palace, place: hill}", "venues: [palace]", "s.yaml:7: 'venues' is a list, not a map ('word: value')."),
    # times
    ("to: 4 Sep 17:00", "to: 3 Sep 09:00", "s.yaml:19: it ends before it begins. Write the earlier time as 'from:'."),
    ("start: 4 Sep 12:00", "start: 4 Sep 12:10", "s.yaml:37: the start is off the grid of 15 minutes. "
     "Write 4 Sep 12:00 or 4 Sep 12:15, or choose a finer 'grid:'."),
    ("start: 4 Sep 12:00", "start: 31 Sep 12:00", "s.yaml:37: there is no day '31 Sep'. September is shorter."),
    ("start: 4 Sep 12:00", "start: Mon 4 Sep 12:00", "s.yaml:37: 4 Sep 2020 is a Friday, not a Mon. Correct the date or the weekday."),
    ("start: 4 Sep 12:00", "start: 4 Sep 12:00 IST", "s.yaml:37: the zone abbreviation 'IST' is ambiguous: "
     "India (Asia/Kolkata), Israel (Asia/Jerusalem) or Ireland (Europe/Dublin). "
     "Write the zone's name, such as Asia/Kolkata, or an offset such as +05:30."),
    ("start: 4 Sep 12:00", "start: 4 Sep 12:00 Europe/Moskow", "s.yaml:37: the zone 'Europe/Moskow' is unknown. Did you mean 'Europe/Moscow'?"),
    ("windows: 3 Sep 14:00-18:00", "windows: 3 Sep 18:00-14:00", "s.yaml:34: the hours '18:00-14:00' end before they begin. "
     "The hours are those of one day; they end at 24:00 at the latest."),
    # contradictions
    ("[ana, ben]\n    length", "[ana, ana]\n    length", "s.yaml:32: 'ana' would meet themself. Name each participant once."),
    ("windows: 3 Sep 14:00-18:00", "windows: 3 Sep 14:00-14:30", "s.yaml:34: it takes at least 45 min, but its longest window is 30 min. "
     "Widen the window, or shorten the meeting."),
    ("windows: 3 Sep 14:00-18:00", "windows: 3 Sep 06:00-09:00", "s.yaml:31: Ana and Ben are never together within its windows (in person). "
     "Check their 'stays:' and the meeting's 'windows:'."),
    ("[ana, ben]\n    length", "[cem, ben]\n    length", "s.yaml:31: Cem and Ben are never together within its windows (in person). "
     "Check their 'stays:' and the meeting's 'windows:'."),
    ("then: dinner}", "then: dinner}\n  - {rule: precedence, first: dinner, then: talks}",
     "s.yaml:40: the precedence goes round in a circle: dinner → talks → dinner. Take one of these rules out."),
    ("then: dinner", "then: talks", "s.yaml:39: 'talks' is to come before itself. Name another meeting."),
    ("    start: 4 Sep 12:00", "    state: confirmed", "s.yaml:37: a confirmed meeting needs a slot. "
     "Write its 'start:' (and 'venue:' or 'room:')."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CASES, ids=range(len(CASES)))
def test_a_mistake_is_named_with_its_line(old: str, new: str, expected: str) -> None:
    assert GOOD.count(old) >= 1
    issues = said(GOOD.replace(old, new, 1))
    assert expected in issues, issues


def test_two_fixed_must_meetings_that_clash() -> None:
    text = GOOD.replace(
        "    length: 45 min\n    windows: 3 Sep 14:00-18:00", "    priority: must\n    start: 4 Sep 12:15", 1
    )
    text = text.replace("    start: 4 Sep 12:00", "    priority: must\n    start: 4 Sep 12:00")
    assert said(text) == [
        "s.yaml:38: 'dinner' and 'talks' are both fixed, and ana cannot be in both. Move one of the two."
    ]


def test_sessions_at_the_same_time_are_named() -> None:
    text = GOOD.replace("to: 12:00}", "to: 12:00}\n      - {kind: retreat, from: 3 Sep 11:30, to: 12:30}", 1)
    assert any("at the same time" in issue for issue in said(text))


@pytest.mark.parametrize(
    ("when", "what"),
    [("28 Mar 01:30", "skipped"), ("24 Oct 01:30", "repeated")],
)
def test_times_that_a_clock_change_skips_or_repeats(when: str, what: str) -> None:
    day = {"28 Mar 01:30": "29 Mar 01:30", "24 Oct 01:30": "25 Oct 01:30"}[when]
    text = GOOD.replace("Europe/Moscow\ndates: 3-4 Sep 2020", "Europe/London\ndates: 1 Mar to 31 Oct 2020", 1)
    issues = said(text.replace("start: 4 Sep 12:00", f"start: {day}"))
    assert any(f"01:30 is {what} by a clock change in Europe/London." in issue for issue in issues), issues


def test_every_mistake_at_once() -> None:
    text = GOOD
    for old, new in (
        ("zone: Asia/Kolkata", "zone: Asia/Calcuta"),
        ("seats: 8", "seats: many"),
        ("home: hill", "home: hil"),
        ("to: 4 Sep 17:00", "to: 3 Sep 09:00"),
        ("to: 12:00}", "to: 10:00}"),
        ("45 min", "45"),
        ("[ana, ben]\n    start", "[ben, ben]\n    start"),
        ("first: talks", "first: talk"),
    ):
        text = text.replace(old, new, 1)
    issues = said(text)
    lines = {int(issue.split(":")[1]) for issue in issues}
    assert {6, 10, 19, 20, 29, 33, 36, 39} <= lines, issues


def test_a_wrong_zone_hides_no_other_mistake() -> None:
    issues = said(GOOD.replace("zone: Europe/Moscow\ndates", "zone: IST\ndates").replace("45 min", "45"))
    assert [int(issue.split(":")[1]) for issue in issues] == [2, 33]
    issues = said(GOOD.replace("3-4 Sep 2020", "3-4 Sept").replace("45 min", "45"))
    assert [int(issue.split(":")[1]) for issue in issues] == [3, 33]


def test_what_follows_a_wrong_entry_of_a_list_keeps_its_line() -> None:
    text = GOOD.replace(
        "  - {rule: precedence, first: talks, then: dinner}",
        "  - {rule: nonsense}\n  - {rule: gap, meetings: [talks, dinner]}",
    )
    issues = said(text)
    assert any(issue.startswith("s.yaml:39: there is no rule 'nonsense'.") for issue in issues)
    assert "s.yaml:40: the gap has no length. Write 'at_least:' or 'at_most:'." in issues


def test_empty_sections_are_empty() -> None:
    text = GOOD.replace("rooms:\n  salon: {venue: palace, seats: 8}\n", "rooms:\n")
    assert said(text) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "the file is empty."),
        (b"# only a comment\n", "the file is empty."),
        (b"- a\n- b\n", "this is not a scenario."),
        (b"just a text", "this is not a scenario."),
        (b"a: [1, 2", "this is not YAML:"),
        (b"a: 1\n\tb: 2", "this is not YAML:"),
        (b"a: 1\n---\nb: 2\n", "this is not YAML:"),
        (b"\xff\xfe\x00", "the file is not UTF-8 text."),
        (b"a: \x00", "this is not YAML:"),
        (b"a: *b", "this is not YAML:"),
        (b"a: &a [*a]", "an alias (*name) that contains itself."),
        (b"a: !!python/object:os.system x", "has no meaning in a scenario."),
        (b"? [a]\n: b", "a key must be a plain word."),
        (b"[" * 100_000, "the text is nested too deeply"),
        (b"- " * 100_000, "the text is nested too deeply"),
        (b"x" * 20_000_001, "the file is far too large for a scenario"),
    ],
    ids=range(16),
)
def test_what_is_no_scenario_is_refused(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(data)
    scenario, issues = examine(path)
    assert scenario is None
    assert any(expected in issue.message for issue in issues), issues
    with pytest.raises(InputError):
        load(path)


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for one, other in zip("abcdefghi", "bcdefghij", strict=True):
        lines.append(f"{other}: &{other} [{', '.join([f'*{one}'] * 10)}]")
    path = tmp_path / "bomb.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    _, issues = examine(path)
    assert any("expand to far too many entries" in issue.message for issue in issues)


def test_a_missing_file_a_folder_and_a_closed_one(tmp_path: Path) -> None:
    (tmp_path / "moscow.yaml").write_text(GOOD, encoding="utf-8")
    assert "Did you mean 'moscow.yaml'?" in str(examine(tmp_path / "moskow.yaml")[1][0])
    assert "this is a folder, not a file." in str(examine(tmp_path)[1][0])
    assert "there is no such file." in str(examine(tmp_path / "none" / "x.yaml")[1][0])
    assert "the file cannot be read" in str(examine("x" * 5000)[1][0])
    os.mkfifo(tmp_path / "unused")


def test_yaml_keeps_times_and_norway() -> None:
    from scheduler.scenario.source import read

    data = read("a: 19:00\nb: NO\nc: 2020-09-03\nd: 0x10\ne: 1e3\nf: ~\ng: true\nh: '7'\ni: on\n", "x").data
    assert data == {
        "a": "19:00", "b": "NO", "c": "2020-09-03", "d": 16, "e": 1000.0, "f": None, "g": True, "h": "7", "i": "on",
    }  # fmt: skip


JUNK = st.sampled_from(
    [None, 7, -1, 1.5, True, "", "x", "3 Sep", "25:99", [], {}, ["ana"], {"a": 1}, "\u202eevil", "[b]"]
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Draw the Moscow scenario with some of its nodes replaced, taken out or repeated."""
    data = yaml.safe_load(Path("scenarios/moscow-2020-09.yaml").read_text(encoding="utf-8"))
    for _ in range(draw(st.integers(1, 4))):
        node = data
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(node[key], dict | list) and node[key] and draw(st.integers(0, 4)):
                node = node[key]
                continue
            if draw(st.booleans()):
                node[key] = draw(JUNK)
            else:
                del node[key]
            break
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_whatever_is_damaged_is_a_scenario_or_has_issues(text: str) -> None:
    scenario, issues = parse(text, "s.yaml")
    assert scenario is not None or issues
    for issue in issues:
        assert 1 <= issue.line <= text.count("\n") + 1
        assert issue.message.endswith((".", ")."))
        for word in ("pydantic", "Traceback", "NoneType", "Input should", "dict", "ctx"):
            assert word not in issue.message + issue.hint


def test_a_stay_that_cannot_be_read_makes_nobody_absent() -> None:
    """What is wrong with the stay is said, and nothing that would only follow from not knowing it."""
    text = GOOD.replace("to: 4 Sep 17:00}", "to: 4 Sep 17:61}")
    assert text != GOOD
    assert len(said(text)) == 1
    assert "there is no time" in said(text)[0]
