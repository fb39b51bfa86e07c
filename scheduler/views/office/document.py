"""Export a plan as a Word document (.docx): the day programmes, laid out by a template that the ministry can replace.

A ministry's template is an untrusted file: it is scanned before it is opened, its fields can reach only the
attributes in docs/export.md, and it is rendered in a process with limits on time and memory.
"""

from __future__ import annotations

import zipfile
from dataclasses import fields
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from scheduler.base.bounded import ensure_harmless, run_bounded
from scheduler.base.issue import InputError, Issue, Mistake
from scheduler.views.folder import folder
from scheduler.views.office.document_template import default_template
from scheduler.views.printable import one_line, printable, shorten

if TYPE_CHECKING:
    from datetime import datetime

    from scheduler.views.export_formats import Export
    from scheduler.views.folder import Folder

THE_TEMPLATE = "the template"
"""The name of the template in messages."""
HINT = "'scheduler export --write-template template.docx' writes one that you can change."


def to_bytes(export: Export) -> bytes:
    """Return the document.

    Raises:
        InputError: the template is not a Word document, is not harmless, or has a field that cannot be filled.
    """
    words = folder(export)
    if export.template is None:
        return fill_template(default_template(), words, export.at)
    try:
        ensure_harmless(export.template)
    except Mistake as mistake:
        raise _refused(mistake.message) from None
    contents: bytes = run_bounded(THE_TEMPLATE, fill_template, export.template, words, export.at)
    return contents


def fill_template(document: bytes, words: Folder, at: datetime) -> bytes:
    """Return a template with its fields filled; the same texts at the same moment give the same bytes.

    Raises:
        InputError: a field cannot be filled.
    """
    environment = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: printable(value) if isinstance(value, str) else value,
    )
    try:
        # Opened here, because docxtpl would open it only when rendering.
        setting = DocxTemplate(BytesIO(document))
        setting.init_docx()
    except Exception as error:
        raise _refused(f"this is not a Word document ({type(error).__name__}).") from error
    try:
        setting.render({field.name: getattr(words, field.name) for field in fields(words)}, environment)
    except TemplateSyntaxError as error:
        raise _refused(f"a field cannot be read: {error.message}.{_near_phrase(error)}") from None
    except TemplateError as error:
        raise _refused(f"a field cannot be filled: {error.message}.") from None
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise _refused(f"a field cannot be filled: {error}.") from None
    properties = setting.docx.core_properties
    properties.title = shorten(one_line(words.title), 255)
    properties.created = properties.modified = at.replace(tzinfo=None)
    saved = BytesIO()
    setting.save(saved)
    return _with_uniform_dates(saved.getvalue(), at)


def _near_phrase(error: Any) -> str:
    """Return a phrase with the text of the template around an error, if it is known."""
    around = one_line(" ".join(getattr(error, "docx_context", ())))
    return f" It is near '{shorten(around, 120)}'." if around else ""


def _with_uniform_dates(document: bytes, at: datetime) -> bytes:
    """Return an archive in which all parts have the same date, so that equal contents give equal bytes."""
    dated = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as source, zipfile.ZipFile(dated, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), source.read(name), zipfile.ZIP_DEFLATED)
    return dated.getvalue()


def _refused(message: str) -> InputError:
    return InputError([Issue(THE_TEMPLATE, 0, message, HINT)])
