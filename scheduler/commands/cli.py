"""The command line: the verbs, the exit codes, and the only place that exits."""

from __future__ import annotations

import errno
import gc
import os
import sys
from argparse import ArgumentParser, HelpFormatter
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from scheduler import __version__
from scheduler.base.issue import InputError, nearest
from scheduler.commands.base import Exit, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

VERBS = {
    "new": "write a commented scenario to fill in, or invent one",
    "check": "report every mistake in a scenario",
    "solve": "find the best plan of a scenario",
    "explain": "why no plan, why not then, and the least to give up",
    "slots": "every slot of a meeting, and what rules out the others",
    "alternatives": "plans that really differ, with what each trades",
    "compare": "plans side by side, with what differs and what each costs",
    "replan": "the fewest changes when something happens, and whom to call",
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
            3 out of time, 130 interrupted"""


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
    if sys.stdout is None:  # it was closed: nobody wants to read anything
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (open until the end)
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code."""
    try:
        return _run(arguments)
    except InputError as error:
        say(*error.issues)
        return Exit.BAD_INPUT
    except KeyboardInterrupt:
        say("Interrupted.")
        return Exit.INTERRUPTED
    except ImportError as error:
        # What was being imported when Ctrl-C came says that it could not be.
        if not _was_interrupted(error):
            raise
        say("Interrupted.")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough; nothing is left to flush into.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.ANSWERED
    except OSError as error:
        if error.errno not in FULL:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        say(f"The output cannot be written: {(error.strerror or str(error)).lower()}.")
        return Exit.BAD_INPUT
    except SystemExit as exit_:
        return int(exit_.code or 0)


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
