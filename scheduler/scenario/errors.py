"""Pydantic's errors as sentences for the officer, with a hint at what was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from scheduler.base.issue import nearest
from scheduler.scenario.rule_entries import RuleEntry, found

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

KEY = "[key]"
"""The element of pydantic's path that stands for the key itself, not for its value."""
_KINDS = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "'true' or 'false'",
    "bool_parsing": "'true' or 'false'",
    "dict_type": "a map ('word: value')",
    "model_type": "a map ('word: value')",
    "model_attributes_type": "a map ('word: value')",
    "list_type": "a list ('- entry')",
    "tuple_type": "a list ('- entry')",
}


def message_of(detail: ErrorDetails) -> str:
    """Return the sentence that says what is wrong."""
    kind, value, word = detail["type"], detail["input"], _last_word(detail["loc"])
    context = detail.get("ctx", {})
    if kind == "mistake":
        return str(context["message"])
    if kind == "extra_forbidden":
        return f"'{word}' is unknown here."
    if kind == "missing":
        return f"'{word}:' is missing."
    if kind in _KINDS:
        return f"'{word}' is {_shown(value)}, not {_KINDS[kind]}."
    if kind == "literal_error":
        return f"'{value}' is unknown here." if detail["loc"][-1] == KEY else f"'{value}' is not a valid '{word}'."
    if kind in {"too_short", "too_long"}:
        bound = context.get("min_length", context.get("max_length"))
        count = context.get("actual_length")
        return f"'{word}' has {count} {'entry' if count == 1 else 'entries'}, and {bound} are needed."
    return f"'{word}' cannot be {_shown(value)}: {detail['msg'].lower()}."


def hint_of(detail: ErrorDetails, root: type[BaseModel], data: Any) -> str:
    """Return a hint at what was probably meant, or "".

    Args:
        detail: the error.
        root: the model that was validated.
        data: the data that it was given.
    """
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "mistake":
        return str(context["hint"])
    if kind == "extra_forbidden":
        if detail["input"] is None:
            return "A text with a comma needs quotes inside {…}."
        return nearest(_last_word(detail["loc"]), _words_at(root, detail["loc"][:-1], data))
    if kind == "missing":
        return "Add it."
    if kind == "literal_error":
        return _one_of(str(detail["input"]), str(context.get("expected", "")))
    if kind == "string_type" and isinstance(detail["input"], int | float | bool):
        return f"Put it in quotes: '\"{detail['input']}\"'."
    if kind == "too_short":
        return "Name the others as well."
    return ""


def _one_of(word: str, expected: str) -> str:
    words = [part.strip().strip("'") for part in expected.replace(" or ", ", ").split(",")]
    return nearest(word, [part for part in words if part], "One of")


def _last_word(path: Iterable[object]) -> str:
    words = [element for element in path if isinstance(element, str) and element != KEY]
    return words[-1] if words else "the scenario"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value)
    return f"'{text if len(text) <= 40 else text[:39] + '…'}'"


def _words_at(root: type[BaseModel], path: Iterable[object], data: Any) -> set[str]:
    """Return the keys that the map at a path may have, found along the models' annotations."""
    here: list[Any] = [root]
    for element in path:
        here = [step for kind in here for step in _steps(kind, element)] or here
        data = _at(element, data)
        word = data.get("rule") if isinstance(data, dict) else None
        here = [(found(word) or kind) if kind is RuleEntry and word else kind for kind in here]
    models = [kind for kind in here if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return {field.alias or name for model in models for name, field in model.model_fields.items()}


def _steps(kind: Any, element: object) -> list[Any]:
    """Return the models to which one step of a path leads."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return []
    for name, field in kind.model_fields.items():
        if element in {name, field.alias}:
            return _models_in(field.annotation)
    return []


def _at(element: object, data: Any) -> Any:
    """Return the value at a key of a map or at an index of a list, or None."""
    if isinstance(data, list):
        return data[element] if isinstance(element, int) and element < len(data) else None
    return data.get(element) if isinstance(data, dict) else None


def _models_in(annotation: Any) -> list[Any]:
    """Return every model in an annotation, also inside lists, maps and unions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    parts = get_args(annotation)
    if get_origin(annotation) is Annotated:
        parts = parts[:1]
    return [model for part in parts for model in _models_in(part)]
