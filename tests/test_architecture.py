"""What must stay true of the project as a whole."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler.cli import VERBS
from scheduler.reference import SCHEMAS, reference
from scheduler.rules import CATALOGUE
from scheduler.schema import schema_text

if TYPE_CHECKING:
    pass

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def modules() -> list[Path]:
    return sorted((ROOT / "scheduler").rglob("*.py"))


def test_the_reference_and_the_schema_are_current() -> None:
    hint = "'make docs' writes it anew"
    assert (ROOT / "docs" / "scenario.md").read_text(encoding="utf-8") == reference(), hint
    for folder in SCHEMAS:
        assert (ROOT / folder / "scenario.schema.json").read_text(encoding="utf-8") == schema_text(), hint


def test_every_rule_is_in_the_reference() -> None:
    text = reference()
    assert all(f"### {rule.word}\n" in text for rule in CATALOGUE)


def test_every_command_is_in_the_readme() -> None:
    assert all(f"scheduler {verb}" in README for verb in VERBS)


def commands_of_the_readme() -> list[str]:
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", README, re.DOTALL)
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith(("scheduler ", "cp "))]


def test_the_readme_has_commands() -> None:
    assert len(commands_of_the_readme()) >= 6


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    """In their order, in one folder, as a reader would type them."""
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    command = bin_ / "scheduler"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scheduler "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    for line in commands_of_the_readme():
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
