"""Generate the reference of the scenario language (docs/scenario.md) and the JSON Schema files.

Both come from the models and the catalogue; a test fails when they are out of date.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from scheduler.base.times import say_clock, say_length
from scheduler.rules.catalogue import WRITTEN, entries
from scheduler.scenario import models
from scheduler.scenario.fields import Entry, Hours, Length, Note
from scheduler.scenario.models import BUILT_IN_FORMATS
from scheduler.scenario.repair_kinds import KINDS
from scheduler.scenario.schema import schema, schema_text
from scheduler.scenario.uncertainty import NamedEvent, OtherDates, OtherTimes, Overrun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

ROOT = Path(__file__).parent.parent.parent
SCHEMAS = ("scenarios", "scheduler/commands")
"""Where the JSON Schema stands: beside the scenarios that name it, and in the package that prints it."""
LENGTH = TypeAdapter(Length).json_schema()["examples"]
HOURS = TypeAdapter(Hours).json_schema()["examples"]
"""The examples by which a length, and hours, are told from other values in the JSON Schema."""
SECTIONS: tuple[tuple[str, type[BaseModel], str], ...] = (
    ("The scenario", models.Scenario, "at the top of the file"),
    ("Places", models.Place, "under `places:`"),
    ("Venues", models.Venue, "under `venues:`"),
    ("Rooms", models.Room, "under `rooms:`"),
    ("Travel", models.Travel, "in the list `travel:`"),
    ("Delegations", models.Delegation, "under `delegations:`"),
    ("Principals", models.Principal, "under `principals:`"),
    ("Stays", models.Stay, "in a principal's list `stays:`"),
    ("Engagements", models.Engagement, "in a principal's list `engagements:`"),
    ("Blocks", models.Block, "in the list `blocks:` of a principal or a forum"),
    ("Forums", models.Forum, "under `forums:`"),
    ("Attendees", models.Attendee, "in a forum's list `attendees:`"),
    ("Sessions", models.Session, "in a forum's list `sessions:`"),
    ("Other times", OtherTimes, "in the list `or:` of a stay or a session"),
    ("Other dates", OtherDates, "in the list `or:` of a forum"),
    ("Overruns", Overrun, "as `overruns:` of a session or a meeting"),
    ("Events", NamedEvent, "under `events:`"),
    ("Meetings", models.Meeting, "under `meetings:`"),
    ("Pinned slots", models.Pinned, "as a meeting's `pinned:`"),
    ("History", models.Step, "in a meeting's list `history:`"),
    ("Lengths", models.Lengths, "as a meeting's `length:`"),
    ("Windows", models.Window, "in `windows:`, `prefers:` and `available:`"),
    ("Needs", models.Needs, "as a meeting's `needs:`"),
    ("Notes", Note, "as `note:` of any entry"),
    ("Formats", models.Format, "under `formats:`"),
    ("Interpreters", models.Interpreters, "under `interpreters:`"),
)
INTRODUCTION = """# The scenario language

This page is generated from the program (`make docs`); a test checks that it is current.

A scenario is one YAML file. Its sections are maps from keys to entries, and entries refer to each other by their
keys: a meeting's `participants: [singh, wei]` are keys of `principals:`. The command line uses the same keys for
meetings and principals.

**Times** are written as people write them: `4 Sep 20:00`, `Fri 4 Sep 20:00`, `2020-09-04T20:00`. They are read in
the scenario's `zone:` unless they name their own: `4 Sep 20:00 Asia/Kolkata`, `2020-09-04T20:00+05:30`. A date
without a year is one of the scenario's `dates:`. An end may be a time of day on the day of the start
(`from: 3 Sep 10:00`, `to: 12:30`), or a day, which means the end of that day. Days: `3 Sep`, `3-4 Sep`,
`30 Aug to 2 Sep`. Hours: `08:00-22:00`. Lengths have a unit: `45 min`, `1 h 30`.

**Provenance.** Every entry may have `source:` (a fact id of the register in `seeds/`, or several), `assumed:` (why
it is assumed) and `note:`. `scheduler check --sources` lists the entries that have neither of the first two.

**Tiers.** The plan places the must-meetings first, then those of high, normal and low priority, each tier fixed
before the next. Then it optimises comfort: a broken wish costs its weight times 1,000, a minute of waiting costs 1,
and a day on which a principal has nothing but meetings costs 120. A confirmed meeting outweighs all others.

**Repairs.** If not all musts can hold, `scheduler explain` looks for the cheapest changes that make a plan possible.
Every entry may have `firm: true` (no repair changes it) or `firm: false` (a repair may, even if it is usually firm);
`repairs:` gives the cost of each kind of change in this scenario, or `never`. The kinds are listed below.

**Certainty.** `certainty:` is a word or a probability: `likely`, `0.7`, `70 %`. `or:` lists alternatives, `overruns:`
a possible overrun; `events:` defines events on which several entries depend, which they name with `when:`.
[uncertainty.md](uncertainty.md) explains the meaning and the results.

**Variants.** A file with `extends: other.yaml` changes single entries of that file, without copying the rest:

```yaml
extends: moscow-2020-09.yaml
title: Moscow, the foreign ministers a day later
forums:
  sco-foreign: {moves_by: 1 day}          # its dates, with all sessions and blocks
principals:
  wang:
    stays:
      1: {to: 12 Sep 18:00}               # items of a list are called by number, from 1
meetings:
  ric-trilateral: null                    # removed
rules:
  +: [{rule: never_meet, principals: [singh, wang]}]   # added
```

