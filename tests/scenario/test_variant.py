"""Variants: what they change, where each line is from, and how a way out is written into one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler.problem.load import examine, load
from scheduler.problem.requirements import requirements_of
from scheduler.scenario.problem import problem_of
from tests.paths import MOSCOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

LATER = """\
extends: moscow.yaml
title: Moscow, the foreign ministers a day later
forums:
  sco-foreign:
    moves_by: 1 day
principals:
  jaishankar:
    stays:
      1: {to: 12 Sep 20:00}
  wang:
    stays:
      1:
        to: 12 Sep 18:00
  lavrov:
    engagements:
      1: {from: 11 Sep 17:00}
meetings:
  jaishankar-wang:
    prefers: 11 Sep
rules:
  +:
    - {rule: same_day, meetings: [jaishankar-wang, ric-trilateral], strength: must}
"""
NO_SINGH = """\
extends: moscow.yaml
title: Moscow without Singh
principals:
  singh: {stays: }
forums:
  sco-defence: {attendees: {1: }}
meetings:
  singh-shoigu:
  singh-wei: null
rules: {1: {then: jaishankar-lavrov}, 2: , 6: {meetings: [wei-shoigu]}}
"""
EARLY = """\
extends: moscow.yaml
title: Wei leaves early
principals:
  wei:
    stays:
      1: {from: 4 Sep 09:00, to: 4 Sep 14:50}  # the flight
