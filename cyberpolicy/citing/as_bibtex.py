"""A citation as BibTeX, to be read by BibTeX, Biber and reference managers alike."""

import re

from django.utils import translation

from cyberpolicy import references
from cyberpolicy.citing.works import Work
from cyberpolicy.citing.written import paper, series

INSTITUTIONS = {"II": "Tweede Kamer der Staten-Generaal", "I": "Eerste Kamer der Staten-Generaal"}
LANGUAGES = {"nl": "dutch", "en": "english"}
# Braces count for BibTeX even behind a backslash, so these two are named instead.
SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\u00a0": "~",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
IN_ADDRESS = {"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"}


def as_bibtex(work: Work, language: str) -> str:
    """One entry, in UTF-8: a parliamentary paper as ``@techreport``, anything else as ``@misc``."""
    kind = "techreport" if work.number and work.chamber else "misc"
    with translation.override(language):
        fields = {name: value for name, value in _fields(work, language, kind).items() if value}
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@{kind}{{{_key(work.key)},", *lines, "}", ""])


def _fields(work: Work, language: str, kind: str) -> dict[str, str]:
    title = work.title(language)
    place = references.locator(work.place) if work.place else ""
    common = {
        "author": " and ".join(f"{{{_text(author)}}}" for author in work.authors(language)),
        "title": f"{{{_text(title)}}}",
        **_date(work),
        "note": _text(place or (f"v{work.version}" if work.version else "")),
        "url": _address(work.url),
        "urldate": work.read_on.isoformat(),
        "language": LANGUAGES[title.language],
    }
    if kind == "misc":
        return common | {"howpublished": _text(work.site if work.is_record else paper(work, language))}
    institution, kind_of_paper = INSTITUTIONS[work.chamber], "Kamerstukken"
    if work.session_year:
        kind_of_paper = series(work, language)
    number = references.written(*work.number) if language == "nl" else _english_number(*work.number)
    return common | {"type": _text(kind_of_paper), "number": _text(number), "institution": f"{{{institution}}}"}


def _english_number(dossier: str, number: str) -> str:
    return f"{references.written_dossier(dossier)}, no.\u00a0{number}"


def _date(work: Work) -> dict[str, str]:
    """Year, and month where it is known; BibTeX knows no vaguer dates."""
    date = work.date
    if date is None or date.earliest is None:
        return {}
    if date.precision in {"day", "month"}:
        return {"year": f"{date.earliest:%Y}", "month": f"{date.earliest:%m}", "date": date.value}
    return {"year": f"{date.earliest:%Y}"} if date.precision in {"year", "half_year"} else {}


def _key(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9:-]+", "-", key)


def _text(text: str) -> str:
    """``text`` with every sign that TeX would act on made harmless, on one line."""
    line = " ".join(re.split(r"[ \t\r\n\f\v]+", "".join(c for c in text if c.isprintable() or c in "\n\t\u00a0")))
    return "".join(SPECIAL.get(letter, letter) for letter in line)


def _address(url: str) -> str:
    return "".join(IN_ADDRESS.get(letter, letter) for letter in url if letter.isprintable())
