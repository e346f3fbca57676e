"""A citation as CSL-JSON (the citation style language), which Zotero, Mendeley and Pandoc read."""

from typing import Any

from django.utils import translation

from cyberpolicy import dates, references
from cyberpolicy.citing.as_bibtex import INSTITUTIONS
from cyberpolicy.citing.works import Work
from cyberpolicy.citing.written import paper, series

TYPES = {
    "gazette": "legislation",
    "eu_act": "legislation",
    "treaty_text": "treaty",
    "resolution": "document",
    "record": "webpage",
}  # the others are reports


def as_csl(work: Work, language: str) -> list[dict[str, Any]]:
    """A list of one item, as the schema of CSL data 1.0.2 has it."""
    with translation.override(language):
        title = work.title(language)
        item = {
            "id": work.key,
            "type": TYPES.get(work.kind, "report"),
            "title": str(title),
            "author": [{"literal": author} for author in work.authors(language)],
            "issued": _date(work.date),
            "accessed": {"date-parts": [[work.read_on.year, work.read_on.month, work.read_on.day]]},
            "URL": work.url,
            "language": title.language,
            "locator": references.locator(work.place) if work.place else "",
            **_number(work, language),
        }
    return [{name: value for name, value in item.items() if value}]


def _number(work: Work, language: str) -> dict[str, str]:
    if work.is_record:
        return {"container-title": work.site, "version": str(work.version or "")}
    if not work.number:
        return {"number": paper(work, language)}
    dossier, number = work.number
    return {
        "number": f"{references.written_dossier(dossier)}, {number}",
        "collection-title": series(work, language) if work.chamber and work.session_year else "",
        "publisher": INSTITUTIONS.get(work.chamber, ""),
        "jurisdiction": "nl",
    }


def _date(date: dates.VagueDate | None) -> dict[str, Any]:
    """As parts where the date is a day, a month or a year; else in words."""
    if date is None:
        return {}
    if date.precision not in {"day", "month", "year"}:
        return {"literal": dates.written(date)}
    return {"date-parts": [[int(part) for part in date.value.split("-")]]}
