"""The query language: reading what somebody typed. Pure. Whatever is typed gives a query; what is odd gives a hint.

``"exact words"``, ``-without`` and ``NOT without``, ``begin*``, ``this OR that``, ``track:response``; the number of a
paper in any spelling.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cyberpolicy import references
from cyberpolicy.search import days, thesaurus
from cyberpolicy.search.words import SHORTEST_START, SMALL, leads, words

LONGEST = 500  # letters of a query that are read
MOST = 12  # words and phrases that are asked for
MOST_SMALL = 2  # of them, when they are small words: nearly every text holds each
MOST_STARTS = 2  # beginnings of words among them: each may stand for thousands of words
QUOTES = str.maketrans(dict.fromkeys("“”„«»‟″", '"') | {"’": "'", "‘": "'"})
PIECE = re.compile(r'(?P<minus>-)?(?:(?P<field>[^\W\d_]{2,20}):)?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))|(?P<odd>")')
EITHER, NEITHER = {"OR", "OF", "|"}, {"NOT", "NIET"}
TITLE = 4  # words in capitals: so many are a title, if one is too long for an abbreviation
LONGEST_ABBREVIATION = 5  # letters
BESIDE = re.compile(r"(?:^|\s)(?:en|of|and|or)\s+$")  # before "-slagkracht", whose beginning stands before these words
OR_IN_SMALL, OR_IN_ENGLISH = (re.compile(rf"(?<=\S\s)(?:{small})(?=\s\S)") for small in ("or|of", "or"))
FIELD_APART = re.compile(r"(?<!\S)-?([^\W\d_]{2,20}):\s+(?=\S)")  # "type: motie"
DATED = {"date", "year"}
PROSE = {"chamber", "submitter"}  # fields that stand before a colon in prose: "Tweede Kamer: motie", "lid: artikel 5"
EQUALS = re.compile(r"(?<!\S)(-?([^\W\d_]{2,20}))=(?=\S)")  # "type=motie"
WITH_MORE = re.compile(r'(?<!\S)(-?([^\W\d_]{2,20}):)\s*([^\s"]+(?:\s+[^\s"]+){1,3})')  # "datum: 12 maart 2020"
TOGETHER = re.compile(r"[^/+]+")  # in "VS/China" and "EU+sancties", when it is no number


@dataclass(frozen=True)
class Term:
    """Words to find next to each other; where it stands in the query.

    ``numbers``: official names that the words may stand for, as words. ``as_one``: the words when written as one.
    ``is_leading``: it only leads to the words behind it.
    """

    words: tuple[str, ...]
    start: int
    end: int
    is_exact: bool = False
    is_start: bool = False
    numbers: tuple[tuple[str, ...], ...] = ()
    as_one: str = ""
    is_leading: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is one word that other forms of it may stand for."""
        return len(self.words) == 1 and not (self.is_exact or self.is_start or self.numbers)

    @property
    def word(self) -> str:
        """The one word that it is, or may be written as: of "cyber-aanval" cyberaanval."""
        return self.words[0] if self.is_plain else self.as_one

    @property
    def is_small(self) -> bool:
        is_word = not self.is_exact and not self.is_start and len(self.words) == 1
        return is_word and (self.words[0] in SMALL or self.is_leading)


@dataclass(frozen=True)
class Filter:
    """A field and the value it must have, as typed."""

    name: str
    value: str
    start: int
    end: int
    is_without: bool = False


@dataclass(frozen=True)
class Query:
    """A query as it was understood: every clause must hold, by any of its terms; none of ``without`` may."""

    text: str
    clauses: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    hints: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.clauses or self.without or self.filters)

    @property
    def terms(self) -> Iterator[Term]:
        """All that is asked for, not what is to be left out."""
        return (term for clause in self.clauses for term in clause)

    def rest(self, start: int, end: int) -> str:
        """The query without one of its pieces."""
        return " ".join((self.text[:start] + " " + self.text[end:]).split())

    @property
    def either(self) -> str:
        """The query with OR for a small "or" between its words, as people write it; empty when there is none.

        To who reads English "of" is not Dutch.
        """
        either = (OR_IN_ENGLISH if get_language() == "en" else OR_IN_SMALL).sub("OR", self.text)
        return either if either != self.text else ""

    def chips(self) -> list[tuple[str, str]]:
        """What is more than a plain word, as typed, each with the query that is left without it."""
        special = [(f.start, f.end) for f in self.filters] + [(term.start, term.end) for term in self.without]
        for clause in self.clauses:
            if len(clause) > 1 or clause[0].is_exact or clause[0].is_start:
                special.append((clause[0].start, clause[-1].end))
        return [(self.text[start:end], self.rest(start, end)) for start, end in sorted(set(special))]


