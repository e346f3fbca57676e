"""Parliamentary papers and dossiers: "Kamerstukken II 2019-2020, 33 694, nrs. 47 en 56", "Kamerstukdossier 33 694"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .cursor import Cursor
from .dossiers import Dossier, take_dossier, take_roman
from .numbers import FIVE_DIGITS, SEPARATOR, Number, list_from, skip_pages, take_list, take_unannounced
from .paper_numbers import written_dossier
from .reference import PUBLICATIONS, Reference, publication_url
from .sessions import Session, take_session
from .writing import written_paper

CUE = re.compile(
    r"(?<![^\W\d_])(?:(?P<strong>(?i:kamer-?stuk(?:ken|s)?(?:nummers?|dossiers?|nrs?\b\.?)?"
    r"|kst(?:\b\.?(?=[ :])|(?=[0-9]))"
    r"|parliamentary (?:papers?|documents?)))"
    r"|(?P<other>(?i:(?:kamerstuk|parliamentary )?dossiers?(?:nummers?|nrs?\b\.?)?|wetsvoorstel(?:len)?))"
    r"|(?P<weak>TK|EK|(?i:(?:tweede|eerste) kamer(?: der staten-generaal)?)))(?![^\W\d_])"
)
PLURAL_CUE = re.compile(r"ken|dossiers|len|papers|documents", re.IGNORECASE)
BARE = re.compile(r"(?<![\w.,/&=€$£%+-])[1-4][0-9][ .]?[0-9]{3}(?![0-9])")
# "10 000 V, nrs. 3 en 4" is a voltage: papers of so long ago are never named without the word
AMOUNT = re.compile(r" ?1[0-9][ .]?(?:000|[0-9]{3} ?[A-Z])(?![0-9A-Za-z])")
OTHER_NUMBER = re.compile(
    r"(?:\b(?i:"
    r"art(?:ikel)?|blz|bladzijde|pag|pagina|p|postbus|iso|iec|nen|tel(?:efoon)?|eur|euro|nr|no|bnb|kvk|zaak"
    r"|rekening|bsn)\b\.?|[€$£]|[0-9]) ?\Z"
)
# in the proceedings: "Zij krijgt nr. 56 (33694)."
REVERSED = re.compile(
    r"(?<![\w])(?<![0-9] )(?<![0-9], )(?<!advies )(?<!rapport )"
    r"(?i:nr\.?|nummer|letter) (?P<number>[0-9]{1,4}|[A-Z]{1,2})(?:(?P<bracket> ?\((?=[1-4][0-9] ?[0-9]{3}\b))"
    r"| van (?:het )?(?i:(?:kamerstuk)?dossier|kamerstuk) )"
)
BRACKET = re.compile(r"\)")
# the same with more than one: "Zij krijgen de nrs. 56 en 57 (33694)."
REVERSED_LIST = re.compile(
    r"(?<!\w)(?i:nrs\.?|nummers) (?=[0-9]{1,4}(?:(?:, ?| en | t/m |-)[0-9]{1,4}){1,20} ?\([1-4][0-9] ?[0-9]{3}\b)"
)
OPENING = re.compile(r" ?\(")
NO_NUMBER = re.compile(r"(?!,? ?nrs?\b)")
HYPHENATED = re.compile(r"(?<![\w/.-])(?P<dossier>[1-4][0-9]{4})-(?P<number>[1-9][0-9]{0,3})(?![\w/-]|\.[0-9])")
CALLED_PAPER = re.compile(
    r"(?i:\b(?:moties?|amendement(?:en)?|wetsvoorstel(?:len)?|kamerbrief)\b)(?:(?!kenmerk|referentie)[^.!?])*\Z"
)
CHAIN = re.compile(r" ?[;,] ?| en ")
# between a dossier and a number that no "nr." announces
UNANNOUNCED = re.compile(r" ?, ?(?!nr)| ?/ ?| ")
LETTER = re.compile("[A-Z]")
# what may stand between a dossier and "nr."
NOTE = re.compile(r" ?\((?:[^()0-9]{1,40}|(?:19|20)[0-9]{2} ?[-/] ?[0-9]{2,4})\)(?=,? ?(?i:nrs?)\b)")
CLOSING = re.compile(r" ?(?:\Z|[).;\n])")
LOOKING_BACK = 80
ENOUGH_IMPLIED = 2000


def find_papers(text: str) -> Iterator[Reference]:
    """Papers and dossiers that a word announces: Kamerstuk, dossier, TK 2019-2020 and so on."""
    end, room = 0, ENOUGH_IMPLIED
    for cue in CUE.finditer(text):
        if cue.start() < end:
            continue
        cursor = Cursor(text, cue.end())
        if cue["weak"]:
            cursor.at = cue.start()
        plural, loose = bool(PLURAL_CUE.search(cue[0])), not cue["other"]
        reading = Reading(cursor, cue.start(), weak=bool(cue["weak"]), plural=plural, room=room, loose=loose)
        found = reading.references()
        room -= sum(reference.is_implied for reference in found)
        end = cursor.at
        yield from found


def find_bare_papers(text: str) -> Iterator[Reference]:
    """Papers without such a word, known by the shape of the whole: "33 694, nr. 56", "21501-33-734"."""
    end, room = 0, ENOUGH_IMPLIED
    for match in BARE.finditer(text):
        if match.start() < end or OTHER_NUMBER.search(text, max(0, match.start() - 12), match.start()):
            continue
        cursor = Cursor(text, match.start())
        found = Reading(cursor, match.start(), weak=True, plural=False, room=room, bare=True).references()
        room -= sum(reference.is_implied for reference in found)
        end = cursor.at
        yield from found


def find_reversed_papers(text: str) -> Iterator[Reference]:
    """Papers with the number first: "nr. 56 (33694)", "nr. 56 van dossier 33 694"."""
    for match in REVERSED.finditer(text):
        cursor = Cursor(text, match.end())
        dossier = take_dossier(cursor)
        if dossier and not dossier.number and cursor.sees(BRACKET if match["bracket"] else NO_NUMBER):
            yield paper(dossier.id, match["number"], match.start(), dossier.end)
    for match in REVERSED_LIST.finditer(text):
        yield from _reversed_list(Cursor(text, match.start()))


def _reversed_list(cursor: Cursor) -> Iterator[Reference]:
    begin, numbers = cursor.at, take_list(cursor)
    dossier = take_dossier(cursor) if numbers and cursor.take(OPENING) else None
    if dossier and not dossier.number and cursor.sees(BRACKET):
        for number in numbers:
            yield paper(dossier.id, number.text, begin if number is numbers[0] else number.start, number.end)


def find_hyphenated_papers(text: str) -> Iterator[Reference]:
    """ "33694-56" behind the word motion, amendment or bill, and the list it begins: "moties 35925-32; 35925-29"."""
    end = -1
    for match in HYPHENATED.finditer(text):
        chained = end >= 0 and CHAIN.fullmatch(text, end, match.start())
        if chained or CALLED_PAPER.search(text, max(0, match.start() - LOOKING_BACK), match.start()):
            end = match.end()
            yield paper(match["dossier"], match["number"], match.start(), match.end())


def paper(dossier: str, number: str, start: int, end: int, session: Session | None = None) -> Reference:
    """The reference to one paper of one dossier."""
    name, session = f"kst-{dossier}-{number}", session or Session()
    written_nl, written_en = written_paper(dossier, number)
    if "-" in number or not dossier[0].isdigit():
        written_nl, written_en = f"Kamerstuk {name}", f"Parliamentary paper {name}"
    return Reference(
        name, "kamerstuk", publication_url(name), start, end, written_nl, written_en, session.chamber, session.year
    )


def whole_dossier(dossier: str, start: int, end: int) -> Reference:
    """The reference to a dossier as a whole."""
    shown = written_dossier(dossier)
    address = f"{PUBLICATIONS}/dossier/{dossier}"
    return Reference(
        f"dossier-{dossier}",
        "dossier",
        address,
        start,
        end,
        f"Kamerstukdossier {shown}",
        f"Parliamentary dossier {shown}",
    )


@dataclass
class Reading:
    """Reading on from one announcing word, through all dossiers and numbers that belong to it.

    ``weak``: the word also occurs without a paper (Tweede Kamer), so a number must follow. ``bare``: there is no word.
    ``loose``: the number needs no "nr.". ``room``: how many numbers ranges may still imply, against hostile input.
    """

    cursor: Cursor
    begin: int
    weak: bool
    plural: bool
    room: int
    bare: bool = False
    loose: bool = True
    found: list[Reference] = field(default_factory=list)

    def references(self) -> list[Reference]:
        """All references found; the cursor stands behind the last."""
        session = Session() if self.bare else take_session(self.cursor)
        while self._take_group(session):
            after = self.cursor.at
            skip_pages(self.cursor)
            if not self.cursor.take(SEPARATOR):
                break
            said = take_session(self.cursor, most=5)
            self.loose = bool(said.year)
            session = Session(said.chamber or session.chamber, said.year or session.year)
            self.begin = self.cursor.at
            if not self.cursor.sees(FIVE_DIGITS):
                self.cursor.at = after
                break
        return self.found

    def _take_group(self, session: Session) -> bool:
        """One or more dossiers and the numbers they share; whether numbers were found, so that more may follow."""
        begin, dossiers = self.cursor.at, []
        if self.bare and AMOUNT.match(self.cursor.text, begin):
            self.cursor.at += len("10000")
            return False
        while len(dossiers) < 8 and (dossier := self._take_dossier(session, is_first=not dossiers)):
            dossiers.append(dossier)
            if numbers := self._take_numbers(dossier, session):
                self._add_papers(dossiers, numbers, session)
                return True
            if dossier.number or not (self.cursor.take(SEPARATOR) and self.cursor.sees(FIVE_DIGITS)):
                break
        self._add_dossiers(dossiers, begin)
        return False

    def _take_dossier(self, session: Session, *, is_first: bool) -> Dossier | None:
        short = is_first and not self.weak
        return take_dossier(self.cursor, short=short) or (take_roman(self.cursor) if session.chamber == "I" else None)

    def _take_numbers(self, dossier: Dossier, session: Session) -> list[Number]:
        """The numbers after a dossier, however they are attached."""
        if dossier.number:
            # "33694-56" on its own may be anything
            is_sure = not self.bare or "-" in dossier.id
            return list_from(self.cursor, dossier.number, room=self.room) if is_sure else []
        begin = self.cursor.at
        self.cursor.take(NOTE)
        if announced := take_list(self.cursor, room=self.room):
            return announced
        self.cursor.at = begin
        letters_only, senate = self.weak and not session.year, session.chamber == "I"
        if self.bare or dossier.is_short or not self.loose or (letters_only and not senate):
            return []
        separated = self.cursor.take(UNANNOUNCED)
        is_letter = LETTER.match(self.cursor.text, self.cursor.at)
        surely = senate if is_letter else bool(session.year and separated and "," in separated[0])
        numbers = take_unannounced(self.cursor, letters_only=letters_only, surely=surely) if separated else []
        self.cursor.at = self.cursor.at if numbers else begin
        return numbers

    def _add_papers(self, dossiers: list[Dossier], numbers: list[Number], session: Session) -> None:
        """Every number in every dossier; each stands at its own words, the first from the announcing word on."""
        spans = [[self.begin if index == 0 else dossier.start, dossier.end] for index, dossier in enumerate(dossiers)]
        spans[-1][1] = numbers[0].end
        self.found += [paper(d.id, numbers[0].text, *span, session) for d, span in zip(dossiers, spans, strict=True)]
        for number in numbers[1:]:
            places = [(number.start, number.start)] * (len(dossiers) - 1) + [(number.start, number.end)]
            self.found += [paper(d.id, number.text, *span, session) for d, span in zip(dossiers, places, strict=True)]

    def _add_dossiers(self, dossiers: list[Dossier], begin: int) -> None:
        """Dossiers without a number: all after a plural word, else the first; none where a number was needed."""
        if self.bare and dossiers:
            # none of these has a number, so none needs to be looked at again
            self.cursor.at = dossiers[-1].end
            return
        closed = bool(dossiers) and CLOSING.match(self.cursor.text, dossiers[-1].end)
        wanted = [] if self.weak else dossiers if self.plural or closed else dossiers[:1]
        if self.found:
            wanted = wanted if self.plural and closed else []
        wanted = [dossier for dossier in wanted if not dossier.is_short and dossier.stands_alone(self.cursor.text)]
        for index, dossier in enumerate(wanted):
            start = self.begin if index == 0 and not self.found else dossier.start
            self.found.append(whole_dossier(dossier.id, start, dossier.end))
        self.cursor.at = wanted[-1].end if wanted else max(begin, self.found[-1].end if self.found else begin)
