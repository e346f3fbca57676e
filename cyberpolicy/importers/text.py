"""A letter as text, read into the passages that can be cited. Pure: same bytes, same result.

Locators: ``<section>.<paragraph>``, where the section is ``inleiding`` until the first numbered heading and then that
heading's number ("2", "2.1"); ``fn.<number>`` for footnotes; ``aanhef`` and ``slot``. Paragraphs are parted by blank
lines; a list item counts as one. Footnotes follow the section on whose pages they stand.

The text of a passage is the source's own, errors and footnote marks included. Only line ends change: see ``joined``.
A page break, with the links and footnotes above it, cut a paragraph in two if what follows begins with a small letter,
if what stood before does not end as a sentence, or if its last line is full and no blank line shows an end.

Not read: headings without a number (they count as paragraphs), headings that touch their text without a blank line,
footnotes that begin anew on each page, tables, columns.
"""

import hashlib
import re
from dataclasses import dataclass, field
from itertools import zip_longest

from django.utils.translation import gettext as _

from cyberpolicy.importers.pages import (
    Block,
    Footnote,
    LetterError,
    Line,
    closes_bracket,
    is_item,
    joined,
    lay_out,
    opens_item,
)
from cyberpolicy.models import PassageKind

MAX_PASSAGES = 5_000
SHORT = 200  # characters: longer is prose, and no heading, salutation or signature
SENTENCE = 5  # words: fewer with a full stop may be a name
FULL = 0.85  # of the longest line: in a proportional letter type full lines differ in their number of characters
SALUTATION = re.compile(r"(?:Zeer g|Hoogg|G)eachte?\b")
SIGNATURE = re.compile(
    r"(?:hoogachtend|met vriendelijke groet|(?:mede )?namens\b|de (?:minister|staatssecretaris))", re.IGNORECASE
)
HEADING = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:\.\s+|\s+(?=[A-ZÀ-Ý‘“'\"]))(?P<title>.*[^\s.;:,])")
INTRODUCTION = re.compile(r"(?:inleiding|introductie)", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*(?:\d{1,3}|\[\d{1,3}\]|[⁰¹²³⁴-⁹]+)?\Z")
# After these a sentence goes on, even with a capital.
ABBREVIATIONS = {
    *("art.", "bijv.", "blz.", "bv.", "ca.", "d.w.z.", "dhr.", "dr.", "i.c.", "i.s.m.", "i.v.m.", "incl.", "m.b.t."),
    *("m.n.", "mevr.", "mr.", "n.a.v.", "nl.", "nr.", "nrs.", "o.a.", "o.l.v.", "p.", "prof.", "resp.", "t.a.v."),
    *("t.b.v.", "t.o.v.", "zgn."),
}


@dataclass(frozen=True)
class LetterPassage:
    """A passage with the lines of the file that it was read from."""

    locator: str
    section: str
    number: int
    kind: str
    text: str
    lines: tuple[int, ...]
    cut_at: tuple[int, ...] = ()  # the first lines of the pages on to which it was joined


@dataclass(frozen=True)
class Link:
    line: int
    text: str


@dataclass(frozen=True)
class LetterText:
    """What a letter says, in reading order."""

    sha256: str  # of the bytes
    passages: tuple[LetterPassage, ...]
    titles: dict[str, str] = field(default_factory=dict)  # of the sections, by number
    links: tuple[Link, ...] = ()
    page_breaks: tuple[int, ...] = ()  # the first line of each page but the first

    @property
    def texts(self) -> dict[str, str]:
        return {passage.locator: passage.text for passage in self.passages}


def parse(content: bytes) -> LetterText:
    """The passages, section titles, links and page breaks of a letter. Raises LetterError."""
    layout = lay_out(content)
    head, body = _head(_mended(layout.blocks))
    body, closing = _closing(body)
    reader = _Reader()
    reader.read_whole("aanhef", PassageKind.SALUTATION, head)
    reader.read_body(body)
    reader.read_whole("slot", PassageKind.SIGNATURE, closing)
    _check(reader)
    links = tuple(Link(line.number, address) for line in layout.links for address in line.text.split())
    return LetterText(
        hashlib.sha256(content).hexdigest(), tuple(reader.passages), reader.titles, links, layout.page_breaks
    )


def _check(reader: "_Reader") -> None:
    if not any(passage.kind in (PassageKind.PARAGRAPH, PassageKind.LIST_ITEM) for passage in reader.passages):
        raise LetterError(_("The file holds no paragraphs: sentences, with blank lines between the paragraphs."))
    if len(reader.passages) > MAX_PASSAGES:
        line = reader.passages[MAX_PASSAGES].lines[0]
        raise LetterError(_("here begins passage %(count)s; is this one letter?") % {"count": MAX_PASSAGES + 1}, line)


# Mending what page breaks cut


def _mended(blocks: list[Block]) -> list[Block]:
    """The blocks with the halves of each cut paragraph joined."""
    width = max((len(line.text) for block in blocks for line in block.lines), default=0)
    mended: list[Block] = []
    for block in blocks:
        if mended and block.opens_page and _is_cut(mended[-1], block, width):
            whole = mended[-1]
            whole.lines += block.lines
            whole.footnotes += block.footnotes
            whole.cut_at.append(block.lines[0].number)
        else:
            mended.append(block)
    return mended


def _is_cut(before: Block, after: Block, width: int) -> bool:
    """Whether ``after``, at the head of a page, goes on with the paragraph ``before``."""
    last, first = before.lines[-1].text, after.lines[0].text
    if _begins_anew(after) or opens_item(after.lines[0], before) or _is_marked_item(first, before):
        return False
    if next((letter for letter in first if letter.isalnum()), "").islower():
        return True
    if _is_heading(before) or _is_salutation(before):
        return False
    is_full = len(last) + 1 + len(first.split()[0]) > FULL * width
    return not _ends_sentence(last) or (is_full and not after.is_after_blank)


def _begins_anew(block: Block) -> bool:
    return _is_heading(block) or _is_salutation(block) or _is_signature(block)


def _is_heading(block: Block) -> bool:
    return bool(_heading_of(block) or _is_introduction(block))


def _is_introduction(block: Block) -> bool:
    return len(block.lines) == 1 and bool(INTRODUCTION.fullmatch(block.lines[0].text))


def _is_salutation(block: Block) -> bool:
    return bool(SALUTATION.match(block.lines[0].text)) and not _is_prose(block)


def _is_marked_item(text: str, before: Block) -> bool:
    """Whether it begins as an item with a mark of its own; a dash at the head of a page may belong to a sentence."""
    return is_item(text) and text[0] not in "-–—" and not closes_bracket(text, before)


def _ends_sentence(text: str) -> bool:
    return bool(SENTENCE_END.search(text)) and text.split()[-1].lstrip("(").lower() not in ABBREVIATIONS


def _is_signature(block: Block) -> bool:
    is_signed = bool(SIGNATURE.match(block.lines[0].text))
    return is_signed and not _ends_sentence(block.lines[-1].text) and not _is_prose(block)


def _is_sentence(block: Block) -> bool:
    """As under the signature of a letter that brings answers to written questions: "Vraag 1 Bent u bekend met ...?"."""
    return len(block.text.split()) >= SENTENCE and _ends_sentence(block.text)


def _is_prose(block: Block) -> bool:
    return len(block.lines) > SHORT or len(block.text) > SHORT


# The parts of a letter


def _head(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """What stands before the first paragraph, and the rest: up to the salutation, or else all that ends no sentence."""
    for position, block in enumerate(blocks):
        start = next((i for i, line in enumerate(block.lines) if SALUTATION.match(line.text)), None)
        if start is not None:
            addressed, rest = _split_salutation(block, start)
            return [*blocks[:position], addressed], [*rest, *blocks[position + 1 :]]
        if _is_heading(block) or _is_prose(block):
            break
    ends = (i for i, block in enumerate(blocks) if _begins_anew(block) or _ends_sentence(block.text))
    first = next(ends, len(blocks))
    return blocks[:first], blocks[first:]


def _split_salutation(block: Block, start: int) -> tuple[Block, list[Block]]:
    """The block up to the end of the salutation, and what follows in the same block."""
    lines = enumerate(block.lines[start:], start=start + 1)
    end = next((position for position, line in lines if line.text.endswith((",", ":", "!"))), len(block.lines))
    if end == len(block.lines):
        return block, []
    rest = Block(block.lines[end:], footnotes=block.footnotes, cut_at=block.cut_at)
    return Block(block.lines[:end]), [rest]


def _closing(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The text, and the signature: from what looks like one, with no prose after it, to the end."""
    first = len(blocks)
    for position in range(len(blocks) - 1, -1, -1):
        if _is_prose(blocks[position]) or _is_heading(blocks[position]) or _is_sentence(blocks[position]):
            break
        if _is_signature(blocks[position]):
            first = position
    return blocks[:first], blocks[first:]


def _heading_of(block: Block) -> tuple[tuple[int, ...], str] | None:
    """Number and title, if the block can be a heading: short, and not ending as a sentence."""
    found = HEADING.fullmatch(block.text) if not _is_prose(block) else None
    return (tuple(int(part) for part in found["number"].split(".")), found["title"]) if found else None


class _Reader:
    """Gives each block its locator."""

    def __init__(self) -> None:
        self.passages: list[LetterPassage] = []
        self.titles: dict[str, str] = {}
        self.section: tuple[int, ...] = ()
        self.listed: tuple[int, ...] = ()  # the number of the last numbered list item
        self.number = 0
        self.footnotes: list[Footnote] = []

    def read_whole(self, name: str, kind: str, blocks: list[Block]) -> None:
        """Salutation or signature: one passage without a number."""
        self._end_section()
        if blocks:
            cut_at = [number for block in blocks for number in block.cut_at]
            self._add(name, name, 0, kind, [line for block in blocks for line in block.lines], cut_at)
        self.footnotes += [note for block in blocks for note in block.footnotes]
        self._end_section()

    def read_body(self, blocks: list[Block]) -> None:
        for block, following in zip_longest(blocks, blocks[1:]):
            heading = self._heading(block, following)
            if heading:
                self._begin_section(*heading)
            elif not self.section and _is_introduction(block):
                self.titles["inleiding"] = block.text
            else:
                self._read_paragraph(block)
            self.footnotes += block.footnotes

    def _heading(self, block: Block, following: Block | None) -> tuple[tuple[int, ...], str] | None:
        """The heading that the block is. Numbered lines without text between them are a list."""
        heading = _heading_of(block)
        if not heading or not _follows(self.section, heading[0]) or (self.listed and heading[0] == _next(self.listed)):
            return None
        after = _heading_of(following) if following else None
        return None if after and after[0] == _next(heading[0]) else heading

    def _begin_section(self, number: tuple[int, ...], title: str) -> None:
        self._end_section()
        self.section, self.number, self.listed = number, 0, ()
        self.titles[self._section_name] = title

    def _end_section(self) -> None:
        for note in self.footnotes:
            self._add(f"fn.{note.number}", "voetnoot", note.number, PassageKind.FOOTNOTE, note.lines)
        self.footnotes = []

    @property
    def _section_name(self) -> str:
        return ".".join(str(part) for part in self.section) or "inleiding"

    def _read_paragraph(self, block: Block) -> None:
        self.number += 1
        heading = _heading_of(block)
        self.listed = heading[0] if heading else ()
        kind = PassageKind.LIST_ITEM if is_item(block.lines[0].text) else PassageKind.PARAGRAPH
        locator = f"{self._section_name}.{self.number}"
        self._add(locator, self._section_name, self.number, kind, block.lines, block.cut_at)

    def _add(self, locator: str, section: str, number: int, kind: str, lines: list[Line], cut_at=()) -> None:
        numbers = tuple(line.number for line in lines)
        text = joined(line.text for line in lines)
        self.passages.append(LetterPassage(locator, section, number, str(kind), text, numbers, tuple(cut_at)))


def _next(number: tuple[int, ...]) -> tuple[int, ...]:
    return (*number[:-1], number[-1] + 1)


def _follows(section: tuple[int, ...], number: tuple[int, ...]) -> bool:
    """Whether a heading may have this number after ``section``: its first part, or next to it or to what holds it."""
    return number == (*section, 1) or any(number == _next(section[:depth]) for depth in range(1, len(section) + 1))
