"""A document to be read and edited, whatever the format: headings, paragraphs, lists, tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit

from django.utils.safestring import SafeString, mark_safe

from cyberpolicy.characters import clean

UPRIGHT = 4  # columns
MARGIN = 2.0  # centimetres at every side of a page


@dataclass(frozen=True)
class Run:
    """A stretch of text that looks alike. ``href``: where it leads, an address with its scheme or ``#name``."""

    text: str
    href: str = ""
    is_italic: bool = False
    is_bold: bool = False


Text = str | tuple[Run | str, ...]


@dataclass(frozen=True)
class Heading:
    """``level`` 1 to 3; the title of the paper stands above them all."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """``is_note``: small and grey, about the paper rather than of it. ``name``: what a link can lead to."""

    text: Text
    is_note: bool = False
    name: str = ""


@dataclass(frozen=True)
class Items:
    """A list; its items are numbered by what they say themselves."""

    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Table:
    """A table with a caption and one row of headings, which every page repeats; relative ``widths``.

    ``shows_caption``: whether the caption stands above it; else only who is read to hears it.
    """

    caption: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]]
    widths: tuple[int, ...] = ()
    shows_caption: bool = True

    @property
    def shares(self) -> list[float]:
        """The part of the page's width that each column takes."""
        widths = self.widths or (1,) * len(self.headings)
        return [width / sum(widths) for width in widths]


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Items | Table | NewPage


@dataclass
class Paper:
    """A whole document. ``language``: nl or en; ``subject``: one line that tells readers of file lists what it is."""

    title: str
    language: str
    creator: str
    blocks: list[Block] = field(default_factory=list)
    subject: str = ""

    def __post_init__(self) -> None:
        self.title, self.creator, self.subject = map(clean, (self.title, self.creator, self.subject))

    @property
    def country(self) -> str:
        return {"nl": "NL", "en": "GB"}[self.language]

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def row_count(self) -> int:
        return sum(len(table.rows) for table in self.tables)

    @property
    def is_wide(self) -> bool:
        """Whether a table has more columns than an upright page holds: the pages lie on their side then."""
        return any(len(table.headings) > UPRIGHT for table in self.tables)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of its pages (A4), in centimetres."""
        return (29.7, 21.0) if self.is_wide else (21.0, 29.7)

    @property
    def text_width(self) -> float:
        return self.size[0] - 2 * MARGIN


def runs(text: Text) -> Iterator[Run]:
    """The text as stretches, without what no file can hold and without links that lead astray."""
    for piece in (text,) if isinstance(text, str) else text:
        run = Run(piece) if isinstance(piece, str) else piece
        yield Run(clean(run.text), _safe(run.href), run.is_italic, run.is_bold)


def plain(text: Text) -> str:
    return "".join(run.text for run in runs(text))


def as_html(text: Text) -> SafeString:
    """The text as HTML, for pages and for the PDF."""
    return mark_safe("".join(map(_html_of, runs(text))))  # every piece of it is escaped


def _html_of(run: Run) -> str:
    shown = escape(run.text).replace("\n", "<br>")
    shown = f"<em>{shown}</em>" if run.is_italic else shown
    shown = f"<strong>{shown}</strong>" if run.is_bold else shown
    return f'<a class="nl-link" href="{escape(run.href)}">{shown}</a>' if run.href else shown


def _safe(href: str) -> str:
    return href if href.startswith("#") or urlsplit(href).scheme in {"http", "https"} else ""