forums:
  sco-defence:
    sessions:
      1: {attendees: [singh, shoigu]}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with Moscow and its variants."""
    (tmp_path / "moscow.yaml").write_text(MOSCOW.read_text(encoding="utf-8"), encoding="utf-8")
    for name, text in (("later", LATER), ("no-singh", NO_SINGH), ("early", EARLY)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def issues(here: Path, text: str) -> list[str]:
    (here / "variant.yaml").write_text(text, encoding="utf-8")
    return [str(issue) for issue in examine("variant.yaml")[1]]


@pytest.mark.usefixtures("here")
def test_what_a_variant_changes_and_what_it_leaves() -> None:
    base, variant = load("moscow.yaml"), load("later.yaml")
    assert variant.title == "Moscow, the foreign ministers a day later"
    assert variant.meetings.keys() == base.meetings.keys()
    assert variant.principals["wang"].stays[0].start == base.principals["wang"].stays[0].start
    one_day = variant.forums["sco-foreign"].dates[0] - base.forums["sco-foreign"].dates[0]
    assert one_day.days == 1
    for old, new in zip(base.forums["sco-foreign"].sessions, variant.forums["sco-foreign"].sessions, strict=True):
        assert (new.start - old.start, new.end - old.end) == (one_day, one_day)
    assert variant.principals["lavrov"].engagements[0].end - base.principals["lavrov"].engagements[0].end == one_day
    assert variant.forums["sco-defence"] == base.forums["sco-defence"]
    assert len(variant.rules) == len(base.rules) + 1
    assert variant.digest != base.digest


@pytest.mark.usefixtures("here")
def test_what_a_variant_takes_out() -> None:
    base, variant = load("moscow.yaml"), load("no-singh.yaml")
    assert set(base.meetings) - set(variant.meetings) == {"singh-shoigu", "singh-wei"}
    assert [a.principal for a in variant.forums["sco-defence"].attendees] == ["wei", "shoigu"]
    assert len(variant.rules) == len(base.rules) - 1
    assert variant.principals["singh"].stays == ()


@pytest.mark.usefixtures("here")
def test_each_line_is_of_the_file_that_it_is_in() -> None:
    variant = load("later.yaml")
    said = {r.name: r.rule.say(problem_of(variant).facts.names) for r in requirements_of(problem_of(variant))}
    text = Path("later.yaml").read_text(encoding="utf-8").splitlines()
    wang = next(name for name, sentence in said.items() if sentence == "Wang leaves Moscow on 12 Sep 18:00")
    file, _, line = wang.partition(" ")[2].partition(":")
    assert file == "later.yaml"
    assert text[int(line) - 1].strip() == "to: 12 Sep 18:00"
    assert any(name.startswith("in_session moscow.yaml:") for name in said)
    assert variant.origins.files == ["later.yaml", "moscow.yaml"]
    rules = [variant.origins.origin(("rules", number)) for number in range(len(variant.rules))]
    assert [origin.file for origin in rules] == ["moscow.yaml"] * 6 + ["later.yaml"]


@pytest.mark.usefixtures("here")
def test_the_lines_of_a_list_from_which_something_is_taken_out() -> None:
    base, variant = load("moscow.yaml"), load("no-singh.yaml")
    lines = [base.origins.origin(("rules", number)).line for number in (2, 3, 4)]
    assert [variant.origins.origin(("rules", number)).line for number in (1, 2, 3)] == lines


def test_a_variant_of_a_variant(here: Path) -> None:
    (here / "more.yaml").write_text(
        "extends: later.yaml\ntitle: More\nmeetings: {singh-wei: {priority: high}}\n", "utf-8"
    )
    variant = load("more.yaml")
    assert variant.meetings["singh-wei"].priority == "high"
    assert variant.forums["sco-foreign"].dates[0].day == 10
    assert variant.origins.files == ["more.yaml", "moscow.yaml", "later.yaml"]


EXTENDS = "extends: moscow.yaml\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("extends: nowhere.yaml\n", "variant.yaml:1: nowhere.yaml: there is no such file."),
        ("extends: variant.yaml\n", "variant.yaml:1: variant.yaml extends this file in turn."),
        ("extends: [moscow.yaml]\n", "variant.yaml:1: 'extends:' names a file."),
        (EXTENDS + "rules:\n  9: {rule: gap}\n", "variant.yaml:3: there is no item 9: the list that it extends has 6."),
        (EXTENDS + "forums: {sco-foreign: {moves_by: soon}}\n", "variant.yaml:2: this is not a number of days."),
        (EXTENDS + "meetings:\n  singh-wei: {priority: top}\n", "variant.yaml:3: "),
        (EXTENDS + "principals: {wei: {stays: {1: {to: 2 Sep}}}}\n", "variant.yaml:2: it ends before it begins."),
        (EXTENDS + "places:\n  moscow:\n", "moscow.yaml:"),
    ],
)
def test_a_mistake_in_a_variant_is_of_its_file_and_line(here: Path, text: str, said: str) -> None:
    assert any(issue.startswith(said) for issue in issues(here, text)), issues(here, text)


def test_a_mistake_in_what_is_extended_is_of_that_file(here: Path) -> None:
    broken = (here / "moscow.yaml").read_text(encoding="utf-8").replace("to: 4 Sep 22:30", "to: 4 Sep 22:61")
    (here / "moscow.yaml").write_text(broken, encoding="utf-8")
    line = broken.splitlines().index("        to: 4 Sep 22:61") + 1
    assert issues(here, "extends: moscow.yaml\n")[0].startswith(f"moscow.yaml:{line}: there is no time")


@pytest.mark.usefixtures("here")
def test_every_command_takes_a_variant(scheduler: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    assert scheduler("check", "later.yaml").code == 0
    assert scheduler("solve", "later.yaml", "--out", "plan.json").code == 0
    assert scheduler("verify", "plan.json", "later.yaml").code == 0
    assert scheduler("explain", "later.yaml", "singh-wei", "--at", "4 Sep 10:00").code == 1
    ran = scheduler("explain", "early.yaml")
    assert ran.code == 1
    golden("explain-variant.txt", ran.out)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_way_out_is_written_into_the_variant(number: int, here: Path, scheduler: Callable[..., Ran]) -> None:
    base = (here / "moscow.yaml").read_text(encoding="utf-8")
    assert scheduler("explain", "early.yaml", "--apply", number).code == 0
    assert (here / "moscow.yaml").read_text(encoding="utf-8") == base
    assert "# the flight" in (here / "early.yaml").read_text(encoding="utf-8")
    assert scheduler("solve", "early.yaml").code == 0
