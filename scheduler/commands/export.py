"""`scheduler export`: write a plan as calendars, sheets, pages and documents, for everybody or one delegation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue, Mistake, nearest
from scheduler.base.value import value
from scheduler.commands.base import Exit, agreed_plan, delegation_of, ensure_zone, option_error, principal_of, say, seen
from scheduler.commands.options import add_plan_file, add_zone

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.plan.plan import Plan
    from scheduler.views.export_formats import Export

HELP = "write a plan as calendars, sheets, pages and documents"
DESCRIPTION = """Write a plan for others: a calendar (.ics), a workbook (.xlsx), rows (.csv), a page (.html), a document
with the day programmes (.docx), the same as text (.md) or a plan file (.json). With --for, each file contains only what
that delegation may see. All files are written, or none. Exit code 0: written; 2: bad input, nothing is written."""
EPILOG = """examples:
  scheduler export plan.json --to plan.html --to plan.xlsx
  scheduler export plan.json --to india.ics --for india
  scheduler export plan.json --to "folder/{principal}.docx"
  scheduler export plan.json --since sent.ics --to plan.ics
  scheduler export plan.json --beside other.json --to both.html"""
EACH = "{principal}"
"""The placeholder in a file name for the key of a principal: one file is written for each."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    from scheduler.views.export_formats import FILE_FORMATS

    add_plan_file(parser)
    parser.add_argument(
        "--to",
        action="append",
        default=[],
        metavar="FILE",
        help=f"the file; its suffix determines the format; may be repeated; {EACH} in the name writes one file for "
        "each principal; - is standard output, with --format",
    )
    parser.add_argument("--format", choices=FILE_FORMATS, help="the format of a file without a suffix")
    parser.add_argument("--for", dest="delegation", metavar="DELEGATION", help="only what that delegation may see")
    parser.add_argument("--principal", metavar="PRINCIPAL", help="only the bookings of one principal")
    add_zone(parser)
    parser.add_argument(
        "--beside", action="append", default=[], metavar="OTHER", help="another plan to show side by side on the page"
    )
    parser.add_argument(
        "--since", metavar="OLD", help="the plan file or calendar that was sent out last, for update numbers"
    )
    parser.add_argument("--template", metavar="DOCX", help="the ministry's template for the document")
    parser.add_argument("--write-template", metavar="DOCX", help="only write the default template, for you to change")
    parser.add_argument("--force", action="store_true", help="replace existing files")


def run(arguments: Namespace) -> Exit:
    """Read the plan, redact it, render every file, and write all of them."""
    from scheduler.base.files import write_all

    ensure_zone(arguments.zone)
    if arguments.write_template:
        return _write_template(arguments)
    if not arguments.to:
        raise option_error("--to", Mistake("no file is named.", "Write it like --to plan.xlsx."))
    formats = {name: _format(name, arguments.format) for name in dict.fromkeys(arguments.to)}
    _ensure_whole_plan_files(arguments, formats)
    contents = _contents(arguments, _plans(arguments), formats)
    shown = contents.pop("-", None)
    write_all(contents)
    if shown is not None:
        sys.stdout.buffer.write(shown)
        sys.stdout.buffer.flush()
    for name, data in contents.items():
        say(f"Written: {name} ({_size(len(data))}).")
    return Exit.ANSWERED


@value
class _Plans:
    """The plans to export, redacted for their readers."""

    plan: Plan
    beside: tuple[Plan, ...]
    old: Plan | None
    """The plan that was sent out last, if it was given as a plan file."""


def _format(name: str, given: str | None) -> str:
    """Return the format of a file: that of its suffix, or else the given one."""
    from scheduler.views.export_formats import FILE_FORMATS

    suffix = Path(name).suffix.removeprefix(".").lower()
    if suffix in FILE_FORMATS and name != "-":
        return suffix
    if given:
        return given
    if name == "-":
        raise option_error("--to", Mistake("standard output has no suffix.", "Name the format with --format."))
    raise option_error(
        "--to", Mistake(f"the suffix of '{name}' is not a format.", nearest(suffix, FILE_FORMATS, "The formats"))
    )


def _ensure_whole_plan_files(arguments: Namespace, formats: dict[str, str]) -> None:
    """Refuse a plan file of one principal: other commands would mistake it for the whole plan."""
    if any(form == "json" and (arguments.principal or EACH in name) for name, form in formats.items()):
        message = "a plan file (.json) contains the whole plan, or everything that a delegation may see."
        raise option_error("--to", Mistake(message, "Name another format for one principal, such as .csv."))


