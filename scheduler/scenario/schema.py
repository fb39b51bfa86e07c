"""The JSON Schema of the scenario language, generated from the models."""

from __future__ import annotations

import json
from typing import Any

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
    # A variant contains only changes, and refers to the items of lists by number.
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
    """Accept a single value in place of a list, wherever the loader does."""
    for entry in node if isinstance(node, list) else []:
        _lists(entry)
    for key, value in list(node.items()) if isinstance(node, dict) else []:
        _lists(value)
        if key == "properties":
            value.update({name: _one_or_more(field) for name, field in value.items() if name in _ONE_OR_MORE})


def _one_or_more(field: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a field that accepts a list or a single item."""
    options = field.get("anyOf") or [{key: value for key, value in field.items() if key not in _ABOUT}]
    single = [option["items"] for option in options if option.get("type") == "array" and "items" in option]
    if not single:
        return field
    about = {key: value for key, value in field.items() if key in _ABOUT - {"title"}}
    return {**about, "anyOf": [*single, *options]}


_ABOUT = {"default", "description", "title"}
_ONE_OR_MORE = {
    "source", "windows", "prefers", "available", "venue", "mode", "first", "then", "meetings", "guests",
    "shares_slot_with", "optional", "languages", "formats", "leaves_room_for", "participants", "principals",
}  # fmt: skip


def schema_text() -> str:
    """Return the JSON Schema as text."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
