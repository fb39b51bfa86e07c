"""The JSON Schema of the scenario language, from the models."""

from __future__ import annotations

import json
from typing import Any

from scheduler.scenario import FORMATS, Scenario


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, with the short forms that officers may write."""
    made = Scenario.model_json_schema(by_alias=True, mode="validation")
    definitions = made["$defs"]
    text = {"type": "string"}
    _also(definitions, "Window", {**text, "examples": ["3 Sep", "3-4 Sep 14:00-18:00", "14:00-18:00"]})
    _also(definitions, "Attendee", {**text, "examples": ["singh"]})
    _also(definitions, "Lengths", {**text, "examples": ["45 min", "1 h 30"]})
    definitions["Meeting"]["properties"]["format"]["examples"] = sorted(FORMATS)
    _lists(made)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario of the side meetings around multilateral forums",
        **{key: value for key, value in made.items() if key != "title"},
    }


def _also(definitions: dict[str, Any], name: str, short: dict[str, Any]) -> None:
    """Let a short form stand for a map."""
    long = definitions[name]
    definitions[f"{name}Map"] = long
    reference = {"$ref": f"#/$defs/{name}Map"}
    definitions[name] = {"description": long.get("description", ""), "anyOf": [short, reference]}


def _lists(node: Any) -> None:
    """Let one value stand for a list of one, wherever a list of texts or maps is meant."""
    if isinstance(node, list):
        for entry in node:
            _lists(entry)
    if not isinstance(node, dict):
        return
    for key, value in list(node.items()):
        _lists(value)
        if key == "properties":
            for name, field in value.items():
                if name in _ONE_OR_MORE and field.get("type") == "array" and "items" in field:
                    many = {k: v for k, v in field.items() if k not in {"default", "description", "title"}}
                    kept = {k: v for k, v in field.items() if k in {"default", "description"}}
                    value[name] = {**kept, "anyOf": [field["items"], many]}


_ONE_OR_MORE = {
    "source", "windows", "prefers", "available", "venue", "mode", "first", "then", "meetings", "guests",
    "shares_slot_with", "optional", "languages", "formats", "leaves_room_for", "participants", "principals",
}  # fmt: skip


def schema_text() -> str:
    """Return the JSON Schema as text."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
