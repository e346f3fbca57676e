"""A citation in words, in the style that goes with the kind of work."""

from django.utils import dateformat, translation
from django.utils.translation import gettext as _

from cyberpolicy import dates, references

from .works import Work

CHAMBERS_EN = {"II": "House of Representatives", "I": "Senate"}


def as_written(work: Work, language: str) -> str:
    """The citation in one line, ending in a full stop.

    A paper as parliament does: "Kamerstukken II 2019/20, 33 694, nr. 56, § 2, alinea 4." Gazettes, treaties and acts of
    the Union by number and title; a record of this site by title, version or last change, and the day it was read.
    """
    with translation.override(language):
        pieces = _record(work, language) if work.is_record else _document(work, language)
        return ", ".join(piece for piece in pieces if piece) + "."


def in_law_reviews(work: Work) -> str:
    """A paper as Dutch law reviews cite it, with the dossier unspaced; empty for anything else."""
    if not (work.number and work.reference and work.chamber and work.session_year):
        return ""
    with translation.override("nl"):
        cited = references.written_citation(work.reference, work.chamber, work.session_year)
        return ", ".join(piece for piece in (cited, _place(work)) if piece) + "."


def paper(work: Work, language: str) -> str:
    """The official number as it opens a citation; empty without one."""
    if work.number and work.chamber and work.session_year:
        return _session_paper(work, language)
    if work.reference is None:
        return ""
    return work.reference.written_nl if language == "nl" else work.reference.written_en


def series(work: Work, language: str) -> str:
    """The series in which a paper appears: "Kamerstukken II 2019/20"."""
    years = references.short_session(work.session_year)
    if language == "nl":
        return f"Kamerstukken {work.chamber} {years}"
    return f"Parliamentary Papers, {CHAMBERS_EN[work.chamber]} {years}"


def _session_paper(work: Work, language: str) -> str:
    dossier, number = work.number
    shown = number if number.isalpha() else f"{'nr.' if language == 'nl' else 'no.'}\u00a0{number}"
    return f"{series(work, language)}, {references.written_dossier(dossier)}, {shown}"


def _document(work: Work, language: str) -> list[str]:
    official, title = paper(work, language), str(work.title(language))
    if work.number or (work.reference and work.reference.kind in {"staatsblad", "tractatenblad", "staatscourant"}):
        return [official, _place(work)]
    date = dates.written(work.date) if work.date else ""
    if official:
        named = official in title
        return [title if named else f"{title} ({official})", date, _place(work)]
    return [*work.authors(language), title, date, _place(work), work.url]


def _record(work: Work, language: str) -> list[str]:
    said = _("version %(version)s of %(date)s") if work.version else _("as changed on %(date)s")
    version = said % {"version": work.version, "date": dates.written(work.date)}
    read = _("read on %(date)s") % {"date": dateformat.format(work.read_on, "j\u00a0F Y")}
    return [f"“{work.title(language)}”", work.site, version, f"{work.url} ({read})"]


def _place(work: Work) -> str:
    return references.locator(work.place) if work.place else ""
