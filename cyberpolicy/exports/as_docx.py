"""DOCX: a document for Word with real styles, headings and tables, so that it can be edited."""

import io
from typing import Any

from cyberpolicy.exports import paper as parts
from cyberpolicy.exports.paper import Paper, Run

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT, NOTE = "Calibri", "Note"
LONGEST = 255  # characters of a property
# settings stand in a fixed order; these of the library's template come after that of hyphenation
AFTER_HYPHENATION = ("w:hyphenationZone", "w:characterSpacingControl", "w:hdrShapeDefaults", "w:footnotePr", "w:compat")

CELL_MARGINS = "".join(
    f'<w:{side} w:w="{twips}" w:type="dxa"/>'
    for side, twips in (("top", 60), ("left", 85), ("bottom", 60), ("right", 85))
)


def write(paper: Paper) -> bytes:
    """The whole file."""
    from docx import Document

    document = Document()
    _set_up(document, paper)
    document.add_paragraph(parts.plain(paper.title), style="Title")
    for number, block in enumerate(paper.blocks):
        _add(document, block, number, paper)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Any, paper: Paper) -> None:
    """Properties, language, A4, and a plain look instead of the blue one of the library's template."""
    from docx.enum.section import WD_ORIENT
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    note = document.styles.add_style(NOTE, WD_STYLE_TYPE.PARAGRAPH)
    note.base_style, note.font.size = document.styles["Normal"], Pt(9)
    about, language = document.core_properties, f"{paper.language}-{paper.country}"
    about.title, about.author, about.subject = (p[:LONGEST] for p in (paper.title, paper.creator, paper.subject))
    about.language, about.comments, about.keywords = language, "", ""
    for section in document.sections:
        section.orientation = WD_ORIENT.LANDSCAPE if paper.is_wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = map(Cm, paper.size)
        section.left_margin = section.right_margin = Cm(parts.MARGIN)
        _number_pages(section.footer.paragraphs[0])
    document.settings.element.insert_element_before(OxmlElement("w:autoHyphenation"), *AFTER_HYPHENATION)
    for name, size in (("Normal", 10.5), ("Title", 20), ("Heading 1", 15), ("Heading 2", 12.5), ("Heading 3", 11)):
        font = document.styles[name].font
        font.name, font.size, font.color.rgb = FONT, Pt(size), RGBColor(0x16, 0x20, 0x2A)
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    for tag in document.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), language)
    document.styles["Caption"].font.color.rgb = RGBColor(0x16, 0x20, 0x2A)


def _number_pages(paragraph: Any) -> None:
    """ "2 / 5" at the foot of each page."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph.style = NOTE
    for word in ("PAGE", " / ", "NUMPAGES"):
        text = f'<w:r><w:t xml:space="preserve">{word if word == " / " else 1}</w:t></w:r>'
        made = text if word == " / " else f'<w:fldSimple w:instr="{word}">{text}</w:fldSimple>'
        paragraph._p.append(parse_xml(made.replace(">", f" {nsdecls('w')}>", 1)))


def _add(document: Any, block: parts.Block, number: int, paper: Paper) -> None:
    match block:
        case parts.Heading():
            document.add_heading(parts.plain(block.text), min(block.level, 3))
        case parts.Paragraph():
            paragraph = document.add_paragraph(style=NOTE if block.is_note else None)
            _fill(paragraph, block.text)
            if block.name:
                _mark(paragraph, block.name, number)
        case parts.Items():
            for text in block.texts:
                _fill(document.add_paragraph(style="List Bullet"), text)
        case parts.Table():
            _add_table(document, block, paper.text_width)
        case parts.NewPage():
            document.add_page_break()


def _fill(paragraph: Any, text: parts.Text) -> None:
    for run in parts.runs(text):
        holder = _link(paragraph, run) if run.href else paragraph._p
        made = paragraph.add_run(run.text)
        made.italic, made.bold = run.is_italic or None, run.is_bold or None
        if run.href:
            made.font.underline = True
            holder.append(made._r)


def _link(paragraph: Any, run: Run) -> Any:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    if run.href.startswith("#"):
        link.set(qn("w:anchor"), run.href[1:])
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(run.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    return link


def _mark(paragraph: Any, name: str, number: int) -> None:
    """A bookmark around nothing, at the start: what a link inside the document leads to."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for tag in (start, end):
        tag.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    for place, tag in enumerate((start, end)):
        paragraph._p.insert(paragraph._p.index(paragraph._p.r_lst[0]) if paragraph._p.r_lst else place, tag)


def _add_table(document: Any, block: parts.Table, text_width: float) -> None:
    """Rows are made as XML at once: adding cells one by one takes a minute for 2,000 rows."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Cm

    if block.shows_caption:
        caption = document.add_paragraph(parts.plain(block.caption), style="Caption")
        caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=len(block.headings), style="Table Grid")
    table.autofit = False
    table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{CELL_MARGINS}</w:tblCellMar>"))
    widths = [Cm(text_width * share) for share in block.shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _describe(table, block.caption)
    twips = [round(width.twips) for width in widths]
    table._tbl.append(parse_xml(_row(block.headings, twips, is_header=True)))
    for cells in block.rows:
        table._tbl.append(parse_xml(_row(cells, twips)))
    document.add_paragraph()


def _describe(table: Any, text: str) -> None:
    """The title and description that a screen reader gives."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for name in ("w:tblCaption", "w:tblDescription"):
        tag = OxmlElement(name)
        tag.set(qn("w:val"), parts.plain(text))
        table._tbl.tblPr.append(tag)


def _row(cells: tuple[str, ...], widths: list[int], *, is_header: bool = False) -> str:
    from docx.oxml.ns import nsdecls

    about = "<w:cantSplit/>" + ("<w:tblHeader/>" if is_header else "")
    made = "".join(_cell(text, width, is_bold=is_header) for text, width in zip(cells, widths, strict=True))
    return f"<w:tr {nsdecls('w')}><w:trPr>{about}</w:trPr>{made}</w:tr>"


def _cell(text: str, width: int, *, is_bold: bool) -> str:
    bold = "<w:rPr><w:b/></w:rPr>" if is_bold else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EEF1F4"/>' if is_bold else ""
    lines = "".join(
        f'<w:p><w:r>{bold}<w:t xml:space="preserve">{parts.escape(line)}</w:t></w:r></w:p>'
        for line in parts.plain(text).split("\n")
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{lines}</w:tc>'
