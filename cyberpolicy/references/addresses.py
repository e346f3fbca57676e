"""Identifiers as publishers give them (kst-33694-56, 32019R0796, 2020Z01234) and web addresses that contain them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from . import eu, gazettes, papers, proceedings, un
from .dossiers import COUNCILS, ROMAN
from .reference import Reference, publication_url
from .sessions import Session

ADDRESS = re.compile(r"(?<![\w.-])(?i:https?://|www\.|(?:[a-z0-9-]{1,40}\.){1,4}(?:nl|eu|org|int)/)[^\s<>\"«»]+")
TRAILING = ".,;:!?)]}'»”*"
BEFORE, AFTER = r"(?<![0-9A-Za-z_-])", r"(?![0-9A-Za-z_]|-[0-9A-Za-z])"
VERSION = r"(?P<version>-[bnhv][0-9]{1,3})?"
ROMAN_DOSSIER = r"[clxvi]{3,9}"
OTHER_KINDS = {
    "h": "handelingen",
    "ah": "aanhangsel",
    "blg": "bijlage",
    "kv": "kamervraag",
    "nds": "niet-dossierstuk",
    "ag": "agenda",
    "gmb": "gemeenteblad",
    "prb": "provinciaal-blad",
    "wsb": "waterschapsblad",
    "bgr": "blad-gemeenschappelijke-regeling",
}
OTHER_NAMES = {
    "blg": ("Bijlage", "Annex"),
    "kv": ("Kamervraag", "Written question"),
    "gmb": ("Gemeenteblad", "Municipal gazette"),
}
ELI_LETTERS = {"reg": "R", "dir": "L", "dec": "D", "reco": "H"}


def _paper(match: re.Match, start: int, end: int) -> Reference:
    dossier = match["dossier"].upper()
    if dossier in COUNCILS:
        return papers.whole_dossier(f"{dossier}-{match['number'].upper()}", start, end)
    number = match["number"].upper() if match["number"].isalpha() else match["number"].lower()
    return papers.paper(dossier, number + (match["version"] or "").lower(), start, end)


def _unfiled_paper(match: re.Match, start: int, end: int) -> Reference:
    """Recent ids no longer contain the dossier: kst-1135476."""
    name = match[0].lower()
    shown = f"Kamerstuk {name}", f"Parliamentary paper {name}"
    return Reference(name, "kamerstuk", publication_url(name), start, end, *shown)


def _dossier(match: re.Match, start: int, end: int) -> Reference:
    return papers.whole_dossier(match["dossier"].upper().replace("_", "-"), start, end)


def _issue(match: re.Match, start: int, end: int) -> Reference:
    return gazettes.issue(gazettes.BY_CODE[match["code"].lower()], match["year"], match["number"], start, end)


def _session(match: re.Match) -> Session:
    years = match["years"]
    return Session({"ek": "I", "tk": "II"}[match["house"].lower()], f"{years[:4]}-{years[4:]}")


def _answer(match: re.Match, start: int, end: int) -> Reference:
    return proceedings.answer(_session(match), match["number"], start, end)


def _meeting(match: re.Match, start: int, end: int) -> Reference:
    """A meeting by its number and item. Before 2010 the id held page numbers, from which no citation can be made."""
    if match["years"] < "2010" and match["item"]:
        return _other(match, start, end)
    return proceedings.meeting(_session(match), match["number"], match["item"] or "", start, end)


def _other(match: re.Match, start: int, end: int) -> Reference:
    name = match[0].lower()
    code = name.partition("-")[0]
    name = re.sub(r"20[0-9]{2}[zd][0-9]{5}", lambda found: found[0].upper(), name)
    nl, en = OTHER_NAMES.get(code, ("Publicatie", "Publication"))
    return Reference(name, OTHER_KINDS[code], publication_url(name), start, end, f"{nl} {name}", f"{en} {name}")


def _house_number(match: re.Match, start: int, end: int) -> Reference:
    """A number of the House of Representatives' own system: Z of a matter (zaak), D of a document."""
    number = match["number"].upper()
    is_matter = number[4] == "Z"
    kind, parameter = ("tk-zaak", "id") if is_matter else ("tk-document", "did")
    nl, en = ("zaak", "case") if is_matter else ("document", "document")
    return Reference(
        f"tk-{number}",
        kind,
        f"https://www.tweedekamer.nl/kamerstukken/detail?{parameter}={number}",
        start,
        end,
        f"Tweede Kamer, {nl} {number}",
        f"House of Representatives, {en} {number}",
    )


