"""Each rule of the catalogue, written for everybody, on an invented general assembly: is the time limit kept?

An instance is `RULE-SIZE`. The command itself is run, as an officer types it, and its wall clock is compared with
the limit; what it holds is compared with nothing, since a rule may cost meetings.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from benchmarks.answer import Answer
from scheduler.problem.load import parse
from scheduler.rules.written import WORDS
from scheduler.scenario.generate import invent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduler.scenario.models import Scenario

SIZE = 600
KIND = "general-assembly"
NONE = "none"
"""The name of the instance without any rule, to compare with."""
Entry = dict[str, Any]


def names(folder: Path | None) -> list[str]:  # noqa: ARG001 - its instances are invented, not read
    """Return the instances: without a rule, then one for each rule of the catalogue."""
    return [f"{word}-{SIZE}" for word in (NONE, *WORDS)]


def best_known(folder: Path | None, name: str) -> None:
    """Nobody else has solved these."""


def solve(folder: Path | None, name: str, limit: float, seed: int) -> Answer:  # noqa: ARG001
    """Write the scenario, run `scheduler solve` on it, and report what it took beside the limit."""
    word, _, size = name.rpartition("-")
    text = scenario_with(word, int(size))
    with tempfile.TemporaryDirectory() as there:
        path = Path(there) / "scenario.yaml"
        path.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "scheduler", "solve", str(path), "--json", "--time-limit", f"{limit:g}"]
        began = time.monotonic()
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        took = time.monotonic() - began
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if not ran.stdout:
        return Answer("failed", note=f"exit code {ran.returncode}: {ran.stderr.strip()[-200:]}")
    plan = json.loads(ran.stdout)
    priorities = [tier for tier in plan["tiers"] if tier.get("asked") is not None]
    held = ", ".join(f"{tier['tier']} {tier['held']} of {tier['asked']}" for tier in priorities)
    return Answer(
        plan["status"],
        {tier["tier"]: tier["value"] for tier in plan["tiers"]},
        {tier["tier"]: tier["bound"] for tier in plan["tiers"]},
        f"{took:.1f} s for a limit of {limit:g} ({took / limit:.2f}), {memory:.0f} MB; {held}",
        {"took": took, "ratio": took / limit, "memory": memory},
    )


def scenario_with(word: str, size: int, seed: int = 1) -> str:
    """Return a general assembly of a size, with one rule of the catalogue written for everybody."""
    text = invent(KIND, size, seed)
    scenario, _ = parse(text)
    if word == NONE or scenario is None:
        return text
    rules = [{"rule": word, **entry} for entry in FOR_EVERYBODY[word](scenario)]
    data = yaml.safe_load(text)
    if "rules" in data:
        raise SystemExit("an invented scenario has rules of its own")
    return text.rstrip() + "\n" + yaml.safe_dump({"rules": rules}, sort_keys=False, default_flow_style=None, width=4096)


def _meetings(scenario: Scenario) -> dict[str, list[str]]:
    """Return the meetings of each principal."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, meeting in scenario.meetings.items():
        for principal in meeting.participants:
            found[principal].append(key)
    return found


def _of_pairs(*words: str, **more: Any) -> Callable[[Scenario], Iterator[Entry]]:
    """Return what writes an entry for the first two meetings of each principal, one or both under each word."""

    def entries(scenario: Scenario) -> Iterator[Entry]:
        taken: set[str] = set()
        for meetings in _meetings(scenario).values():
            free = [key for key in meetings if key not in taken][:2]
            if len(free) == 2:
                taken.update(free)
                yield {words[0]: free, **more} if len(words) == 1 else dict(zip(words, free, strict=True)) | more

    return entries


def _of_principals(**more: Any) -> Callable[[Scenario], Iterator[Entry]]:
    return lambda scenario: ({"principal": key, **more} for key in _meetings(scenario))


def _once(**entry: Any) -> Callable[[Scenario], Iterator[Entry]]:
    return lambda _: iter([entry])


def _hosts(scenario: Scenario) -> Iterator[Entry]:
    """The one who is asked for most is the host of all others."""
    meetings = _meetings(scenario)
    host = max(meetings, key=lambda key: len(meetings[key]))
    met = {p for key in meetings[host] for p in scenario.meetings[key].participants} - {host}
    yield {"host": host, "guests": sorted(met)}


def _rivals(scenario: Scenario) -> Iterator[Entry]:
    """Delegations that have no meeting with each other, two by two."""
    keys = list(scenario.delegations)
    for one, other in zip(keys[::2], keys[1::2], strict=False):
        yield {"delegations": [one, other], "within": "15 min"}


def _strangers(scenario: Scenario) -> Iterator[Entry]:
    """Principals who are not to meet, two by two; some of them have asked to."""
    keys = list(_meetings(scenario))
    for one, other in zip(keys[::2], keys[1::2], strict=False):
        yield {"principals": [one, other]}


def _closed(scenario: Scenario) -> Iterator[Entry]:
    first = scenario.dates[0]
    for key in scenario.venues:
        yield {"venue": key, "from": f"{first.day} {first:%b} 12:00", "to": "14:00"}


def _everybody(**more: Any) -> Callable[[Scenario], Iterator[Entry]]:
    return lambda scenario: iter([{"principals": sorted(_meetings(scenario)), **more}])


def _all_meetings(**more: Any) -> Callable[[Scenario], Iterator[Entry]]:
    return lambda scenario: iter([{"meetings": list(scenario.meetings), **more}])


def _followers(scenario: Scenario) -> Iterator[Entry]:
    """Each principal would like to follow a meeting of others."""
    meetings = list(scenario.meetings.items())
    for number, principal in enumerate(_meetings(scenario)):
        others = [key for key, meeting in meetings[number:] if principal not in meeting.participants]
        yield {"principal": principal, "meetings": others[:2]}


FOR_EVERYBODY: dict[str, Callable[[Scenario], Iterator[Entry]]] = {
    "precedence": _of_pairs("first", "then"),
    "host_first": _hosts,
    "same_day": _of_pairs("meetings"),
    "different_days": _of_pairs("meetings"),
    "same_venue": _of_pairs("meetings"),
    "gap": _of_pairs("meetings", at_least="1 h", at_most="6 h"),
    "not_at_the_same_time": _of_pairs("meetings"),
    "at_most": _of_principals(meetings_a_day=4),
    "keep_free": _of_principals(hours="12:00-15:00", at_least="45 min"),
    "few_breaks": _everybody(),
    "even_breaks": _everybody(differ_by=1),
    "keep_apart": _rivals,
    "never_meet": _strangers,
    "closed": _closed,
    "prefer": _all_meetings(when="early"),
    "robust": _once(),
    "preferred_attendee": _followers,
    "rarely_at_once": _once(),
    "breather": _once(at_least="10 min"),
    "larger_rooms_first": _once(),
    "one_room": _of_principals(within="30 min"),
}
"""What writes each rule for everybody."""
