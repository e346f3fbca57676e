"""Acts of the European Union: "Verordening (EU) 2019/796", "Richtlijn 95/46/EG", COM(2020) 823."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .cursor import Cursor
from .reference import Reference

EUR_LEX = "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri="


class Act(NamedTuple):
    """A type of act: its letter in CELEX, its words, and whether these alone say that it is one of the Union."""

    letter: str
    nl: str
    en: str
    is_plain: bool = True


ACTS = [
    Act("R", "Uitvoeringsverordening", "Implementing Regulation"),
    Act("R", "Gedelegeerde Verordening", "Delegated Regulation"),
    Act("R", "Verordening", "Regulation"),
    Act("L", "Uitvoeringsrichtlijn", "Implementing Directive"),
    Act("L", "Gedelegeerde Richtlijn", "Delegated Directive"),
    Act("L", "Richtlijn", "Directive"),
    Act("F", "Kaderbesluit", "Framework Decision"),
    Act("D", "Uitvoeringsbesluit", "Implementing Decision", is_plain=False),
    Act("D", "Gedelegeerd Besluit", "Delegated Decision", is_plain=False),
    Act("D", "Besluit", "Decision", is_plain=False),
    Act("D", "Beschikking", "Decision", is_plain=False),
    Act("H", "Aanbeveling", "Recommendation", is_plain=False),
    Act("E", "Gemeenschappelijk Optreden", "Joint Action", is_plain=False),
    Act("E", "Gemeenschappelijk Standpunt", "Common Position", is_plain=False),
]
# Dutch and English marks, by any of them
MARKS = {"EU": "EU", "EG": "EC", "EEG": "EEC", "GBVB": "CFSP", "JBZ": "JHA", "EGKS": "ECSC", "Euratom": "Euratom"}
DUTCH = {english: dutch for dutch, english in MARKS.items()} | {dutch: dutch for dutch in MARKS}
MARK = "|".join(sorted({*MARKS, *MARKS.values()}, key=len, reverse=True))
PLURALS = {"Besluit": "besluiten", "Standpunt": "standpunten", "Optreden": "optredens", "Position": "positions"}


def _words(name: str) -> str:
    """A pattern for the singular and plural of an act's name."""
    first = r"\s?".join(re.escape(word) for word in name.split())
    return (
        first.replace("Gedelegeerd\\s?", "Gedelegeerde?\\s?").replace(
            "Gemeenschappelijk\\s?", "Gemeenschappelijke?\\s?"
        )
        + "(?:en|s)?"
    )


TYPE = re.compile(
    rf"(?P<council>(?i:(?:council|commission) )|(?i:raads))?(?:(?P<before>{MARK})[- ])?(?i:"
    + "|".join(f"(?P<t{index}>{_words(act.nl)}|{_words(act.en)})" for index, act in enumerate(ACTS))
    + r")(?![^\W\d_])"
)
BY_WHOM = re.compile(
    r"(?i: van (?:de |het )?(?:raad|(?:europese )?commissie|europees parlement(?: en (?:van )?de raad)?))?"
)
MARKED = re.compile(rf" ?\(?(?P<mark>(?i:{MARK}))(?:, ?(?i:{MARK}))?\b\)?(?:/(?=[0-9]))?")
NUMBERED = re.compile(r" ?(?i:nrs?\b\.?|n°|no\b\.?|nos\b\.?|nummer\b) ?")
PAIR = re.compile(
    rf" ?\(?(?P<a>[0-9]{{1,4}}) ?/ ?(?P<b>[0-9]{{1,4}})(?: ?/ ?(?P<mark>(?i:{MARK}))\b)?(?![\w/]|[.,][0-9]{{3}}|-[0-9])"
)
FOREIGN_POLICY = re.compile(
    r"(?<![\w(/-])(?:\((?:GBVB|CFSP)\)|GBVB|CFSP) ?(?P<year>20(?:1[5-9]|[2-9][0-9]))"
    r"/(?P<number>[1-9][0-9]{0,3})(?![\w/-]|[.,][0-9])"
)
# words near a bare "Besluit 2019/797" that make it one of the Union, and not of some town
UNION = re.compile(
    r"\b(?:EU|EG|GBVB|CFSP|(?i:raad|unie|europe\w*|verordening|richtlijn|council|commission|commissie|regulation|directive"
    r"|\w*sanctie\w*|sanctions?))\b"
)
NEARBY = 60
MORE = re.compile(r" ?[,;] ?(?:en |and )?| (?:en|and) ")
COMMISSION = re.compile(
    r"(?<![\w/])(?P<by>COM|JOIN|SWD|SEC)(?: ?\( ?|/)(?P<year>(?:19|20)[0-9]{2})(?: ?\) ?|/)(?P<number>[0-9]{1,4})"
    r"(?![0-9]|[.,][0-9]{3})"
)
FIRST_YEAR = 1952
NEW_STYLE = 2015


