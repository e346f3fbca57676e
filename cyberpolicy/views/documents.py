"""The documents that facts rest on: their list, and for each its passages with what rests on them."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyberpolicy import readings, references, tables
from cyberpolicy.detail import Fact
from cyberpolicy.facets import ChoiceFacet, RelationFacet
from cyberpolicy.filters import DatedFilterSet
from cyberpolicy.models import Document, Passage
from cyberpolicy.models.documents import passage_address, session_of
from cyberpolicy.reader import Reader
from cyberpolicy.tables import Column, Table, related_to
from cyberpolicy.values import choice
from cyberpolicy.views.document_versions import lost_quotes, versions_of
from cyberpolicy.views.entries import EntryDetailView, EntryListView

LONGEST_LOCATOR, LONGEST_NUMBER = 40, 8  # characters


class DocumentFilterSet(DatedFilterSet):
    kind = ChoiceFacet(field_name="kind", label=_("Kind"))
    chamber = ChoiceFacet(field_name="chamber", label=_("Chamber"))
    sender = RelationFacet("sent-by", "issued", to=("party",), label=_("Sender"))


DOCUMENTS = Table(
    Document,
    [
        tables.title(),
        Column("paper", _("Number"), readings.made(references.written, "dossier", "number"), sort="slug"),
        tables.kind(),
        tables.date(),
        related_to("sent_by", _("Sender"), "sent-by"),
        Column("dossier", _("Dossier"), readings.plain("dossier"), on_page=False),
        Column("further_dossiers", _("Also filed under"), readings.several("further_dossiers"), on_page=False),
        Column(
            "session_year",
            _("Session year"),
            readings.made(session_of, "dossier", "session_year", "date"),
            on_page=False,
        ),
        tables.sources(),
        Column("official_address", _("Official address"), readings.plain("url"), on_page=False),
        tables.summary(),
    ],
    DocumentFilterSet,
    sort="-date",
)  # fmt: skip


class DocumentListView(EntryListView):
    table = DOCUMENTS
    intro = _("The official documents on which the knowledge base rests.")


class DocumentDetailView(EntryDetailView):
    """A document to read; at each of its passages what rests on it."""

    model = Document
    template_name = "documents/document_detail.html"
    facts = (
        Fact(_("Number"), lambda e: e.paper),
        Fact(_("Also filed under"), lambda e: [references.written_dossier(dossier) for dossier in e.further_dossiers]),
        Fact(_("Kind"), lambda e: choice(e, "kind")),
        Fact(_("Date"), lambda e: e.vague_date, look="date"),
        Fact(_("Chamber"), lambda e: choice(e, "chamber")),
        Fact(_("Session year"), lambda e: e.session),
        Fact(_("Sender"), lambda e: [*e.attached.objects("sent-by"), *e.attached.subjects("issued")], look="links"),
        Fact(_("Sent also on behalf of"), lambda e: e.attached.objects("co-sent-by"), look="links"),
        Fact(_("As written in the source"), lambda e: e.as_written),
        Fact(_("Official address"), lambda e: e.url, look="url"),
    )

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """With ``?at=2.4`` or ``?at=s-2`` on to the paragraph or section of that name, on whichever page it stands."""
        at = request.GET.get("at", "").strip().removeprefix("§").strip()
        if at and "\x00" not in at and len(at) <= LONGEST_LOCATOR:
            passages = Passage.objects.filter(document__in=self.get_queryset().filter(slug=slug))
            named = Q(section=at.removeprefix("s-")) if at.startswith("s-") else Q(locator=at)
            if passage := passages.filter(named).select_related("document").order_by("position").first():
                name = at if at.startswith("s-") else passage.locator
                return HttpResponseRedirect(passage_address(passage.document, name, passage.position))
        return super().get(request, slug)

    def get_context_data(self, **kwargs) -> dict:
        asked = self.request.GET.get("page", "1")
        page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < LONGEST_NUMBER else 1
        reader = Reader(self.entry, self.request.user, page=page)
        return super().get_context_data(**kwargs) | self._versions() | {
            "reader": reader,
            "notices": self._notices(reader, asked),
            "import_url": self._import_url(),
        }  # fmt: skip

    def _versions(self) -> dict:
        versions = versions_of(self.entry, self.request.user)
        quoted = self.entry.passages.filter(citations__quote__gt="")
        texts = dict(quoted.values_list("locator", "text")) if versions else {}
        return {
            "versions": versions,
            "lost_quotes": lost_quotes(self.entry, texts, self.request.user) if versions else [],
        }

    def _notices(self, reader: Reader, asked: str) -> list[str]:
        notices, at = [], self.request.GET.get("at", "")[:LONGEST_LOCATOR]
        if at:
            notices.append(_("There is no place “%(name)s” in this document.") % {"name": at})
        if asked != str(reader.number):
            notices.append(_("There is no page “%(asked)s”; this is page %(page)s of %(pages)s.") % {
                "asked": asked[:LONGEST_LOCATOR], "page": reader.number, "pages": reader.pages,
            })  # fmt: skip
        return notices

    def _import_url(self) -> str:
        may_import = self.request.user.has_perm("cyberpolicy.change_document")
        return reverse("document-import", args=[self.entry.slug]) if may_import else ""

    def crumb(self) -> str:
        return self.entry.paper or self.entry.title
