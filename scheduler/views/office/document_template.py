"""The default template of a document: plain, A4, a page for each principal."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordDocument
    from docx.table import Table

WARNING = RGBColor(0xC0, 0x00, 0x00)


def default_template() -> bytes:
    """Return the template as a Word document with fields for the texts of a folder."""
    document = Document()
    _page(document)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph().add_run("{{ for_whom }}").bold = True
    _when(document, "status and not partial", "{{ status }}")
    _when(document, "partial", "{{ status }}", warning=True)
    document.add_paragraph("{{ written }}. {{ clocks }}.")
    _overview(document)
    _without_slot(document)
    _repeated(document, "notice in notices", "{{ notice }}")
    _programmes(document)
    properties = document.core_properties
    properties.author, properties.comments, properties.keywords, properties.title = "", "", "", ""
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    section.footer.paragraphs[0].text = "{{ title }} · {{ written }}"
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    for name, size in (("Title", 22), ("Heading 1", 18), ("Heading 2", 13)):
        font = document.styles[name].font
        font.name, font.size, font.color.rgb = "Calibri", Pt(size), RGBColor(0x1F, 0x38, 0x64)


def _overview(document: WordDocument) -> None:
    document.add_paragraph("{%p if bookings %}")
    document.add_paragraph("Overview", style="Heading 2")
    state = "{{ booking.state }}{% if booking.line %}\n{{ booking.line }}{% endif %}"
    cells = ("{{ booking.when }}", "{{ booking.meeting }}", "{{ booking.where }}", state)
    header = ("When", "Meeting", "Where", "State")
    _rows(document, header, "booking in bookings", cells, (4, 5.5, 5, 2.5))
    document.add_paragraph("{%p endif %}")


def _without_slot(document: WordDocument) -> None:
    document.add_paragraph("{%p if without_slot %}")
    document.add_paragraph("Without a slot", style="Heading 2")
    cells = ("{{ entry.meeting }}", "{{ entry.why }}", "{{ entry.lines }}")
    _rows(document, ("Meeting", "Why", "Lines"), "entry in without_slot", cells, (5, 9.5, 2.5))
    document.add_paragraph("{%p endif %}")


def _programmes(document: WordDocument) -> None:
    document.add_paragraph("{%p for programme in programmes %}")
    heading = document.add_paragraph("{{ programme.name }}", style="Heading 1")
    heading.paragraph_format.page_break_before = True
    _repeated(document, "stay in programme.stays", "{{ stay }}")
    document.add_paragraph("{%p for day in programme.days %}")
    document.add_paragraph("{{ day.title }}", style="Heading 2")
    time = "{{ line.time }}{% if line.other_time %}\n{{ day.other_zone }} {{ line.other_time }}{% endif %}"
    further = (f"{{% if line.{each} %}}\n{{{{ line.{each} }}}}{{% endif %}}" for each in ("detail", "note"))
    what = "".join(("{{ line.what }}", *further))
    _rows(document, ("Time", "What", "Where"), "line in day.lines", (time, what, "{{ line.where }}"), (3.2, 8.6, 5.2))
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")


def _when(document: WordDocument, condition: str, text: str, *, warning: bool = False) -> None:
    """Add a paragraph that appears only if a condition is true."""
    document.add_paragraph(f"{{%p if {condition} %}}")
    run = document.add_paragraph().add_run(text)
    if warning:
        run.bold, run.font.size, run.font.color.rgb = True, Pt(13), WARNING
    document.add_paragraph("{%p endif %}")


def _repeated(document: WordDocument, each: str, text: str) -> None:
    document.add_paragraph(f"{{%p for {each} %}}")
    document.add_paragraph(text)
    document.add_paragraph("{%p endfor %}")


def _rows(
    document: WordDocument, header: Sequence[str], each: str, cells: Sequence[str], widths: Sequence[float]
) -> None:
    """Add a table with a repeated header and a row for each item of a loop."""
    table = document.add_table(rows=4, cols=len(header), style="Table Grid")
    table.autofit = False
    for column, text in enumerate(header):
        cell = table.rows[0].cells[column]
        cell.paragraphs[0].add_run(text).bold = True
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "D9E1F2")
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 (python-docx has no public API for it)
    _mark(table, 0, "w:tblHeader")
    table.rows[1].cells[0].text = f"{{%tr for {each} %}}"
    for column, text in enumerate(cells):
        table.rows[2].cells[column].text = text
    _mark(table, 2, "w:cantSplit")
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def _mark(table: Table, row: int, name: str) -> None:
    properties: Any = table.rows[row]._tr.get_or_add_trPr()  # noqa: SLF001 (python-docx has no public API for it)
    properties.append(OxmlElement(name))
