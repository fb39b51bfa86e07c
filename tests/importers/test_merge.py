"""Importing again: what is new, changed, gone and in conflict, with every comment and every word of the officer's kept."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.importers.merge import merge_entries, without_steps
from scheduler.importers.provenance import is_unchanged, mark_of, provenance, renewed_source, source_text
from scheduler.importers.result import ImportedEntry
from scheduler.problem.load import load, parse
from scheduler.scenario.edit import Edit, NotEditableError, TextBlock, edit_text
from tests.foreign import SCENARIO, calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

ROWS = "Who;Minutes;Priority\nana, ben;30;high\nben, cem;20;\n"


@pytest.fixture
def hill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the scenario in it."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "hill.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def put(rows: str, name: str = "r.csv") -> None:
    Path(name).write_text(rows, encoding="utf-8")


def event(uid: str, start: str, title: str = "Budget", more: str = "") -> str:
    hour = int(start[9:11])
    return f"UID:{uid}\nSUMMARY:{title}\nDTSTART:{start}00Z\nDTEND:{start[:9]}{hour + 1:02d}{start[11:13]}00Z{more}"


def kinds(ran: Ran) -> dict[str, list[str]]:
    """Return the keys (or rows) of the steps of each kind."""
    found: dict[str, list[str]] = {}
    for step in json.loads(ran.out)["steps"]:
        found.setdefault(step["kind"], []).append(str(step["key"]))
    return found


def said(ran: Ran) -> str:
    """Return what a command printed, as one line without the lines of its tables."""
    return " ".join(re.sub("[│╭╮╰╯─├┤┬┴┼]+", " ", ran.out).split())


def kept_lines(before: str, after: str) -> bool:
    """Whether every line of a text is in another, in its order."""
    lines = iter(after.splitlines())
    return all(line in lines for line in before.splitlines())


def test_what_is_new_is_written_and_every_other_line_stays(scheduler: Callable[..., Ran], hill: Path) -> None:
    put(ROWS)
    ran = scheduler("import", "r.csv", "--into", "hill.yaml")
    after = hill.read_text(encoding="utf-8")
    assert ran.code == 0
    assert kept_lines(SCENARIO, after)
    assert after.endswith("# the end\n")
    mark = mark_of({"participants": ["ana", "ben"], "length": "30 min", "priority": "high"})
    assert (
        "    priority: must        # as the minister said\n"
        "  ana-ben:\n"
        "    participants: [ana, ben]\n"
        "    length: 30 min\n"
        "    priority: high\n"
        f'    source: "r.csv, line 2 [{mark}]"\n'
    ) in after
    assert list(load(hill).meetings) == ["ana-cem", "ana-ben", "ben-cem"]


def test_a_dry_run_shows_the_lines_and_writes_nothing(scheduler: Callable[..., Ran], hill: Path) -> None:
    put(ROWS)
    dry = scheduler("import", "r.csv", "--into", "hill.yaml", "--dry-run")
    assert hill.read_text(encoding="utf-8") == SCENARIO
    assert dry.out == scheduler("import", "r.csv", "--into", "hill.yaml").out
    assert "+    participants: [ana, ben]" in dry.out


def test_importing_twice_changes_nothing(scheduler: Callable[..., Ran], hill: Path) -> None:
    put(ROWS)
    scheduler("import", "r.csv", "--into", "hill.yaml")
    once = hill.read_text(encoding="utf-8")
    again = scheduler("import", "r.csv", "--into", "hill.yaml")
    assert hill.read_text(encoding="utf-8") == once
    assert (again.code, again.err) == (0, "Nothing changes: the file is up to date.\n")
    assert "r.csv: 2 as before." in again.out


def test_new_changed_moved_and_gone_rows(scheduler: Callable[..., Ran], hill: Path) -> None:
    put("Who;Minutes;Priority\nana, ben;30;high\nben, cem;20;\nana, cem, ben;40;low\n")
    scheduler("import", "r.csv", "--into", "hill.yaml")
    put("Who;Minutes;Priority\nana, dora-kaya;15;low\nana, ben;30;high\nben, cem;25;low\n")
    hill.write_text(hill.read_text(encoding="utf-8").replace("home: far}", "home: hill}"), encoding="utf-8")
    before = hill.read_text(encoding="utf-8")
    ran = scheduler("import", "r.csv", "--into", "hill.yaml", "--json")
    assert kinds(ran) == {
        "new": ["ana-dora-kaya"], "same": ["ana-ben"], "changed": ["ben-cem"], "gone": ["ana-cem-ben"],
    }  # fmt: skip
    data = json.loads(ran.out)
    assert data["written"] is True
    assert next(step["words"] for step in data["steps"] if step["kind"] == "changed") == ["length", "priority"]
    meetings = load(hill).meetings
    assert meetings["ben-cem"].priority == "low"
    assert "ana-cem-ben" in meetings
    # The row that only moved has its new place in its source, and nothing else has changed.
    changed = {line for line in data["changes"].splitlines() if line.startswith("-") and "---" not in line}
    assert all("length" in line or "source" in line for line in changed)
    assert len(before.splitlines()) < len(hill.read_text(encoding="utf-8").splitlines())


def test_what_is_gone_is_taken_out_only_when_asked_and_untouched(scheduler: Callable[..., Ran], hill: Path) -> None:
    put("Who;Minutes\nana, ben;30\nben, cem;20\nana, cem, ben;40\n")
    scheduler("import", "r.csv", "--into", "hill.yaml")
    text = hill.read_text(encoding="utf-8").replace("    length: 40 min\n", "    length: 50 min\n")
    hill.write_text(text, encoding="utf-8")
    put("Who;Minutes\nana, ben;30\n")
    left = scheduler("import", "r.csv", "--into", "hill.yaml")
    assert "gone from the file, still in the" in said(left)
    assert hill.read_text(encoding="utf-8") == text
    ran = scheduler("import", "r.csv", "--into", "hill.yaml", "--drop-gone")
    assert ran.code == 0
    assert "gone from the file, and removed" in said(ran)
    assert list(load(hill).meetings) == ["ana-cem", "ana-ben", "ana-cem-ben"]
    assert kept_lines(SCENARIO, hill.read_text(encoding="utf-8"))


@pytest.fixture
def by_hand(scheduler: Callable[..., Ran], hill: Path) -> Path:
    """The scenario with two imported meetings, one of which the officer then changed."""
    put(ROWS)
    scheduler("import", "r.csv", "--into", "hill.yaml")
    text = hill.read_text(encoding="utf-8")
    text = text.replace("length: 30 min", "length: 35 min   # they asked for more")
    text = text.replace(
        "    length: 20 min\n", "    length: 20 min\n    venue: palace      # quieter\n    calls_on: ben\n"
    )
    hill.write_text(text, encoding="utf-8")
    return hill


def test_what_was_changed_by_hand_is_kept_where_the_file_is_the_same(
    scheduler: Callable[..., Ran], by_hand: Path
) -> None:
    before = by_hand.read_text(encoding="utf-8")
    ran = scheduler("import", "r.csv", "--into", "hill.yaml", "--json")
    assert (ran.code, kinds(ran)) == (0, {"kept": ["ana-ben"], "same": ["ben-cem"]})
    assert by_hand.read_text(encoding="utf-8") == before


def test_a_change_on_both_sides_is_a_conflict_and_the_officers_stays(
    scheduler: Callable[..., Ran], by_hand: Path
) -> None:
    before = by_hand.read_text(encoding="utf-8")
    put(ROWS.replace(";30;high", ";60;must"))
    ran = scheduler("import", "r.csv", "--into", "hill.yaml")
    assert ran.code == 2
    assert by_hand.read_text(encoding="utf-8") == before
    assert "CONFLICT" in said(ran)
    assert "r.csv: 1 as before, 1 in conflict." in said(ran)
    theirs = scheduler("import", "r.csv", "--into", "hill.yaml", "--theirs")
    assert theirs.code == 0
    meeting = load(by_hand).meetings["ana-ben"]
    assert (meeting.priority, meeting.length.wanted if meeting.length else 0) == ("must", 60)
    assert "# they asked for more" in by_hand.read_text(encoding="utf-8")


def test_words_that_the_officer_added_stay_when_the_row_changes(scheduler: Callable[..., Ran], by_hand: Path) -> None:
    put(ROWS.replace("ben, cem;20;", "ben, cem;25;low"))
    ran = scheduler("import", "r.csv", "--into", "hill.yaml", "--json")
    assert kinds(ran) == {"kept": ["ana-ben"], "changed": ["ben-cem"]}
    meeting = load(by_hand).meetings["ben-cem"]
    assert (meeting.venue, meeting.calls_on, meeting.priority) == (("palace",), "ben", "low")
    assert "# quieter" in by_hand.read_text(encoding="utf-8")


def test_both_sides_say_the_same_now(scheduler: Callable[..., Ran], by_hand: Path) -> None:
    put(ROWS.replace(";30;high", ";35;high"))
    ran = scheduler("import", "r.csv", "--into", "hill.yaml", "--json")
    assert kinds(ran) == {"same": ["ana-ben", "ben-cem"]}
    assert "# they asked for more" in by_hand.read_text(encoding="utf-8")
    put(ROWS.replace(";30;high", ";40;high"))
    assert kinds(scheduler("import", "r.csv", "--into", "hill.yaml", "--json")) == {
        "changed": ["ana-ben"],
        "same": ["ben-cem"],
    }


def test_a_word_that_is_gone_from_the_row_goes(scheduler: Callable[..., Ran], hill: Path) -> None:
    put(ROWS)
    scheduler("import", "r.csv", "--into", "hill.yaml")
    put(ROWS.replace("30;high", "30;"))
    ran = scheduler("import", "r.csv", "--into", "hill.yaml", "--json")
    assert kinds(ran)["changed"] == ["ana-ben"]
    assert "priority: high" not in hill.read_text(encoding="utf-8")


def test_a_key_that_was_renamed_and_sources_of_ones_own(scheduler: Callable[..., Ran], hill: Path) -> None:
    put(ROWS)
    scheduler("import", "r.csv", "--into", "hill.yaml")
    text = hill.read_text(encoding="utf-8").replace("  ana-ben:\n", "  budget-talks:\n")
    text = re.sub(r'source: ("r.csv, line 2 .*?")', r"source: [F1, \1]", text)
    hill.write_text(text, encoding="utf-8")
    put(ROWS.replace("30;high", "45;high"))
    ran = scheduler("import", "r.csv", "--into", "hill.yaml", "--json")
    assert kinds(ran) == {"changed": ["budget-talks"], "same": ["ben-cem"]}
    assert load(hill).meetings["budget-talks"].source[0] == "F1"


def test_a_request_for_the_same_people_as_one_that_is_there(scheduler: Callable[..., Ran], hill: Path) -> None:
    put("Who;Minutes\nana, cem;30\n")
    ran = scheduler("import", "r.csv", "--into", "hill.yaml")
    assert "line 2: 'ana-cem' (hill.yaml:50) has the same people; the new meeting is written as 'ana-cem-2'." in said(
        ran
    )
    assert list(load(hill).meetings) == ["ana-cem", "ana-cem-2"]


def test_a_row_that_would_break_the_scenario_is_set_aside_and_the_rest_is_written(
    scheduler: Callable[..., Ran], hill: Path
) -> None:
    put("Who;Minutes\nana, dora-kaya;30\nben, cem;20\nana, ben;25\n")
    ran = scheduler("import", "r.csv", "--into", "hill.yaml", "--json")
    data = json.loads(ran.out)
    assert (ran.code, data["written"]) == (2, True)
    (left,) = data["not_taken"]
    assert (left["from"], left["content"]) == ("line 2", "Ana – Dora Kaya")
    assert left["because"].startswith("Ana and Dora Kaya are never together within the scenario's dates")
    assert list(load(hill).meetings) == ["ana-cem", "ben-cem", "ana-ben"]


def test_a_change_that_would_break_the_scenario_leaves_the_entry_as_it_is(
    scheduler: Callable[..., Ran], hill: Path
) -> None:
    put("Who;Date\nana, ben;3 Sep\nben, cem;4 Sep\n")
    scheduler("import", "r.csv", "--into", "hill.yaml")
    before = hill.read_text(encoding="utf-8")
    put("Who;Date\nana, ben;12 Sep\nben, cem;3 Sep\n")
    ran = scheduler("import", "r.csv", "--into", "hill.yaml", "--json")
    assert ran.code == 2
    assert [each["from"] for each in json.loads(ran.out)["not_taken"]] == ["line 2"]
    after = hill.read_text(encoding="utf-8")
    assert before.count("windows: 3 Sep") == after.count("windows: 3 Sep") - 1 == 1


def test_what_breaks_the_scenario_elsewhere_is_refused_and_nothing_is_written(
    scheduler: Callable[..., Ran], hill: Path
) -> None:
    hill.write_text(SCENARIO.replace("    short: Okoye\n", "    rest: 9 h\n"), encoding="utf-8")
    before = hill.read_text(encoding="utf-8")
    Path("busy.ics").write_bytes(calendar("UID:n\nSUMMARY:Night\nDTSTART:20200903T160000Z\nDTEND:20200904T060000Z"))
    ran = scheduler("import", "busy.ics", "--as", "ben", "--into", "hill.yaml")
    assert ran.code == 2
    assert "this import would make the scenario invalid; nothing is written. The issues would be:" in ran.err
    assert "of rest in the night" in ran.err
    assert hill.read_text(encoding="utf-8") == before


# Calendars.


def test_a_calendar_merges_by_uid(scheduler: Callable[..., Ran], hill: Path) -> None:
    Path("busy.ics").write_bytes(
        calendar(event("a", "20200903T0500"), event("b", "20200904T0600"), event("c", "20200904T0900"))
    )
    assert scheduler("import", "busy.ics", "--as", "Okoye", "--into", "hill.yaml").code == 0
    first = hill.read_text(encoding="utf-8")
    assert kept_lines(SCENARIO, first)
    assert "from: 3 Sep 10:00, to: 11:00}   # by telephone\n      - kind: other\n" in first
    Path("busy.ics").write_bytes(
        calendar(event("b", "20200904T0730"), event("c", "20200904T0900"), event("d", "20200904T1200"))
    )
    ran = scheduler("import", "busy.ics", "--as", "ben", "--into", "hill.yaml", "--json")
    assert kinds(ran) == {"changed": ["2"], "same": ["3"], "new": ["4"], "gone": ["1"]}
    assert load(hill).principals["ben"].engagements[2].start.hour == 7
    dropped = scheduler("import", "busy.ics", "--as", "ben", "--into", "hill.yaml", "--drop-gone")
    assert dropped.code == 0
    assert len(load(hill).principals["ben"].engagements) == 4


def test_a_section_of_which_all_is_gone_goes(scheduler: Callable[..., Ran], hill: Path) -> None:
    Path("busy.ics").write_bytes(calendar(event("a", "20200904T0500"), event("b", "20200904T0900")))
    scheduler("import", "busy.ics", "--as", "cem", "--into", "hill.yaml")
    Path("busy.ics").write_bytes(calendar(event("a", "20201004T0500")))
    ran = scheduler("import", "busy.ics", "--as", "cem", "--into", "hill.yaml", "--drop-gone")
    assert ran.code == 0
    assert hill.read_text(encoding="utf-8") == SCENARIO


def test_into_a_principal_in_one_line_and_one_without_engagements(scheduler: Callable[..., Ran], hill: Path) -> None:
    Path("busy.ics").write_bytes(calendar(event("a", "20200904T0500"), event("b", "20200904T0900")))
    for who in ("ana", "cem"):
        assert scheduler("import", "busy.ics", "--as", who, "--into", "hill.yaml").code == 0
        assert len(load(hill).principals[who].engagements) == 2
        assert "Nothing changes" in scheduler("import", "busy.ics", "--as", who, "--into", "hill.yaml").err
    assert kept_lines(SCENARIO.replace("  ana: {name: Ana Garcia, delegation: north, home: hill}       # written in one line\n", ""),
                      hill.read_text(encoding="utf-8"))  # fmt: skip
    assert "# written in one line" in hill.read_text(encoding="utf-8")


def test_into_a_variant_is_written_what_it_adds(scheduler: Callable[..., Ran], hill: Path) -> None:
    Path("variant.yaml").write_text("extends: hill.yaml\ntitle: Another\n", encoding="utf-8")
    put(ROWS)
    assert scheduler("import", "r.csv", "--into", "variant.yaml").code == 0
    Path("busy.ics").write_bytes(calendar(event("a", "20200904T0500"), event("b", "20200904T0900")))
    assert scheduler("import", "busy.ics", "--as", "ben", "--into", "variant.yaml").code == 0
    variant = load("variant.yaml")
    assert list(variant.meetings) == ["ana-cem", "ana-ben", "ben-cem"]
    assert len(variant.principals["ben"].engagements) == 3
    assert hill.read_text(encoding="utf-8") == SCENARIO
    assert "Nothing changes" in scheduler("import", "r.csv", "--into", "variant.yaml").err
    assert "Nothing changes" in scheduler("import", "busy.ics", "--as", "ben", "--into", "variant.yaml").err


@pytest.mark.parametrize("empty", ["meetings:\n", "meetings: {}   # none yet\n", ""])
def test_into_a_scenario_without_meetings(scheduler: Callable[..., Ran], hill: Path, empty: str) -> None:
    text = SCENARIO.partition("meetings:\n")[0] + empty + "# the end\n"
    hill.write_text(text, encoding="utf-8")
    put(ROWS)
    assert scheduler("import", "r.csv", "--into", "hill.yaml").code == 0
    after = hill.read_text(encoding="utf-8")
    assert list(load(hill).meetings) == ["ana-ben", "ben-cem"]
    assert kept_lines(text.replace(" {}", "").replace(empty, ""), after)
    assert empty.count("# none yet") == after.count("# none yet")


def test_the_ends_of_lines_stay_as_they_are(scheduler: Callable[..., Ran], hill: Path) -> None:
    hill.write_bytes(b"\xef\xbb\xbf" + SCENARIO.replace("\n", "\r\n").encode())
    put(ROWS)
    assert scheduler("import", "r.csv", "--into", "hill.yaml").code == 0
    data = hill.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")


# By itself.

ENTRY = st.fixed_dictionaries(
    {"participants": st.lists(st.sampled_from(["ana", "ben", "cem"]), min_size=2, max_size=3, unique=True)},
    optional={
        "length": st.sampled_from(["15 min", "30 min", "1 h 30"]),
        "priority": st.sampled_from(["high", "low"]),
        "title": st.text(
            st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co"]),
            min_size=1,
            max_size=40,
        )
        .map(lambda text: " ".join(text.split()))
        .filter(lambda text: text.isprintable() and text),
        "windows": st.sampled_from(["3 Sep", "4 Sep 09:00-12:00"]),
    },
)
WORDS = ("title", "participants", "length", "windows", "priority")


def taken(entries: list[dict[str, Any]]) -> list[ImportedEntry]:
    return [
        ImportedEntry(f"line {n}", "x", entry, key="-".join(entry["participants"]))
        for n, entry in enumerate(entries, 2)
    ]


def imported(text: str, entries: list[dict[str, Any]]) -> tuple[str, list[str]]:
    """Return a scenario's text with entries taken in, and the kinds of the steps."""
    made, issues = parse(text, "hill.yaml")
    assert made is not None, issues
    data = made.origins.data
    merge = merge_entries("r.csv", ("meetings",), data.get("meetings"), taken(entries), WORDS)
    return edit_text(text, merge.edits), [step.kind for step in merge.steps]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ENTRY, min_size=1, max_size=6), st.randoms())