@dataclass
class _Reading:
    clauses: list[list[Term]] = field(default_factory=list)
    without: list[Term] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    starts_count: int = 0
    is_joining: bool = False  # the last piece was OR
    leaves_out: int | None = None  # where NOT stands, when it was the last piece
    left_out: bool = False  # the last word was to be left out: OR goes on with that

    def add(self, term: Term, *, is_without: bool = False) -> None:
        if self.leaves_out is not None:
            term, is_without = replace(term, start=self.leaves_out), True
        self.left_out = is_without or (self.is_joining and self.left_out)
        if self.left_out:
            self.without.append(term)
        elif self.is_joining and self.clauses:
            self.clauses[-1].append(term)
        else:
            self.clauses.append([term])
        self.is_joining, self.leaves_out = False, None

    def add_all(self, terms: Sequence[Term], *, is_without: bool = False, either: bool = False) -> None:
        """Terms that belong together: what leaves out one leaves out all. ``either``: one of them will do."""
        leaves_out = self.leaves_out
        for place, term in enumerate(terms):
            self.leaves_out = leaves_out
            self.is_joining |= either and place > 0 and leaves_out is None
            self.add(term, is_without=is_without)

    def hint(self, text: str) -> None:
        if text not in self.hints:
            self.hints.append(text)


def parse(text: str, fields: Mapping[str, str]) -> Query:
    """Read a query. ``fields`` gives for every name of a field, in any language, the one it is known by."""
    text = "".join(letter if letter.isprintable() else " " for letter in text).translate(QUOTES).strip()
    text = EQUALS.sub(lambda found: f"{found[1]}:" if found[2].casefold() in fields else found[0], text)
    text = WITH_MORE.sub(partial(_with_whole_date, fields), text)
    text = FIELD_APART.sub(partial(_with_field_beside, fields), text)
    reading = _Reading()
    if len(text) > LONGEST:
        reading.hint(_("Only the first %(count)s characters were read.") % {"count": LONGEST})
        text = text[:LONGEST]
    number = None if _has_sign(text, 0, fields) else _number(text, 0, len(text), references.guess(text))
    if number:
        reading.add(number)
    else:
        _read(text, fields, reading)
    return _bounded(text, reading)


def _with_whole_date(fields: Mapping[str, str], found: re.Match) -> str:
    """A date of several words in quotation marks, behind a field that has one."""
    date = days.at_start(found[3]) if fields.get(found[2].casefold()) in DATED else ""
    return f'{found[1]}"{date}"{found[3][len(date) :]}' if date else found[0]


def _with_field_beside(fields: Mapping[str, str], found: re.Match) -> str:
    """A field beside its value, where there is a space between."""
    return found[0].rstrip() if fields.get(found[1].casefold(), "") not in PROSE | {""} else found[0]


def trimmed(text: str) -> str:
    """A query without small words at its ends; NOT is none."""
    said = text.split()
    while said and said[0].casefold() in SMALL and said[0] not in NEITHER and not _holds_up(said):
        del said[0]
    while said and SMALL.issuperset(words(said[-1])):
        del said[-1]
    return " ".join(said)


def _holds_up(said: list[str]) -> bool:
    """Whether the second word would be left out without the first: "en -slagkracht"."""
    return bool(said[1:]) and said[1].startswith("-")


def _number(text: str, start: int, end: int, guesses: list) -> Term | None:
    """The term for an official number that takes up all of ``text[start:end]``; None when it is none."""
    said = text[start:end]
    ids = [g.id for g in guesses if not said[: g.start].strip() and not said[g.end :].strip(" .,;")]
    if paper := references.paper_slug(said):
        ids.append(f"kst-{paper}")
    found = tuple(words(said))
    if not ids or not found:
        return None
    names = [*(tuple(words(name)) for name in ids), *_bare(found)]
    return Term(found, start, end, numbers=tuple(dict.fromkeys(names)))


