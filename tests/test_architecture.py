"""What must stay true of the project as a whole."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from scheduler.commands.cli import VERBS
from scheduler.problem.reference import SCHEMAS, reference
from scheduler.rules.catalogue import CATALOGUE
from scheduler.rules.written import WORDS
from scheduler.scenario.schema import schema_text
from tests.paths import ROOT

PAGES = [ROOT / "README.md", *sorted(set((ROOT / "docs").glob("*.md")) - {ROOT / "docs" / "scenario.md"})]
"""The pages that show commands; the reference of the scenario language shows none."""
README = (ROOT / "README.md").read_text(encoding="utf-8")


def modules() -> list[Path]:
    found = sorted((ROOT / "scheduler").rglob("*.py"))
    assert len(found) > 100
    return found


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
    assert len(CATALOGUE) > 40
    assert [rule.word for rule in CATALOGUE if f"### {rule.word}\n" not in text] == []


def test_every_command_is_in_the_readme() -> None:
    assert [verb for verb in VERBS if f"scheduler {verb}" not in README] == []


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


def test_the_library_in_the_readme_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        ran = subprocess.run([sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_package_has_no_asserts_and_says_what_each_module_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]


def test_only_the_command_line_exits() -> None:
    for path in modules():
        if path.name in {"cli.py", "__main__.py"}:
            continue
        text = path.read_text(encoding="utf-8")
        assert "sys.exit" not in text, path
        assert "SystemExit" not in text, path


CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
INVENTED = {"tea_first", "count", "titles", "letters", "by_day"}
"""What the steps of CONTRIBUTING.md add."""


def test_the_pages_for_programmers_name_files_that_are_there() -> None:
    """Files are named from the root, in the package, or in a folder of it where the row or the sentence names that."""
    named = set(re.findall(r"`((?:[\w.]+/)*\w+\.(?:py|md|yml|toml|txt))`", CONTRIBUTING + ARCHITECTURE))
    assert len(named) > 40
    known = {str(path.relative_to(ROOT)) for path in committed(ROOT)}
    missing = [name for name in sorted(named) if not any(f"/{path}".endswith(f"/{name}") for path in known)]
    assert [name for name in missing if not any(word in name for word in INVENTED)] == []


def test_the_picture_of_the_layers_is_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    picture = ARCHITECTURE.partition("```mermaid")[2].partition("```")[0]
    drawn = re.findall(r"^ +(\w+)(?:\[[^\]]*\])? --> (\w+)", picture, re.MULTILINE)
    names = [layer.removeprefix("scheduler.") for layer in layers]
    assert drawn == list(pairwise(names))
    folders = {path.name for path in (ROOT / "scheduler").iterdir() if (path / "__init__.py").is_file()}
    assert folders == set(names)
    assert [name for name in names if f"| `{name}/` |" not in ARCHITECTURE] == []


HOSTS_AND_PATHS = ("pypi" + ".org", "python" + "hosted", "/root" + "/", "/work" + "/main")


def committed(root: Path) -> list[Path]:
    """Return the files that are committed; without git, all that are not what programs leave behind.

    A copy of the sources, in an archive say, has no git; then the files are walked.
    """
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [root / name for name in listed.stdout.split("\0") if (root / name).is_file()]
    return [path for path in sorted(root.rglob("*")) if path.is_file() and not _left_behind(path.relative_to(root))]


def _left_behind(path: Path) -> bool:
    built = {"build", "dist", "__pycache__"}
    return any((part.startswith(".") and part not in {".ci", ".github"}) or part in built for part in path.parts[:-1])


def names_of_hosts(paths: list[Path]) -> list[str]:
    texts = {path: path.read_text(encoding="utf-8", errors="ignore") for path in paths}
    return [f"{path} names {word}" for path, text in texts.items() for word in HOSTS_AND_PATHS if word in text]


def test_no_file_names_a_host_or_a_path_of_a_machine() -> None:
    paths = committed(ROOT)
    assert {ROOT / "README.md", ROOT / "pyproject.toml", Path(__file__)} <= set(paths)
    assert names_of_hosts(paths) == []


def test_a_host_is_found_where_there_is_no_git_too(tmp_path: Path) -> None:
    (tmp_path / "scheduler").mkdir()
    (tmp_path / ".venv").mkdir()
    for name in ("scheduler/a.py", ".venv/b.py", "c.md"):
        (tmp_path / name).write_text("see " + HOSTS_AND_PATHS[0], encoding="utf-8")
    found = committed(tmp_path)
    assert found == [tmp_path / "c.md", tmp_path / "scheduler" / "a.py"]
    assert len(names_of_hosts(found)) == 2
