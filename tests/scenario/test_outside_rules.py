"""What may be wrong with the rules of other packages: an issue with its line and what to do, never a traceback."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from scheduler.problem.load import load, parse
from scheduler.scenario import outside_rules, rule_entries
from scheduler.scenario.outside_rules import differences
from tests.paths import MOSCOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Ran

RULE = '''
from typing import Literal

from scheduler.rules.base import Written

class Quiet(Written):
    """Nobody speaks."""

    rule: Literal["quiet"] = "quiet"

    def broken(self, plan):
        return ()

    def say(self, names):
        return "nobody speaks"
'''
SCENARIO = """title: Tiny
zone: UTC
dates: 5 Oct 2020
rules:
  - {rule: different_days, meetings: [a, b]}
  - {rule: quiet}
meetings: {a: {participants: [x, y]}, b: {participants: [x, y]}}
places: {p: {name: P, zone: UTC}}
delegations: {d: {name: D}}
principals: {x: {name: X, delegation: d, home: p}, y: {name: Y, delegation: d, home: p}}
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Put a package on the path, as an installer leaves it: its modules, its metadata, its entry points."""

    installed: list[str] = []

    def put(name: str, code: str = RULE, version: str = "1.0", **points: str) -> None:
        folder = tmp_path / name
        about = folder / f"{name}-{version}.dist-info"
        about.mkdir(parents=True)
        (folder / f"{name}.py").write_text(code, encoding="utf-8")
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
        lines = ["[scheduler.rules]", *(f"{word} = {value}" for word, value in points.items())]
        (about / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
        monkeypatch.syspath_prepend(folder)
        installed.append(name)
        forget()

    def forget() -> None:
        for name in installed:
            sys.modules.pop(name, None)
        outside_rules.offers.cache_clear()
        rule_entries._outside.cache_clear()

    yield put
    monkeypatch.undo()
    forget()


def issues() -> list[str]:
    return [str(issue) for issue in parse(SCENARIO, "visit.yaml")[1]]


def test_a_rule_of_another_package_is_read(install: Callable[..., None]) -> None:
    install("quietude", quiet="quietude:Quiet")
    scenario, found = parse(SCENARIO)
    assert scenario is not None, found
    assert [type(rule).__name__ for rule in scenario.rules] == ["DifferentDays", "Quiet"]
    assert scenario.rules[1].word == "quiet"


def test_a_package_whose_words_no_scenario_names_is_not_imported(install: Callable[..., None]) -> None:
    install("quietude", quiet="quietude:Quiet")
    install("explosive", "raise RuntimeError", loud="explosive:Loud")
    assert issues() == []


def test_a_scenario_of_our_own_rules_does_not_ask_what_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def offers() -> dict[str, list[outside_rules.Offer]]:
        asked.append("what is installed")
        return {}

    monkeypatch.setattr(outside_rules, "offers", offers)
    scenario = load(MOSCOW)
    assert len(scenario.rules) > 3
    assert rule_entries.packages_of(scenario.rules) == {}
    assert asked == []
    assert issues()[0].startswith("visit.yaml:6: there is no rule 'quiet'.")
    assert asked != []


def test_an_unknown_word_is_told_the_words_of_packages_too(install: Callable[..., None]) -> None:
    install("quietude", quieter="quietude:Quiet")
    assert issues() == ["visit.yaml:6: there is no rule 'quiet'. Did you mean 'quieter'?"]


def test_two_packages_with_one_word(install: Callable[..., None]) -> None:
    install("quietude", quiet="quietude:Quiet")
    install("silence", version="2.0", quiet="silence:Quiet")
    assert issues() == [
        "visit.yaml:6: two packages have a rule 'quiet': silence 2.0 and quietude 1.0. Uninstall one of them."
    ]


def test_a_package_that_takes_a_word_of_ours_is_not_used(
    install: Callable[..., None], scheduler: Callable[..., Ran]
) -> None:
    install("quietude", quiet="quietude:Quiet", different_days="quietude:Quiet")
    assert issues() == [
        "visit.yaml:6: the rule 'quiet' is from quietude 1.0, which also offers 'different_days', a rule of ours. "
        "Ask its authors to rename 'different_days', or uninstall it."
    ]
    ran = scheduler("rules")
    assert ran.code == 0
    first = ran.err.splitlines()[0]
    assert first.startswith("notice: quietude 1.0 offers a rule 'different_days', a word of ours; none of its rules")
    assert "from other packages" not in ran.out


CANNOT_BE_LOADED = (
    "visit.yaml:6: the rule 'quiet' of quietude 1.0 cannot be loaded (%s). "
    "Install the package again, or ask its authors."
)
CANNOT_BE_USED = "visit.yaml:6: the rule 'quiet' of quietude 1.0 cannot be used: it %s. Ask the authors of the package."


@pytest.mark.parametrize(
    ("code", "point", "issue"),
    [
        ("import nowhere", "quietude:Quiet", CANNOT_BE_LOADED % "ModuleNotFoundError: No module named 'nowhere'"),
        ("raise ValueError('no licence')", "quietude:Quiet", CANNOT_BE_LOADED % "ValueError: no licence"),
        ("import sys; sys.exit(3)", "quietude:Quiet", CANNOT_BE_LOADED % "SystemExit: 3"),
        ("def", "quietude:Quiet", CANNOT_BE_LOADED % "SyntaxError: invalid syntax (quietude.py, line 1)"),
        (RULE, "quietude:Loud", CANNOT_BE_LOADED % "AttributeError: module 'quietude' has no attribute 'Loud'"),
        (RULE, "nowhere:Quiet", CANNOT_BE_LOADED % "ModuleNotFoundError: No module named 'nowhere'"),
        ("Quiet = 3", "quietude:Quiet", CANNOT_BE_USED % "is not a rule"),
        ("class Quiet: pass", "quietude:Quiet", CANNOT_BE_USED % "is not a rule"),
        (RULE.replace("def say", "def said"), "quietude:Quiet", CANNOT_BE_USED % "lacks say"),
        (RULE.replace('"quiet"', '"silent"'), "quietude:Quiet", CANNOT_BE_USED % "calls itself 'silent'"),
        (RULE.replace("rule:", "word_:"), "quietude:Quiet", CANNOT_BE_USED % "does not say 'rule:'"),
    ],
)
def test_what_cannot_be_used_is_an_issue(
    install: Callable[..., None], scheduler: Callable[..., Ran], code: str, point: str, issue: str, tmp_path: Path
) -> None:
    install("quietude", code, quiet=point)
    assert issues() == [issue]
    written = tmp_path / "visit.yaml"
    written.write_text(SCENARIO, encoding="utf-8")
    for command in ("check", "solve"):
        ran = scheduler(command, written)
        assert ran.code == 2
        assert issue in (ran.out + ran.err).replace(str(written), "visit.yaml")
    for ran in (scheduler("rules"), scheduler("schema")):
        assert (ran.code, ran.err) == (0, f"notice: {issue.removeprefix('visit.yaml:6: ')}\n")


def test_a_mistake_in_an_entry_of_such_a_rule_has_its_hint(install: Callable[..., None]) -> None:
    install("quietude", RULE.replace("def broken", "hours: int = 0\n\n    def broken"), quiet="quietude:Quiet")
    _, found = parse(SCENARIO.replace("{rule: quiet}", "{rule: quiet, hour: 3}"), "visit.yaml")
    assert [str(issue) for issue in found] == ["visit.yaml:6: 'hour' is unknown here. Did you mean 'hours'?"]


def test_the_schema_that_is_checked_in_does_not_depend_on_what_is_installed(install: Callable[..., None]) -> None:
    from scheduler.scenario.schema import schema, schema_text

    before = schema_text()
    install("quietude", quiet="quietude:Quiet")
    assert schema_text() == before
    assert "Quiet" not in schema()["$defs"]


def test_the_schema_that_is_printed_has_them(install: Callable[..., None], scheduler: Callable[..., Ran]) -> None:
    install("quietude", quiet="quietude:Quiet")
    ran = scheduler("schema")
    assert "Quiet" in json.loads(ran.out)["$defs"]
    assert ran.err == ""


def test_what_a_plan_records_is_compared_with_what_is_installed(install: Callable[..., None]) -> None:
    install("quietude", version="1.1", quiet="quietude:Quiet")
    assert list(differences({"quietude": "1.1"})) == []
    assert list(differences({"quietude": "1.0", "silence": "2.0"})) == [
        "the plan was made with rules of quietude 1.0; installed is 1.1, whose rules may differ.",
        "the plan was made with rules of silence 2.0, which is not installed. Install it.",
    ]


def test_a_word_that_is_no_text(install: Callable[..., None]) -> None:
    install("quietude", quiet="quietude:Quiet")
    _, found = parse(SCENARIO.replace("{rule: quiet}", "{rule: [quiet]}"), "visit.yaml")
    assert [issue.line for issue in found] == [6]
