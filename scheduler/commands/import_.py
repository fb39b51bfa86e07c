"""`scheduler import`: calendars, sheets of requests and programmes of others, as YAML that the officer keeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.commands.base import Exit, answer, answer_json, option_error, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scheduler.base.times import Period
    from scheduler.importers.into import ImportOutcome
    from scheduler.importers.reading import ImportTask
    from scheduler.importers.result import ImportResult
    from scheduler.scenario.models import Scenario

HELP = "calendars, sheets of requests and programmes of others"
DESCRIPTION = """Take in a foreign file as YAML that you read and keep: a calendar (.ics) as engagements of one
principal, a table (.xlsx, .ods, .csv) as requests for meetings, or either as a published programme that 'scheduler
verify' checks. With --into it is merged into a file whose comments and order stay; what is new, changed and gone since
the last time is said, and what you changed by hand is kept. Without it, the YAML is printed. Exit code 0: all was
taken; 2: something was not (it is listed, and the rest is written), or bad input."""
EPILOG = """examples:
  scheduler import busy.ics --as singh --into moscow.yaml --dry-run
  scheduler import requests.xlsx --into moscow.yaml
  scheduler import wishes.csv --into moscow.yaml --column "Wen=participants"
  scheduler import press.csv --programme --scenario sco.yaml --into press.yaml
  scheduler verify press.yaml sco.yaml"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("file", metavar="FILE", help="a calendar or a table, or - for standard input")
    parser.add_argument("--as", dest="principal", metavar="PRINCIPAL", help="whose calendar, or whose requests, it is")
    parser.add_argument("--programme", action="store_true", help="it is a published programme")
    parser.add_argument("--into", metavar="YAML", help="the scenario (or programme file) that it is merged into")
    parser.add_argument("--scenario", metavar="SCENARIO", help="whose names and dates are used, where --into is none")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet; else the first with columns that are known")
    parser.add_argument(
        "--column", action="append", default=[], metavar="THEIRS=OURS", help="which column is which; - for none"
    )
    parser.add_argument("--zone", help="the zone of times that carry none; else the calendar's, or the scenario's")
    parser.add_argument("--dates", help="the days that matter, where there is no scenario: '1-12 Sep 2020'")
    parser.add_argument("--length", metavar="LENGTH", help="how long events without an end take: '30 min'")
    parser.add_argument("--show-private", action="store_true", help="write the titles of private events, too")
    parser.add_argument("--no-all-day", action="store_true", help="leave out events of whole days")
    parser.add_argument("--theirs", action="store_true", help="overwrite what was changed by hand, where it differs")
    parser.add_argument("--drop-gone", action="store_true", help="take out entries that are gone from the file")
    parser.add_argument("--dry-run", action="store_true", help="only show what would change")
    parser.add_argument("--json", action="store_true", help="what comes of it as one JSON object")


def run(arguments: Namespace) -> Exit:
    """Read the foreign file, show what comes of it, and write it where it belongs."""
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


# What is asked for.


def _kind(arguments: Namespace, *, calendar: bool) -> str:
    if arguments.programme:
        if arguments.principal:
            raise option_error("--as", Mistake("a programme is nobody's.", "Leave out --as or --programme."))
        return "programme"
    if calendar and not arguments.principal:
        hint = "Add --as PRINCIPAL, or --programme for a programme of others."
        raise option_error("--as", Mistake("it is not said whose calendar this is.", hint))
    return "busy" if calendar else "requests"


def _scenario(arguments: Namespace, kind: str) -> tuple[str, Scenario | None]:
    """Return the text of the scenario and the scenario whose names are used; nothing where none is named."""
    from scheduler.base.files import display_name, read_text
    from scheduler.importers.into import scenario_of

    if kind == "programme" and not arguments.scenario:
        hint = "Add --scenario with the scenario; --into names the programme file."
        raise option_error("--scenario", Mistake("a programme is read with the names of a scenario.", hint))
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
        wishes=CalendarOptions(arguments.show_private, not arguments.no_all_day, length),
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
    """Return what times are read with: the scenario's zone and dates, or those of the options."""
    from scheduler.base.times import Period, read_dates, zone_of

    if scenario is not None:
        if arguments.dates:
            raise option_error("--dates", Mistake("the scenario says its dates.", "Leave it out."))
        return Period(zone_of(scenario.zone), *scenario.dates)
    for option in ("zone", "dates"):
        if getattr(arguments, option) is None:
            hint = "Add --zone and --dates, or name a scenario with --into or --scenario."
            raise option_error(f"--{option}", Mistake("without a scenario it has to be said.", hint))
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


# What comes of it.


def _print(arguments: Namespace, task: ImportTask, taken: ImportResult, outcome: ImportOutcome) -> Exit:
    """Print the YAML by itself, and what is to be said of it beside."""
    from scheduler.views.terminal import imports
    from scheduler.views.terminal.plan import console

    if arguments.json:
        answer_json(imports.import_to_json(task, taken, outcome, into=None, written=False))
    else:
        console(stderr=True).print(imports.preview(task, taken, outcome))
        answer(outcome.text)
    return _exit(taken, outcome)


def _before(arguments: Namespace, task: ImportTask, text: str) -> str:
    """Return the text of the file that is written into; a programme that is not there yet is begun."""
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
        message = "the file exists, and is not a published programme."
        raise InputError([Issue(arguments.into, 0, message, "Name another; --scenario names the scenario.")])
    return before


def _merge(arguments: Namespace, task: ImportTask, taken: ImportResult, before: str, scenario: Scenario) -> Exit:
    """Show what changes in the file, and write it."""
    from scheduler.base.files import write_whole
    from scheduler.commands.writing import difference, write_if_same
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
        write_if_same(arguments.into, before, outcome.text)
    elif writes:
        write_whole(arguments.into, outcome.text)
    _say_merged(arguments, task, taken, outcome, difference(before, outcome.text, arguments.into), written=writes)
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
        say("Nothing changes: the file says so already.")


def _exit(taken: ImportResult, outcome: ImportOutcome) -> Exit:
    """Return 2 where something was not taken, so that nobody overlooks it."""
    left = taken.set_aside or outcome.set_aside or outcome.merge.of("conflict")
    return Exit.BAD_INPUT if left else Exit.ANSWERED