def find_acts(text: str) -> Iterator[Reference]:
    """Acts by type and number, and the further numbers of a list."""
    if "/" not in text:  # stands in each of these numbers, and is sooner looked for than their thirty names
        return
    end = 0
    for cue in TYPE.finditer(text):
        if cue.start() < end:
            continue
        act = next(act for index, act in enumerate(ACTS) if cue[f"t{index}"])
        cursor = Cursor(text, cue.end())
        cursor.take(BY_WHOM)
        for reference in _acts(cursor, act, cue):
            yield reference
            end = reference.end


def _acts(cursor: Cursor, act: Act, cue: re.Match) -> Iterator[Reference]:
    start, plural, mark = _word_start(cue), cue[0].lower().endswith(("en", "s")), cue["before"] or ""
    first, certain = start, act.is_plain or bool(cue["council"] or mark)
    while True:
        marked = cursor.take(MARKED)
        if marked:
            cursor.take(BY_WHOM)
        numbered = cursor.take(NUMBERED)
        marked = marked or cursor.take(MARKED)
        pair = cursor.take(PAIR)
        if not pair:
            return
        own_mark = _canonical(pair["mark"] or (marked and marked["mark"]) or "")
        mark = own_mark or mark
        certain = certain or bool(own_mark) or _is_of_union(cursor.text, first, cursor.at)
        found = year_and_number(act.letter, pair["a"], pair["b"], mark=mark, numbered=bool(numbered))
        # two digits are a year only where the mark leaves no doubt
        if len(pair["a"]) == 2 and act.letter != "R" and not own_mark:
            return
        if not found or not certain or not (start == first or plural or own_mark):
            return
        yield act_reference(act, *found, mark, start, cursor.at)
        if not cursor.take(MORE):
            return
        start = cursor.at


def find_marked(text: str) -> Iterator[Reference]:
    """Decisions of the common foreign policy without the word: "(GBVB) 2020/1127"; only they have this mark."""
    decision = next(act for act in ACTS if act.nl == "Besluit")
    for match in FOREIGN_POLICY.finditer(text):
        yield act_reference(decision, int(match["year"]), int(match["number"]), "GBVB", match.start(), match.end())


def _is_of_union(text: str, start: int, end: int) -> bool:
    """Whether the words before or after an act say that it is one of the Union."""
    return bool(UNION.search(text, max(0, start - NEARBY), start) or UNION.search(text, end, end + NEARBY))


def _word_start(cue: re.Match) -> int:
    """Where the word begins of which a type of act is the end: Cyberbeveiligingsverordening."""
    start = cue.start()
    while start > max(0, cue.start() - 40) and (cue.string[start - 1].isalpha() or cue.string[start - 1] == "-"):
        start -= 1
    return start


def _canonical(mark: str) -> str:
    """A mark in the usual spelling, in its own language."""
    return next((known for known in DUTCH if known.lower() == mark.lower()), "")


