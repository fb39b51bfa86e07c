"""The command line: its exit codes, its refusals, what it writes and what it leaves alone."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.commands.cli import VERBS, module_of
from scheduler.rules.written import WORDS
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

MOSCOW = "scenarios/moscow-2020-09.yaml"
TUTORIAL = "scenarios/tutorial.yaml"


@pytest.fixture
def plan(scheduler: Callable[..., Ran], tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    assert scheduler("solve", MOSCOW, "--out", path).code == 0
    return path


def change(path: Path, **values: Any) -> Path:
    """Write a plan file with some of its entries changed."""
    data = {**json.loads(path.read_text(encoding="utf-8")), **values}
    changed = path.with_name("changed.json")
    changed.write_text(json.dumps(data), encoding="utf-8")
    return changed


def test_solve_json_is_the_object_that_the_interface_names(scheduler: Callable[..., Ran], plan: Path) -> None:
    ran = scheduler("solve", MOSCOW, "--json")
    data = json.loads(ran.out)
    assert (ran.code, data["status"], data["gap"]) == (0, "optimal", 0)
    assert [tier["tier"] for tier in data["tiers"]] == ["must", "high", "normal", "low", "comfort"]
    assert all({"value", "bound", "held", "asked"} <= set(tier) for tier in data["tiers"][:4])
    booking = next(entry for entry in data["bookings"] if entry["meeting"] == "singh-wei")
    assert booking["start"].endswith("+03:00")
    assert {"participants", "start", "end", "mode", "place", "venue", "room"} <= set(booking)
    assert {"version", "seed", "workers", "seconds"} <= set(data["solver"])
    assert all({"wish", "kept"} <= set(wish) for wish in data["wishes"])
    written = json.loads(plan.read_text(encoding="utf-8"))
    assert written["bookings"] == data["bookings"]


def test_a_plan_file_is_shown_without_its_scenario(scheduler: Callable[..., Ran], plan: Path) -> None:
    shown = scheduler("show", plan)
    solved = scheduler("solve", MOSCOW)
    assert (shown.code, shown.out) == (0, solved.out)
    assert json.loads(scheduler("show", plan, "--json").out) == json.loads(plan.read_text(encoding="utf-8"))


def test_verify_finds_nothing_broken(scheduler: Callable[..., Ran], plan: Path) -> None:
    for arguments in (["verify", plan, MOSCOW], ["verify", plan]):
        ran = scheduler(*arguments)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.endswith("9 bookings, nothing is broken.\n")


def test_verify_names_each_breach_with_its_line(scheduler: Callable[..., Ran], plan: Path) -> None:
    bookings = json.loads(plan.read_text(encoding="utf-8"))["bookings"]
    for booking in bookings:
        if booking["meeting"] == "singh-wei":
            booking["start"], booking["end"] = "2020-09-04T10:30:00+03:00", "2020-09-04T11:45:00+03:00"
    ran = scheduler("verify", change(plan, bookings=bookings), MOSCOW)
    assert ran.code == 1
    lines = Path(MOSCOW).read_text(encoding="utf-8").splitlines()
    breach = next(line for line in ran.out.splitlines() if "Singh is in SCO defence: First session" in line)
    number = int(breach.split(":")[1])
    assert "title: First session, from: 4 Sep 10:00" in lines[number - 1]
    assert "altered after it was written" in ran.err
    data = json.loads(scheduler("verify", change(plan, bookings=bookings), MOSCOW, "--json").out)
    assert not data["as_written"]
    assert {"file", "line", "rule", "breach"} == set(data["breaches"][0])


def test_verify_names_a_must_meeting_that_is_gone(scheduler: Callable[..., Ran], plan: Path) -> None:
    bookings = json.loads(plan.read_text(encoding="utf-8"))["bookings"]
    ran = scheduler("verify", change(plan, bookings=[b for b in bookings if b["meeting"] != "singh-wei"]), MOSCOW)
    assert ran.code == 1
    assert "Singh – Wei is not held" in ran.out


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"format": 0}, "was written by an older version (format 0, not 3)"),
        ({"format": 9}, "was written by another version"),
        ({"bookings": 7}, "was altered and can no longer be read"),
        ({"zone": "Mars/Olympus"}, "was altered and can no longer be read"),
        (
            {"scenario": "Another"},
            "the plan is of another scenario: 'Another', not 'Moscow, September 2020'.",
        ),
    ],
)
def test_a_plan_file_that_is_not_ours_is_refused(
    values: dict[str, Any], said: str, scheduler: Callable[..., Ran], plan: Path
) -> None:
    ran = scheduler("verify", change(plan, **values), MOSCOW)
    assert ran.code == 2
    assert said in ran.err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"value": 3', '"value": null'),
        ('"value": 3', '"value": true'),
        ('"Asia/Kolkata"\n   ]', '"Mars/Olympus"\n   ]'),
        ('"Europe/Moscow",\n    "Asia/Kolkata"', '"Asia/Kolkata"'),
        ('"state": "tentative"', '"state": ["tentative"]'),
    ],
)
def test_a_plan_that_was_altered_into_nonsense_is_refused_in_a_sentence(
    old: str, new: str, scheduler: Callable[..., Ran], plan: Path
) -> None:
    text = plan.read_text(encoding="utf-8")
    assert old in text
    plan.write_text(text.replace(old, new, 1), encoding="utf-8")
    for options in ([], ["--for", "india"]):
        ran = scheduler("show", plan, *options)
        assert (ran.code, ran.out) == (2, "")
        assert "the plan file was altered and can no longer be read" in ran.err


def test_a_plan_file_with_half_a_character_is_refused(scheduler: Callable[..., Ran], plan: Path) -> None:
    text = plan.read_text(encoding="utf-8").replace('"scenario": "', '"scenario": "\\ud800', 1)
    plan.write_text(text, encoding="utf-8")
    ran = scheduler("show", plan)
    assert (ran.code, ran.out) == (2, "")
    assert "the plan file is damaged: it holds half a character." in ran.err
    whole = text.replace("\\ud800", "\\ud83e\\udd1d", 1)
    plan.write_text(whole, encoding="utf-8")
    assert "🤝" in scheduler("show", plan).out


def test_a_truncated_plan_file_is_refused_with_its_line(scheduler: Callable[..., Ran], plan: Path) -> None:
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text[: len(text) // 2], encoding="utf-8")
    ran = scheduler("show", plan)
    assert ran.code == 2
    assert "the plan file is truncated or damaged." in ran.err


def test_an_altered_plan_is_shown_with_a_warning(scheduler: Callable[..., Ran], plan: Path) -> None:
    ran = scheduler("show", change(plan, status="feasible"))
    assert ran.code == 2
    assert "altered after it was written" in ran.err


def test_an_edited_scenario_is_said_and_checked(scheduler: Callable[..., Ran], plan: Path, tmp_path: Path) -> None:
    edited = tmp_path / "edited.yaml"
    edited.write_text(Path(MOSCOW).read_text(encoding="utf-8").replace("to: 5 Sep 11:00", "to: 5 Sep 10:00"), "utf-8")
    ran = scheduler("verify", plan, edited)
    assert ran.code == 0
    assert "the scenario has changed since the plan was made" in ran.err


def test_comments_do_not_make_another_scenario(scheduler: Callable[..., Ran], plan: Path, tmp_path: Path) -> None:
    edited = tmp_path / "edited.yaml"
    edited.write_text("# a comment\n" + Path(MOSCOW).read_text(encoding="utf-8"), "utf-8")
    assert scheduler("verify", plan, edited).err == ""


def test_an_unwritable_out_is_said_before_the_solve(scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    began = time.monotonic()
    ran = scheduler("solve", "scenarios/general-assembly.yaml", "--out", tmp_path / "none" / "plan.json")
    assert (ran.code, ran.out) == (2, "")
    assert "the file cannot be written: its folder does not exist." in ran.err
    assert time.monotonic() - began < 1
    assert "this is a folder." in scheduler("solve", MOSCOW, "--out", tmp_path).err


def test_out_does_not_overwrite_what_is_no_plan(scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("important", encoding="utf-8")
    ran = scheduler("solve", TUTORIAL, "--out", notes)
    assert ran.code == 2
    assert "the file exists, and is not a plan." in ran.err
    assert notes.read_text(encoding="utf-8") == "important"


def test_a_bad_scenario_writes_nothing(scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    bad, out = tmp_path / "bad.yaml", tmp_path / "plan.json"
    bad.write_text("title: x\n", encoding="utf-8")
    ran = scheduler("solve", bad, "--out", out)
    assert (ran.code, ran.out, out.exists()) == (2, "", False)
    assert [path.name for path in tmp_path.iterdir()] == ["bad.yaml"]


def test_check_says_that_a_scenario_is_in_order(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("check", MOSCOW, "--sources")
    assert ran.code == 0
    assert ran.out.endswith("valid. 9 principals, 3 forums, 9 meetings, 6 rules.\n")


def test_check_json(scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("titel: x\nzone: UTC\ndates: 1 Sep 2020\n", encoding="utf-8")
    ran = scheduler("check", bad, "--json")
    data = json.loads(ran.out)
    assert (ran.code, data["in_order"]) == (2, False)
    expected = {
        "file": str(bad),
        "line": 1,
        "message": "'titel' is unknown here.",
        "hint": "Did you mean 'title'?",
        "notice": False,
    }
    assert expected in data["issues"]


def test_check_sources_lists_entries_without_provenance(scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    bare = tmp_path / "bare.yaml"
    text = Path(MOSCOW).read_text(encoding="utf-8")
    bare.write_text(text.replace("    assumed: one suite that has been swept\n", ""), encoding="utf-8")
    ran = scheduler("check", bare, "--sources")
    assert ran.code == 0
    assert "notice: 'rooms suite' has neither a source nor an assumption." in ran.out


def test_standard_input(monkeypatch: pytest.MonkeyPatch, scheduler: Callable[..., Ran]) -> None:
    import io

    data = Path(TUTORIAL).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert scheduler("check", "-").out.startswith("-: valid.")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"titel: x")))
    assert scheduler("check", "-").out.startswith("<stdin>:1:")


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_has_help(verb: str, scheduler: Callable[..., Ran]) -> None:
    ran = scheduler(verb, "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"usage: scheduler {verb}")
    assert max(map(len, ran.out.splitlines())) <= 80
    assert VERBS[verb] == module_of(verb).HELP


OWN_WORDING = {
    *((verb, "--json") for verb in VERBS),                          # names what is printed
    *((verb, "--to") for verb in ("export", "playbook", "sweep")),  # other formats
    *((verb, "FILE") for verb in ("import", "new")),                # what is read, what is written
    *((verb, "SCENARIO") for verb in ("pin", "playbook", "state", "unpin", "verify", "watch")),
    *((verb, "MEETING") for verb in ("pin", "unpin")),              # several
    ("alternatives", "--out"),                                      # several files
    ("explain", "--dry-run"),                                       # only with --apply
    ("explain", "--on"),                                            # a day of the question, not of the history
    ("export", "--for"),                                            # has --principal beside it
    ("import", "--scenario"),                                       # no plan to take it from
    ("import", "--zone"),                                           # the zone of the file, not of the reader
    ("new", "--seed"),                                              # invents, does not search
    ("playbook", "--time-limit"),                                   # for each event
    ("state", "--plan"),                                            # where the slot is, not what is asked about
    *(("sweep", option) for option in ("--out", "--seed", "--time-limit", "--workers")),
    ("verify", "PLAN"),                                             # or a published programme
}  # fmt: skip
"""The options whose object differs by design, so that a command explains them in its own words."""


def helps_of(verb: str) -> dict[str, str | None]:
    """Return the help of each option and argument of a command."""
    parser = ArgumentParser(verb)
    module_of(verb).add_arguments(parser)
    return {name: a.help for a in parser._actions for name in a.option_strings or [str(a.metavar)]}


def test_an_option_has_the_same_help_in_every_command() -> None:
    wordings: dict[str, set[str | None]] = {}
    for verb in VERBS:
        for name, text in helps_of(verb).items():
            if (verb, name) not in OWN_WORDING:
                wordings.setdefault(name, set()).add(text)
    assert {name: texts for name, texts in wordings.items() if len(texts) > 1} == {}
    assert {"--time-limit", "--seed", "--workers", "--zone", "--for", "--out", "PLAN", "SCENARIO"} <= wordings.keys()


def test_every_option_that_has_json_says_what_it_prints() -> None:
    texts = [text for verb in VERBS for name, text in helps_of(verb).items() if name == "--json"]
    assert len(texts) > 10
    assert [text for text in texts if not re.fullmatch("print (the|every) [a-z ]+ as JSON", text or "")] == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["solv"], 2, "there is no command 'solv'. Did you mean 'solve'?"),
        (["solve"], 2, "the following arguments are required: SCENARIO"),
        (["solve", MOSCOW, "--time-limit", "0"], 2, "invalid"),
        (["solve", MOSCOW, "--seed", "-1"], 2, "invalid"),
        (["solve", MOSCOW, "--workers", "0"], 2, "invalid"),
        (["solve", MOSCOW, "--zone", "IST"], 2, "zone abbreviation 'IST' is ambiguous"),
        (["solve", MOSCOW, "--for", "sing"], 2, "there is no delegation or principal 'sing'. Did you mean 'singh'?"),
        (["check", "scenarios/moscow.yaml"], 2, "there is no such file. Did you mean 'moscow-2020-09.yaml'?"),
        (["check", "scenarios"], 2, "this is a folder, not a file."),
        (["show", MOSCOW], 2, "this is not a plan file"),
        (["rules", "precedance"], 2, "there is no rule 'precedance'. Did you mean 'precedence'?"),
    ],
)
def test_a_wrong_command_line_is_refused(
    arguments: list[str], code: int, said: str, scheduler: Callable[..., Ran]
) -> None:
    ran = scheduler(*arguments)
    assert (ran.code, ran.out) == (code, "") or arguments[0] == "check"
    assert said in ran.err + ran.out


def test_the_overview(scheduler: Callable[..., Ran]) -> None:
    assert scheduler().code == 2
    assert scheduler("--help").code == 0
    assert scheduler("--version").out.startswith("scheduler ")
    assert all(verb in scheduler("--help").out for verb in VERBS)


def test_new_writes_a_scenario_that_solves(scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.yaml"
    assert scheduler("new", fresh).code == 0
    assert fresh.read_text(encoding="utf-8") == scheduler("new").out
    assert scheduler("solve", fresh).code == 0
    ran = scheduler("new", fresh)
    assert ran.code == 2
    assert "the file exists. Name another; nothing was written." in ran.err


def test_rules_json(scheduler: Callable[..., Ran]) -> None:
    data = json.loads(scheduler("rules", "--json").out)
    assert {"rule", "written", "strength", "summary", "example", "from"} == set(data[0])
    assert [entry["rule"] for entry in data if entry["written"]] == list(WORDS)
    listed = [line.split()[0] for line in scheduler("rules").out.splitlines() if re.match("  [^ ]", line)]
    assert [entry["rule"] for entry in data] == listed
    assert "lag" in scheduler("rules", "precedence").out


def test_the_schema_is_valid_and_the_scenarios_keep_it(scheduler: Callable[..., Ran]) -> None:
    import jsonschema

    from scheduler.scenario.source import read

    schema = json.loads(scheduler("schema").out)
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    for path in sorted(Path("scenarios").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema=scenario.schema.json")
        assert [error.message for error in validator.iter_errors(read(text, str(path)).data)] == []
    assert list(validator.iter_errors({"titel": "x"}))


IMPOSSIBLE = """
title: Two at once
zone: UTC
dates: 3 Sep 2020
hours: 09:00-10:00
grid: 30 min
places: {hill: {name: Hill, zone: UTC}}
delegations: {north: {name: North}, south: {name: South}}
principals:
  ana: {name: Ana, delegation: north, home: hill}
  ben: {name: Ben, delegation: south, home: hill}
  cem: {name: Cem, delegation: south, home: hill}
