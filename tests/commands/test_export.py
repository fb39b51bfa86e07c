"""`scheduler export`: which files are written, and that all are or none."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler.base.files import write_all
from scheduler.base.issue import InputError
from scheduler.plan.file import read_plan
from scheduler.views.export_formats import FILE_FORMATS
from tests.conftest import Ran
from tests.plans import ODD, odd
from tests.sharing import exported

if TYPE_CHECKING:
    from collections.abc import Callable

MOSCOW = "scenarios/moscow-2020-09.yaml"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> str:
    from scheduler.commands.cli import run

    path = str(tmp_path_factory.mktemp("plans") / "plan.json")
    assert run(["solve", MOSCOW, "--out", path]) == 0
    return path


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_every_format_is_written_by_its_suffix(scheduler: Callable[..., Ran], plan: str, tmp_path: Path) -> None:
    names = [f"moscow.{suffix}" for suffix in FILE_FORMATS]
    ran = scheduler("export", plan, *(part for name in names for part in ("--to", str(tmp_path / name))))
    assert (ran.code, ran.out) == (0, "")
    assert files(tmp_path) == sorted(names)
    assert all(f"Written: {tmp_path / name}" in ran.err for name in names)
    assert all((tmp_path / name).stat().st_size > 500 for name in names)


def test_a_file_that_exists_is_replaced_only_by_force(scheduler: Callable[..., Ran], plan: str, tmp_path: Path) -> None:
    target, other = tmp_path / "moscow.csv", tmp_path / "new.md"
    target.write_text("mine", encoding="utf-8")
    ran = scheduler("export", plan, "--to", str(other), "--to", str(target))
    assert ran.code == 2
    assert "moscow.csv: the file exists. Name another, or add --force to replace it." in ran.err
    assert (target.read_text(encoding="utf-8"), files(tmp_path)) == ("mine", ["moscow.csv"])
    assert scheduler("export", plan, "--to", str(target), "--force").code == 0
    assert "Singh – Wei" in target.read_text(encoding="utf-8-sig")


def test_where_one_file_cannot_be_written_none_is(scheduler: Callable[..., Ran], plan: str, tmp_path: Path) -> None:
    ran = scheduler("export", plan, "--to", str(tmp_path / "a.csv"), "--to", str(tmp_path / "missing" / "b.md"))
    assert ran.code == 2
    assert "its folder does not exist" in ran.err
    assert files(tmp_path) == []


def test_what_was_written_is_put_back_where_a_later_file_fails(tmp_path: Path) -> None:
    old, new, folder = tmp_path / "old.txt", tmp_path / "new.txt", tmp_path / "folder"
    old.write_bytes(b"as it was")
    folder.mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        write_all({str(old): b"changed", str(new): b"made", str(folder): b"cannot be"})
    assert old.read_bytes() == b"as it was"
    assert files(tmp_path) == ["folder", "old.txt"]


def test_of_a_link_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write_all({str(link): b"new"})
    assert (link.is_symlink(), real.read_bytes()) == (True, b"new")


def test_a_pipe_is_refused_and_nothing_waits_for_it(scheduler: Callable[..., Ran], plan: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    ran = scheduler("export", plan, "--to", pipe, "--force")
    assert ran.code == 2
    assert "this is a device or a pipe, not a file. Write '-' for standard output." in ran.err
    assert files(tmp_path) == ["pipe.csv"]


def test_a_plan_of_another_scenario_stands_beside_none(
    scheduler: Callable[..., Ran], plan: str, tmp_path: Path
) -> None:
    other = str(tmp_path / "tutorial.json")
    assert scheduler("solve", "scenarios/tutorial.yaml", "--out", other).code == 0
    for option in ("--beside", "--since"):
        ran = scheduler("export", plan, option, other, "--to", tmp_path / "a.html")
        assert ran.code == 2
        assert "the plan belongs to another scenario: 'A day in Port Alba', not 'Moscow, September 2020'." in ran.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this machine")
@pytest.mark.parametrize("command", [["export", "PLAN", "--to", "-", "--format", "csv"], ["show", "PLAN"]])
def test_a_full_disk_is_said_in_a_sentence(command: list[str], plan: str) -> None:
    line = [sys.executable, "-m", "scheduler", *(plan if word == "PLAN" else word for word in command)]
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (2, "The output cannot be written: no space left on device.\n")


def test_the_rights_of_a_file_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_all({str(path): b"new"})
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o640)


def test_one_file_for_each_principal(scheduler: Callable[..., Ran], plan: str, tmp_path: Path) -> None:
    assert scheduler("export", plan, "--to", str(tmp_path / "{principal}.csv")).code == 0
    people = read_plan(plan)[0].names.sections["people"]
    assert files(tmp_path) == sorted(f"{key}.csv" for key in people)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "wei.csv").read_text(encoding="utf-8-sig"))))
    assert [row["meeting"] for row in rows] == [b.meeting for b in read_plan(plan)[0].of("wei")]


def test_of_an_extract_one_file_for_each_of_the_delegations_own(
    scheduler: Callable[..., Ran], plan: str, tmp_path: Path
) -> None:
    assert scheduler("export", plan, "--to", str(tmp_path / "{principal}.csv"), "--for", "india").code == 0
    own = [key for key, of in read_plan(plan)[0].delegations.items() if of == "india"]
    assert files(tmp_path) == sorted(f"{key}.csv" for key in own)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "--to: no file is named."),
        (["--to", "plan.pdf"], "the suffix of 'plan.pdf' is not a format. The formats: csv, docx, html, ics"),
        (["--to", "plan.xls"], "Did you mean 'xlsx'?"),
        (["--to", "plan"], "the suffix of 'plan' is not a format"),
        (["--to", "-"], "standard output has no suffix. Name the format with --format."),
        (["--to", "a.csv", "--for", "indonesia"], "there is no delegation 'indonesia'. Did you mean 'india'?"),
        (["--to", "a.csv", "--principal", "sing"], "there is no principal 'sing'. Did you mean 'singh'?"),
        (["--to", "a.csv", "--zone", "Mars/Olympus"], "--zone"),
        (["--to", "a.html", "--beside", "no-such.json"], "no-such.json: there is no such file"),
        (["--to", "a.json", "--principal", "singh"], "a plan file (.json) contains the whole plan"),
        (["--to", "{principal}.json"], "a plan file (.json) contains the whole plan"),
        (["--to", "a.csv", "--to", "./a.csv"], "'./a.csv' and 'a.csv' are the same file. Name it once."),
        (["--to", "x-{principal}.csv", "--to", "x-wei.csv"], "'x-wei.csv' and 'x-wei.csv' are the same file."),
        (["--write-template", "-"], "a template cannot be written to standard output. Name a file."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    options: list[str],
    said: str,
    scheduler: Callable[..., Ran],
    plan: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = scheduler("export", plan, *options)
    assert (ran.code, files(tmp_path)) == (2, [])
    assert said in ran.err


def test_an_altered_plan_is_not_sent_out(scheduler: Callable[..., Ran], plan: str, tmp_path: Path) -> None:
    data = json.loads(Path(plan).read_text(encoding="utf-8"))
    data["bookings"][0]["venue"] = "metropol"
    altered = tmp_path / "altered.json"
    altered.write_text(json.dumps(data), encoding="utf-8")
    ran = scheduler("export", str(altered), "--to", str(tmp_path / "a.csv"))
    assert ran.code == 2
    assert "was altered after it was written" in ran.err
    assert files(tmp_path) == ["altered.json"]


def test_standard_output_takes_any_format_and_standard_input_a_plan(plan: str) -> None:
    command = [sys.executable, "-m", "scheduler", "export", "-", "--to", "-", "--format", "csv"]
    with Path(plan).open("rb") as file:
        ran = subprocess.run(command, stdin=file, capture_output=True, check=True, env={**os.environ})
    rows = list(csv.DictReader(io.StringIO(ran.stdout.decode("utf-8-sig"))))
    assert [row["meeting"] for row in rows] == [b.meeting for b in read_plan(plan)[0].bookings]
    assert ran.stderr == b""


# Rows.


def test_each_booking_is_a_row_on_the_clocks_of_its_place_and_in_utc(plan: str) -> None:
    whole = read_plan(plan)[0]
    rows = {row["meeting"]: row for row in csv.DictReader(io.StringIO(exported(whole, "csv").decode("utf-8-sig")))}
    assert set(rows) == {booking.meeting for booking in whole.bookings}
    row = rows["singh-wei"]
    assert (row["date"], row["start"], row["end"], row["zone"]) == ("2020-09-04", "16:30", "17:45", "Europe/Moscow")
    assert (row["start UTC"], row["minutes"]) == ("2020-09-04T13:30Z", "75")
    assert (row["venue"], row["room"]) == ("Hotel Metropol", "Metropol Suite")
    assert row["participants"] == "Rajnath Singh; Wei Fenghe"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_begins_like_a_formula(start: str, plan: str) -> None:
    from dataclasses import replace

    whole = read_plan(plan)[0]
    sections = {**whole.names.sections, "meetings": {whole.bookings[0].meeting: f"{start}cmd|' /C calc'!A0"}}
    odd = replace(whole, bookings=whole.bookings[:1], names=replace(whole.names, sections=sections))
    rows = list(csv.reader(io.StringIO(exported(odd, "csv").decode("utf-8-sig"), newline="")))
    assert rows[1][1] == f"'{start}cmd|' /C calc'!A0"
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def test_names_come_out_as_they_are_whatever_they_hold() -> None:
    rows = list(csv.DictReader(io.StringIO(exported(odd(), "csv").decode("utf-8-sig"), newline="")))
    titles = [row["title"].removeprefix("'") for row in rows]
    assert titles == list(ODD)


@pytest.mark.parametrize("form", FILE_FORMATS)
def test_the_same_plan_at_the_same_moment_gives_the_same_bytes(form: str, plan: str) -> None:
    one, two = (exported(read_plan(plan)[0], form) for _ in range(2))
    assert one == two
