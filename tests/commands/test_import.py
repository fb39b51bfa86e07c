"""`scheduler import` as officers type it: what is printed where, the refusals, the exit codes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from scheduler.problem.load import load
from tests.foreign import SCENARIO, calendar, workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

ONE = "UID:one@x\nSUMMARY:Budget\nDTSTART:20200903T050000Z\nDTEND:20200903T060000Z"
BUSY = calendar(
    ONE,
    "UID:two@x\nSUMMARY:Dentist\nCLASS:PRIVATE\nDTSTART:20200904T050000Z\nDTEND:20200904T060000Z",
    "UID:three@x\nSUMMARY:Broken",
    "UID:four@x\nSUMMARY:Later\nDTSTART:20201004T050000Z\nDTEND:20201004T060000Z",
)
REQUESTS = (
    "Requests of September;;;;;\r\n\r\nNo;Participants;Duration (min);Priority;Where;Colour\r\n"
    "1;Ana Garcia & Okoye;30;Medium;Winter Palace;red\r\n2;Okoye, Kaya;x;;;\r\n3;Ben Okoye, Cem Kaya;45;high;;blue\r\n"
)


@pytest.fixture(autouse=True)
def _hill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("hill.yaml").write_text(SCENARIO, encoding="utf-8")
    Path("busy.ics").write_bytes(BUSY)
    Path("requests.csv").write_text(REQUESTS, encoding="utf-8-sig", newline="")


def test_what_an_officer_sees_of_a_table(scheduler: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    ran = scheduler("import", "requests.csv", "--into", "hill.yaml")
    assert ran.code == 2
    golden("import-requests.txt", ran.out)
    assert ran.err == "Written into hill.yaml.\n"


def test_what_an_officer_sees_of_a_calendar(scheduler: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    ran = scheduler("import", "busy.ics", "--as", "cem", "--into", "hill.yaml", "--dry-run")
    assert ran.code == 2
    golden("import-calendar.txt", ran.out)
    assert ran.err == ""


def test_by_itself_the_yaml_goes_to_standard_output_and_the_rest_beside(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("import", "requests.csv", "--scenario", "hill.yaml")
    assert ran.code == 2
    assert "The columns" in ran.err
    data = yaml.safe_load(ran.out)
    assert list(data["meetings"]) == ["ana-ben", "ben-cem"]
    assert "# Not imported: line 5: 'Kaya' may be 'cem' (Cem Kaya) or 'dora-kaya' (Dora Kaya)." in ran.out
    assert "Content: 2 | Okoye, Kaya | x" in ran.out
    # It is a variant of the scenario as soon as it says so.
    Path("variant.yaml").write_text("extends: hill.yaml\n" + ran.out, encoding="utf-8")
    assert list(load("variant.yaml").meetings) == ["ana-cem", "ana-ben", "ben-cem"]


def test_a_calendar_by_itself(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("import", "busy.ics", "--as", "Cem Kaya", "--scenario", "hill.yaml", "--show-private")
    data = yaml.safe_load(ran.out)
    assert [each["title"] for each in data["principals"]["cem"]["engagements"]] == ["Budget", "Dentist"]
    hidden = scheduler("import", "busy.ics", "--as", "cem", "--scenario", "hill.yaml")
    assert "Dentist" not in hidden.out + hidden.err


def test_without_a_scenario_zone_and_dates_are_said(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("import", "busy.ics", "--as", "x", "--zone", "Asia/Tokyo", "--dates", "3 Sep 2020")
    assert yaml.safe_load(ran.out)["principals"]["x"]["engagements"][0]["from"] == "3 Sep 14:00"
    asked = scheduler("import", "requests.csv", "--zone", "Asia/Tokyo", "--dates", "3-4 Sep 2020")
    assert list(yaml.safe_load(asked.out)["meetings"]) == ["ana-garcia-okoye", "ben-okoye-cem-kaya"]
    nothing = scheduler("import", "busy.ics", "--as", "x", "--zone", "Asia/Tokyo", "--dates", "3 Sep 2019")
    assert yaml.safe_load(nothing.out)["principals"]["x"]["engagements"] == []
    Path("none.csv").write_text("Who,Minutes\n", encoding="utf-8")
    assert yaml.safe_load(scheduler("import", "none.csv", "--scenario", "hill.yaml").out) == {"meetings": {}}


def test_json_says_the_same(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("import", "requests.csv", "--into", "hill.yaml", "--dry-run", "--json")
    data = json.loads(ran.out)
    assert (ran.code, data["written"], data["into"], data["yaml"]) == (2, False, "hill.yaml", None)
    assert [step["key"] for step in data["steps"]] == ["ana-ben", "ben-cem"]
    assert data["columns"][-1] == {"column": "Colour", "as": None}
    assert data["not_taken"][0] | {"from": "line 5", "line": 5} == data["not_taken"][0]
    assert data["changes"].startswith("--- hill.yaml")
    by_itself = json.loads(scheduler("import", "requests.csv", "--scenario", "hill.yaml", "--json").out)
    assert yaml.safe_load(by_itself["yaml"])["meetings"]["ana-ben"]["priority"] == "normal"


def test_standard_input(scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    def piped(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    piped(BUSY)
    ran = scheduler("import", "-", "--as", "cem", "--into", "hill.yaml")
    assert ran.code == 2
    assert 'source: "<stdin>, UID one@x [' in Path("hill.yaml").read_text(encoding="utf-8")
    piped(workbook([["Who"], ["ana, ben"]]))
    assert "sheet Requests, row 2" in scheduler("import", "-", "--scenario", "hill.yaml").out
    piped(SCENARIO.encode())
    refused = scheduler("import", "requests.csv", "--into", "-")
    assert "standard input cannot be changed." in refused.err
    piped(SCENARIO.encode())
    assert "+  ana-ben:" in scheduler("import", "requests.csv", "--into", "-", "--dry-run").out


def test_all_that_was_taken_is_code_0(scheduler: Callable[..., Ran]) -> None:
    Path("r.csv").write_text("Who;Minutes\nana, ben;30\n", encoding="utf-8")
    assert scheduler("import", "r.csv", "--into", "hill.yaml").code == 0
    assert scheduler("import", "r.csv", "--into", "hill.yaml", "--column", "Minutes=-").code == 0
    assert "length" not in Path("hill.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["busy.ics"], "the owner of the calendar is missing. Add --as PRINCIPAL, or --programme"),
        (["busy.ics", "--as", "cim", "--into", "hill.yaml"], "--as: there is no principal 'cim'. Did you mean"),
        (["busy.ics", "--as", "Kaya", "--into", "hill.yaml"], "--as: 'Kaya' may be 'cem' (Cem Kaya) or 'dora-kaya'"),
        (["busy.ics", "--as", "cem"], "--zone: it is necessary without a scenario."),
        (["busy.ics", "--as", "cem", "--zone", "UTC"], "--dates: it is necessary without a scenario."),
        (["busy.ics", "--as", "cem", "--zone", "UTC", "--dates", "soon"], "--dates: 'soon' is not a date."),
        (["busy.ics", "--as", "cem", "--zone", "Mars"], "--zone: the zone 'Mars' is unknown."),
        (["busy.ics", "--as", "cem", "--into", "hill.yaml", "--dates", "3 Sep"], "--dates: the scenario has its own dates."),
        (["busy.ics", "--as", "cem", "--into", "hill.yaml", "--sheet", "x"], "--sheet: a calendar has neither sheets"),
        (["busy.ics", "--as", "cem", "--into", "hill.yaml", "--column", "a=b"], "--column: a calendar has neither"),
        (["busy.ics", "--as", "cem", "--into", "hill.yaml", "--length", "long"], "--length: 'long' is not a length."),
        (["requests.csv", "--into", "hill.yaml", "--column", "x"], "--column: 'x' does not match two columns."),
        (["requests.csv", "--into", "hill.yaml", "--zone", "UTC"], "the times of requests are read in the scenario's zone."),
        (["requests.csv", "--into", "hil.yaml"], "there is no such file. Did you mean 'hill.yaml'?"),
        (["request.csv", "--into", "hill.yaml"], "request.csv: there is no such file."),
        (["requests.csv", "--into", "bad.yaml"], "bad.yaml:1:"),
        (["blank.csv", "--into", "hill.yaml"], "there are no rows in it."),
    ],
)  # fmt: skip
def test_what_is_refused_and_what_to_do(scheduler: Callable[..., Ran], arguments: list[str], said: str) -> None:
    Path("bad.yaml").write_text("title: x\n", encoding="utf-8")
    Path("blank.csv").write_text(";;\n", encoding="utf-8")
    Path("blank.csv").write_bytes(workbook([[None]])) if arguments[0] == "blank.csv" else None
    ran = scheduler("import", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert Path("hill.yaml").read_text(encoding="utf-8") == SCENARIO


def test_an_entry_that_cannot_be_changed_alone_is_refused(scheduler: Callable[..., Ran]) -> None:
    text = SCENARIO.replace("  ana-cem:\n", "  ana-cem: &a\n") + "# more\n"
    Path("hill.yaml").write_text(text.replace("# the end", "  twin: *a\n# the end"), encoding="utf-8")
    before = Path("hill.yaml").read_text(encoding="utf-8")
    Path("r.csv").write_text("Who;Minutes\nana, ben;30\n", encoding="utf-8")
    assert scheduler("import", "r.csv", "--into", "hill.yaml").code == 0
    after = Path("hill.yaml").read_text(encoding="utf-8")
    assert before.replace("# the end\n# more\n", "") in after
    flow = (
        after.replace("  twin: *a\n", "")
        .replace("meetings:\n", "meetings: &m\n")
        .replace("  ana-ben:\n", "  ana-ben: &b\n")
    )
    Path("hill.yaml").write_text(flow.replace("# the end", "  again: *b\n# the end"), encoding="utf-8")
    Path("r.csv").write_text("Who;Minutes\nana, ben;45\n", encoding="utf-8")
    kept = Path("hill.yaml").read_text(encoding="utf-8")
    ran = scheduler("import", "r.csv", "--into", "hill.yaml")
    assert ran.code == 2
    assert "hill.yaml: the file cannot be edited" in ran.err
    assert Path("hill.yaml").read_text(encoding="utf-8") == kept


def test_a_request_that_was_imported_is_planned_and_traced_to_its_row(scheduler: Callable[..., Ran]) -> None:
    Path("requests.xlsx").write_bytes(workbook([["Who", "Minutes", "Priority"], ["ana; ben", 30, "must"]]))
    assert scheduler("import", "requests.xlsx", "--into", "hill.yaml").code == 0
    assert scheduler("import", "busy.ics", "--as", "ana", "--into", "hill.yaml").code == 2
    assert scheduler("solve", "hill.yaml", "--out", "plan.json").code == 0
    plan = json.loads(Path("plan.json").read_text(encoding="utf-8"))
    (booking,) = [each for each in plan["bookings"] if each["meeting"] == "ana-ben"]
    assert "requests.xlsx, sheet Requests, row 2" in " ".join(booking["rests_on"])
    assert scheduler("verify", "plan.json", "hill.yaml").code == 0


def test_a_thousand_requests_are_taken_in_at_one_go(scheduler: Callable[..., Ran]) -> None:
    import time

    lines = "".join(f"{number};ana, ben;15\n" for number in range(1000, 2000))
    Path("r.csv").write_text("Ref;Who;Minutes\n" + lines, encoding="utf-8")
    began = time.process_time()
    assert scheduler("import", "r.csv", "--into", "hill.yaml").code == 0
    assert len(load("hill.yaml").meetings) == 1001
    assert scheduler("import", "r.csv", "--into", "hill.yaml").err == "Nothing changes: the file is up to date.\n"
    assert time.process_time() - began < 60


def test_the_first_sheet_with_columns_that_are_known_is_read(scheduler: Callable[..., Ran]) -> None:
    data = workbook(
        [["As of", "today"], ["Please", "return"]], title="Cover", List=[["Who", "Minutes"], ["ana, ben", 30]]
    )
    Path("r.xlsx").write_bytes(data)
    ran = scheduler("import", "r.xlsx", "--into", "hill.yaml", "--json")
    assert [step["from"] for step in json.loads(ran.out)["steps"]] == ["sheet List, row 2"]
    assert "1 other sheet is not read: Cover" in " ".join(json.loads(ran.out)["remarks"])
    assert "there is no sheet 'Lists'" in scheduler("import", "r.xlsx", "--into", "hill.yaml", "--sheet", "Lists").err
    wrong = scheduler("import", "r.xlsx", "--into", "hill.yaml", "--sheet", "Cover")
    assert "r.xlsx:1: no row names the columns." in wrong.err


def test_of_entries_in_one_line_only_those_are_set_aside_that_are_wrong_by_themselves(
    scheduler: Callable[..., Ran],
) -> None:
    Path("variant.yaml").write_text("extends: hill.yaml\ntitle: Another\n", encoding="utf-8")
    Path("r.csv").write_text("Who;Minutes\nana, ben;30\nana, dora-kaya;30\n", encoding="utf-8")
    ran = scheduler("import", "r.csv", "--into", "variant.yaml")
    assert ran.code == 2
    said = " ".join(ran.out.replace("│", " ").split())
    assert "line 3 Ana and Dora Kaya are never together" in said
    assert "r.csv: 1 new, 1 NOT IMPORTED." in said
    assert list(load("variant.yaml").meetings) == ["ana-cem", "ana-ben"]


def test_what_is_set_aside_again_and_again_comes_to_an_end(
    scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    from scheduler.importers import into

    monkeypatch.setattr(into, "MOST_ATTEMPTS", 1)
    Path("r.csv").write_text("Who;Minutes\nana, dora-kaya;30\n", encoding="utf-8")
    ran = scheduler("import", "r.csv", "--into", "hill.yaml")
    assert "the import would make the scenario invalid. Nothing is written." in ran.err
