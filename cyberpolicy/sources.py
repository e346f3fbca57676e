"""The sources of a part of a record as one line of text, which an editor can type, read and copy.

"kst-33694-60: 1.2, 2.1; kst-26643-536 p. 23-24" names two passages of one document and two pages of another.
Parsing and writing are pure; only what follows them looks into the database.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cyberpolicy.models import Citation, Document, EntryPart, Passage
from cyberpolicy.own_documents import document_named

GROUP = re.compile(r"(?P<document>[^:]+?)\s*(?::(?P<locators>.*?))?\s*(?:(?<=[\s:])pp?\.\s*(?P<pages>.+))?")


class SourceError(ValueError):
    """A line of sources cannot be read; the message is for a person."""


@dataclass(frozen=True)
class Source:
    """A place that proves something: a passage, pages, or a document as a whole."""

    document: str
    locator: str = ""
    pages: str = ""


def parse(text: str) -> list[Source]:
    """The places named in ``text``, in order, each once. Raises SourceError."""
    groups = (group.strip() for group in re.split(r"[;\n]", text))
    return list(dict.fromkeys(source for group in groups if group for source in _parse_group(group)))


def _parse_group(group: str) -> list[Source]:
    match = GROUP.fullmatch(group)
    if not match:
        raise SourceError(
            _("“%(text)s” is not a source: write “kst-33694-60: 1.2, 2.1”, or for pages “kst-26643-536 p. 23-24”.")
            % {"text": group}
        )
    document, pages = match["document"].strip(), (match["pages"] or "").strip()
    parts = (part.strip(" §\u00a0") for part in (match["locators"] or "").split(","))
    locators = [part for part in parts if part]
    if pages and len(locators) > 1:
        raise SourceError(_("“%(text)s”: pages go with one passage; write the others after a “;”.") % {"text": group})
    return [Source(document, locator, pages) for locator in locators] or [Source(document, pages=pages)]


def written(sources: Iterable[Source]) -> str:
    """The sources as ``parse`` reads them; passages of one document that follow each other stand together."""
    groups: list[str] = []
    open_for = None  # the document whose passages the last group lists
    for source in dict.fromkeys(sources):
        if source.locator and not source.pages and source.document == open_for:
            groups[-1] += f", {source.locator}"
            continue
        place = f": {source.locator}" if source.locator else ""
        groups.append(f"{source.document}{place}" + (f" p. {source.pages}" if source.pages else ""))
        open_for = source.document if source.locator and not source.pages else None
    return "; ".join(groups)


def source_of(citation: Citation) -> Source:
    return Source(citation.document.slug, citation.passage.locator if citation.passage else "", citation.pages)


# Between text and database


def cited_in(text: str, user) -> list[Citation]:
    """The citations that a typed line stands for, new and unsaved. Raises ValidationError."""
    try:
        return cited(parse(text), user)
    except SourceError as error:
        raise ValidationError(str(error)) from None


def cited(sources: list[Source], user) -> list[Citation]:
    """A new, unsaved citation for each source. Raises ValidationError that names every unknown document and locator."""
    visible = Document.objects.visible_to(user)
    documents = {source.document: document_named(source.document, visible) for source in sources}
    passages = _passages([document for document in documents.values() if document])
    wrong = []
    for source in sources:
        document = documents[source.document]
        if document is None:
            wrong.append(_("There is no document “%(name)s”.") % {"name": source.document})
        elif source.locator and (document.pk, source.locator) not in passages:
            names = {"name": document.slug, "locator": source.locator}
            wrong.append(_("%(name)s has no passage “%(locator)s”.") % names)
    if wrong:
        raise ValidationError(list(dict.fromkeys(wrong)))
    return [_citation(source, documents[source.document], passages) for source in sources]


def _passages(documents: list[Document]) -> dict[tuple[int, str], int]:
    rows = Passage.objects.filter(document__in=documents).values_list("document_id", "locator", "pk")
    return {(document, locator): pk for document, locator, pk in rows}


def _citation(source: Source, document: Document, passages: dict[tuple[int, str], int]) -> Citation:
    return Citation(document=document, passage_id=passages.get((document.pk, source.locator)), pages=source.pages)


def _place(citation: Citation) -> tuple:
    return citation.document_id, citation.passage_id, citation.pages


def save_citations(part: EntryPart, wanted: list[Citation], user) -> None:
    """Let ``part`` rest on the places ``wanted``. What stays keeps its quote; what ``user`` may not see stays."""
    present = Citation.objects.visible_to(user).filter(part_id=part.pk)
    places = {_place(citation): citation for citation in wanted}
    for citation in present:
        if _place(citation) not in places:
            citation.delete()
    there = {_place(citation) for citation in present}
    for citation in places.values():
        if _place(citation) not in there:
            citation.pk, citation.entry_id, citation.part_id = None, part.owner_id, part.pk
            citation.save()