def _plans(arguments: Namespace) -> _Plans:
    """Return the named plans, redacted for the same readers."""
    from scheduler.plan.revision import revise

    plan = agreed_plan(arguments.plan)
    audience = delegation_of(arguments.delegation, plan) if arguments.delegation else plan.audience
    plan = seen(plan, audience)
    beside = tuple(_as_seen(other, plan, audience) for other in arguments.beside)
    since = arguments.since
    old = None if since is None or since.lower().endswith(".ics") else _as_seen(since, plan, audience)
    return _Plans(revise(old, plan) if old else plan, beside, old)


def _as_seen(path: str, plan: Plan, audience: str | None) -> Plan:
    """Read another plan of the same scenario, redacted for the same readers."""
    other = agreed_plan(path)
    if other.scenario != plan.scenario:
        message = f"the plan belongs to another scenario: '{other.scenario}', not '{plan.scenario}'."
        raise InputError([Issue(path, 1, message, "Name a plan of this scenario.")])
    if other.audience not in {None, audience}:
        message = (
            f"this is the extract for {other.names.of('delegations', other.audience or '')}, not for these readers."
        )
        raise InputError([Issue(path, 1, message, "Name the officer's own plan file.")])
    return seen(other, audience)


def _contents(arguments: Namespace, plans: _Plans, formats: dict[str, str]) -> dict[str, bytes]:
    """Return the bytes of every file, by file name."""
    from datetime import UTC, datetime

    from scheduler.base.files import ensure_writable, read_bytes
    from scheduler.views.export_formats import Export, export_bytes

    plan = plans.plan
    principal = principal_of(arguments.principal, plan.names.sections.get("people", {}), "--principal")
    template = read_bytes(arguments.template, "template") if arguments.template else None
    export = Export(plan, datetime.now(UTC).replace(microsecond=0), principal, arguments.zone, plans.beside, template)
    files = [
        (name, each, form) for target, form in formats.items() for name, each in _exports_of(target, export).items()
    ]
    _ensure_named_once([name for name, *_ in files if name != "-"])
    for name, *_ in files:
        if name != "-":
            ensure_writable(name)
            _ensure_new(name, force=arguments.force)
    return {
        name: export_bytes(_with_earlier_calendar(arguments, plans.old, name, each, form), form)
        for name, each, form in files
    }


def _ensure_named_once(names: list[str]) -> None:
    """Refuse two names of the same file, since the second would overwrite the first."""
    known: dict[Path, str] = {}
    for name in names:
        other = known.setdefault(Path(name).resolve(), name)
        if other is not name:
            raise option_error("--to", Mistake(f"'{name}' and '{other}' are the same file.", "Name it once."))


def _exports_of(target: str, export: Export) -> dict[str, Export]:
    """Return the exports of a target by file name: one, or one for each principal in the plan."""
    from dataclasses import replace

    if EACH not in target:
        return {target: export}
    everybody = [export.principal] if export.principal else _principals_of(export.plan)
    if any("/" in key or "\\" in key or key.startswith(".") for key in everybody):
        raise option_error(
            "--to", Mistake("the key of a principal cannot be part of a file name.", f"Leave out {EACH}.")
        )
    return {target.replace(EACH, key): replace(export, principal=key) for key in everybody}


def _principals_of(plan: Plan) -> list[str]:
    """Return the principals of the plan; in an extract, the delegation's own."""
    people = plan.names.sections.get("people", {})
    return [key for key in people if plan.audience in {None, plan.delegations.get(key)}]


def _with_earlier_calendar(arguments: Namespace, old: Plan | None, name: str, export: Export, form: str) -> Export:
    """Return the export with the calendar that the readers already have, so that its sequences continue."""
    from dataclasses import replace

    from scheduler.base.files import read_bytes
    from scheduler.views.export_formats import export_bytes

    if form != "ics":
        return export
    if old is not None:
        return replace(export, before=(arguments.since, export_bytes(replace(export, plan=old), "ics")))
    since = arguments.since if arguments.since and arguments.since.lower().endswith(".ics") else None
    if since is None and arguments.since is None and name != "-" and Path(name).is_file():
        since = name
    return replace(export, before=(since, read_bytes(since, "calendar"))) if since else export


def _ensure_new(name: str, *, force: bool) -> None:
    if Path(name).exists() and not force:
        raise InputError([Issue(name, 0, "the file exists.", "Name another, or add --force to replace it.")])


def _write_template(arguments: Namespace) -> Exit:
    from scheduler.base.files import ensure_writable, write_all
    from scheduler.views.office.document_template import default_template

    name = arguments.write_template
    if name == "-":
        raise option_error(
            "--write-template", Mistake("a template cannot be written to standard output.", "Name a file.")
        )
    ensure_writable(name)
    _ensure_new(name, force=arguments.force)
    write_all({name: default_template()})
    say(f"Written: {name}. Change it in a word processor and use it with --template.")
    return Exit.ANSWERED


def _size(count: int) -> str:
    return f"{count} bytes" if count < 10_000 else f"{count // 1000} kB"
