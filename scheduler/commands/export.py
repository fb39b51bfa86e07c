"""`scheduler export`: a plan as calendars, sheets, pages and documents, for all or for one delegation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.base.issue import InputError, Issue, Mistake, nearest
from scheduler.base.value import value
from scheduler.commands.base import Exit, agreed_plan, delegation_of, ensure_zone, option_error, principal_of, say, seen

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.plan.plan import Plan
    from scheduler.views.export_formats import Export

HELP = "a plan as calendars, sheets, pages and documents"
DESCRIPTION = """Write a plan for others: a calendar (.ics), a workbook (.xlsx), rows (.csv), a page (.html), a document
with the day programmes (.docx), its text (.md) or a plan file (.json). With --for, each file holds only what that
delegation may see. All files are written, or none. Exit code 0: written; 2: bad input, and nothing is written."""
EPILOG = """examples:
  scheduler export plan.json --to plan.html --to plan.xlsx
  scheduler export plan.json --to india.ics --for india
  scheduler export plan.json --to "folder/{principal}.docx"
  scheduler export plan.json --since sent.ics --to plan.ics
  scheduler export plan.json --beside other.json --to both.html"""
EACH = "{principal}"
"""What stands in a file's name for the key of a principal: one file for each."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    from scheduler.views.export_formats import FILE_FORMATS

    parser.add_argument("plan", metavar="PLAN", help="a plan file, or - for standard input")
    parser.add_argument(
        "--to",
        action="append",
        default=[],
        metavar="FILE",
        help=f"the file; its suffix is its format; several may be named; {EACH} in the name makes one for each "
        "principal; - is standard output, with --format",
    )
    parser.add_argument("--format", choices=FILE_FORMATS, help="the format, where a suffix does not say it")
    parser.add_argument("--for", dest="delegation", metavar="DELEGATION", help="only what that delegation may see")
    parser.add_argument("--principal", metavar="PRINCIPAL", help="only the bookings of one principal")
    parser.add_argument("--zone", help="the reader's time zone, such as Asia/Kolkata, beside that of the place")
    parser.add_argument(
        "--beside", action="append", default=[], metavar="OTHER", help="another plan, side by side on the page"
    )
    parser.add_argument(
        "--since", metavar="OLD", help="the plan file or calendar that was sent out last; changes are counted from it"
    )
    parser.add_argument("--template", metavar="DOCX", help="the ministry's template of the document")
    parser.add_argument(
        "--write-template", metavar="DOCX", help="write the template that is used, to be changed, and nothing else"
    )
    parser.add_argument("--force", action="store_true", help="replace files that exist")


def run(arguments: Namespace) -> Exit:
    """Read the plan, leave out what is not to be seen, make every file, and write them all."""
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
    """The plans that are asked for, each as its readers may see it."""

    plan: Plan
    beside: tuple[Plan, ...]
    old: Plan | None
    """The plan that was sent out last, where it is known as a plan."""


def _format(name: str, given: str | None) -> str:
    """Return the format of a file: that of its suffix, else the one that is given."""
    from scheduler.views.export_formats import FILE_FORMATS

    suffix = Path(name).suffix.removeprefix(".").lower()
    if suffix in FILE_FORMATS and name != "-":
        return suffix
    if given:
        return given
    if name == "-":
        raise option_error("--to", Mistake("standard output has no suffix.", "Name the format with --format."))
    raise option_error(
        "--to", Mistake(f"'{name}' has no suffix of a format.", nearest(suffix, FILE_FORMATS, "The formats"))
    )


def _ensure_whole_plan_files(arguments: Namespace, formats: dict[str, str]) -> None:
    """Refuse a plan file of one principal: other commands would take it for the whole plan."""
    if any(form == "json" and (arguments.principal or EACH in name) for name, form in formats.items()):
        message = "a plan file (.json) holds the whole plan, or all that a delegation may see."
        raise option_error("--to", Mistake(message, "Name another format for one principal, such as .csv."))


