"""The command line: the verbs, the exit codes, and the only place that exits."""

from __future__ import annotations

import errno
import gc
import os
import select
import signal
import sys
import threading
from argparse import ArgumentParser, HelpFormatter
from contextlib import contextmanager, suppress
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from scheduler import __version__
from scheduler.base.files import RECORD
from scheduler.base.issue import InputError, nearest
from scheduler.commands.base import Exit, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

VERBS = {
    "new": "write a commented scenario to fill in, or invent one",
    "check": "report every mistake in a scenario",
    "solve": "find the best plan of a scenario",
    "explain": "explain why there is no plan, or why not then",
    "slots": "show every slot of a meeting",
    "alternatives": "find plans that really differ",
    "compare": "compare plans side by side",
    "replan": "find the fewest changes after an incident",
    "sweep": "evaluate a plan in every possible future",
    "playbook": "prepare a fallback plan for each uncertain event",
    "pin": "write agreed slots of a plan into the scenario",
    "unpin": "remove pinned slots from the scenario",
    "state": "change the state of a meeting, with day and reason",
    "watch": "solve again whenever the file is saved, and show what changed",
    "show": "show a plan file as tables",
    "import": "read calendars, sheets of requests and published programmes",
    "export": "write a plan as calendars, sheets, pages and documents",
    "verify": "check a plan, or a published programme, against a scenario",
    "rules": "print the catalogue of rules, with examples",
    "schema": "print the JSON Schema of scenarios, for editors",
}
"""The verbs; each is a file in `commands/`, imported only when it is typed."""

EXITS = """exit codes: 0 answered, 1 proved that there is no such plan, 2 bad input,
            3 out of time, 70 an error of this program, 130 interrupted"""


FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What goes wrong with a disk that is full or broken."""


class _Help(HelpFormatter):
    """Help in which examples stand as they were written, and all else is as wide as the terminal."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if text.startswith("examples:") else super()._fill_text(text, width, indent)


class _Parser(ArgumentParser):
    """A parser whose errors say what was probably meant."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong with the command line, and exit with 2."""
        say(f"{self.prog}: {message}.", f"Try '{self.prog} --help'.")
        raise SystemExit(Exit.BAD_INPUT)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    # Plug-ins of pydantic that happen to be installed have no business here, and looking for them costs time.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A command lives for a second or two and makes hardly any cycles; collecting them is a seventh of that.
    gc.disable()
    _open_streams()
    code = run(list(sys.argv[1:] if arguments is None else arguments))
    # While Python ends, Ctrl-C would be a traceback of whatever thread is waited for.
    signal.signal(signal.SIGINT, lambda *_: os._exit(Exit.INTERRUPTED))
    threading.excepthook = sys.unraisablehook = _nothing
    sys.exit(code)


def _nothing(_: Any) -> None:
    """Say nothing: the answer is given, and what fails now is no part of it."""


def _open_streams() -> None:
    """Make sure that everything can be printed: where a stream was closed, nobody wants to read anything."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 (open until the end)
        elif isinstance(stream, TextIOWrapper):
            # A terminal of few letters shows the others by their numbers.
            stream.reconfigure(errors="backslashreplace")


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code; an error that nobody foresaw is reported, and is none to callers."""
    RECORD.clear()
    with collected() as strays:
        code = _without_traceback(arguments)
        if strays and code not in {Exit.UNFORESEEN, Exit.INTERRUPTED}:
            code = _unforeseen(strays[0], arguments)
    return code


@contextmanager
def collected() -> Iterator[list[BaseException]]:
    """Collect what fails in threads and in what is thrown away, of which Python would print tracebacks.

    Yields:
        The errors, as they come.
    """
    errors: list[BaseException] = []
    before = threading.excepthook, sys.unraisablehook

    def failed(what: Any) -> None:
        # Ctrl-C and the end of the program reach other threads as well, and are no errors there.
        if isinstance(what.exc_value, Exception) and not isinstance(what.exc_value, BrokenPipeError):
            errors.append(what.exc_value)

    threading.excepthook = sys.unraisablehook = failed
    try:
        yield errors
    finally:
        threading.excepthook, sys.unraisablehook = before