def _celex(match: re.Match, start: int, end: int) -> Reference:
    return eu.celex_reference(match["celex"].upper(), start, end)


def _eli(match: re.Match, start: int, end: int) -> Reference:
    letter = "F" if match["more"] and "framw" in match["more"] else ELI_LETTERS[match["type"].lower()]
    return eu.celex_reference(f"3{match['year']}{letter}{int(match['number']):04}", start, end)


def _ruling(match: re.Match, start: int, end: int) -> Reference:
    """A judgment by its European identifier."""
    name = match["ecli"].upper()
    national = f"https://deeplink.rechtspraak.nl/uitspraak?id={name}"
    address = national if name.startswith("ECLI:NL:") else f"{eu.EUR_LEX}ecli:{name}"
    return Reference(name, "rechtspraak", address, start, end, name, name)


def _pattern(core: str) -> re.Pattern:
    return re.compile(BEFORE + core + AFTER, re.IGNORECASE)


Maker = Callable[[re.Match, int, int], Reference | None]
# in prose and in addresses alike; the first that fits counts
IDS: list[tuple[re.Pattern, Maker]] = [
    (
        _pattern(
            rf"kst-(?P<dossier>[0-9]{{4,5}}(?:-(?:[0-9]{{2}}|{ROMAN}|[A-M]|\(R[0-9]{{4}}\)))?)-(?P<number>[0-9]{{1,4}}[a-h]?|[A-Z]{{1,2}}){VERSION}"
        ),
        _paper,
    ),
    (_pattern(rf"kst-(?P<dossier>{ROMAN_DOSSIER})-(?P<number>[0-9]{{1,3}}|[A-Z]{{1,2}}){VERSION}"), _paper),
    (_pattern(r"(?:kst|dossier)-(?P<dossier>[0-9]{5})"), _dossier),
    (_pattern(rf"dossier-(?P<dossier>[0-9]{{5}}-(?:[0-9]{{2}}|{ROMAN}|[A-M]))"), _dossier),
    (_pattern(r"kst-[0-9]{6,8}"), _unfiled_paper),
    (
        _pattern(
            r"(?P<code>stb|trb|stcrt)-(?P<year>1[89][0-9]{2}|20[0-9]{2})-(?P<number>[0-9]{1,6}(?:-[a-z0-9]{1,8})?)"
        ),
        _issue,
    ),
    (_pattern(r"ah-(?P<house>tk|ek)-(?P<years>[0-9]{8})-(?P<number>[0-9]{1,4})"), _answer),
    (_pattern(r"h-(?P<house>tk|ek)-(?P<years>[0-9]{8})-(?P<number>[0-9]{1,4})(?:-(?P<item>[0-9]{1,4}))?"), _meeting),
    (
        _pattern(r"(?:h|ah)-(?:(?:tk|ek|vv)-[0-9]{8}-[0-9]{1,4}(?:-[0-9]{1,4})?(?:-[bnh][0-9]{1,2})?|[0-9]{6,8})"),
        _other,
    ),
    (_pattern(r"(?:kv|nds|ag)-(?:tk|ek|vv)-20[0-9]{2}[zd]?[0-9]{4,6}(?:-[0-9]{1,4})?"), _other),
    (_pattern(r"(?:blg|kv|nds|ag)-[0-9]{3,8}"), _other),
    (_pattern(r"(?:gmb|prb|wsb|bgr)-20[0-9]{2}-[0-9]{1,6}"), _other),
    (_pattern(r"(?P<number>20[0-9]{2}[ZD][0-9]{5})"), _house_number),
    (
        _pattern(
            r"(?P<celex>3(?:19|20)[0-9]{2}[RLDFHE][0-9]{4}|5(?:19|20)[0-9]{2}(?:PC|DC|JC|SC)[0-9]{4}|0(?:19|20)[0-9]{2}[RLDFHE][0-9]{4}-[0-9]{8})"
        ),
        _celex,
    ),
    (
        _pattern(
            r"celex(?:-?(?:nummer|number))?(?:[:= ]{1,2}|%3A)(?P<celex>[0-9CE][0-9]{4}[A-Z]{1,2}[0-9]{4}"
            r"(?:\([0-9]{2}\))?(?:-[0-9]{8})?)"
        ),
        _celex,
    ),
    (_pattern(r"(?P<ecli>ECLI:[A-Z]{2}:[A-Z]{1,7}:[0-9]{4}:[A-Z0-9]{1,25}(?:\.[A-Z0-9]{1,20}){0,3})"), _ruling),
]
IN_ADDRESS: list[tuple[re.Pattern, Maker]] = [
    *IDS,
    (
        re.compile(
            r"/eli/(?P<type>reg|dir|dec|reco)(?P<more>_[a-z]+)?/(?P<year>[0-9]{4})/(?P<number>[0-9]{1,4})(?![0-9])",
            re.IGNORECASE,
        ),
        _eli,
    ),
    (
        re.compile(
            r"officielebekendmakingen\.nl/dossier/(?P<dossier>[0-9]{5}(?:-[0-9A-Z]{1,5})?)/?(?=[?#]|\Z)", re.IGNORECASE
        ),
        _dossier,
    ),
    (
        re.compile(
            rf"(?:wetsvoorstel(?:%3A|:|/)|[?&]dossier=)(?P<dossier>[0-9]{{5}}(?:_{ROMAN}(?=_))?)(?![0-9])",
            re.IGNORECASE,
        ),
        _dossier,
    ),
    (un.IN_ADDRESS, un.symbol_reference),
    (
        re.compile(
            r"uri=(?P<by>COM|JOIN|SWD|SEC)(?::|%3A)(?P<year>[0-9]{4})(?::|%3A)(?P<number>[0-9]{1,4})", re.IGNORECASE
        ),
        eu.commission_paper,
    ),
]