def year_and_number(letter: str, a: str, b: str, *, mark: str = "", numbered: bool = False) -> tuple[int, int] | None:
    """Which of the two is the year: since 2015 the first; before, only in directives and in decisions without "nr."."""
    is_old = letter == "R" and (numbered or mark in {"EG", "EC", "EEG", "EEC"})
    first, last = _year(a), _year(b)
    if letter in "LFEH" or (letter == "D" and not numbered):
        return (first, int(b)) if first else (last, int(a)) if last and len(b) == 4 else None
    if is_old and last and not (len(b) < 4 and first and len(a) == 4):
        return last, int(a)
    if len(a) == 4 and first and first >= NEW_STYLE:
        return first, int(b)
    if last and (len(b) == 4 or is_old):
        return last, int(a)
    return (first, int(b)) if first and len(a) == 4 else None


def _year(digits: str) -> int:
    """The year meant by four digits, or by two of the last century; 0 when it cannot be a year."""
    year = int(digits) + (1900 if len(digits) == 2 else 0)
    return year if len(digits) in {2, 4} and FIRST_YEAR <= year <= 2099 else 0


def act_reference(act: Act, year: int, number: int, mark: str, start: int, end: int) -> Reference:
    """The reference to an act, by its CELEX number."""
    celex = f"3{year}{act.letter}{number:04}"
    return celex_reference(
        celex,
        start,
        end,
        f"{act.nl} {_shown(act, year, number, mark, 'nl')}",
        f"{act.en} {_shown(act, year, number, mark, 'en')}",
    )


def celex_reference(celex: str, start: int, end: int, nl: str = "", en: str = "") -> Reference:
    """The reference to a CELEX number; the written forms are made from it when the text did not give words."""
    if not nl:
        nl, en = _from_celex(celex)
    return Reference(f"celex-{celex}", "eu", f"{EUR_LEX}CELEX:{celex}", start, end, nl, en)


def _from_celex(celex: str) -> tuple[str, str]:
    plain = {
        act.letter: act
        for act in reversed(ACTS)
        if " " not in act.nl and not act.nl.startswith(("Uitv", "Raads", "Besch"))
    }
    match = re.fullmatch(r"3([0-9]{4})([RLDFH])([0-9]{4})", celex)
    if not match:
        return f"CELEX {celex}", f"CELEX {celex}"
    act, year, number = plain[match[2]], int(match[1]), int(match[3])
    mark = "JBZ" if act.letter == "F" else "EU" if year >= 2010 else "EG" if year >= 1994 else "EEG"
    return tuple(f"{getattr(act, lang)} {_shown(act, year, number, mark, lang)}" for lang in ("nl", "en"))


def _shown(act: Act, year: int, number: int, mark: str, language: str) -> str:
    """Mark and number in the style of the year: "(EU) 2019/796", "(EG) nr. 428/2009", "95/46/EG"."""
    dutch = DUTCH.get(mark, "EU")
    shown = dutch if language == "nl" else MARKS[dutch]
    if year >= NEW_STYLE:
        return f"({shown}) {year}/{number}"
    if act.letter == "R":
        return f"({shown}) {'nr.' if language == 'nl' else 'No'}\u00a0{number}/{year}"
    return f"{year if year >= 1999 else year % 100}/{number}/{shown}"


def find_commission_papers(text: str) -> Iterator[Reference]:
    """Papers of the Commission before they have a CELEX number: COM(2020) 823, JOIN(2020) 18."""
    for match in COMMISSION.finditer(text):
        yield commission_paper(match, match.start(), match.end())


def commission_paper(match: re.Match, start: int, end: int) -> Reference:
    """The reference to such a paper, which has no letter of its own to make a CELEX number with."""
    by, year, number = match["by"].upper(), match["year"], int(match["number"])
    shown = f"{by}({year})\u00a0{number}"
    return Reference(
        f"{by.lower()}-{year}-{number}", "eu", f"{EUR_LEX}{by}:{year}:{number}:FIN", start, end, shown, shown
    )
