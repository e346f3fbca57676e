"""Documents of the United Nations: "A/RES/73/27", "S/RES/2231 (2015)", "resolutie 73/27 van de AVVN"."""

import re
from collections.abc import Iterator

from .cursor import Cursor
from .reference import Reference

COMPONENT = (
    r"(?:RES|res|DEC|HRC|INF|PRST|BUR|NGO(?!\.)|ES-[0-9]{1,2}|S-[0-9]{1,2}|(?:AC|CONF|CN|PC|EG|PV|SR|L|CRP|WP|WG|NGO|C|Sub|Add|Rev|Corr)\.[0-9]{1,4}"
    r"|[0-9]{1,4})"
)
NAME = rf"(?P<symbol>(?:A|S|E|ST|a(?=/res/)|s(?=/res/))(?: (?=/RES/))?(?:/ ?{COMPONENT}){{1,8}})"
# "S/RES/2231 (2015)", "A/RES/217 A (III)"
TAIL = r"(?P<tail>(?: |%20)?\((?:19|20)[0-9]{2}\)| ?(?:[A-Z] ?)?\([IVXL]+\))?"
SYMBOL = re.compile(
    rf"(?:(?<![\w/.])|(?<=UNG)|(?<=UN/)){NAME}(?!(?![A-Z] ?\([IVXL])\w|/[A-Za-z0-9]|\.[0-9]{{3}}){TAIL}"
)
IN_ADDRESS = re.compile(rf"(?:un|undocs)\.org/(?:[^ ]{{0,80}}[/=])?{NAME.replace('/ ?', '(?:/|%2F)')}(?![\w/]){TAIL}")
# how symbols begin: a session of the Assembly, a year of the Council, or a body
BEGINNING = re.compile(
    r"A/(?:[3-9][0-9]/|RES/|DEC/|HRC/|INF/|C\.[1-6]/|AC\.[0-9]+/|CONF\.[0-9]+/|CN\.[0-9]+/|ES-|S-)"
    r"|S/(?:(?:199|20[0-9])[0-9]/|RES/|PRST/|PV\.|AC\.[0-9]+/|[0-9]{5}\Z)|E/(?:(?:19|20)[0-9]{2}/|RES/|CN\.|INF/|C\.)|ST/.+/"
)
WORD = re.compile(
    r"(?<![^\W\d_])(?i:(?:vn-)?(?:avvn|unga|vn|un|hrc|vnvr|unsc|veiligheidsraads?|mensenrechtenraads?"
    r"|algemene vergaderings?"
    r"|security council|general assembly|human rights council)[- ]?)?"
    r"(?i:resoluties?|resolutions?|res\.?|unscr)(?: (?i:nrs?|no|nos)\b\.?)? "
    r"(?=[0-9]{2}/[0-9]{1,3}(?![\w/])|[0-9]{3,4}(?![\w/]))"
)
PAIR = re.compile(r"(?P<session>[0-9]{2})/(?P<number>[1-9][0-9]{0,2})(?![\w/]|[.,][0-9]{3})")
SINGLE = re.compile(r"(?P<number>[0-9]{3,4})(?![\w/]|[.,][0-9]{3})(?: ?\((?P<year>19[4-9][0-9]|20[0-9]{2})\))?")
OF_ASSEMBLY = re.compile(r"un-A/RES/[0-9]{2}/[0-9]{1,3}")
MORE = re.compile(r" ?[,;] ?(?:en )?| (?:en|and) ")
ASSEMBLY = re.compile(
    r"AVVN|\bAV\b|UNGA|algemene vergadering|general assembly|\b(?:VN|UN|VN's)\b|verenigde naties|united nations",
    re.IGNORECASE,
)
RIGHTS = re.compile(r"mensenrechtenraad|human rights council|\bMRR\b|\bHRC\b", re.IGNORECASE)
COUNCIL = re.compile(r"veiligheidsraad|security council|\bVNVR\b|\bUNSCR?\b", re.IGNORECASE)
BEFORE, AFTER = 40, 60
# the Human Rights Council numbers its resolutions by session too, but is far behind the Assembly
SURELY_ASSEMBLY = 65


def find_symbols(text: str) -> Iterator[Reference]:
    """Documents by their symbol."""
    for match in SYMBOL.finditer(text):
        if reference := symbol_reference(match, match.start(), match.end()):
            yield reference
            if OF_ASSEMBLY.fullmatch(reference.id):
                yield from _further(Cursor(text, reference.end))


def _further(cursor: Cursor) -> Iterator[Reference]:
    """The rest of a list that names the series once: "A/RES/73/27 en 73/266"."""
    while cursor.take(MORE):
        start, match = cursor.at, cursor.take(PAIR)
        if not match:
            return
        yield document(f"A/RES/{match[0]}", start, match.end())


def symbol_reference(match: re.Match, start: int, end: int) -> Reference | None:
    """The reference to a symbol that SYMBOL matched; None when it only looks like one."""
    symbol = match["symbol"].replace(" ", "").replace("%2F", "/")
    if symbol[0].islower():
        symbol = symbol.upper() if "/res/" in symbol else ""
    if not BEGINNING.match(symbol) or not symbol[-1].isdigit():
        return None
    tail = re.sub(r" |%20", "", match["tail"] or "")
    if symbol.startswith("S/RES/" if tail[1:2].isdigit() else "A/RES/"):
        return document(symbol + tail, start, end)
    return document(symbol, start, end - len(match["tail"] or ""))


def document(symbol: str, start: int, end: int) -> Reference:
    """The reference to one document."""
    nl, en = ("VN-resolutie", "UN resolution") if "/RES/" in symbol else ("VN-document", "UN document")
    return Reference(
        f"un-{symbol}", "vn", f"https://undocs.org/{symbol}", start, end, f"{nl} {symbol}", f"{en} {symbol}"
    )


def find_resolutions(text: str) -> Iterator[Reference]:
    """Resolutions by number, when the words around say whose: "AVVN-resolutie 73/27", "resolutie 2231 (2015)"."""
    for word in WORD.finditer(text):
        around = text[max(0, word.start() - BEFORE) : word.end() + AFTER]
        cursor, start = Cursor(text, word.end()), word.start()
        while match := cursor.take(PAIR) or cursor.take(SINGLE):
            symbol = _symbol(match, around)
            if not symbol:
                break
            yield document(symbol, start, match.end())
            if not cursor.take(MORE):
                break
            start = cursor.at


def _symbol(match: re.Match, around: str) -> str:
    """The symbol of a resolution, by its number and the words around; nothing when those do not name a body."""
    number = match["number"]
    if "session" in match.re.groupindex:
        session = int(match["session"])
        if RIGHTS.search(around) and session < SURELY_ASSEMBLY:
            return f"A/HRC/RES/{session}/{number}"
        return f"A/RES/{session}/{number}" if session >= SURELY_ASSEMBLY or ASSEMBLY.search(around) else ""
    if match["year"]:
        return f"S/RES/{number}({match['year']})"
    return f"S/RES/{number}" if COUNCIL.search(around) else ""
