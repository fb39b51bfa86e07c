"""Errors that nobody foresaw: one sentence, the details in a file, exit code 70, and never a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from scheduler import load, solve
from scheduler.base.failures import WorkerError
from scheduler.base.parallel import Job, crew
from scheduler.commands.cli import VERBS, main, run
from tests.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

TUTORIAL = "scenarios/tutorial.yaml"
MOSCOW = "scenarios/moscow-2020-09.yaml"
SECRET = "a thing that broke"
CORES: dict[str, tuple[list[str], str]] = {
    "new": (["--like", "general-assembly", "--requests", "5"], "scheduler.scenario.generate.invent"),
    "check": ([TUTORIAL], "scheduler.problem.load.validate"),
    "solve": ([TUTORIAL], "scheduler.solver.state.build"),
    "explain": ([TUTORIAL], "scheduler.solver.state.build"),
    "slots": ([TUTORIAL, "{meeting}"], "scheduler.questions.slots.slots"),
    "alternatives": ([TUTORIAL], "scheduler.solver.state.annotate"),
    "compare": (["{plan}", "{plan}"], "scheduler.views.terminal.comparison.comparison_tables"),
    "replan": (["{plan}"], "scheduler.questions.replan.revise"),
    "sweep": ([MOSCOW, "--workers", "1", "--samples", "2"], "scheduler.questions.sweep.broken_musts"),
    "playbook": (["{moscow}"], "scheduler.questions.sweep.broken_musts"),
    "pin": (["{scenario}", "{plan}", "all"], "scheduler.problem.load.edit_source"),
    "unpin": (["{pinned}", "{meeting}"], "scheduler.problem.load.edit_source"),
    "state": (["{scenario}", "{meeting}", "tentative"], "scheduler.problem.load.edit_source"),
    "watch": ([TUTORIAL, "--times", "1"], "scheduler.solver.state.build"),
    "show": (["{plan}"], "scheduler.views.terminal.plan.plan_tables"),
    "import": (
        ["{calendar}", "--as", "{principal}", "--scenario", TUTORIAL],
        "scheduler.importers.reading.read_entries",
    ),
    "export": (["{plan}", "--to", "{folder}/plan.md"], "scheduler.views.export_formats.export_bytes"),
    "verify": (["{plan}", TUTORIAL], "scheduler.problem.verify.breaches_in"),
    "rules": ([], "scheduler.rules.catalogue.entries"),
    "schema": ([], "importlib.resources.files"),
}
"""For each verb, a command line, and something deep below it that is made to fail."""


def fails(*_: Any, **__: Any) -> NoReturn:
    raise RuntimeError(SECRET)


def details_in(said: str) -> str:
    """Return what is in the file that a sentence names; it is one sentence, and no traceback."""
    assert "Traceback" not in said
    (line,) = said.splitlines()
    found = re.search(r"the details are in (\S+\.txt)\.$", line)
    assert found, line
    return Path(found[1]).read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the details of the tests out of the system's folder."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)


@pytest.fixture
def named(tmp_path: Path, scheduler: Callable[..., Ran]) -> dict[str, str]:
    """The files that the command lines name."""
    paths = {key: str(tmp_path / key) for key in ("plan", "moscow", "calendar", "scenario", "pinned")}
    assert scheduler("solve", TUTORIAL, "--out", paths["plan"]).code == 0
    assert scheduler("solve", MOSCOW, "--out", paths["moscow"]).code == 0
    for key in ("scenario", "pinned"):
        Path(paths[key]).write_bytes(Path(TUTORIAL).read_bytes())
    assert scheduler("pin", paths["pinned"], paths["plan"], "all").code == 0
    Path(paths["calendar"]).write_text("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", encoding="utf-8")
    tutorial = load(TUTORIAL)
    entries = {"meeting": next(iter(tutorial.meetings)), "principal": next(iter(tutorial.principals))}
    return {**paths, **entries, "folder": str(tmp_path)}


@pytest.mark.parametrize("verb", VERBS)
def test_an_error_below_any_command_is_one_sentence_and_a_file(
    verb: str, named: dict[str, str], scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments, core = CORES[verb]
    monkeypatch.setattr(core, fails)
    ran = scheduler(verb, *(argument.format(**named) for argument in arguments))
    assert ran.code == 70
    assert "Traceback" not in ran.out
    assert ran.err.startswith(f"scheduler {verb}: ")
    assert "(RuntimeError)" in ran.err
    written = details_in(ran.err)
    assert "Traceback (most recent call last)" in written
    assert f"RuntimeError: {SECRET}" in written
    assert f"command line: scheduler {verb}" in written
    assert f"Python {sys.version.split()[0]}" in written
    assert "ortools 9" in written
    # What the scenario says is nobody else's business.
    assert "delegation:" not in written


def test_every_verb_has_a_core_that_is_tried() -> None:
    assert set(CORES) == set(VERBS)


def test_it_is_said_what_is_written_and_what_is_not(
    tmp_path: Path, scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, page = tmp_path / "plan.json", tmp_path / "page.html"
    with monkeypatch.context() as broken:
        broken.setattr("scheduler.solver.state.build", fails)
        ran = scheduler("solve", TUTORIAL, "--out", plan)
        assert f"; {plan} was not written; " in ran.err
        assert not plan.exists()
        assert "; nothing was written; " in scheduler("solve", TUTORIAL).err
    with monkeypatch.context() as broken:
        broken.setattr("scheduler.views.terminal.plan.plan_tables", fails)
        ran = scheduler("solve", TUTORIAL, "--out", plan)
        assert f"; {plan} was written; " in ran.err
        assert plan.exists()
        # What the command before has written is not said again.
        assert "; nothing was written; " in scheduler("solve", TUTORIAL).err
    results = tmp_path / "results.jsonl"
    monkeypatch.setattr("scheduler.views.page.sweep.sweep_page", fails)
    options = ("--samples", "2", "--workers", "1", "--out", results, "--to", page)
    ran = scheduler("sweep", MOSCOW, *options)
    assert f"; {results} was written and {page} was not written; " in ran.err
    assert (results.exists(), page.exists()) == (True, False)
    assert f"not written: {page}" in details_in(ran.err)


def test_a_plan_that_our_own_check_rejects_proves_nothing(
    scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from dataclasses import replace

    from scheduler.solver.model import Built

    right = Built.bookings

    def wrong(self: Built, solver: Any) -> Any:
        bookings = right(self, solver)
        return tuple(replace(b, start=bookings[0].start, end=bookings[0].end) for b in bookings)

    monkeypatch.setattr(Built, "bookings", wrong)
    out = tmp_path / "plan.json"
    ran = scheduler("solve", TUTORIAL, "--out", out)
    assert (ran.code, ran.out, out.exists()) == (70, "", False)
    written = details_in(ran.err)
    assert re.search(rf"BrokenPlanError: \w+ {re.escape(TUTORIAL)}:\d+", written)


def test_an_error_in_the_solvers_thread_is_no_end_of_the_time(
    scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ortools.sat.python.cp_model.CpSolver.solve", fails)
    ran = scheduler("solve", TUTORIAL)
    assert ran.code == 70
    assert SECRET in details_in(ran.err)


def test_an_error_in_another_thread_is_reported_as_well(
    scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    from scheduler.rules import catalogue

    entries = catalogue.entries

    def with_a_thread(*arguments: Any) -> Any:
        thread = threading.Thread(target=fails)
        thread.start()
        thread.join()
        return entries(*arguments)

    monkeypatch.setattr(catalogue, "entries", with_a_thread)
    ran = scheduler("rules")
    assert ran.code == 70
    assert SECRET in details_in(ran.err)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "Interrupted."),
        (MemoryError(), 70, "there is not enough memory for this; nothing was written; the details are in"),
        (RecursionError("too deep"), 70, "(RecursionError)"),
        (AssertionError(), 70, "(AssertionError)"),
        (SystemExit("a library gave up"), 70, "(SystemExit)"),
        (ImportError("no such library"), 70, "(ImportError)"),
    ],
)
def test_whatever_is_raised(
    error: BaseException, code: int, said: str, scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    def raises(*_: Any) -> NoReturn:
        raise error

    monkeypatch.setattr("scheduler.rules.catalogue.entries", raises)
    ran = scheduler("rules")
    assert ran.code == code
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_pipe_to_a_worker_that_breaks_is_no_reader_who_has_had_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> NoReturn:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("scheduler.rules.catalogue.entries", breaks)
    with (tmp_path / "out").open("w") as out, monkeypatch.context() as streams:
        streams.setattr(sys, "stdout", out)
        assert run(["rules"]) == 70


def test_where_the_details_cannot_be_written_it_says_so(
    scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("scheduler.rules.catalogue.entries", fails)
    monkeypatch.setattr(tempfile, "mkstemp", full)
    ran = scheduler("rules")
    assert ran.code == 70
    assert ran.err.endswith("; the details cannot be written either (no space left on device).\n")
    assert len(ran.err.splitlines()) == 1


def test_the_details_never_overwrite_others_and_are_for_the_officer_alone(
    scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("scheduler.rules.catalogue.entries", fails)
    said = {scheduler("rules").err for _ in range(3)}
    assert len(said) == 3
    files = list((tmp_path / "temporary").iterdir())
    assert len(files) == 3
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_closed_stream_is_no_traceback(stream: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.rules.catalogue.entries", fails)
    monkeypatch.setattr(sys, stream, None)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    with pytest.raises(SystemExit) as ended:
        main(["rules"])
    assert ended.value.code == 70


@pytest.mark.parametrize("folder", ["", "nothing/"])
@pytest.mark.parametrize("arguments", [("solve", TUTORIAL, "--out"), ("new",)])
def test_a_path_that_is_too_long_is_bad_input(
    arguments: tuple[str, ...], folder: str, scheduler: Callable[..., Ran]
) -> None:
    ran = scheduler(*arguments, f"{folder}{'x' * 300}")
    assert (ran.code, "file name too long" in ran.err or "does not exist" in ran.err) == (2, True)


def test_ctrl_c_before_there_is_a_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from scheduler.__main__ import main as program

    def interrupted() -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("scheduler.commands.cli.main", interrupted)
    with pytest.raises(SystemExit) as ended:
        program()
    assert (ended.value.code, capsys.readouterr().err) == (130, "Interrupted.\n")


def test_closed_standard_input_is_bad_input(scheduler: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    ran = scheduler("check", "-")
    assert (ran.code, "standard input is closed." in ran.out + ran.err) == (2, True)


def test_a_library_user_gets_the_error_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.solver.state.build", fails)
    with pytest.raises(RuntimeError, match=SECRET):
        solve(load(TUTORIAL))


# In processes of their own.

IN_A_PROCESS = """
import sys
import {module}
def fails(*_, **__):
    raise RuntimeError("a thing that broke")
{module}.{name} = fails
from scheduler.commands.cli import main
main(sys.argv[1:])
"""


def process(module: str, name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command line in a process in which something fails."""
    code = IN_A_PROCESS.format(module=module, name=name)
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.parametrize(
    ("module", "name", "arguments"),
    [
        ("scheduler.solver.state", "annotate", ["solve", TUTORIAL]),
        ("scheduler.problem.load", "validate", ["check", TUTORIAL]),
        ("scheduler.rules.catalogue", "entries", ["rules"]),
        ("scheduler.commands.cli", "module_of", ["verify", "plan.json"]),
    ],
)
def test_an_error_in_a_process_of_its_own(module: str, name: str, arguments: list[str]) -> None:
    ran = process(module, name, *arguments)
    assert (ran.returncode, ran.stdout) == (70, "")
    assert SECRET in details_in(ran.stderr)


