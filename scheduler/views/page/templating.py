"""Pages from templates: everything that is put into one is escaped, and the page can ask nobody for anything."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"


def rendered(template: str, style: str, script: str = "", further_style: str = "", **values: Any) -> bytes:
    """Return the page of a template, with a policy that allows the style and the script in it and nothing else.

    Args:
        template: the name of the template in `templates/`, as are those of the style and the script.
        style: its style sheet.
        script: its script; "" for none.
        further_style: rules that depend on what is shown.
        values: what the template speaks of.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    css = _text(style) + further_style
    code = _text(script) if script else ""
    allowed = ["default-src 'none'", f"style-src {_digest(css)}", "base-uri 'none'", "form-action 'none'"]
    policy = "; ".join([*allowed, *([f"script-src {_digest(code)}"] if code else [])])
    return environment.get_template(template).render(css=css, script=code, policy=policy, **values).encode()


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return how a content security policy (CSP Level 3, hash source) names a text that may stand in the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