def test_importing_twice_changes_nothing_whatever_the_rows(entries: list[dict[str, Any]], chance: Any) -> None:
    once, first = imported(SCENARIO, entries)
    assert first == ["new"] * len(entries)
    assert kept_lines(SCENARIO, once)
    twice, second = imported(once, entries)
    assert twice == once
    assert second == ["same"] * len(entries)
    # In another order the rows are the same, and only where they stand is written anew.
    shuffled = chance.sample(entries, len(entries))
    moved, third = imported(once, shuffled)
    assert third == ["same"] * len(entries)
    assert re.sub(r"line \d+", "", moved) == re.sub(r"line \d+", "", once)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ENTRY, min_size=1, max_size=5), st.lists(ENTRY, min_size=1, max_size=5))
def test_after_any_change_of_the_file_it_is_as_the_file_says(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> None:
    once, _ = imported(SCENARIO, before)
    then, steps = imported(once, after)
    assert kept_lines(SCENARIO, then)
    assert "conflict" not in steps
    made, issues = parse(then, "hill.yaml")
    assert made is not None, issues
    marks = [found.mark for entry in made.origins.data["meetings"].values() if (found := provenance(entry, "r.csv"))]
    for entry in after:
        assert mark_of(entry) in marks
    again, steps = imported(then, after)
    assert again == then
    assert set(steps) <= {"same", "gone"}


# Small parts.


def test_the_provenance_of_an_entry() -> None:
    entry = {"title": "x", "source": ["F1", source_text("a, b.csv", "line 2", "0123abcd")]}
    assert provenance(entry, "a, b.csv") == ("line 2", "0123abcd")
    for other in ({}, {"source": 7}, {"source": "F1"}, {"source": "a, b.csv, line 2"}, "text", None):
        assert provenance(other, "a, b.csv") is None
    assert renewed_source(entry, "a, b.csv", "line 3", "4567abcd") == ["F1", "a, b.csv, line 3 [4567abcd]"]
    assert (
        renewed_source({"source": "a, b.csv, line 2 [0123abcd]"}, "a, b.csv", "line 3", "4567abcd")
        == "a, b.csv, line 3 [4567abcd]"
    )
    assert mark_of({"a": 1, "b": 2, "source": "x"}) == mark_of({"b": 2, "a": 1})
    assert is_unchanged({"a": 1, "mine": 2}, mark_of({"a": 1}), {"a", "b"}, {"a": 3})
    assert not is_unchanged({"a": 2}, mark_of({"a": 1}), {"a"}, {"a": 3})


def test_a_merge_without_some_of_its_steps_counts_on() -> None:
    section = [{"kind": "other"}]
    entries = [ImportedEntry(f"UID {n}", "x", {"kind": "other", "title": str(n)}, ident=f"UID {n}") for n in range(3)]
    merge = merge_entries("b.ics", ("e",), section, entries, ("kind", "title"))
    less = without_steps("b.ics", merge, section, [merge.steps[0]])
    assert [edit.path for edit in less.edits] == [("e", 1), ("e", 2)]
    assert [edit.value["title"] for edit in less.edits] == ["1", "2"]


def test_blocks_are_written_in_lines_and_into_lines() -> None:
    block = TextBlock({"a": 1, "b": TextBlock({"c": ["x"]}), "d": [TextBlock({"e": "f: g"})]})
    text = edit_text("x:\n  y: 1\nz: 2\n", [Edit(("x", "n"), block), Edit(("x", "m"), block)])
    inner = '    a: 1\n    b:\n      c: [x]\n    d:\n      - e: "f: g"\n'
    assert text == f"x:\n  y: 1\n  n:\n{inner}  m:\n{inner}z: 2\n"
    assert edit_text("x: {y: 1}\n", [Edit(("x", "n"), TextBlock({"a": 1}))]) == "x: {y: 1, n: {a: 1}}\n"
    assert (
        edit_text("x:\n- 1\n", [Edit(("x", 1), TextBlock({"a": 1})), Edit(("x", 2), TextBlock({"b": 1}))])
        == "x:\n- 1\n- a: 1\n- b: 1\n"
    )
    assert edit_text("x: 1\n", [Edit(("x",), TextBlock({"a": 1}))]) == "x: {a: 1}\n"
    with pytest.raises(NotEditableError):
        edit_text("x:\n- 1\n", [Edit(("x", 2), TextBlock({"a": 1})), Edit(("x", 3), TextBlock({"a": 1}))])
    assert (
        edit_text("x:\n  a: 1\n", [Edit(("x", "a"), TextBlock(b=1)), Edit(("x", "c"), TextBlock(d=1))])
        == "x:\n  a: {b: 1}\n  c:\n    d: 1\n"
    )
