"""PDF: a tagged document to read and to publish (PDF/UA), with WeasyPrint, which a site may leave out.

WeasyPrint draws with libraries of the system. ``is_there`` tells whether both can be had, ``write`` says what to
install when they cannot.
"""

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.translation import gettext as _

from cyberpolicy.exports.paper import Paper, Table

MEDIA_TYPE = "application/pdf"
MOST_ROWS = 1_000  # of all tables together: drawing takes some 15 ms a row, and nobody waits longer than that
STYLE = Path(__file__).parent / "pdf" / "paper.css"


class NotPossible(Exception):
    """No PDF can be made; the message says why, and what to do."""


def write(paper: Paper) -> bytes:
    """The whole file. Raises NotPossible when WeasyPrint is missing, or the paper is too long for it."""
    if paper.row_count > MOST_ROWS:
        too_long = _("A PDF holds at most %(most)s rows and this has %(count)s. ODT and DOCX hold them all.")
        raise NotPossible(too_long % {"most": localize(MOST_ROWS), "count": localize(paper.row_count)})
    weasyprint = _weasyprint()
    html = render_to_string("exports/paper.html", {"paper": paper})
    document = weasyprint.HTML(string=html, url_fetcher=_fetch_nothing)
    styles = [weasyprint.CSS(filename=STYLE), weasyprint.CSS(string=_widths(paper))]
    return document.write_pdf(pdf_variant="pdf/ua-1", stylesheets=styles, finisher=_finish)


def _widths(paper: Paper) -> str:
    """The widths of the columns, as a style sheet."""
    return "\n".join(
        f"#block-{number} th:nth-child({column}) {{ width: {share:.1%} }}"
        for number, block in enumerate(paper.blocks, start=1)
        if isinstance(block, Table)
        for column, share in enumerate(block.shares, start=1)
    )


def _finish(document, pdf) -> None:
    """Say of each header cell that it is of its column: PDF/UA asks for it, WeasyPrint leaves it out."""
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("S") == "/TH":
            thing["A"] = "<</O /Table /Scope /Column>>"


@cache
def is_there() -> bool:
    """Whether PDFs can be made here."""
    try:
        _weasyprint()
    except NotPossible:
        return False
    return True


def _weasyprint():
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # OSError: the library is there, those of the system are not
        missing = _(
            "PDFs cannot be made here: install WeasyPrint (pip install weasyprint) and the system libraries Pango and "
            "HarfBuzz (on Debian libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0). Until then choose ODT."
        )
        raise NotPossible(missing) from error
    return weasyprint


def _fetch_nothing(url: str, *args, **kwargs):
    raise ValueError(url)  # a document has no pictures: nothing it names is ever fetched