def find_ids(text: str) -> Iterator[Reference]:
    """Identifiers in prose, family by family."""
    for pattern, make in IDS:
        for match in pattern.finditer(text):
            if reference := make(match, match.start(), match.end()):
                yield reference


def find_addresses(text: str) -> Iterator[Reference]:
    """What web addresses lead to. A reference covers its whole address; several in one address share it."""
    for match in ADDRESS.finditer(text):
        address = _trimmed(match[0])
        found = _in_address(address)
        starts = [0, *(reference.start for reference in found[1:])]
        ends = [*(reference.end for reference in found[:-1]), len(address)]
        for reference, start, end in zip(found, starts, ends, strict=False):
            yield replace(reference, start=match.start() + start, end=match.start() + end)


def _in_address(address: str) -> list[Reference]:
    """The references in one address, each document once, in the order of the address."""
    made = (
        make(match, match.start(), match.end()) for pattern, make in IN_ADDRESS for match in pattern.finditer(address)
    )
    first: dict[str, Reference] = {}
    at = 0
    for reference in sorted(filter(None, made), key=lambda reference: reference.start):
        if reference.start >= at:
            first.setdefault(reference.id, reference)
            at = reference.end
    return list(first.values())


def _trimmed(address: str) -> str:
    """An address without the punctuation of the sentence around it; a closing bracket stays if it was opened inside."""
    trimmed = address.rstrip(TRAILING)
    return (
        trimmed + ")" if "(" in trimmed and ")" not in trimmed and address[len(trimmed) :].startswith(")") else trimmed
    )
