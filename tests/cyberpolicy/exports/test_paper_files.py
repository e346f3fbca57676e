"""ODT, DOCX and PDF of one paper: opened with libraries of others, and by LibreOffice where it is installed."""

import io
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree

import docx
import pypdf
import pytest

from cyberpolicy.exports import as_docx, as_odt, as_pdf, paper
from cyberpolicy.exports.paper import Heading, Items, NewPage, Paper, Paragraph, Run, Table

SOFFICE = shutil.which("soffice")
ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
ROWS = [("Motie <Verhoeven> & Koopmans", "33694-56", "Regel 1\nRegel 2"), ("=1+1", "  twee  spaties", "zwaluw\x00")]


def sample(language: str = "nl") -> Paper:
    text = ("Zie ", Run("de bron", "https://example.org/?a=1&b=2"), " en ", Run("cursief", is_italic=True), ".")
    blocks = [
        Heading("Moties"),
        Paragraph(text),
        Paragraph(("Naar ", Run("[1]", "#s1"), Run("fout", "javascript:alert(1)")), is_note=True),
        Items(("een", ("twee", Run("!", is_bold=True)))),
        Heading("Afgedaan", 2),
        Table("Afgeronde moties", ("Omschrijving", "Vindplaats", "Stand"), ROWS, (3, 2, 4)),
        NewPage(),
        Paragraph("[1] Kamerstukken", name="s1"),
    ]
    return Paper("Bijlage <proef> & meer", language, "Ministerie", blocks, "Een proef")


def expected_rows() -> list[tuple[str, ...]]:
    return [tuple(paper.plain(cell) for cell in row) for row in ROWS]


