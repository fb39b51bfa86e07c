"""The tables and texts that officers read, at 80 columns without colour. Their diff is reviewed like code."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from typing import TYPE_CHECKING

import pytest

from scheduler.commands.cli import VERBS, module_of
from tests.paths import GOLDEN, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

MOSCOW = "scenarios/moscow-2020-09.yaml"
TUTORIAL = "scenarios/tutorial.yaml"
BUSY = "scenarios/general-assembly.yaml"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("solve-moscow.txt", ["solve", MOSCOW]),
        (
            "solve-moscow-for-jaishankar.txt",
            ["solve", MOSCOW, "--for", "jaishankar", "--zone", "Asia/Shanghai"],
        ),
        ("solve-general-assembly.txt", ["solve", BUSY]),
        ("rules-precedence.txt", ["rules", "precedence"]),  # of all rules, the reference has the text
        ("help.txt", ["--help"]),
    ],
)
def test_output(
    name: str,
    arguments: list[str],
    scheduler: Callable[..., Ran],
    golden: Callable[[str, str], None],
) -> None:
    ran = scheduler(*arguments)
    assert ran.code == 0
    golden(name, ran.out)
    assert max(map(len, ran.out.splitlines())) <= 80 or name == "help.txt"


def test_show_by_principal(scheduler: Callable[..., Ran], golden: Callable[[str, str], None], tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    assert scheduler("solve", "scenarios/tutorial.yaml", "--out", plan).code == 0
    golden("show-tutorial-by-principal.txt", scheduler("show", plan, "--by", "principal").out)


def test_the_second_clock_is_that_of_the_reader(scheduler: Callable[..., Ran]) -> None:
    """Delhi is two hours and a half ahead of Moscow: under each start stands the same one on the reader's clock."""
    shown = scheduler("solve", MOSCOW, "--zone", "Asia/Kolkata").out
    assert max(map(len, shown.splitlines())) <= 80
    first = [line.split("│")[1].strip() for line in shown.splitlines() if line.startswith("│")]
    spans = [cell for cell in first if re.fullmatch(r"\d\d:\d\d–\d\d:\d\d", cell)]
    pairs = list(zip(spans[::2], spans[1::2], strict=True))
    assert ("16:45–17:50", "19:15–20:20") in pairs
    assert len(pairs) == first.count("Kolkata") == 9
    for here, there in pairs:
        ahead = [minutes(one) - minutes(other) for one, other in zip(there.split("–"), here.split("–"), strict=True)]
        assert ahead == [150, 150]


def minutes(clock: str) -> int:
    hours, _, rest = clock.partition(":")
    return 60 * int(hours) + int(rest)


def test_the_tutorial_says_what_each_booking_rests_on_and_which_wishes_are_kept(
    scheduler: Callable[..., Ran],
) -> None:
    shown = scheduler("solve", TUTORIAL)
    assert shown.code == 0
    assert max(map(len, shown.out.splitlines())) <= 80
    data = json.loads(scheduler("solve", TUTORIAL, "--json").out)
    bookings = {each["meeting"]: each for each in data["bookings"]}
    assert {key: each["venue"] for key, each in bookings.items()} == {
        "dorne-vela": "ministry",
        "ferrin-vela": "harbour",
        "ferrin-dorne": "harbour",
        "marec-vela": "ministry",
        "marec-dorne": "harbour",
    }
    assert bookings["ferrin-vela"]["room"] is None
    assert "11:00" <= bookings["ferrin-vela"]["start"][11:16] < "11:30"
    assert bookings["marec-dorne"]["rests_on"] == ["assumed: both have asked for it, on neutral ground"]
    assert [(wish["origin"].rpartition(":")[2], wish["kept"]) for wish in data["wishes"]] == [
        *(("66", True), ("78", True), ("80", True)),
    ]
    table = shown.out.partition("Wishes")[2]
    lines = [line.split("│") for line in table.splitlines() if line.startswith("│ yes")]
    assert [cells[3].strip() for cells in lines] == ["66", "78", "80"]


def test_check_says_what_is_in_the_file_and_what_may_be_a_mistake(scheduler: Callable[..., Ran]) -> None:
    ran = scheduler("check", MOSCOW)
    notice, verdict = ran.out.splitlines()
    assert notice == f"{MOSCOW}:283: notice: the ranks differ: deputy minister and ambassador. Is that intended?"
    assert verdict == f"{MOSCOW}: valid. 9 principals, 3 forums, 9 meetings, 6 rules."


def unbroken(text: str) -> str:
    """Return a text without what the width of a terminal puts into it."""
    return "".join(text.split())


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_command_says_what_each_option_does(verb: str, scheduler: Callable[..., Ran]) -> None:
    command, parser = module_of(verb), ArgumentParser(f"scheduler {verb}")
    command.add_arguments(parser)
    ran = scheduler(verb, "--help")
    assert (ran.code, ran.err) == (0, "")
    shown = unbroken(ran.out)
    assert unbroken(command.DESCRIPTION) in shown
    assert unbroken(getattr(command, "EPILOG", "")) in shown
    for action in parser._actions:
        assert action.help, action.dest
        assert unbroken(action.help) in shown
        assert all(option in shown for option in action.option_strings)
    assert all(len(line) <= 80 for line in ran.out.partition("examples:")[0].splitlines())


def test_the_golden_screens_are_few_enough_to_be_reviewed_and_each_is_compared() -> None:
    names = {path.name for path in GOLDEN.iterdir()}
    assert 10 < len(names) <= 20
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    stems = {name.removesuffix(".txt") for name in names}
    # A test may name a screen without its command, where it adds that itself.
    used = {stem for stem in stems if f'"{stem}.txt"' in tests or f'"{stem.partition("-")[2]}"' in tests}
    assert stems == used