def test_an_error_while_a_command_is_imported(tmp_path: Path) -> None:
    broken = tmp_path / "rich"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise ValueError('half installed')", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "scheduler", "solve", TUTORIAL]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert ran.returncode == 70
    assert "half installed" in details_in(ran.stderr)


def test_letters_that_the_terminal_has_not_are_no_error() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "scheduler", "solve", TUTORIAL]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert (ran.returncode, ran.stderr) == (0, "")


# In workers.


class Odd(Exception):
    def __init__(self, one: int, other: int) -> None:
        super().__init__(f"{SECRET}: {one}, {other}")


def broken_tool(shared: Any) -> Callable[[Any], Any]:
    """Return a tool that fails at a piece of work, or fail at once."""

    def tool(piece: Any) -> Any:
        if piece == 3:
            raise Odd(1, 2)
        return piece

    if shared == "at once":
        fails()
    return tool


@pytest.mark.parametrize("shared", ["at once", "at a piece"])
def test_an_error_in_a_pool_of_processes_is_raised_and_not_printed(
    shared: str, capfd: pytest.CaptureFixture[str]
) -> None:
    kind = {"at once": RuntimeError, "at a piece": WorkerError}[shared]
    with crew(Job(f"broken {shared}", broken_tool, shared), 2) as there, pytest.raises(kind) as raised:
        list(there.results(range(6)))
    failed = raised.value if kind is WorkerError else raised.value.__cause__
    assert isinstance(failed, WorkerError)
    assert failed.name == ("RuntimeError" if shared == "at once" else "Odd")
    assert "Traceback" in failed.details
    assert SECRET in failed.details
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_an_error_in_this_process_is_raised_as_it_is() -> None:
    with crew(Job("broken here", broken_tool, ""), 1) as there, pytest.raises(Odd):
        list(there.results(range(6)))


