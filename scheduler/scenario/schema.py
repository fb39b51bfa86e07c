"""The JSON Schema of the scenario language, generated from the models."""

from __future__ import annotations

import json
from typing import Any

from scheduler.scenario.fields import MARK
from scheduler.scenario.models import BUILT_IN_FORMATS, Scenario


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, including the short forms of entries."""
    generated = Scenario.model_json_schema(by_alias=True, mode="validation")
    definitions = generated["$defs"]
    text = {"type": "string"}
    _also(definitions, "Window", {**text, "examples": ["3 Sep", "3-4 Sep 14:00-18:00", "14:00-18:00"]})
    _also(definitions, "Attendee", {**text, "examples": ["singh"]})
    _also(definitions, "Lengths", {**text, "examples": ["45 min", "1 h 30"]})
    _also(definitions, "Note", {**text, "examples": ["the ambassador has been told"]})
    definitions["Meeting"]["properties"]["format"]["examples"] = sorted(BUILT_IN_FORMATS)
    _lists(generated)
    whole = {key: value for key, value in generated.items() if key not in {"title", "$defs"}}
    whole["description"], _, _ = whole["description"].partition("\n\n>>> ")  # the rest is for programmers
    # A variant writes only what changes, and calls the items of lists by number.
    variant = {
        "properties": {
            "extends": {"type": "string", "description": "the scenario that this one changes", "examples": ["a.yaml"]},
            **{key: {} for key in whole["properties"]},
        },
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario of the side meetings around multilateral forums",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": variant,
        "else": whole,
        "$defs": definitions,
    }


def _also(definitions: dict[str, Any], name: str, short: dict[str, Any]) -> None:
    """Accept a short form in place of a map."""
    long = definitions[name]
    definitions[f"{name}Map"] = long
    reference = {"$ref": f"#/$defs/{name}Map"}
    definitions[name] = {"description": long.get("description", ""), "anyOf": [short, reference]}


def _lists(node: Any) -> None:
    """Let one value stand for a list of one, wherever the models say so."""
    for entry in node if isinstance(node, list) else []:
        _lists(entry)
    for key, value in node.items() if isinstance(node, dict) else []:
        _lists(value)
        if key == "properties":
            value.update({name: _one_or_more(field) for name, field in value.items()})


def _one_or_more(field: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a field with, beside each list that is marked, what stands in it."""
    options = field.get("anyOf") or [{key: value for key, value in field.items() if key not in _ABOUT}]
    single = [option["items"] for option in options if isinstance(option, dict) and option.pop(MARK, False)]
    if not single:
        return field
    about = {key: value for key, value in field.items() if key in _ABOUT - {"title"}}
    return {**about, "anyOf": [*single, *options]}


_ABOUT = {"default", "description", "title"}


def schema_text() -> str:
    """Return the JSON Schema as text."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