Maps are merged key by key; any other value replaces the one in the base. Mistakes and conflicts name their file and
line, and a repair of a variant is written into the variant.
"""


def reference() -> str:
    """Return the text of docs/scenario.md."""
    definitions = schema()["$defs"]
    parts = [INTRODUCTION]
    for title, model, where in SECTIONS:
        parts.append(f"## {title}\n\n{_document(model)}\n\nWritten {where}.\n\n{_fields(model, definitions)}")
        if model is models.Format:
            parts.append(_formats())
    parts.append(_repairs())
    parts.append("## Written rules\n\nIn the list `rules:`; the key `rule:` names the rule.\n")
    parts += list(_rules(definitions))
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _document(model: type[BaseModel]) -> str:
    for_officers, _, _ = inspect.cleandoc(model.__doc__ or "").partition("\n\n>>> ")
    return for_officers.replace("``", "`")


def _fields(model: type[BaseModel], definitions: dict[str, Any]) -> str:
    known = definitions.get(f"{model.__name__}Map") or definitions.get(model.__name__) or schema()["else"]
    rows = ["| key | value | default | meaning |", "|---|---|---|---|"]
    common = set(Entry.model_fields)
    for name, field in model.model_fields.items():
        word = field.alias or name
        if name in common or name == "rule":
            continue
        otherwise = "**needed**" if field.is_required() else _default(known["properties"][word], field.default)
        rows.append(f"| `{word}` | {_value(known['properties'][word])} | {otherwise} | {field.description} |")
    return "\n".join(rows) + "\n"


def _default(known: dict[str, Any], default: Any) -> str:
    """Return what holds where a word is not written, as the officer would write it.

    Args:
        known: the word's JSON Schema, whose examples tell lengths and hours from numbers.
        default: the word's value then, as the model holds it.
    """
    if default in (None, (), {}):
        return ""
    kind = known.get("examples")
    if kind == HOURS:
        return f"`{say_clock(default[0])}-{say_clock(default[1])}`"
    if isinstance(default, bool):
        return "`true`" if default else "`false`"
    if kind == LENGTH:
        return f"`{say_length(default)}`"
    return f"`{default}`"


def _value(entry: dict[str, Any]) -> str:
    """Return the possible values of a key, in words: examples, a list of words, or a kind of entry."""
    if "x-section" in entry:
        return f"a key of `{entry['x-section']}:`"
    if "discriminator" in entry:
        return "rule"
    if "enum" in entry:
        return " · ".join(f"`{word}`" for word in entry["enum"])
    if "$ref" in entry:
        name = entry["$ref"].rpartition("/")[2].removesuffix("Map")
        return str(name).lower()
    if "const" in entry:
        return f"`{entry['const']}`"
    if entry.get("examples"):
        return " or ".join(f"`{example}`" for example in entry["examples"][:2])
    if "anyOf" in entry:
        options = [_value(option) for option in entry["anyOf"] if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(options))
    if entry.get("type") == "array":
        return f"list of {_value(entry['items'])}" if "items" in entry else "list of two"
    if entry.get("type") == "object":
        inner = entry.get("additionalProperties")
        return f"map of {_value(inner)} entries" if isinstance(inner, dict) else "map"
    kinds = {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}
    return kinds.get(entry.get("type", ""), "value")


def _formats() -> str:
    rows = [
        "Built-in formats:\n",
        "| format | length | needs a room | held only in blocks | mode |",
        "|---|---|---|---|---|",
    ]
    for name, usual in BUILT_IN_FORMATS.items():
        room, blocks = ("yes" if flag else "no" for flag in (usual.room, usual.blocks))
        rows.append(f"| `{name}` | {say_length(usual.length)} | {room} | {blocks} | {usual.mode} |")
    return "\n".join(rows) + "\n"


def _repairs() -> str:
    rows = [
        "## Repairs\n",
        "Written under `repairs:`, as `kind: cost` or `kind: never`. A change of a time costs one more point for each",
        "half hour (a shorter meeting: for each 3 minutes); a higher count costs the cost once for each unit.\n",
        "```yaml\nrepairs: {stay: never, room: 5}\n```\n",
        "| kind | what changes | cost |",
        "|---|---|---|",
    ]
    rows += [f"| `{word}` | {kind.what} | {kind.cost or 'never'} |" for word, kind in KINDS.items()]
    return "\n".join(rows) + "\n"


def _rules(definitions: dict[str, Any]) -> Iterator[str]:
    written = {rule.word: rule for rule in WRITTEN}
    for entry in entries():
        if entry.word not in written:
            continue
        fields = _fields(written[entry.word], definitions)
        strength = f"By default a {entry.strength}."
        yield f"### {entry.word}\n\n{entry.summary}\n\n{strength}\n\n{fields}\n{_yaml(entry.example)}"
    yield "## Rules implied by the rest of the file\n"
    for entry in entries():
        if entry.word not in written:
            yield f"### {entry.word}\n\n{entry.summary}\n\n{_yaml(entry.example)}"


def _yaml(text: str) -> str:
    return f"```yaml\n{text}\n```\n"


def main() -> None:
    """Write docs/scenario.md and the schema files."""
    (ROOT / "docs" / "scenario.md").write_text(reference(), encoding="utf-8")
    for folder in SCHEMAS:
        (ROOT / folder / "scenario.schema.json").write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
