"""A new status of a record, with its source, from the record's own page: three boxes."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cyberpolicy import dates
from cyberpolicy.kinds import part_models
from cyberpolicy.models import Citation, DatedRow
from cyberpolicy.sources import cited_in, save_citations, source_of, written
from cyberpolicy.views.editing import RecordEditView, RecordForm
from cyberpolicy.widgets import picking

KNOWN_SOURCES = 20  # offered to choose from, latest first


def status_model(kind: str) -> type[DatedRow] | None:
    """The dated rows in which the ministry keeps how far a record of this kind is; None for kinds without."""
    models = part_models(kind).values()
    rows = (model for model in models if issubclass(model, DatedRow) and model.is_ours)
    return next((model for model in rows if model.told_by == "status"), None)


class StatusForm(RecordForm):
    status = forms.ChoiceField(label=_("New status"))
    about = forms.TypedChoiceField(label=_("About"), required=False, coerce=int, empty_value=None)
    date = forms.CharField(
        label=_("Since"),
        max_length=60,
        help_text=_("A day, or as precise as you know it: 2026-03-17, 2026-03, 2026."),
    )
    sources = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=500,
        help_text=_("Document and passage, as “kst-33694-60: 1.2”. Without a source it is shown as unsourced."),
    )
    remark_nl = forms.CharField(label=_("Remark (Dutch)"), required=False, max_length=300)
    remark_en = forms.CharField(label=_("Remark (English)"), required=False, max_length=300)

    extra = ("remark_nl", "remark_en")

    def add_choices(self) -> None:
        self.model = status_model(self.entry.kind_name)
        choices = self.model._meta.get_field("status").choices
        self.fields["status"].choices = [("", "---------"), *choices]
        self.fields["date"].initial = timezone.localdate().isoformat()
        self.fields["sources"].widget.attrs |= picking() | {"list": "known-sources", "autocomplete": "off"}
        about = self.model.abouts(self.entry)
        if about:
            self.fields["about"].choices = [("", _("the whole")), *about]
        else:
            del self.fields["about"]

    def known_sources(self) -> list[str]:
        """The places on which the record rests already."""
        cites = (
            Citation.objects.visible_to(self.user).filter(entry_id=self.entry.pk).select_related("document", "passage")
        )
        lines = (written([source_of(cite)]) for cite in cites.order_by("-pk")[: 5 * KNOWN_SOURCES])
        return list(dict.fromkeys(lines))[:KNOWN_SOURCES]

    def clean_date(self) -> str:
        try:
            return dates.parse(self.cleaned_data["date"]).value
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def clean_sources(self) -> list[Citation]:
        return cited_in(self.cleaned_data["sources"], self.user)

    def clean(self) -> dict:
        cleaned = super().clean()
        is_bare = "sources" in cleaned and not cleaned["sources"]
        if is_bare and cleaned.get("status") in self.model.to_be_proven:
            self.add_error(
                "sources", _("This status needs its source. Settle it from its page to give a reason instead.")
            )
        return cleaned

    def save(self) -> None:
        names = ("status", "date", "remark_nl", "remark_en")
        values = {name: self.cleaned_data[name] for name in names}
        if self.model.about_field and self.cleaned_data.get("about"):
            values[self.model.about_field] = self.cleaned_data["about"]
        row = self.model.objects.create(entry_id=self.entry.pk, **values)
        save_citations(row, self.cleaned_data["sources"], self.user)


class StatusView(RecordEditView):
    form_class = StatusForm
    template_name = "desk/status.html"
    title = _("New status")
    action = "status"
    done = _("The new status is saved.")

    def dispatch(self, request: HttpRequest, kind: str, slug: str) -> HttpResponse:
        if status_model(kind) is None:
            raise Http404
        return super().dispatch(request, kind=kind, slug=slug)
