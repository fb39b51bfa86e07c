"""Documents for the folder: as other people's readers find them, from our template and from a ministry's own."""

from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import mammoth
import pytest
from docx import Document

from scheduler.base.issue import InputError
from scheduler.views.export_formats import Export, export_bytes
from scheduler.views.office.document_template import default_template
from scheduler.views.printable import printable
from tests.office import converted, pages_of
from tests.plans import AT, ODD, clock, moscow, odd

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scheduler.plan.plan import Plan
    from tests.conftest import Ran


def written(plan: Plan, **values: Any) -> bytes:
    return export_bytes(Export(plan, AT, **values), "docx")


class _Texts(HTMLParser):
    """The cells of tables, row by row, and the paragraphs that a second reader finds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.paragraphs: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
        elif tag in {"p", "h1", "h2"}:
            self.paragraphs.append("")
        elif tag == "br":
            self.handle_data("\n")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data
        if self.paragraphs:
            self.paragraphs[-1] += data


def texts(contents: bytes) -> _Texts:
    return _Texts(mammoth.convert_to_html(io.BytesIO(contents)).value)


def own_template(*paragraphs: str) -> bytes:
    """Return a template as somebody writes it in a word processor."""
    document, saved = Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(saved)
    return saved.getvalue()


def test_a_second_reader_finds_each_booking_with_its_time_in_the_overview_and_the_programmes() -> None:
    plan = moscow()
    rows = texts(written(plan)).rows
    for booking in plan.bookings:
        title = plan.names.meeting(booking.meeting)
        assert any(clock(booking) in row[0] and row[1] == title for row in rows if len(row) == 4)
        own = [row for row in rows if len(row) == 3 and clock(booking) in row[0] and row[1].split("\n")[0] == title]
        assert len(own) >= len(booking.participants)


def test_each_programme_is_on_a_page_of_its_own_in_another_program(tmp_path: Path) -> None:
    plan = moscow()
    path = tmp_path / "plan.docx"
    path.write_bytes(written(plan))
    pages = pages_of(converted(path, "pdf"))
    people = [plan.names.of("people", key) for key in plan.names.sections["people"] if plan.of(key)]
    assert [page.strip().split("\n")[0].strip() for page in pages] == [plan.scenario, *people]
    for booking in plan.bookings:
        for key in booking.participants:
            page = pages[1 + people.index(plan.names.of("people", key))]
            assert clock(booking) in page or booking.clocks


def test_of_one_principal_only_the_programme() -> None:
    found = texts(written(moscow(), principal="wei"))
    assert "Wei Fenghe" in found.paragraphs
    assert "Rajnath Singh" not in found.paragraphs
    assert not any(len(row) == 4 for row in found.rows)


def test_names_come_out_as_they_are_whatever_they_hold() -> None:
    said = "\n".join(cell for row in texts(written(odd())).rows for cell in row)
    for name in ODD:
        assert printable(name) in said


def test_a_partial_plan_says_so_aloud() -> None:
    from dataclasses import replace

    found = texts(written(replace(moscow(), status="impossible")))
    assert any("PARTIAL" in paragraph for paragraph in found.paragraphs)


def test_no_file_property_says_who_or_what_wrote_it() -> None:
    with zipfile.ZipFile(io.BytesIO(written(moscow()))) as archive:
        core = archive.read("docProps/core.xml").decode()
        application = archive.read("docProps/app.xml").decode() if "docProps/app.xml" in archive.namelist() else ""
    assert "python-docx" not in core + application


# The ministry's own template.


def test_a_template_of_ones_own_is_filled() -> None:
    mine = own_template(
        "RUN-DOWN {{ title }}", "{%p for programme in programmes %}", "{{ programme.name }}", "{%p endfor %}"
    )
    found = texts(written(moscow(), template=mine)).paragraphs
    assert found[:3] == ["RUN-DOWN Moscow, September 2020", "Rajnath Singh", "Wei Fenghe"]


def test_the_template_that_is_used_can_be_written_changed_and_named(
    scheduler: Callable[..., Ran], tmp_path: Path
) -> None:
    plan, mine, out = tmp_path / "plan.json", tmp_path / "mine.docx", tmp_path / "out.docx"
    assert scheduler("solve", "scenarios/moscow-2020-09.yaml", "--out", plan).code == 0
    assert scheduler("export", plan, "--write-template", mine).code == 0
    assert mine.read_bytes() == default_template()
    document = Document(str(mine))
    document.paragraphs[0].insert_paragraph_before("MINISTRY OF EXAMPLES")
    document.save(str(mine))
    assert scheduler("export", plan, "--to", out, "--template", mine).code == 0
    assert texts(out.read_bytes()).paragraphs[:2] == ["MINISTRY OF EXAMPLES", "Moscow, September 2020"]
    again = scheduler("export", plan, "--write-template", mine)
    assert (again.code, "the file exists" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("{{ titel }}", "'titel' is undefined"),
        ("{{ title", "a field cannot be read"),
        ("{%p for x in programmes %}", "a field cannot be read"),
        ("{{ title.__class__.__mro__ }}", "unsafe"),
        ("{{ ''.__class__.__base__.__subclasses__() }}", "unsafe"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ title + 1 }}", "a field cannot be filled"),
    ],
)
def test_a_field_that_cannot_be_filled_is_named(paragraph: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        written(moscow(), template=own_template(paragraph))
    assert said in str(caught.value.issues[0].message)
    assert "--write-template" in caught.value.issues[0].hint


@pytest.mark.parametrize("endless", ["{% for x in range(99999999999) %}a{% endfor %}", "{{ 'a' * 9999999999 }}"])
def test_a_template_that_would_take_all_time_and_memory_is_refused(endless: str) -> None:
    with pytest.raises(InputError) as caught:
        written(moscow(), template=own_template(endless))
    assert any(word in caught.value.issues[0].message for word in ("Range too big", "memory", "time"))


def test_every_field_is_in_the_reference() -> None:
    from dataclasses import fields
    from pathlib import Path

    from scheduler.views import folder

    reference = Path("docs/export.md").read_text(encoding="utf-8")
    made_of = (
        folder.Folder,
        folder.HeldMeeting,
        folder.MeetingWithoutSlot,
        folder.Programme,
        folder.DayLines,
        folder.ProgrammeLine,
    )
    names = {field.name for each in made_of for field in fields(each)} | {"quiet"}
    assert [name for name in sorted(names) if f"`{name}`" not in reference] == []


def archive_of(parts: dict[str, bytes]) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return saved.getvalue()


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (b"not an archive", "it is no"),
        (archive_of({"a.txt": b"hello"}), "this is not a Word document"),
        (archive_of({"word/document.xml": b"\0" * 300_000_000}), "unpacks to more than 200 million bytes"),
        (archive_of({"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "defines XML entities"),
        (archive_of({f"{n}.xml": b"" for n in range(6000)}), "it holds 6000 parts"),
    ],
    ids=["no archive", "no document", "bomb", "entities", "many parts"],
)
def test_a_template_that_is_no_document_or_a_trap_is_refused(contents: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        written(moscow(), template=contents)
    assert said in caught.value.issues[0].message or "it is not a file of this kind" in caught.value.issues[0].message