meetings:
  one: {participants: [ana, ben], length: 60 min, priority: must}
  two: {participants: [ana, cem], length: 60 min, priority: must}
  three: {participants: [ben, cem], length: 45 min, priority: low, windows: 3 Sep 09:30-11:00}
"""


def test_impossible_comes_with_the_best_partial_plan_and_reasons(scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "impossible.yaml"
    path.write_text(IMPOSSIBLE, encoding="utf-8")
    ran = scheduler("solve", path, "--json")
    data = json.loads(ran.out)
    assert (ran.code, data["status"]) == (1, "impossible")
    assert len(data["bookings"]) == 1
    reasons = {entry["meeting"]: entry for entry in data["unscheduled"]}
    taken = ({"one", "two"} & set(reasons)).pop()
    held = ({"one", "two"} - {taken}).pop()
    line = 14 if held == "one" else 15
    assert reasons[taken]["lines"] == [f"{path}:{line}"]
    assert f"({path}:{line})" in reasons[taken]["because"]
    assert "it has no slot of its own" in reasons["three"]["because"]
    assert {f"{path}:5", f"{path}:16"} <= set(reasons["three"]["lines"])
    shown = scheduler("solve", path)
    assert shown.code == 1
    assert "IMPOSSIBLE – no plan holds all must-meetings (proved)" in shown.out
    assert "Not placed" in shown.out


def test_out_of_time_is_not_impossible(scheduler: Callable[..., Ran], tmp_path: Path) -> None:
    """A hard scenario and hardly any time: no claim is made."""
    out = tmp_path / "plan.json"
    ran = scheduler("solve", "scenarios/general-assembly.yaml", "--time-limit", "0.001", "--out", out)
    assert ran.code in {0, 3}
    if out.exists():
        assert json.loads(out.read_text(encoding="utf-8"))["status"] in {"feasible", "out-of-time"}
    else:
        assert "no proof that there is none" in ran.err


def hard_scenario(path: Path) -> Path:
    """Write a scenario that takes minutes to prove: forty meetings of one principal that wait for each other."""
    people = "\n".join(f"  p{n}: {{name: P{n}, delegation: south, home: hill}}" for n in range(40))
    meetings = "\n".join(f"  m{n}: {{participants: [ana, p{n}, p{(n * 7 + 3) % 40}]}}" for n in range(40))
    path.write_text(
        "title: Hard\nzone: UTC\ndates: 1-4 Sep 2020\ngrid: 5 min\n"
        "places: {hill: {name: Hill, zone: UTC}}\nvenues: {a: {name: A, place: hill}, b: {name: B, place: hill}}\n"
        "travel: [{between: [a, b], takes: 25 min}]\n"
        "delegations: {north: {name: N}, south: {name: S}}\n"
        f"principals:\n  ana: {{name: Ana, delegation: north, home: hill}}\n{people}\nmeetings:\n{meetings}\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("output", ["tables", "json"])
def test_ctrl_c_gives_the_best_plan_so_far(tmp_path: Path, output: str) -> None:
    path, out = hard_scenario(tmp_path / "hard.yaml"), tmp_path / "plan.json"
    command = [
        sys.executable,
        "-m",
        "scheduler",
        "solve",
        str(path),
        "--out",
        str(out),
        "--time-limit",
        "120",
    ]
    command += ["--json"] if output == "json" else []
    messages = tmp_path / "messages.txt"
    with messages.open("w", encoding="utf-8") as file:
        environment = {**os.environ, "COLUMNS": "80"}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=file, text=True, env=environment)
    # The progress line says what the best plan so far is worth as soon as there is one.
    until(lambda: re.search(r"Searching .*(cost|held)", messages.read_text(encoding="utf-8")), "a plan to stop at")
    process.send_signal(signal.SIGINT)
    shown, _ = process.communicate(timeout=60)
    said = messages.read_text(encoding="utf-8")
    assert process.returncode == 130
    assert "Interrupted: this is the best plan so far." in said
    assert "Searching (" in said
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["status"] == "feasible"
    assert data["bookings"]
    assert shown


def test_output_to_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m scheduler rules | head -1"
    ran = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert ran.stderr == ""


def test_commands_that_do_not_solve_do_not_import_the_solver() -> None:
    for arguments in (["check", MOSCOW], ["rules"], ["schema"], ["new"], ["--help"]):
        code = (
            "import sys\nfrom scheduler.commands.cli import run\n"
            f"run({arguments!r})\n"
            "heavy = {'ortools', 'pandas', 'numpy', 'rich'} & set(sys.modules)\n"
            "sys.exit(f'imported: {heavy}' if heavy else 0)\n"
        )
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