def _plans(arguments: Namespace) -> _Plans:
    """Return the plans that are named, all as the same readers may see them."""
    from scheduler.plan.revision import revise

    plan = agreed_plan(arguments.plan)
    audience = delegation_of(arguments.delegation, plan) if arguments.delegation else plan.audience
    plan = seen(plan, audience)
    beside = tuple(_as_seen(other, plan, audience) for other in arguments.beside)
    since = arguments.since
    old = None if since is None or since.lower().endswith(".ics") else _as_seen(since, plan, audience)
    return _Plans(revise(old, plan) if old else plan, beside, old)


def _as_seen(path: str, plan: Plan, audience: str | None) -> Plan:
    """Return another plan of the same scenario as the same readers may see it."""
    other = agreed_plan(path)
    if other.scenario != plan.scenario:
        message = f"the plan is of another scenario: '{other.scenario}', not '{plan.scenario}'."
        raise InputError([Issue(path, 1, message, "Name a plan of this one.")])
    if other.audience not in {None, audience}:
        message = (
            f"this is the extract for {other.names.of('delegations', other.audience or '')}; others read this file."
        )
        raise InputError([Issue(path, 1, message, "Name the officer's own plan file.")])
    return seen(other, audience)


def _contents(arguments: Namespace, plans: _Plans, formats: dict[str, str]) -> dict[str, bytes]:
    """Return the bytes of every file, by its name."""
    from datetime import UTC, datetime

    from scheduler.base.files import ensure_writable, read_bytes
    from scheduler.views.export_formats import Export, export_bytes

    plan = plans.plan
    principal = principal_of(arguments.principal, plan.names.sections.get("people", {}), "--principal")
    template = read_bytes(arguments.template, "template") if arguments.template else None
    export = Export(plan, datetime.now(UTC).replace(microsecond=0), principal, arguments.zone, plans.beside, template)
    files = [(name, each, form) for target, form in formats.items() for name, each in _each(target, export).items()]
    _ensure_named_once([name for name, *_ in files if name != "-"])
    for name, *_ in files:
        if name != "-":
            ensure_writable(name)
            _ensure_new(name, force=arguments.force)
    return {name: export_bytes(_counted_on(arguments, plans.old, name, each, form), form) for name, each, form in files}


def _ensure_named_once(names: list[str]) -> None:
    """Refuse two names of one file, of which the later would take the place of the earlier."""
    known: dict[Path, str] = {}
    for name in names:
        other = known.setdefault(Path(name).resolve(), name)
        if other is not name:
            raise option_error("--to", Mistake(f"'{name}' and '{other}' are one file.", "Name it once."))


def _each(target: str, export: Export) -> dict[str, Export]:
    """Return the files that a target stands for: one, or one for each principal who is in the plan."""
    from dataclasses import replace

    if EACH not in target:
        return {target: export}
    everybody = [export.principal] if export.principal else _travellers(export.plan)
    if any("/" in key or "\\" in key or key.startswith(".") for key in everybody):
        raise option_error("--to", Mistake("a key of a principal cannot stand in a file's name.", f"Leave out {EACH}."))
    return {target.replace(EACH, key): replace(export, principal=key) for key in everybody}


def _travellers(plan: Plan) -> list[str]:
    """Return the principals whom the plan is about; of an extract, the delegation's own."""
    people = plan.names.sections.get("people", {})
    return [key for key in people if plan.audience in {None, plan.delegations.get(key)}]


def _counted_on(arguments: Namespace, old: Plan | None, name: str, export: Export, form: str) -> Export:
    """Return the export with the calendar that is known already, so that changes are counted on from it."""
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
        raise option_error("--write-template", Mistake("a template is not written to standard output.", "Name a file."))
    ensure_writable(name)
    _ensure_new(name, force=arguments.force)
    write_all({name: default_template()})
    say(f"Written: {name}. Change it in a word processor, and name it with --template.")
    return Exit.ANSWERED


def _size(count: int) -> str:
    return f"{count} bytes" if count < 10_000 else f"{count // 1000} kB"