def opened(content: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    return archive


def odt_rows(content: bytes) -> list[list[tuple[str, ...]]]:
    """The rows of each table, headings left out."""
    root = ElementTree.fromstring(opened(content).read("content.xml"))
    return [
        [
            tuple("\n".join(_odt_text(p) for p in cell) for cell in row)
            for row in table.findall(f"{ODF % 'table'}table-row")
        ]
        for table in root.iter(f"{ODF % 'table'}table")
    ]


def _odt_text(element: ElementTree.Element) -> str:
    found = element.text or ""
    for child in element:
        if child.tag.endswith("}s"):
            found += " " * int(child.get(f"{ODF % 'text'}c"))
        found += _odt_text(child) + (child.tail or "")
    return found


def docx_rows(content: bytes) -> list[list[tuple[str, ...]]]:
    document = docx.Document(io.BytesIO(content))
    return [[tuple(cell.text for cell in row.cells) for row in table.rows][1:] for table in document.tables]


def test_docx_holds_the_same_cells_in_real_styles():
    content = as_docx.write(sample())
    assert docx_rows(content) == [expected_rows()]
    document = docx.Document(io.BytesIO(content))
    styles = [(p.style.name, p.text) for p in document.paragraphs]
    assert ("Title", "Bijlage <proef> & meer") in styles
    assert ("Heading 1", "Moties") in styles and ("Heading 2", "Afgedaan") in styles
    assert ("Caption", "Afgeronde moties") in styles
    assert (document.core_properties.title, document.core_properties.language) == ("Bijlage <proef> & meer", "nl-NL")
    xml = opened(content).read("word/document.xml").decode()
    assert xml.count("<w:tblHeader/>") == 1 and "w:tblCaption" in xml
    assert "javascript" not in xml and 'w:anchor="s1"' in xml and 'w:name="s1"' in xml
    assert [link.address for p in document.paragraphs for link in p.hyperlinks if link.address] == [
        "https://example.org/?a=1&b=2"
    ]


def test_odt_holds_the_same_cells_in_real_styles():
    content = as_odt.write(sample("en"))
    assert odt_rows(content) == [expected_rows()]
    archive = opened(content)
    assert archive.namelist()[0] == "mimetype"
    root = ElementTree.fromstring(archive.read("content.xml"))
    headings = [(h.get(f"{ODF % 'text'}outline-level"), h.text) for h in root.iter(f"{ODF % 'text'}h")]
    assert headings == [("1", "Moties"), ("2", "Afgedaan")]
    assert len(list(root.iter(f"{ODF % 'table'}table-header-rows"))) == 1
    assert next(root.iter(f"{ODF % 'table'}title")).text == "Afgeronde moties"
    assert b"<dc:title>Bijlage &lt;proef&gt; &amp; meer</dc:title>" in archive.read("meta.xml")
    assert b'fo:language="en" fo:country="GB"' in archive.read("styles.xml")
    assert b"javascript" not in archive.read("content.xml")


def test_pdf_is_tagged_and_says_what_it_is():
    if not as_pdf.is_there():
        pytest.skip("WeasyPrint or its system libraries are missing")
    reader = pypdf.PdfReader(io.BytesIO(as_pdf.write(sample())))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is not False and "/StructTreeRoot" in root
    assert root["/Lang"] == "nl" and reader.metadata.title == "Bijlage <proef> & meer"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert len(reader.pages) == 2 and "Motie <Verhoeven>" in reader.pages[0].extract_text()
    things = [reader.get_object(number) for number in range(1, len(reader.xref_objStm) + len(reader.xref[0]))]
    things = [thing for thing in things if isinstance(thing, dict)]
    heads = [thing for thing in things if thing.get("/S") == "/TH"]
    assert len(heads) == 3 and all(head["/A"]["/Scope"] == "/Column" for head in heads)
    assert all("/Contents" in thing for thing in things if thing.get("/Subtype") == "/Link")
    fonts = [thing for thing in things if thing.get("/Type") == "/FontDescriptor"]
    assert fonts and all({"/FontFile2", "/FontFile3"} & thing.keys() for thing in fonts)
    assert all(page["/Tabs"] == "/S" for page in reader.pages if "/Annots" in page)


def test_a_table_of_many_columns_lies_on_its_side_and_takes_the_width_of_the_page():
    headings = ("Omschrijving", "Vindplaats", "Stand", "Eenheid", "Behandelaar")
    wide = Paper("Lijst", "nl", "x", [Table("Open", headings, [("a", "b", "c", "d", "e")], shows_caption=False)])
    document = docx.Document(io.BytesIO(as_docx.write(wide)))
    (section,), (table,) = document.sections, document.tables
    assert section.page_width > section.page_height
    assert abs(sum(column.width for column in table.columns) - section.page_width * 25.7 / 29.7) < 20_000
    assert "Open" not in [p.text for p in document.paragraphs]
    assert 'w:instr="PAGE"' in opened(as_docx.write(wide)).read("word/footer1.xml").decode()
    odt = opened(as_odt.write(wide))
    assert b'fo:page-width="29.7cm"' in odt.read("styles.xml") and b"<table:title>Open<" in odt.read("content.xml")
    assert b"Caption" not in odt.read("content.xml")
    if as_pdf.is_there():
        (page,) = pypdf.PdfReader(io.BytesIO(as_pdf.write(wide))).pages
        assert page.mediabox.width > page.mediabox.height


def test_a_long_pdf_is_refused_with_a_way_out():
    long = Paper("Lang", "nl", "x", [Table("t", ("a",), [("b",)] * (as_pdf.MOST_ROWS + 1))])
    with pytest.raises(as_pdf.NotPossible, match="ODT"):
        as_pdf.write(long)


def test_without_weasyprint_a_pdf_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(as_pdf.NotPossible, match="libpango"):
        as_pdf.write(sample())


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("writer", [as_odt, as_docx], ids=["odt", "docx"])
def test_libreoffice_opens_it_and_makes_a_pdf(writer, tmp_path):
    name = writer.__name__.rpartition("_")[2]
    file = tmp_path / f"paper.{name}"
    file.write_bytes(writer.write(sample()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "paper.pdf").pages)
    assert "Omschrijving" in text and "Motie <Verhoeven>" in text
