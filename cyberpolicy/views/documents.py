"""The documents that facts rest on: their list, and for each its passages with what rests on them."""

from collections import defaultdict

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyberpolicy import tables
from cyberpolicy.detail import Fact
from cyberpolicy.facets import ChoiceFacet, RelationFacet
from cyberpolicy.filters import DatedFilterSet
from cyberpolicy.models import CatalogueEntry, Citation, Document, Passage
from cyberpolicy.own_documents import own_documents
from cyberpolicy.references import written_dossier
from cyberpolicy.tables import Column, Table, related_to
from cyberpolicy.values import choice
from cyberpolicy.views.entries import EntryDetailView, EntryListView


class DocumentFilterSet(DatedFilterSet):
    kind = ChoiceFacet(field_name="kind", label=_("Kind"))
    chamber = ChoiceFacet(field_name="chamber", label=_("Chamber"))
    sender = RelationFacet("sent-by", "issued", to=("party",), label=_("Sender"))


DOCUMENTS = Table(
    Document,
    [
        tables.title(),
        Column("paper", _("Number"), lambda document: document.paper, sort="slug"),
        tables.kind(),
        tables.date(),
        related_to("sent_by", _("Sender"), "sent-by"),
        Column("dossier", _("Dossier"), lambda document: document.dossier, on_page=False),
        Column("further_dossiers", _("Also filed under"), lambda document: document.further_dossiers, on_page=False),
        tables.sources(),
        Column("official_address", _("Official address"), lambda document: document.url, on_page=False),
        tables.summary(),
    ],
    DocumentFilterSet,
    sort="-date",
)  # fmt: skip


class DocumentListView(EntryListView):
    table = DOCUMENTS
    intro = _("The official documents on which the knowledge base rests.")


class DocumentDetailView(EntryDetailView):
    """A document with its passages; at each what rests on it."""

    model = Document
    template_name = "documents/document_detail.html"
    facts = (
        Fact(_("Number"), lambda e: e.paper),
        Fact(_("Also filed under"), lambda e: [written_dossier(dossier) for dossier in e.further_dossiers]),
        Fact(_("Kind"), lambda e: choice(e, "kind")),
        Fact(_("Date"), lambda e: e.vague_date, look="date"),
        Fact(_("Chamber"), lambda e: choice(e, "chamber")),
        Fact(_("Sender"), lambda e: [*e.attached.objects("sent-by"), *e.attached.subjects("issued")], look="links"),
        Fact(_("Sent also on behalf of"), lambda e: e.attached.objects("co-sent-by"), look="links"),
        Fact(_("As written in the source"), lambda e: e.as_written),
        Fact(_("Official address"), lambda e: e.url, look="url"),
    )

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        resting, passages = self._resting(), list(self.entry.passages.all())
        return context | {
            "passages": [(passage, title, resting[passage.pk]) for passage, title in self._with_titles(passages)],
            "resting_on_document": resting[None],
            "has_text": any(passage.text for passage in passages),
            "own_documents": own_documents((passage.text for passage in passages), self.request.user),
            "import_url": self._import_url(),
        }

    def _with_titles(self, passages: list[Passage]) -> list[tuple[Passage, str]]:
        """Each passage with the title of the section it begins; empty within a section and without an imported text."""
        version = self.entry.versions.first()
        titles = dict(version.sections) if version else {}
        return [(passage, titles.pop(passage.section, "")) for passage in passages]

    def _import_url(self) -> str:
        may_import = self.request.user.has_perm("cyberpolicy.change_document")
        return reverse("document-import", args=[self.entry.slug]) if may_import else ""

    def _resting(self) -> dict[int | None, list[CatalogueEntry]]:
        """By passage (None: the document as a whole) the records that rest on it, each once, by kind and title."""
        citations = Citation.objects.visible_to(self.request.user).filter(document=self.entry).select_related("entry")
        found: dict[int | None, dict[int, CatalogueEntry]] = defaultdict(dict)
        for citation in citations.order_by("entry__kind", "entry__title_nl", "pk"):
            found[citation.passage_id].setdefault(citation.entry_id, citation.entry)
        return defaultdict(list, {passage: list(entries.values()) for passage, entries in found.items()})

    def crumb(self) -> str:
        return self.entry.paper or self.entry.title
