"""A letter as it lies on its pages: lines, blocks of running text, and what stands at the page feet. Pure.

A page begins at a form feed; in a letter without any, at a line that begins with exactly one space. A page foot holds
links (lines of nothing but addresses), footnotes, a page number or a rule. Blocks of text are parted by blank lines,
page breaks and the marks of list items.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

MAX_BYTES = 1_000_000
MAX_LINE = 20_000
FOREIGN_FORMATS = {b"%PDF": "PDF", b"PK\x03\x04": "Word/OpenDocument", b"\xd0\xcf\x11\xe0": "Word", b"{\\rtf": "RTF"}

PAGE_START = re.compile(r" \S")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
PAGE_NUMBER = re.compile(r"(?:pagina|blad|page)?\s*-?\s*\d{1,3}(?:\s*(?:van|of|/)\s*\d{1,3})?\s*-?", re.IGNORECASE)
RULE = re.compile(r"[_—–-]{3,}")
FOOTNOTE = re.compile(
    r"(?P<number>\[\d{1,3}\]|\d{1,3}(?=\s)|[⁰¹²³⁴-⁹]{1,3})\s*(?:[^\Wa-z]|[^\w\s]|zie\b|idem\b|ibid|vgl\b|https?:|www\.)"
)
BROKEN_OFF = re.compile(r"(?:[^\W\dA-Z_]|[,-])\Z")  # a footnote may well end with a number
MARK = re.compile(r"(?<=\S)(?=(\d{1,3})(?!\w))")  # a number glued to what stands before it, "internet2"
# A list item: its mark, and after what ending the first of a list may stand in the middle of a block.
ITEMS = (
    (re.compile(r"\(?(?P<mark>[a-z]|[ivx]{2,4}|\d{1,2})\)\s+(?=\S)"), re.compile(r"(?:[.;:,]|\b(?:en|of))\Z")),
    (re.compile(r"(?P<mark>\d{1,2})\.\s+(?=\S)"), re.compile(r":\Z")),
    (re.compile(r"[–—-]\s+(?=\S)"), re.compile(r"[.;:]\Z")),
    (re.compile(r"[•▪●◦‣]\s*(?=\S)"), re.compile(r"")),
)
CLOSING = re.compile(r"[^(]*\)")
FIRST_MARKS = {"a", "i", "1"}
ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
# What follows a hyphen that stands for the rest of a word: "midden- en lage".
AFTER_SUSPENDED = {"en", "of", "en/of", "noch", "als", "dan", "tot", "t/m", "maar", "resp.", "respectievelijk", "c.q."}


class LetterError(ValueError):
    """The bytes cannot be read as a letter: one sentence that says why, with the line where there is one."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(_("Line %(line)s: %(message)s") % {"line": line, "message": message} if line else message)
        self.line = line


@dataclass(frozen=True)
class Line:
    number: int
    text: str  # without white space at its ends
    opens_page: bool = False

    @property
    def is_link(self) -> bool:
        return bool(self.text) and all(word.startswith(("http://", "https://", "www.")) for word in self.text.split())


@dataclass
class Block:
    """Lines that belong together, and the footnotes at the foot of the page on which they end."""

    lines: list[Line]
    is_after_blank: bool = False
    opens_page: bool = False
    footnotes: list["Footnote"] = field(default_factory=list)
    cut_at: list[int] = field(default_factory=list)  # first lines of the pages that it runs on to

    @property
    def text(self) -> str:
        return joined(line.text for line in self.lines)

    @property
    def is_links(self) -> bool:
        return self.lines[0].is_link  # text under a link begins a block of its own


@dataclass(frozen=True)
class Footnote:
    number: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Layout:
    blocks: list[Block]
    links: tuple[Line, ...]
    page_breaks: tuple[int, ...]  # the first line of each page but the first


def joined(lines: Iterable[str]) -> str:
    """The lines as one: a line end becomes a space, but for a hyphen that joins two parts of a word.

    "EU-" and "beleid" give "EU-beleid"; "midden-" and "en lage" keep a space, and so does a dash. No hyphen is lost.
    """
    text = ""
    for line in lines:
        text += line if not text or _is_joined_by_hyphen(text, line) else f" {line}"
    return text


def _is_joined_by_hyphen(before: str, after: str) -> bool:
    ends_in_hyphen = before[-1] in "-\u2010\u00ad" and not before[-2:-1].isspace() and len(before) > 1
    return ends_in_hyphen and after[:1].isalnum() and after.split()[0] not in AFTER_SUSPENDED


