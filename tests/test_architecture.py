"""What must stay true of the project as a whole."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler.commands.cli import VERBS
from scheduler.problem.reference import SCHEMAS, reference
from scheduler.rules.catalogue import CATALOGUE
from scheduler.rules.written import WORDS
from scheduler.scenario.schema import schema_text
from tests.paths import ROOT

if TYPE_CHECKING:
    pass

PAGES = [ROOT / "README.md", *sorted(set((ROOT / "docs").glob("*.md")) - {ROOT / "docs" / "scenario.md"})]
"""The pages that show commands; the reference of the scenario language shows none."""
README = (ROOT / "README.md").read_text(encoding="utf-8")


def modules() -> list[Path]:
    return sorted((ROOT / "scheduler").rglob("*.py"))


def test_the_reference_and_the_schema_are_current() -> None:
    hint = "'make docs' writes it anew"
    assert (ROOT / "docs" / "scenario.md").read_text(encoding="utf-8") == reference(), hint
    for folder in SCHEMAS:
        assert (ROOT / folder / "scenario.schema.json").read_text(encoding="utf-8") == schema_text(), hint


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
@pytest.mark.parametrize(
    "target", re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
)
def test_make_understands_every_target(target: str) -> None:
    ran = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_reading_a_scenario_reads_the_files_of_its_own_rules_only() -> None:
    read = "import sys; from scheduler import load; load('scenarios/moscow-2020-09.yaml'); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", read], cwd=ROOT, capture_output=True, text=True, check=True)
    there = {name.removeprefix("scheduler.rules.written.") for name in ran.stdout.split()} & set(WORDS)
    assert there == {"precedence", "host_first", "keep_apart", "prefer"}


def test_every_rule_is_in_the_reference() -> None:
    text = reference()
    assert all(f"### {rule.word}\n" in text for rule in CATALOGUE)


def test_every_command_is_in_the_readme() -> None:
    assert all(f"scheduler {verb}" in README for verb in VERBS)


def commands_of(page: Path) -> list[str]:
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith(("scheduler ", "cp "))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_run(page: Path, tmp_path: Path) -> None:
    """In their order, in one folder, as a reader would type them."""
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    command = bin_ / "scheduler"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scheduler "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    lines = commands_of(page)
    assert lines
    for line in lines:
        ran = subprocess.run(
            line,
            shell=True,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": f"{bin_}:/usr/bin:/bin", "COLUMNS": "80", "PYTHONPATH": str(ROOT)},
        )
        assert ran.returncode == 0, f"{line}\n{ran.stdout}{ran.stderr}"


def test_the_library_in_the_readme_runs(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        ran = subprocess.run([sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
    assert tmp_path.exists()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_package_has_no_asserts_and_says_what_each_module_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]


def test_only_the_command_line_exits() -> None:
    for path in modules():
        if path.name == "cli.py":
            continue
        text = path.read_text(encoding="utf-8")
        assert "sys.exit" not in text, path
        assert "SystemExit" not in text, path


def test_no_file_names_a_host_or_a_path_of_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    for name in listed.splitlines():
        path = ROOT / name
        if not path.is_file() or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        for word in ("pypi" + ".org", "python" + "hosted", "/root" + "/", "/work" + "/main"):
            assert word not in text, f"{name} names {word}"
