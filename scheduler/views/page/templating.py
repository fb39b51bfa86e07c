"""Render pages from templates: all values are escaped, and a content security policy forbids network access."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, style: str, script: str = "", further_style: str = "", **values: Any) -> bytes:
    """Render a template as a page whose content security policy allows only its own style and script.

    Args:
        template: the file name of the template in `templates/`.
        style: the file name of its style sheet there.
        script: the file name of its script there; "" for none.
        further_style: additional CSS rules that depend on the content.
        values: the variables of the template.
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
    """Return the hash source of an inline text for a content security policy (CSP Level 3)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