@pytest.mark.parametrize("shared", ["at once", "at a piece"])
def test_a_sweep_whose_workers_fail_is_one_sentence(
    shared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("scheduler.questions.sweep.job_of", lambda *_: Job("broken sweep", broken_tool, shared))
    results = tmp_path / "results.jsonl"
    pieces = {"at a piece": [3]}.get(shared, [])
    monkeypatch.setattr("scheduler.base.parallel.Crew._next", lambda _, left: pieces or [left[0]])
    capfd.readouterr()
    code = run(["sweep", MOSCOW, "--workers", "2", "--out", str(results)])
    said = capfd.readouterr()
    assert (code, said.out) == (70, "")
    assert f"a worker process of this program, not in your input ({'Odd' if pieces else 'RuntimeError'})" in said.err
    assert f"; {results} was written; " in said.err
    assert "in broken_tool" in details_in(said.err) or pieces


def test_watching_goes_on_after_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from scheduler.solver.model import build as right

    path = tmp_path / "scenario.yaml"
    rounds: list[int] = []
    path.write_bytes(Path(TUTORIAL).read_bytes())

    def first_fails(*arguments: Any, **named: Any) -> Any:
        if not rounds:
            rounds.append(1)
            with path.open("a", encoding="utf-8") as file:
                file.write("# saved again\n")
            fails()
        return right(*arguments, **named)

    monkeypatch.setattr("scheduler.solver.state.build", first_fails)
    assert run(["watch", str(path), "--times", "2"]) == 0
    captured = capsys.readouterr()
    assert "no plan this time, because of an error of the program" in captured.out
    assert "planned in" in captured.out
    assert SECRET in details_in(captured.err)
