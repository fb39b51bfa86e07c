"""`scheduler import`: read calendars, sheets of requests and published programmes as YAML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.commands.base import Exit, answer, answer_json, option_error, say
from scheduler.commands.options import add_json
from scheduler.commands.scenario_edits import add_dry_run

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.base.times import Period
    from scheduler.importers.into import ImportOutcome
    from scheduler.importers.reading import ImportTask
    from scheduler.importers.result import ImportResult
    from scheduler.scenario.models import Scenario

HELP = "read calendars, sheets of requests and published programmes"
DESCRIPTION = """Import a foreign file as YAML: a calendar (.ics) as engagements of one principal, a table (.xlsx, .ods,
.csv) as requests for meetings, or either as a published programme that 'scheduler verify' checks. With --into, the
entries are merged into a file whose comments and order stay; the command reports what is new, changed or gone since
the last import and keeps what you changed by hand. Without --into, the YAML is printed. Exit code 0: everything was
imported; 2: something was not (it is listed, and the rest is written), or bad input."""
EPILOG = """examples:
  scheduler import busy.ics --as singh --into moscow.yaml --dry-run
  scheduler import requests.xlsx --into moscow.yaml
  scheduler import wishes.csv --into moscow.yaml --column "Wen=participants"
  scheduler import press.csv --programme --scenario sco.yaml --into press.yaml
  scheduler verify press.yaml sco.yaml"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("file", metavar="FILE", help="a calendar or a table, or - for standard input")
    parser.add_argument(
        "--as", dest="principal", metavar="PRINCIPAL", help="the principal whose calendar or requests it is"
    )
    parser.add_argument("--programme", action="store_true", help="import it as a published programme")
    parser.add_argument("--into", metavar="YAML", help="the scenario (or programme file) into which it is merged")
    parser.add_argument("--scenario", metavar="SCENARIO", help="the scenario with the names and dates, without --into")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet (default: the first with known columns)")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="THEIRS=OURS",
        help="match one of their columns with ours; - to ignore it",
    )
    parser.add_argument("--zone", help="the zone of times without one (default: the calendar's, or the scenario's)")
    parser.add_argument("--dates", help="the days to import, without a scenario: '1-12 Sep 2020'")
    parser.add_argument("--length", metavar="LENGTH", help="the length of events without an end: '30 min'")
    parser.add_argument("--show-private", action="store_true", help="include the titles of private events")
    parser.add_argument("--no-all-day", action="store_true", help="leave out all-day events")
    parser.add_argument(
        "--theirs", action="store_true", help="overwrite changes by hand with the foreign file's values"
    )
    parser.add_argument("--drop-gone", action="store_true", help="remove entries that are gone from the file")
    add_dry_run(parser)
    add_json(parser, "the outcome")


def run(arguments: Namespace) -> Exit:
    """Read the foreign file, show the outcome, and write it to its target."""
    from scheduler.importers.into import as_new_file
    from scheduler.importers.reading import is_calendar, read_entries, read_foreign_file

    data = read_foreign_file(arguments.file)
    kind = _kind(arguments, calendar=is_calendar(arguments.file, data))
    text, scenario = _scenario(arguments, kind)
    task = _task(arguments, kind, scenario)
    taken = read_entries(task, data)
    if arguments.into is None or scenario is None:
        return _print(arguments, task, taken, as_new_file(task, taken))
    before = _before(arguments, task, text)
    return _merge(arguments, task, taken, before, scenario)


# The task.


def _kind(arguments: Namespace, *, calendar: bool) -> str:
    if arguments.programme:
        if arguments.principal:
            raise option_error(
                "--as", Mistake("a programme does not belong to one principal.", "Leave out --as or --programme.")
            )
        return "programme"
    if calendar and not arguments.principal:
        hint = "Add --as PRINCIPAL, or --programme for a published programme."
        raise option_error("--as", Mistake("the owner of the calendar is missing.", hint))
    return "busy" if calendar else "requests"


def _scenario(arguments: Namespace, kind: str) -> tuple[str, Scenario | None]:
    """Return the text of the scenario and the scenario whose names are used; "" and None without one."""
    from scheduler.base.files import display_name, read_text
    from scheduler.importers.into import scenario_of

    if kind == "programme" and not arguments.scenario:
        hint = "Add --scenario with the scenario; --into names the programme file."
        raise option_error("--scenario", Mistake("a programme needs the names of a scenario.", hint))
    path = arguments.scenario if kind == "programme" else arguments.into or arguments.scenario
    if path is None:
        return "", None
    text = read_text(path)
    return text, scenario_of(text, display_name(path))


def _task(arguments: Namespace, kind: str, scenario: Scenario | None) -> ImportTask:
    from scheduler.importers.busy import CalendarOptions
    from scheduler.importers.reading import ImportTask
    from scheduler.scenario.facts import facts_of

    length = _length(arguments.length)
    _ensure_zone(arguments, kind, scenario)
    return ImportTask(
        path=arguments.file,
        kind=kind,
        period=_period(arguments, scenario),
        facts=facts_of(scenario) if scenario else None,
        principal=_principal(arguments.principal, scenario),
        sheet=arguments.sheet,
        columns=tuple(arguments.column),
        zone=arguments.zone,
        options=CalendarOptions(arguments.show_private, not arguments.no_all_day, length),
    )


