"""`scheduler playbook`: prepare a fallback plan for each uncertain event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.base.issue import Mistake
from scheduler.commands.base import Exit, agreed_plan, answer_json, option_error
from scheduler.commands.options import add_json, add_own_scenario, add_plan_file, add_seed, add_time_limit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from scheduler.plan.plan import Plan
    from scheduler.questions.playbook import Fallback
    from scheduler.scenario.models import Scenario

HELP = "prepare a fallback plan for each uncertain event"
DESCRIPTION = """For each single uncertain event of the scenario ("Wei does not come", "the forum is a day later"), show
which meetings of the plan are still held, the new plan with the fewest changes, and whom to call; one page each, for
the folder. Uncertainty is written as certainty:, or:, overruns: and when: in the scenario (docs/uncertainty.md).
Exit code 0: answered; 2: bad input; 130: interrupted."""
EPILOG = """examples:
  scheduler playbook plan.json
  scheduler playbook plan.json mine.yaml --to playbook.html --to playbook.md"""
FORMATS = ("html", "md", "json")


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_plan_file(parser)
    add_own_scenario(parser)
    parser.add_argument("--to", action="append", default=[], metavar="FILE", help="write it to FILE.html, .md or .json")
    add_time_limit(parser, "event")
    add_seed(parser)
    add_json(parser, "the playbook")


def run(arguments: Namespace) -> Exit:
    """Read the plan and its scenario, compute each fallback, and print or write the playbook."""
    from scheduler.base.files import ensure_writable
    from scheduler.commands.sweep import ensure_belongs_to
    from scheduler.problem.load import load

    plan = agreed_plan(arguments.plan, whole=True)
    for path in arguments.to:
        _format(path)
        ensure_writable(path)
    scenario = load(arguments.scenario or plan.file)
    ensure_belongs_to(plan, scenario, arguments.plan)
    fallbacks = _fallbacks(arguments, scenario, plan)
    _write(arguments.to, scenario, plan, fallbacks)
    if arguments.json:
        from scheduler.views import playbook

        answer_json(playbook.playbook_to_json(scenario, plan, fallbacks))
    elif not arguments.to:
        from scheduler.views import playbook
        from scheduler.views.terminal.plan import console

        console().print(playbook.as_text(plan, fallbacks))
    return Exit.ANSWERED


def _format(path: str) -> str:
    suffix = path.rpartition(".")[2].casefold()
    if suffix not in FORMATS:
        raise option_error(
            "--to", Mistake(f"the suffix of '{path}' is not a format of a playbook.", "Use .html, .md or .json.")
        )
    return suffix


def _fallbacks(arguments: Namespace, scenario: Scenario, plan: Plan) -> list[Fallback]:
    from scheduler.commands.progress import Counting
    from scheduler.questions.playbook import playbook
    from scheduler.questions.sweep import Sweeper

    sweeper = Sweeper(scenario, plan, arguments.time_limit, arguments.seed)
    display = Counting(len(list(sweeper.futures.single())), "events")
    found = []
    try:
        for fallback in playbook(sweeper):
            found.append(fallback)
            display.done()
    finally:
        display.close()
    return found


def _write(paths: Sequence[str], scenario: Scenario, plan: Plan, fallbacks: Sequence[Fallback]) -> None:
    import json

    from scheduler.base.files import write_all
    from scheduler.commands.base import say
    from scheduler.views import playbook

    contents: dict[str, bytes] = {}
    for path in paths:
        kind = _format(path)
        if kind == "json":
            text = json.dumps(playbook.playbook_to_json(scenario, plan, fallbacks), ensure_ascii=False, indent=1) + "\n"
        else:
            text = (playbook.as_page if kind == "html" else playbook.as_markdown)(plan, fallbacks)
        contents[path] = text.encode()
    if contents:
        write_all(contents)
        say(*(f"Written: {path}" for path in contents))
