"""Citing: choose the document, choose the paragraph from its text, mark the words. Each step is an address."""

from urllib.parse import urlencode

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from cyberpolicy import citable, quotes
from cyberpolicy.models import Citation, Document, Entry, Passage
from cyberpolicy.sources import Source, written
from cyberpolicy.views.editing import RecordEditView, RecordForm

WHOLE = "-"  # in an address: not one passage, but the document
LETTERS_IN_A_LINE = 80
LATELY, MOST_LATELY = "documents_chosen", 5  # in the session: who cites a letter often cites it again


class Choosing:
    """How far the choosing of a place has come, read from an address."""

    def __init__(self, request: HttpRequest, entry: Entry | None = None) -> None:
        self.path, self.query, self.notices = request.path, request.GET, []
        self.words = self.query.get("words", "").replace("\x00", "")[:200]
        self.document = self._document(request.user)
        self.passage = self._passage()
        self.is_whole = bool(self.document) and self.query.get("passage") == WHOLE
        self.entry, self.user = entry, request.user
        self.lately = request.session.get(LATELY, [])
        if self.step == "place" and self.lately[:1] != [self.document.pk]:
            others = [key for key in self.lately if key != self.document.pk]
            request.session[LATELY] = [self.document.pk, *others][:MOST_LATELY]

    def _document(self, user) -> Document | None:
        slug = self.query.get("document", "").replace("\x00", "")[:100]
        document = Document.objects.visible_to(user).filter(slug=slug).first() if slug else None
        if slug and document is None:
            self.notices.append(_("There is no document “%(name)s”.") % {"name": slug})
        return document

    def _passage(self) -> Passage | None:
        locator = self.query.get("passage", "").replace("\x00", "")[:40]
        if not self.document or locator in ("", WHOLE):
            return None
        passage = self.document.passages.filter(locator=locator).first()
        if passage is None:
            names = {"name": self.document.slug, "locator": locator}
            self.notices.append(_("%(name)s has no passage “%(locator)s”.") % names)
        return passage

    @property
    def step(self) -> str:
        if self.passage or self.is_whole:
            return "place"
        return "passage" if self.document else "document"

    @property
    def source(self) -> str:
        """The chosen place as a line of sources has it."""
        return written([Source(self.document.slug, self.passage.locator if self.passage else "")])

    def address(self, **values: str) -> str:
        return f"{self.path}?{urlencode(values)}" if values else self.path

    def context(self) -> dict:
        """What the step shows to choose from."""
        if self.step == "document":
            found, count = citable.documents(self.words, self.user, self.entry, self.lately)
            return {"documents": [(one, self.address(document=one.slug)) for one in found], "count": count}
        if self.step == "passage":
            found = citable.passages(self.document, self.words)
            return {"passages": found[: citable.PASSAGES_SHOWN], "count": len(found), "whole": WHOLE}
        again = self.address(document=self.document.slug)
        return {"again_url": again, "rows": len(self.passage.text) // LETTERS_IN_A_LINE + 2 if self.passage else 0}


class CiteForm(RecordForm):
    about = forms.ChoiceField(label=gettext_lazy("Which fact it proves"), required=False)
    quote = forms.CharField(
        label=gettext_lazy("The words"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "nl"}),
        help_text=gettext_lazy("Exactly as they stand in the paragraph. Leave it empty to cite the whole paragraph."),
    )
    # where the words were marked: they may stand in the paragraph more than once
    quote_at = forms.IntegerField(required=False, min_value=0, max_value=10**6, widget=forms.HiddenInput)
    pages = forms.CharField(label=gettext_lazy("Pages"), required=False, max_length=40)
    as_stated = forms.CharField(
        label=gettext_lazy("Value as stated"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only when the source's value differs from ours."),
    )

    place: tuple[int | None, int | None] = (None, None)  # of the words in the paragraph

    def __init__(self, *args, choosing: Choosing, **kwargs) -> None:
        self.choosing = choosing
        super().__init__(*args, **kwargs)

    def add_choices(self) -> None:
        self.fields["about"].choices = citable.facts(self.entry, self.user)
        passage = self.choosing.passage
        if not (passage and passage.text):
            del self.fields["quote"], self.fields["quote_at"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if quote := cleaned.get("quote"):
            text = self.choosing.passage.text
            try:
                self.place = quotes.place(text, quote, cleaned.get("quote_at") or 0)
                cleaned["quote"] = text[slice(*self.place)]
            except quotes.QuoteError as error:
                self.add_error("quote", str(error))
        return cleaned

    def save(self) -> None:
        """Add the citation, unless the same one stands there."""
        what, _colon, name = self.cleaned_data["about"].partition(":")
        place = {
            "entry_id": self.entry.pk,
            "part_id": int(name) if what == "part" else None,
            "field": name if what == "field" else "",
            "document": self.choosing.document,
            "passage": self.choosing.passage,
            "pages": self.cleaned_data["pages"],
            "as_stated": self.cleaned_data["as_stated"],
            "quote": self.cleaned_data.get("quote", ""),
            "quote_start": self.place[0],
        }
        if not Citation.objects.filter(**place).exists():
            Citation(**place, quote_end=self.place[1]).save()


class CiteView(RecordEditView):
    """A new source of a record, of one of its fields or of one of its parts."""

    form_class = CiteForm
    template_name = "desk/cite.html"
    title = gettext_lazy("Add a source")
    action = "cite"
    done = gettext_lazy("The source is added.")

    def make_form(self, data=None) -> CiteForm:
        initial = {"about": self.request.GET.get("about", "")}
        return CiteForm(data, entry=self.entry, user=self.request.user, choosing=self.choosing, initial=initial)

    def get(self, request: HttpRequest, **kwargs):
        self.choosing = Choosing(request, self.entry)
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs):
        self.choosing = Choosing(request, self.entry)
        return super().post(request, **kwargs) if self.choosing.step == "place" else self.get(request, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | self.choosing.context() | {"choosing": self.choosing}


class SourcePickView(PermissionRequiredMixin, TemplateView):
    """The same choosing for a box of sources on a form: it ends with the line to put there."""

    permission_required = "cyberpolicy.view_unpublished"
    template_name = "desk/pick.html"

    def get_context_data(self, **kwargs) -> dict:
        choosing = Choosing(self.request)
        return super().get_context_data(**kwargs) | choosing.context() | {
            "choosing": choosing,
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Find a passage"))],
        }  # fmt: skip