def lay_out(content: bytes) -> Layout:
    """The running text of a letter in blocks, its footnotes and its links. Raises LetterError."""
    blocks = _blocks(_lines(_decoded(content)))
    return _without_feet(_pages(blocks))


# From bytes to lines


def _decoded(content: bytes) -> str:
    _refuse_foreign(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise LetterError(_("this is not UTF-8; save the letter as plain text in UTF-8."), line) from None
    text = re.sub(r"\r\n?|[\x85\u2028]", "\n", text.replace("\u2029", "\n\n"))
    if strange := CONTROL.search(text):
        line = text.count("\n", 0, strange.start()) + 1
        raise LetterError(_("a character here belongs to no text; is this a binary file?"), line)
    if not text.strip():
        raise LetterError(_("The file is empty; nothing to import."))
    return text


def _refuse_foreign(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise LetterError(
            _("The file holds %(bytes)s bytes, a letter at most %(most)s.") % {"bytes": len(content), "most": MAX_BYTES}
        )
    for start, name in FOREIGN_FORMATS.items():
        if content.startswith(start):
            raise LetterError(
                _("This is a %(format)s file; save the letter as plain text in UTF-8.") % {"format": name}
            )


def _lines(text: str) -> Iterator[Line]:
    has_form_feeds = "\f" in text
    for number, raw in enumerate(text.split("\n"), start=1):
        if len(raw) > MAX_LINE:
            message = _("this line is longer than %(most)s characters; is this a letter?") % {"most": MAX_LINE}
            raise LetterError(message, number)
        first, *others = raw.split("\f")
        if first or not others:
            yield Line(number, first.strip(), not has_form_feeds and bool(PAGE_START.match(first)))
        yield from (Line(number, piece.strip(), True) for piece in others)


# From lines to pages


def _blocks(lines: Iterable[Line]) -> list[Block]:
    blocks: list[Block] = []
    is_after_blank, opens_page = True, False
    for line in lines:
        opens_page |= line.opens_page
        if not line.text:
            is_after_blank = True
            continue
        block = blocks[-1] if blocks else None
        goes_under_links = bool(block) and block.is_links and not line.is_link  # the next page, though nothing marks it
        if block is None or is_after_blank or opens_page or goes_under_links or opens_item(line, block):
            blocks.append(Block([line], is_after_blank, bool(blocks) and (opens_page or goes_under_links)))
        else:
            block.lines.append(line)
        is_after_blank = opens_page = False
    return blocks


def opens_item(line: Line, block: Block) -> bool:
    """Whether ``line`` begins a list item after ``block``: the next of its list, or the first after a fitting end."""
    for item, may_follow in ITEMS:
        if found := item.match(line.text):
            before = item.match(block.lines[0].text)
            mark = found.groupdict().get("mark")
            if before and mark and _is_next(before["mark"], mark):
                return True
            is_first = mark is None or mark in FIRST_MARKS
            return is_first and bool(may_follow.search(block.lines[-1].text)) and not closes_bracket(line.text, block)
    return False


def is_item(text: str) -> bool:
    return any(item.match(text) for item, _may_follow in ITEMS)


def closes_bracket(text: str, block: Block) -> bool:
    """Whether ``text`` closes a bracket that ``block`` left open, as "12) om" after "(Kamerstuk 99 901, nr."."""
    before = " ".join(line.text for line in block.lines[-5:])
    return before.rfind("(") > before.rfind(")") and bool(CLOSING.match(text))


def _is_next(mark: str, other: str) -> bool:
    if mark in ROMAN[:-1] and other == ROMAN[ROMAN.index(mark) + 1]:
        return True
    if mark.isdecimal() and other.isdecimal():
        return int(other) == int(mark) + 1
    return len(mark) == len(other) == 1 and ord(other) == ord(mark) + 1


def _pages(blocks: list[Block]) -> list[list[Block]]:
    """The blocks by page. Links end a page, marked or not: what follows them was cut by them."""
    pages: list[list[Block]] = []
    for block in blocks:
        if not pages or block.opens_page or pages[-1][-1].is_links:
            if pages and block.opens_page:
                pages[-1] += _split_links(pages[-1].pop())
            pages.append([])
        pages[-1].append(block)
    return pages


def _split_links(block: Block) -> list[Block]:
    """Links right under the last text of a page are a block of their own; under a footnote they belong to it."""
    kept = len(block.lines)
    while kept and block.lines[kept - 1].is_link:
        kept -= 1
    if kept in (0, len(block.lines)) or FOOTNOTE.match(block.lines[0].text):
        return [block]
    links = Block(block.lines[kept:])
    block.lines = block.lines[:kept]
    return [block, links]


# The page feet


def _without_feet(pages: list[list[Block]]) -> Layout:
    texts: list[Block] = []
    links: list[Line] = []
    page_breaks: list[int] = []
    marks: set[int] = set()
    last_note = 0
    for page in pages:
        marks |= _marks(page)
        body, foot = _parted(page, marks, least=0 if texts else 1)
        if texts and texts[-1].footnotes and _goes_on(texts[-1].footnotes[-1], body):
            note = texts[-1].footnotes[-1]
            texts[-1].footnotes[-1] = Footnote(note.number, (*note.lines, *body.pop().lines))
        if texts and body:
            body[0].opens_page = True  # the foot above it is a page break, marked or not
            page_breaks.append(body[0].lines[0].number)
        texts += body
        links += [line for block in foot if block.is_links for line in block.lines]
        for note in _footnotes(foot, last_note, marks):
            texts[-1].footnotes.append(note)
            last_note = note.number
    return Layout(texts, tuple(links), tuple(page_breaks))


def _goes_on(note: Footnote, body: list[Block]) -> bool:
    """Whether the last block of a page is the rest of a footnote that broke off on the page before.

    It stands under the text, begins in the middle of a sentence, and no list announces it.
    """
    if len(body) < 2 or not BROKEN_OFF.search(note.lines[-1].text):
        return False
    return body[-1].lines[0].text[:1].islower() and not body[-2].lines[-1].text.endswith((":", ";"))


def _marks(page: list[Block]) -> set[int]:
    text = unicodedata.normalize("NFKC", "\n".join(line.text for block in page for line in block.lines))
    return {int(number) for number in MARK.findall(text)}


def _parted(page: list[Block], marks: set[int], *, least: int) -> tuple[list[Block], list[Block]]:
    """The running text of a page and its foot; a page number at its head goes too.

    What begins with a number is a footnote only if it is one of ``marks``. The first ``least`` blocks are text anyway.
    """
    start = 1 if page[0].opens_page and len(page) > 1 and _is_page_number(page[0]) else 0
    end = len(page)
    while end > max(start, least) and _is_foot(page[end - 1], marks):
        end -= 1
    return page[start:end], page[end:]


def _is_foot(block: Block, marks: set[int]) -> bool:
    return block.is_links or _is_page_number(block) or not _under_rule(block) or _is_footnote(block, marks)


def _is_page_number(block: Block) -> bool:
    return len(block.lines) == 1 and bool(PAGE_NUMBER.fullmatch(block.lines[0].text))


def _under_rule(block: Block) -> list[Line]:
    """The lines of the block without the rule that they may begin with."""
    return block.lines[1:] if RULE.fullmatch(block.lines[0].text) else block.lines


def _is_footnote(block: Block, marks: set[int]) -> bool:
    """Whether it begins with the number of a footnote whose mark was seen."""
    lines = _under_rule(block)
    return bool(lines) and _note_number(lines[0]) in marks


def _note_number(line: Line) -> int | None:
    found = FOOTNOTE.match(line.text)
    return int(unicodedata.normalize("NFKC", found["number"]).strip("[]")) if found else None


def _footnotes(foot: list[Block], last: int, marks: set[int]) -> Iterator[Footnote]:
    """The footnotes of a page foot, each from its number to the next. Raises LetterError when a number comes again."""
    for block in foot:
        if not _is_footnote(block, marks):
            continue
        lines = _under_rule(block)
        first = _note_number(lines[0])
        if first <= last:
            message = _("footnote %(number)s stands here again; number them through the whole letter.") % {
                "number": first
            }
            raise LetterError(message, lines[0].number)
        for note in _separated(lines, first, marks):
            yield note
            last = note.number


def _separated(lines: list[Line], number: int, marks: set[int]) -> Iterator[Footnote]:
    """The footnotes that stand under each other without a blank line, the first with this number."""
    start = 0
    for position, line in enumerate(lines[1:], start=1):
        if number + 1 in marks and _note_number(line) == number + 1:
            yield Footnote(number, tuple(lines[start:position]))
            start, number = position, number + 1
    yield Footnote(number, tuple(lines[start:]))
