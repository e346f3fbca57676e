"""ODT: a document for LibreOffice with real styles, headings and tables, so that it can be edited."""

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from cyberpolicy.exports import paper as parts
from cyberpolicy.exports.as_ods import LOST_SPACE, kept_space
from cyberpolicy.exports.paper import Paper
from cyberpolicy.exports.templates import filled
from cyberpolicy.exports.zip_stream import ZipStream

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
PARTS = Path(__file__).parent / "odt"  # what is the same for every document, but for a word here and there
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "style", "table", "text")
)
CONTENT_START = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.3" {NAMESPACES} xmlns:xlink="http://www.w3.org/1999/xlink" \
xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
<office:automatic-styles>
<style:style style:name="break" style:family="paragraph" style:parent-style-name="Standard">\
<style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/>\
</style:style>
<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm" \
fo:border="0.5pt solid #75828e"/></style:style>
<style:style style:name="head" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm" \
fo:border="0.5pt solid #75828e" fo:background-color="#eef1f4"/></style:style>
"""
BODY_START = "</office:automatic-styles>\n<office:body><office:text>\n"
CONTENT_END = "</office:text></office:body></office:document-content>"


def write(paper: Paper) -> bytes:
    """The whole file."""
    return b"".join(_package(paper))


def _package(paper: Paper) -> Iterator[bytes]:
    package = ZipStream()
    yield package.stored("mimetype", MEDIA_TYPE.encode())
    for name in ("META-INF/manifest", "meta", "styles"):
        yield from package.deflated(f"{name}.xml", [_part(Path(name).name, paper)])
    yield from package.deflated("content.xml", map(str.encode, _content(paper)))
    yield package.end()


def _part(name: str, paper: Paper) -> bytes:
    words = {
        "title": paper.title, "subject": paper.subject, "creator": paper.creator,
        "language": paper.language, "country": paper.country,
        "width": str(paper.size[0]), "height": str(paper.size[1]), "margin": str(parts.MARGIN),
        "orientation": "landscape" if paper.is_wide else "portrait",
    }  # fmt: skip
    return filled(PARTS / f"{name}.xml", words)


def _content(paper: Paper) -> Iterator[str]:
    yield CONTENT_START
    for number, table in enumerate(paper.tables, start=1):
        yield _table_styles(number, table, paper.text_width)
    yield f'{BODY_START}<text:p text:style-name="Title">{_spaced(parts.plain(paper.title))}</text:p>\n'
    numbers = iter(range(1, len(paper.tables) + 1))
    for block in paper.blocks:
        yield from _block(block, numbers)
    yield CONTENT_END


def _table_styles(number: int, table: parts.Table, text_width: float) -> str:
    columns = "".join(
        f'<style:style style:name="t{number}.{place}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{text_width * share:.2f}cm"/></style:style>\n'
        for place, share in enumerate(table.shares, start=1)
    )
    width = f'<style:table-properties style:width="{text_width}cm" table:align="margins"/>'
    return f'<style:style style:name="t{number}" style:family="table">{width}</style:style>\n{columns}'


def _block(block: parts.Block, numbers: Iterator[int]) -> Iterator[str]:
    match block:
        case parts.Heading(text, level):
            start = f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">'
            yield f"{start}{_spaced(parts.plain(text))}</text:h>\n"
        case parts.Paragraph(text, is_note, name):
            mark = f"<text:bookmark text:name={quoteattr(name)}/>" if name else ""
            yield f'<text:p text:style-name="{"Note" if is_note else "Text_20_body"}">{mark}{_runs(text)}</text:p>\n'
        case parts.Items(texts):
            items = (f'<text:p text:style-name="Text_20_body">{_runs(text)}</text:p>' for text in texts)
            listed = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
            yield f'<text:list text:style-name="List_20_1">{listed}</text:list>\n'
        case parts.Table():
            yield from _table(block, next(numbers))
        case parts.NewPage():
            yield '<text:p text:style-name="break"/>\n'


def _table(table: parts.Table, number: int) -> Iterator[str]:
    caption = parts.plain(table.caption)
    if table.shows_caption:
        yield f'<text:p text:style-name="Caption">{_spaced(caption)}</text:p>\n'
    yield f'<table:table table:name="t{number}" table:style-name="t{number}">'
    yield f"<table:title>{escape(caption)}</table:title>"
    yield "".join(
        f'<table:table-column table:style-name="t{number}.{place}"/>' for place in range(1, len(table.headings) + 1)
    )
    yield f"<table:table-header-rows>{_row(table.headings, 'Table_20_Heading', 'head')}</table:table-header-rows>\n"
    for cells in table.rows:
        yield _row(cells, "Table_20_Contents")
    yield "</table:table>\n"


def _row(cells: tuple[str, ...], style: str, look: str = "cell") -> str:
    made = "".join(
        f'<table:table-cell table:style-name="{look}" office:value-type="string">{lines}</table:table-cell>'
        for lines in (_lines(cell, style) for cell in cells)
    )
    return f'<table:table-row table:style-name="row">{made}</table:table-row>\n'


def _lines(text: str, style: str) -> str:
    lines = parts.plain(text).split("\n")
    return "".join(f'<text:p text:style-name="{style}">{_spaced(line)}</text:p>' for line in lines)


def _runs(text: parts.Text) -> str:
    return "".join(map(_run, parts.runs(text)))


def _run(run: parts.Run) -> str:
    shown = _spaced(run.text)
    if run.is_italic or run.is_bold:
        style = "Emphasis" if run.is_italic else "Strong_20_Emphasis"
        shown = f'<text:span text:style-name="{style}">{shown}</text:span>'
    if not run.href:
        return shown
    link = f'<text:a xlink:type="simple" xlink:href={quoteattr(run.href)} text:style-name="Internet_20_link">'
    return f"{link}{shown}</text:a>"


def _spaced(text: str) -> str:
    """The text with its line breaks and white space kept."""
    lines = (LOST_SPACE.sub(kept_space, escape(line)) for line in text.split("\n"))
    return "<text:line-break/>".join(lines)
