"""The text of a document: each import is a version, and the passages follow the version that the record names.

So a change of ``Document.text_version`` brings the passages along, whoever makes it: an import, undoing one, or
putting a document back as it was. Version 0 is how the passages were before there was a text.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cyberpolicy.models import Citation, Document, DocumentVersion, Passage
from cyberpolicy.states import StateError

READ = ("section", "number", "kind", "text", "text_hash", "position")


def bring(document: Document) -> None:
    """Give the passages the text of the version that the document names, and note where the quotes stand in it.

    A passage that this version does not have goes, but stays without text while it is cited. Passages that no version
    knows stay as they are. Raises StateError when there is no such version.
    """
    version = document.versions.filter(number=document.text_version).first()
    if version is None:
        raise StateError("text_version", _("there is no version %(number)s") % {"number": document.text_version})
    passages = {passage.locator: passage for passage in document.passages.all()}
    changed = _laid_out(document, version, passages)
    changed += _left_over(document, list(passages.values()), len(version.layout))
    Passage.objects.bulk_create(passage for passage in changed if passage.pk is None)
    Passage.objects.bulk_update([passage for passage in changed if passage.pk], READ)
    _place_quotes(document)


def _laid_out(document: Document, version: DocumentVersion, passages: dict[str, Passage]) -> list[Passage]:
    """The passages of the version that were not yet as it has them; all of its passages are taken out of the dict."""
    changed = []
    for position, (locator, section, number, kind) in enumerate(version.layout, start=1):
        text = version.passages.get(locator, "")
        passage = passages.pop(locator, None) or Passage(document=document, locator=locator)
        if _set(passage, section=section, number=number, kind=kind, position=position, **_texts(text)):
            changed.append(passage)
    return changed


def _left_over(document: Document, passages: list[Passage], last: int) -> list[Passage]:
    """Delete what the version does not have and nothing cites; gives those of the others that changed."""
    known = {row[0] for layout in document.versions.values_list("layout", flat=True) for row in layout}
    cited = set(Citation.objects.filter(passage__in=passages).values_list("passage_id", flat=True))
    gone = {passage.pk for passage in passages if passage.locator in known and passage.pk not in cited}
    if gone:
        Passage.objects.filter(pk__in=gone).delete()
    stay = [passage for passage in passages if passage.pk not in gone]
    return [
        passage
        for position, passage in enumerate(stay, start=last + 1)
        if _set(passage, position=position, **(_texts("") if passage.locator in known else {}))
    ]


def _texts(text: str) -> dict[str, str]:
    return {"text": text, "text_hash": hashlib.sha256(text.encode()).hexdigest() if text else ""}


def _set(passage: Passage, **values) -> bool:
    """Give the passage these values; whether that changes anything that is stored."""
    is_changed = passage.pk is None or any(getattr(passage, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(passage, name, value)
    return is_changed


def layout_of(document: Document) -> list[list]:
    """The passages as they stand, in the form in which a version keeps them."""
    return [list(row) for row in document.passages.values_list("locator", "section", "number", "kind")]


# Quotes


@dataclass(frozen=True)
class Quote:
    """A quote with what it is a source of. ``texts``: where it may stand, in its passage or in any of the document."""

    citation: Citation
    texts: Collection[str]

    @property
    def is_there(self) -> bool:
        return any(self.citation.quote in text for text in self.texts)


def quotes_in(texts: dict[str, str], citations: Collection[Citation]) -> list[Quote]:
    """Each citation that quotes, with the text of its passage by locator; without a passage with all of the texts."""
    return [
        Quote(citation, [texts.get(citation.passage.locator, "")] if citation.passage else texts.values())
        for citation in citations
        if citation.quote
    ]


def _place_quotes(document: Document) -> None:
    quoting = Citation.objects.filter(document=document, passage__isnull=False).exclude(quote="")
    moved = [citation for citation in quoting.select_related("passage") if citation.mark_quote()]
    # past the history: where a quote stands follows from the text, of which the version is kept
    Citation._base_manager.bulk_update(moved, ["quote_start", "quote_end"])
