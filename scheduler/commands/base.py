"""What the commands share: the exit codes, how answers and issues are printed, and who reads a plan."""

from __future__ import annotations

import json
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import InputError, Issue, Mistake, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.plan.plan import Plan


class Exit(IntEnum):
    """The exit codes."""

    ANSWERED = 0
    NO_SUCH_PLAN = 1
    BAD_INPUT = 2
    OUT_OF_TIME = 3
    UNFORESEEN = 70
    """An error of the program itself, which says nothing of the scenario (`EX_SOFTWARE` of sysexits.h)."""
    INTERRUPTED = 130


def say(*lines: object) -> None:
    """Print a message on standard error."""
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201 - the one place for messages


def answer(text: str) -> None:
    """Print an answer on standard output."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def answer_json(data: Any) -> None:
    """Print an answer as JSON on standard output."""
    answer(json.dumps(data, ensure_ascii=False, indent=1))


def issues_data(issues: Iterable[Issue]) -> list[dict[str, Any]]:
    """Return issues as JSON objects."""
    return [{"file": i.file, "line": i.line, "message": i.message, "hint": i.hint, "notice": i.notice} for i in issues]


def option_error(option: str, mistake: Mistake) -> InputError:
    """Return a mistake in an option of the command line as bad input."""
    return InputError([Issue(option, 0, mistake.message, mistake.hint)])


def seconds(text: str) -> float:
    """Return a time limit from an option of the command line; ValueError where it is none."""
    number = float(text)
    if not 0 < number < 1e7:
        raise ValueError
    return number


def natural(text: str) -> int:
    """Return a whole number from an option of the command line; ValueError where it is none."""
    number = int(text)
    if not 0 <= number < 2**31:
        raise ValueError
    return number


def threads(text: str) -> int:
    """Return a number of workers from an option of the command line; ValueError where it is none."""
    number = int(text)
    if not 1 <= number <= 64:
        raise ValueError
    return number


def ensure_zone(zone: str | None) -> None:
    """Make sure that the reader's zone is known.

    Raises:
        InputError: it is not.
    """
    from scheduler.base.times import zone_of

    try:
        if zone is not None:
            zone_of(zone)
    except Mistake as mistake:
        raise option_error("--zone", mistake) from None


def principal_of(principal: str | None, known: Mapping[str, str], option: str = "--for") -> str | None:
    """Return the key of a principal who is called by it or by name, in whatever letters; None stays None.

    Raises:
        InputError: there is no such principal.
    """
    if principal is None:
        return None
    key = _called(principal, known, option)
    if key is None:
        hint = nearest(principal, known, "The principals")
        raise option_error(option, Mistake(f"there is no principal '{principal}'.", hint))
    return key


def delegation_of(word: str, plan: Plan, option: str = "--for") -> str:
    """Return the key of a delegation of a plan that is called by it or by name, in whatever letters.

    Raises:
        InputError: there is no such delegation, or the plan is the extract for another.
    """
    known = plan.names.sections.get("delegations", {})
    key = _called(word, known, option)
    if key is None:
        hint = nearest(word, known, "The delegations")
        raise option_error(option, Mistake(f"there is no delegation '{word}'.", hint))
    if plan.audience not in {None, key}:
        audience = plan.names.of("delegations", plan.audience or "")
        hint = "Name the officer's own plan file."
        raise option_error(option, Mistake(f"the plan is the extract for {audience}; it holds no other.", hint))
    return key


def reader_of(word: str | None, plan: Plan) -> tuple[str | None, str | None]:
    """Return for whom a plan is shown: the key of a delegation, or that of a principal, or neither.

    Raises:
        InputError: the word is neither.
    """
    if word is None:
        return None, None
    delegations, people = (plan.names.sections.get(section, {}) for section in ("delegations", "people"))
    if _called(word, delegations):
        return delegation_of(word, plan), None
    if _called(word, people):
        return None, _called(word, people)
    hint = nearest(word, {**delegations, **people}, "The delegations and principals")
    raise option_error("--for", Mistake(f"there is no delegation or principal '{word}'.", hint))


def _called(word: str, known: Mapping[str, str], option: str = "--for") -> str | None:
    """Return the key that is called by itself or by its name, in whatever letters; None where none is.

    Raises:
        InputError: several are called so, and none of them has it as its key.
    """
    wanted = word.strip().casefold()
    keys = [key for key in known if key.casefold() == wanted]
    found = [word] if word in known else keys or [key for key, name in known.items() if name.casefold() == wanted]
    if len(found) > 1:
        hint = f"Name the key: {', '.join(found)}."
        raise option_error(option, Mistake(f"'{word}' is the name of {len(found)} of them.", hint))
    return found[0] if found else None


def agreed_plan(path: str, *, whole: bool = False) -> Plan:
    """Return the plan of a file, which has to be as it was written; with `whole`, no delegation's extract.

    Raises:
        InputError: it cannot be read, was altered, or is an extract.
    """
    from scheduler.plan.file import read_plan

    plan, as_written = read_plan(path)
    ensure_agreed(path, plan, as_written=as_written, whole=whole)
    return plan


def ensure_agreed(path: str, plan: Plan, *, as_written: bool, whole: bool = True) -> None:
    """Refuse a plan that was altered after it was written, or that is the extract for one delegation.

    Raises:
        InputError: it is either.
    """
    if not as_written:
        message = "the plan file was altered after it was written."
        raise InputError([Issue(path, 1, message, "Write it anew with 'scheduler solve'.")])
    if whole and plan.audience is not None:
        message = f"this is the extract for {plan.names.of('delegations', plan.audience)}, not the whole plan."
        raise InputError([Issue(path, 1, message, "Name the plan that 'scheduler solve' wrote.")])


def seen(plan: Plan, delegation: str | None) -> Plan:
    """Return what a delegation may see of a plan; the plan itself where none is named."""
    from scheduler.plan.redact import redact

    return plan if delegation is None else redact(plan, delegation)


def print_plan(plan: Plan, principal: str | None, zone: str | None) -> None:
    """Print a plan as tables on standard output."""
    from scheduler.views.terminal import plan as tables

    console = tables.console()
    console.print(tables.principal_tables(plan, principal, zone) if principal else tables.plan_tables(plan, zone))


def ensure_out(path: str) -> None:
    """Refuse a place that cannot be written, or holds something that is not a plan, before the long work."""
    from pathlib import Path

    from scheduler.base.files import ensure_writable, read_text
    from scheduler.plan.file import looks_like_plan

    ensure_writable(path)
    target = Path(path)
    if target.is_file() and target.stat().st_size and not looks_like_plan(read_text(path, "plan")):
        message = "the file exists, and is not a plan."
        raise InputError([Issue(path, 0, message, "Name another, or take it away first.")])
