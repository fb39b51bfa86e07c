"""The tables and texts that officers read, at 80 columns without colour. Their diff is reviewed like code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

MOSCOW = "scenarios/moscow-2020-09.yaml"
BUSY = "scenarios/general-assembly.yaml"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("solve-moscow.txt", ["solve", MOSCOW]),
        ("solve-moscow-delhi.txt", ["solve", MOSCOW, "--zone", "Asia/Kolkata"]),
        (
            "solve-moscow-for-jaishankar.txt",
            ["solve", MOSCOW, "--for", "jaishankar", "--zone", "Asia/Shanghai"],
        ),
        ("solve-tutorial.txt", ["solve", "scenarios/tutorial.yaml"]),
        ("solve-general-assembly.txt", ["solve", BUSY]),
        ("check-moscow.txt", ["check", MOSCOW]),
        ("rules-precedence.txt", ["rules", "precedence"]),  # of all rules, the reference has the text
        ("help.txt", ["--help"]),
        ("solve-help.txt", ["solve", "--help"]),
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
    assert max(map(len, ran.out.splitlines())) <= 80 or name in {"check-moscow.txt", "help.txt"}


def test_show_by_principal(scheduler: Callable[..., Ran], golden: Callable[[str, str], None], tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    assert scheduler("solve", "scenarios/tutorial.yaml", "--out", plan).code == 0
    golden("show-tutorial-by-principal.txt", scheduler("show", plan, "--by", "principal").out)
