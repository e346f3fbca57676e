"""What is cited: an official document, a passage of it, or a record of this site."""

import datetime
from dataclasses import dataclass

from cyberpolicy import references
from cyberpolicy.dates import VagueDate
from cyberpolicy.models import Document, Entry, Passage, Relation
from cyberpolicy.models.documents import CHAMBER_NUMBERS
from cyberpolicy.news import last_change
from cyberpolicy.references import Reference
from cyberpolicy.text_fields import Bilingual, in_language


@dataclass(frozen=True)
class Work:
    """A thing to cite, and all that the styles say of it.

    ``kind``: that of a document, or "record". ``reference``: its official number, if it has one. ``place``: the locator
    of the passage cited. ``url``: the official address, else the one here. ``read_on``: the day it was looked at.
    """

    key: str
    kind: str
    title_nl: str
    title_en: str
    url: str
    site: str
    read_on: datetime.date
    reference: Reference | None = None
    number: tuple[str, str] | None = None  # dossier and number of a parliamentary paper
    chamber: str = ""
    session_year: str = ""
    date: VagueDate | None = None
    senders: tuple[tuple[str, str], ...] = ()  # their Dutch and their English name
    place: str = ""
    version: int = 0

    @property
    def is_record(self) -> bool:
        return self.kind == "record"

    def title(self, language: str) -> Bilingual:
        return in_language(self.title_nl, self.title_en, language)

    def authors(self, language: str) -> list[str]:
        return [str(in_language(nl, en, language)) for nl, en in self.senders]


def work_of(
    entry: Entry, user, *, address: str, site: str, today: datetime.date, passage: Passage | None = None
) -> Work:
    """``entry`` as a work, with the senders that ``user`` may see. ``address``: the whole one of its page here."""
    if isinstance(entry, Document):
        return _document(entry, user, address=address, site=site, today=today, passage=passage)
    changed = last_change(entry, user)
    return Work(
        key=f"{entry.kind_name}-{entry.slug}", kind="record", title_nl=entry.title_nl, title_en=entry.title_en,
        url=address, site=site, read_on=today, version=changed.version, date=_day(changed.at.date()),
    )  # fmt: skip


def _document(document: Document, user, *, address: str, site: str, today: datetime.date, passage) -> Work:
    reference = reference_of(document)
    has_number = bool(document.dossier and document.number)
    return Work(
        key=document.slug, kind=document.kind, title_nl=document.title_nl, title_en=document.title_en,
        url=document.url or (reference.url if reference else address), site=site, read_on=today, reference=reference,
        number=(document.dossier, document.number) if has_number else None,
        chamber=CHAMBER_NUMBERS.get(document.chamber, ""),
        session_year=document.session, date=document.vague_date,
        senders=_senders(document, user), place=passage.locator if passage else "",
    )  # fmt: skip


def reference_of(document: Document) -> Reference | None:
    """The official number of a document, from its dossier and number, its address name, its address or its source."""
    paper = f"kst-{document.dossier}-{document.number}" if document.dossier and document.number else ""
    for text in (paper, document.slug, document.url, document.as_written):
        if found := references.parse(text):
            return found[0]
    return None


def _senders(document: Document, user) -> tuple[tuple[str, str], ...]:
    sent = Relation.objects.visible_to(user).filter(subject=document.pk, kind="sent-by").select_related("object")
    return tuple((relation.object.title_nl, relation.object.title_en) for relation in sent)


def _day(day: datetime.date) -> VagueDate:
    return VagueDate(day.isoformat(), "day", day, day)