def _without_traceback(arguments: list[str]) -> int:
    """Run a command line and return its exit code, whatever happens."""
    try:
        return _foreseen(arguments)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BaseException as error:  # noqa: BLE001 - the one place where an error of this program ends
        if _was_interrupted(error):
            say("Interrupted.")
            return Exit.INTERRUPTED
        return _unforeseen(error, arguments)


def _unforeseen(error: BaseException, arguments: list[str]) -> int:
    """Report an error that nobody foresaw; where even that fails, the exit code alone says so."""
    try:
        from scheduler.commands.unforeseen import report

        report(error, arguments)
    except Exception:  # noqa: BLE001 - no memory, or no reader: what can still be said is
        try:
            say(f"scheduler: an error of the program ended this command ({type(error).__name__}).")
        except Exception:  # noqa: BLE001 - nobody is left to tell
            _close_streams()
    return Exit.UNFORESEEN


def _foreseen(arguments: list[str]) -> int:
    """Run a command line and return its exit code; what may well happen has an answer of its own."""
    try:
        return _run(arguments)
    except InputError as error:
        say(*error.issues)
        return Exit.BAD_INPUT
    except KeyboardInterrupt:
        say("Interrupted.")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough; a pipe to anybody else is another matter.
        if not _readers_are_gone():
            raise
        _close_streams()
        return Exit.ANSWERED
    except OSError as error:
        if error.errno not in FULL:
            raise
        _close_streams("stdout")
        say(f"The output cannot be written: {(error.strerror or str(error)).lower()}.")
        return Exit.BAD_INPUT
    except SystemExit as exit_:
        if exit_.code is not None and not isinstance(exit_.code, int):
            raise
        return exit_.code or 0


def _readers_are_gone() -> bool:
    """Whether nobody reads our output, or our messages, any more."""
    if not hasattr(select, "poll"):
        return True
    polled = select.poll()
    for stream in (sys.stdout, sys.stderr):
        try:
            polled.register(stream.fileno(), 0)
        except (OSError, ValueError):
            continue
    return any(events & (select.POLLERR | select.POLLHUP | select.POLLNVAL) for _, events in polled.poll(0))


def _close_streams(*names: str) -> None:
    """Let what is still to be flushed go nowhere."""
    for name in names or ("stdout", "stderr"):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), getattr(sys, name).fileno())


def _was_interrupted(error: BaseException | None) -> bool:
    """Whether an error came of an interruption."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _run(arguments: list[str]) -> int:
    verb = arguments[0] if arguments else "--help"
    if verb in {"-h", "--help", "help"}:
        sys.stdout.write(_overview())
        return Exit.ANSWERED if arguments else Exit.BAD_INPUT
    if verb == "--version":
        sys.stdout.write(f"scheduler {__version__}\n")
        return Exit.ANSWERED
    if verb not in VERBS:
        say(f"scheduler: there is no command '{verb}'. {nearest(verb, VERBS, 'The commands')}")
        return Exit.BAD_INPUT
    command = module_of(verb)
    epilog = getattr(command, "EPILOG", None)
    parser = _Parser(f"scheduler {verb}", description=command.DESCRIPTION, epilog=epilog, formatter_class=_Help)
    command.add_arguments(parser)
    code = int(command.run(parser.parse_args(arguments[1:])))
    sys.stdout.flush()
    return code


def module_of(verb: str) -> ModuleType:
    """Return the module of a verb: the file of its name, with a line behind a word that Python keeps for itself."""
    return import_module(f"scheduler.commands.{verb}{'_' * iskeyword(verb)}")


def _overview() -> str:
    width = max(map(len, VERBS))
    verbs = "\n".join(f"  {verb:<{width}}  {says}" for verb, says in VERBS.items())
    return (
        "usage: scheduler COMMAND …\n\n"
        "Plans the side meetings around multilateral forums: which ministers meet,\n"
        "when, where, in what format.\n\n"
        f"commands:\n{verbs}\n\n"
        "'scheduler COMMAND --help' says more of each. A first look:\n"
        "  scheduler solve scenarios/moscow-2020-09.yaml\n\n"
        f"{EXITS}\n"
    )