def _bare(said: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """An official number without the words before it, where it says enough by itself: "2019 796" of a regulation."""
    first = next((place for place, word in enumerate(said) if word.isdigit()), 0)
    if first and (len(said) - first > 1 or len(said[first]) > 4):
        yield said[first:]


def _read(text: str, fields: Mapping[str, str], reading: _Reading) -> None:
    """The pieces in their order; an official number that the text leaves no doubt about is one piece.

    Of "21501-33, nrs. 734 en 747" either will do.
    """
    at = 0
    for numbers in _certain_numbers(text, fields):
        _read_pieces(text, at, numbers[0].start, fields, reading)
        at = numbers[-1].end
        if reading.leaves_out is not None:
            numbers = [replace(number, end=at) for number in numbers]
        reading.add_all(numbers, either=True)
    _read_pieces(text, at, len(text), fields, reading)


def _certain_numbers(text: str, fields: Mapping[str, str]) -> list[list[Term]]:
    """The official numbers, each with those that are named with it and leave something out."""
    found: list[list[Term]] = []
    for reference in references.parse(text) if '"' not in text else []:
        said = references.parse(text[reference.start : reference.end])
        if not said and found:
            found[-1].append(Term(tuple(words(reference.id)), reference.start, reference.end, is_exact=True))
            continue
        is_value = text[: reference.start][-1:] in {"-", ":"} or _has_sign(text, reference.start, fields)
        if not is_value and (number := _number(text, reference.start, reference.end, said)):
            found.append([number])
    return found


def _has_sign(text: str, start: int, fields: Mapping[str, str]) -> bool:
    """Whether a minus or the name of a field stands here."""
    piece = PIECE.match(text, start)
    return bool(piece and (piece["minus"] or (piece["field"] or "").casefold() in fields))


def _read_pieces(text: str, start: int, end: int, fields: Mapping[str, str], reading: _Reading) -> None:
    either, neither = _operators(text)
    for piece in PIECE.finditer(text, start, end):
        if piece["odd"]:
            reading.hint(_("A quotation mark has no second one; it was left out."))
        elif piece[0] in either:
            reading.is_joining = bool(reading.clauses or reading.without)
        elif piece[0] in neither and text[piece.end() :].strip():
            reading.leaves_out = piece.start()
        elif piece["field"] and piece["field"].casefold() in fields:
            _read_filter(piece, fields[piece["field"].casefold()], reading)
        else:
            _read_words(text, piece, reading)


def _operators(text: str) -> tuple[set[str], set[str]]:
    """The words for OR and for NOT: none in "RULES MUST NOT DIFFER" and "MINISTRY OF FOREIGN AFFAIRS"."""
    said = text.split()
    is_title = text.isupper() and len(said) >= TITLE and max(map(len, said)) > LONGEST_ABBREVIATION
    asks = not {"OR", "|"}.isdisjoint(said) or '"' in text or ":" in text or "*" in text
    return (set(), set()) if is_title and not asks else (EITHER, NEITHER)


def _read_filter(piece: re.Match, name: str, reading: _Reading) -> None:
    value = piece["quoted"] if piece["quoted"] is not None else piece["bare"]
    start, is_without = piece.start(), bool(piece["minus"])
    if reading.leaves_out is not None:
        start, is_without = reading.leaves_out, True
    reading.filters.append(Filter(name, value.strip(), start, piece.end(), is_without))
    reading.is_joining, reading.leaves_out = False, None


def _read_words(text: str, piece: re.Match, reading: _Reading) -> None:
    said = piece["quoted"] if piece["quoted"] is not None else piece["bare"]
    if piece["field"]:
        _read_unknown_field(piece, reading)
    is_exact, start = piece["quoted"] is not None, piece.start()
    is_without = bool(piece["minus"]) and not _is_elided(text, piece, reading)
    found = tuple(words(said))
    if not found:
        if "*" in said:
            reading.hint(_("An asterisk needs a word before it; it was left out."))
    elif is_exact and not is_without and reading.leaves_out is None and SMALL.issuperset(found):
        reading.hint(_("“%(words)s” holds small words only; it was read without quotation marks.") % {"words": said})
        for word in found:
            reading.add(Term((word,), start, piece.end()))
    elif not (is_exact or is_without) and (number := _number_within(text, start, piece.end())):
        reading.add(number)
    elif not is_exact and (parts := _parts(text, piece)):
        whole = {"start": start, "end": piece.end()} if is_without else {}
        reading.add_all([replace(part, **whole) for part in parts], is_without=is_without)
    else:
        term = _term(said, found, start, piece.end(), reading, is_exact=is_exact)
        reading.add(replace(term, is_leading=leads(text, start, piece.end())), is_without=is_without)


def _read_unknown_field(piece: re.Match, reading: _Reading) -> None:
    """What is no filter is left out; but abbreviations and names stand before a colon too: "AIV:advies"."""
    name = piece["field"]
    found = tuple(words(name))  # one letter of Arabic may be several words
    if found and (name.isupper() or thesaurus.same_as(" ".join(found))):
        reading.add(Term(found, piece.start(), piece.end("field")), is_without=bool(piece["minus"]))
    else:
        said = _("“%(name)s” is not a filter; what stands behind it was searched for.")
        if piece["minus"]:
            said = _("“%(name)s” is not a filter; what stands behind it was left out.")
        reading.hint(said % {"name": name})


def _is_elided(text: str, piece: re.Match, reading: _Reading) -> bool:
    """Whether a hyphen stands for what is written before: "cyberweerbaarheid en -slagkracht", not "en -rusland".

    Who left out a word before that means the next one so too.
    """
    if piece["quoted"] is not None or reading.without or not BESIDE.search(text, 0, piece.start()):
        return False
    if not thesaurus.proper_names().isdisjoint(words(piece["bare"])):
        return False
    reading.hint(_("“%(word)s” was read as the end of a word; write NOT to leave it out.") % {"word": piece[0]})
    return True


def _number_within(text: str, start: int, end: int) -> Term | None:
    """The official number that somebody may mean who types this."""
    said = text[start:end]
    return _number(text, start, end, references.guess(said)) if any(map(str.isdigit, said)) else None


def _term(said: str, found: tuple[str, ...], start: int, end: int, reading: _Reading, *, is_exact: bool) -> Term:
    is_start = not is_exact and said.endswith("*") and _may_start(found[-1], reading)
    is_split = "-" in said or (len(found) > 1 and all(len(word) == 1 for word in found))  # "U.S." is US
    as_one = "".join(found) if is_split and not (is_exact or is_start) else ""
    return Term(found, start, end, is_exact, is_start, as_one=as_one)


def _parts(text: str, piece: re.Match) -> list[Term]:
    """The words of "VS/China" and "EU+sancties", each by itself; nothing when there is but one, or one of digits."""
    start = piece.start("bare")
    found = [
        (tuple(words(part[0])), start + part.start(), start + part.end()) for part in TOGETHER.finditer(piece["bare"])
    ]
    apart = [Term(*part) for part in found if part[0]]
    are_words = all(any(map(str.isalpha, text[term.start : term.end])) for term in apart)
    return apart if len(apart) > 1 and are_words else []


def _may_start(word: str, reading: _Reading) -> bool:
    """Whether the beginning of a word is one that can be asked for; a hint when it cannot."""
    if len(word) < SHORTEST_START:
        reading.hint(_("“%(word)s*” is too short for an asterisk; it was read as a word.") % {"word": word})
        return False
    reading.starts_count += 1
    if reading.starts_count > MOST_STARTS:
        reading.hint(_("Only the first %(count)s asterisks were used.") % {"count": MOST_STARTS})
    return reading.starts_count <= MOST_STARTS


def _bounded(text: str, reading: _Reading) -> Query:
    """Without what says nothing beside other words, and no longer than can be answered at once."""
    terms = [term for clause in reading.clauses for term in clause]
    if reading.without or reading.filters or not all(term.is_small for term in terms):
        kept = {id(term) for term in terms if not term.is_small}
    else:
        kept = {id(term) for term in terms}
    if len(kept) + len(reading.without) > MOST:
        reading.hint(_("Only the first %(count)s words were asked for.") % {"count": MOST})
    clauses, left = [], MOST
    for clause in reading.clauses:
        wanted = tuple(term for term in clause if term.is_small or id(term) in kept)[: max(left, 0)]
        left -= sum(id(term) in kept for term in wanted)
        if wanted:
            clauses.append(wanted)
    if all(clause[0].numbers or clause[0].is_small for clause in clauses):
        numbers = tuple(term for clause in clauses for term in clause if not term.is_small)
        clauses = [numbers] if numbers else clauses  # of several numbers either will do
    return Query(
        text, tuple(clauses), tuple(reading.without[:MOST]), tuple(reading.filters[:MOST]), tuple(reading.hints)
    )


def significant(query: Query) -> Iterator[tuple[Term, ...]]:
    """The clauses that must hold: those of small words, a few of them, only when there is nothing else to go by."""
    told = [clause for clause in query.clauses if not all(term.is_small for term in clause)]
    yield from told if told or query.without or query.filters else query.clauses[:MOST_SMALL]
