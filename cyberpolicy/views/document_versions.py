"""The versions of a document's text: which there are, and one of them beside the present one."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cyberpolicy.compare import Piece, word_pieces
from cyberpolicy.document_texts import quotes_in
from cyberpolicy.models import Citation, Document, DocumentVersion
from cyberpolicy.views.changes import HistoryRequired
from cyberpolicy.visibility import reads_histories

EFFORT = 200_000_000  # characters of two passages multiplied: comparing their words takes about a second


@dataclass(frozen=True)
class PassageChange:
    """A passage in an older version, and how the present one differs: words put in since, and words taken out."""

    locator: str
    section: str
    pieces: list[Piece]

    @property
    def is_changed(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)


def versions_of(document: Document, user) -> list[DocumentVersion]:
    """Every version of the text, newest first, without the texts themselves; for those who may see the history."""
    if not reads_histories(user):
        return []
    found = document.versions.exclude(number=0).select_related("imported_by")
    return list(found.defer("passages", "sections"))


def lost_quotes(document: Document, texts: dict[str, str], user) -> list[Citation]:
    """The citations that ``user`` may see whose quote does not stand in these texts, letter by letter."""
    quoting: QuerySet[Citation] = Citation.objects.visible_to(user).filter(document=document).exclude(quote="")
    found = quoting.select_related("entry", "passage__document").order_by("entry__kind", "entry__title_nl", "pk")
    return [quote.citation for quote in quotes_in(texts, found) if not quote.is_there]


def changes(version: DocumentVersion, present: dict[str, str]) -> Iterator[PassageChange]:
    """The passages of a version in its order, each compared with the present texts; then those it did not have yet.

    In very long texts only the first ones are compared word by word, the others as a whole.
    """
    titles, left = dict(version.sections), EFFORT
    for locator, section, _number, _kind in version.layout:
        old, new = version.passages.get(locator, ""), present.get(locator, "")
        left -= len(old) * len(new) if old != new else 0
        yield PassageChange(locator, titles.pop(section, ""), _pieces(old, new, is_by_word=left > 0))
    for locator, text in present.items():
        if text and locator not in version.passages:
            yield PassageChange(locator, "", [Piece("ins", text)])


def _pieces(old: str, new: str, *, is_by_word: bool) -> list[Piece]:
    if old == new:
        return [Piece("same", old)]
    return word_pieces(old, new) if is_by_word else [Piece("del", old), Piece("ins", new)]


class DocumentVersionView(HistoryRequired, TemplateView):
    """One version of a document's text; when it is an older one, with how the present one differs from it."""

    template_name = "documents/version.html"

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        document = get_object_or_404(Document.objects.visible_to(user), slug=kwargs["slug"])
        versions = versions_of(document, user)
        version = next((version for version in versions if version.number == kwargs["number"]), None)
        if version is None:
            raise Http404
        present = dict(document.passages.values_list("locator", "text"))
        passages = list(changes(version, present))
        return super().get_context_data(**kwargs) | {
            "entry": document,
            "versions": versions,
            "version": version,
            "passages": passages,
            "changed_count": sum(passage.is_changed for passage in passages),
            "lost_quotes": lost_quotes(document, version.passages, user),
            "crumbs": [
                (reverse("document-list"), Document._meta.verbose_name_plural),
                (document.get_absolute_url(), document.paper or document.title),
                (self.request.path, _("Version %(number)s") % {"number": version.number}),
            ],
        }