def _length(text: str | None) -> int | None:
    from scheduler.base.times import read_length

    try:
        return None if text is None else read_length(text)
    except Mistake as mistake:
        raise option_error("--length", mistake) from None


def _ensure_zone(arguments: Namespace, kind: str, scenario: Scenario | None) -> None:
    from scheduler.commands.base import ensure_zone

    ensure_zone(arguments.zone)
    if arguments.zone and kind == "requests" and scenario is not None:
        message = "the times of requests are read in the scenario's zone."
        raise option_error("--zone", Mistake(message, "Leave it out."))


def _period(arguments: Namespace, scenario: Scenario | None) -> Period:
    """Return the period with which times are read: the scenario's, or that of --zone and --dates."""
    from scheduler.base.times import Period, read_dates, zone_of

    if scenario is not None:
        if arguments.dates:
            raise option_error("--dates", Mistake("the scenario has its own dates.", "Leave it out."))
        return Period(zone_of(scenario.zone), *scenario.dates)
    for option in ("zone", "dates"):
        if getattr(arguments, option) is None:
            hint = "Add --zone and --dates, or name a scenario with --into or --scenario."
            raise option_error(f"--{option}", Mistake("it is necessary without a scenario.", hint))
    try:
        return Period(zone_of(arguments.zone), *read_dates(arguments.dates, None))
    except Mistake as mistake:
        raise option_error("--dates", mistake) from None


def _principal(word: str | None, scenario: Scenario | None) -> str | None:
    from scheduler.importers.names import NameIndex

    if word is None or scenario is None:
        return word
    try:
        return NameIndex(scenario).person(word)
    except Mistake as mistake:
        raise option_error("--as", mistake) from None


# The outcome.


def _print(arguments: Namespace, task: ImportTask, taken: ImportResult, outcome: ImportOutcome) -> Exit:
    """Print the YAML on standard output and the preview on standard error."""
    from scheduler.views.terminal import imports
    from scheduler.views.terminal.plan import console

    if arguments.json:
        answer_json(imports.import_to_json(task, taken, outcome, into=None, written=False))
    else:
        console(stderr=True).print(imports.preview(task, taken, outcome))
        answer(outcome.text)
    return _exit(taken, outcome)


def _before(arguments: Namespace, task: ImportTask, text: str) -> str:
    """Return the text of the target file; "" for a new programme file."""
    from scheduler.base.files import ensure_writable, read_text
    from scheduler.problem.published import looks_like_programme

    if task.kind != "programme":
        return text
    if arguments.into == "-":
        raise option_error("--into", Mistake("standard input cannot be changed.", "Name a file."))
    if not Path(arguments.into).exists():
        ensure_writable(arguments.into)
        return ""
    before = read_text(arguments.into, "programme")
    if not looks_like_programme(before):
        message = "the file exists and is not a published programme."
        raise InputError([Issue(arguments.into, 0, message, "Name another; --scenario names the scenario.")])
    return before


def _merge(arguments: Namespace, task: ImportTask, taken: ImportResult, before: str, scenario: Scenario) -> Exit:
    """Show the changes in the file, and write it."""
    from scheduler.base.files import write_whole
    from scheduler.commands.writing import text_difference, write_if_unchanged
    from scheduler.importers.into import as_new_file, into_programme, into_scenario

    options: dict[str, Any] = {"theirs": arguments.theirs, "drop_gone": arguments.drop_gone}
    if task.kind != "programme":
        outcome = into_scenario(task, taken, before, scenario, arguments.into, **options)
    elif before:
        outcome = into_programme(taken, before, scenario, arguments.into, **options)
    else:
        outcome = as_new_file(task, taken)
    changes = outcome.text != before
    if changes and arguments.into == "-" and not arguments.dry_run:
        raise InputError([Issue("-", 0, "standard input cannot be changed.", "Name a file, or add --dry-run.")])
    writes = changes and not arguments.dry_run
    if writes and before:
        write_if_unchanged(arguments.into, before, outcome.text)
    elif writes:
        write_whole(arguments.into, outcome.text)
    _say_merged(arguments, task, taken, outcome, text_difference(before, outcome.text, arguments.into), written=writes)
    return _exit(taken, outcome)


def _say_merged(
    arguments: Namespace, task: ImportTask, taken: ImportResult, outcome: ImportOutcome, changes: str, *, written: bool
) -> None:
    from scheduler.views.terminal import imports
    from scheduler.views.terminal.plan import console

    if arguments.json:
        answer_json(imports.import_to_json(task, taken, outcome, into=arguments.into, written=written, changes=changes))
    else:
        console().print(imports.preview(task, taken, outcome))
        if changes:
            answer(changes)
    if written:
        say(f"Written into {arguments.into}.")
    elif not changes:
        say("Nothing changes: the file is up to date.")


def _exit(taken: ImportResult, outcome: ImportOutcome) -> Exit:
    """Return 2 if something was not imported, so that nobody overlooks it."""
    left = taken.set_aside or outcome.set_aside or outcome.merge.of("conflict")
    return Exit.BAD_INPUT if left else Exit.ANSWERED
