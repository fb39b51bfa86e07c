"""A plan as a document for the folder (.docx): the day programmes, set by a template that the ministry can replace.

A template of one's own is a file like any other from elsewhere: it is looked through before it is opened, its fields
can reach what docs/export.md lists and nothing else, and it is set in a process with a bound on time and memory.
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
from scheduler.views.office.document_template import template
from scheduler.views.printable import one_line, printable, shortened

if TYPE_CHECKING:
    from datetime import datetime

    from scheduler.views.export_formats import Export
    from scheduler.views.folder import Folder

THE_TEMPLATE = "the template"
"""What messages call it; its name is with the option that named it."""
HINT = "'scheduler export --write-template template.docx' writes one that can be changed."

__all__ = ["made", "template"]


def made(export: Export) -> bytes:
    """Return the document.

    Raises:
        InputError: the template is not a document, is not harmless, or has a field that cannot be filled.
    """
    words = folder(export)
    if export.template is None:
        return filled(template(), words, export.at)
    try:
        ensure_harmless(export.template)
    except Mistake as mistake:
        raise _refused(mistake.message) from None
    contents: bytes = run_bounded(THE_TEMPLATE, filled, export.template, words, export.at)
    return contents


def filled(document: bytes, words: Folder, at: datetime) -> bytes:
    """Return a template with its fields filled; the same words at the same moment make the same bytes.

    Raises:
        InputError: a field cannot be filled.
    """
    environment = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: printable(value) if isinstance(value, str) else value,
    )
    try:
        # Opened here, because docxtpl opens it late.
        setting = DocxTemplate(BytesIO(document))
        setting.init_docx()
    except Exception as error:
        raise _refused(f"this is not a Word document ({type(error).__name__}).") from error
    try:
        setting.render({field.name: getattr(words, field.name) for field in fields(words)}, environment)
    except TemplateSyntaxError as error:
        raise _refused(f"a field cannot be read: {error.message}.{_near(error)}") from None
    except TemplateError as error:
        raise _refused(f"a field cannot be filled: {error.message}.") from None
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise _refused(f"a field cannot be filled: {error}.") from None
    properties = setting.docx.core_properties
    properties.title = shortened(one_line(words.title), 255)
    properties.created = properties.modified = at.replace(tzinfo=None)
    saved = BytesIO()
    setting.save(saved)
    return _at_one_time(saved.getvalue(), at)


def _near(error: Any) -> str:
    """Return the words of the template around a mistake, where they are known."""
    around = one_line(" ".join(getattr(error, "docx_context", ())))
    return f" It is near '{shortened(around, 120)}'." if around else ""


def _at_one_time(document: bytes, at: datetime) -> bytes:
    """Return an archive with every part dated at a moment, so that the same contents are the same bytes."""
    dated = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as source, zipfile.ZipFile(dated, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), source.read(name), zipfile.ZIP_DEFLATED)
    return dated.getvalue()


def _refused(message: str) -> InputError:
    return InputError([Issue(THE_TEMPLATE, 0, message, HINT)])
