"""The parts that records of any kind have, as rows on the form of the record."""

from collections.abc import Container
from contextlib import suppress

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, TextField, URLField
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cyberpolicy import quotes
from cyberpolicy.admin.formsets import CatalogueFormSet, PartFormSet
from cyberpolicy.admin.hints import hint
from cyberpolicy.admin.sources import SourcedForm
from cyberpolicy.models import (
    Alias,
    CatalogueEntry,
    Citation,
    EditorNote,
    Entry,
    EntryPart,
    Milestone,
    Passage,
    ProgressStatus,
    Relation,
)
from cyberpolicy.publication import links
from cyberpolicy.querysets import following
from cyberpolicy.relation_kinds import IN_TRACK, RELATION_KINDS
from cyberpolicy.sources import source_of, written
from cyberpolicy.visibility import access_of

DATE_ROWS = (("date", "basis"), ("note_nl", "note_en"))
WIDGETS = {
    TextField: {"widget": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})},
    URLField: {"widget": AdminURLFieldWidget, "assume_scheme": "https"},
}
# More relations than this are not put on one form: it would grow too long to work in.
MANY = 30


class CatalogueInline(admin.StackedInline):
    """Rows that hang on the catalogue row of the record. To Django's admin that row is the parent."""

    formset = CatalogueFormSet
    fk_name = "entry"
    extra = 0
    briefly: tuple = ()  # the rows of fields that a new record needs; the others then stand under "More"
    classes = ("collapse",)
    template = "admin/entry_rows.html"
    formfield_overrides = WIDGETS

    def __init__(self, parent_model: type[Entry], admin_site: admin.AdminSite) -> None:
        super().__init__(CatalogueEntry, admin_site)

    def get_formset(self, request: HttpRequest, obj: Entry | None = None, **kwargs) -> type[CatalogueFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        formset.user = request.user
        return formset

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).visible_to(request.user)

    def get_fieldsets(self, request: HttpRequest, obj: Entry | None = None) -> list:
        if obj or not self.briefly:
            return super().get_fieldsets(request, obj)
        more = [row for row in (without(row, flatten(self.briefly)) for row in self.fields) if row]
        return [
            (None, {"fields": self.briefly}),
            (gettext_lazy("More about it"), {"fields": more, "classes": ("collapse",)}),
        ]

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        return super().formfield_for_dbfield(db_field, request, **hint(db_field) | kwargs)

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, **visible_choices(db_field, request) | kwargs)


def without(row: str | tuple, hidden: Container[str]) -> str | tuple:
    """A row of fields less those that are ``hidden``; empty when none is left."""
    if isinstance(row, str):
        return "" if row in hidden else row
    return tuple(name for name in row if name not in hidden)


def visible_choices(db_field, request: HttpRequest) -> dict:
    """The ``queryset`` of a choice of records: those the editor may see."""
    related = db_field.related_model
    if issubclass(related, Entry | CatalogueEntry):
        return {"queryset": related.objects.visible_to(request.user)}
    return {}


class CitationForm(forms.ModelForm):
    """A citation of the record itself; the passage is typed as its locator, so that no list of passages is loaded."""

    locator = forms.CharField(
        label=gettext_lazy("Passage"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"size": 12}),
        help_text=gettext_lazy("For example 2.4 or fn.1."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["locator"] = self.instance.passage.locator if self.instance.passage_id else ""
        self.is_quote_gone = self.instance.pk is not None and self.instance.is_gone

    def clean(self) -> dict:
        super().clean()
        document, locator = self.cleaned_data.get("document"), self.cleaned_data.get("locator", "").strip(" §\u00a0")
        self.instance.passage = Passage.objects.filter(document=document, locator=locator).first() if document else None
        if document and locator and self.instance.passage is None:
            wrong = _("%(name)s has no passage “%(locator)s”.") % {"name": document.slug, "locator": locator}
            self.add_error("locator", wrong)
        self._take_quote()
        return self.cleaned_data

    def _take_quote(self) -> None:
        """The words as the passage has them, else as they were stored: pasting and sending break lines elsewhere.

        Whether they stand in the passage the model tells.
        """
        quote, passage, stored = self.cleaned_data.get("quote"), self.instance.passage, self.initial.get("quote", "")
        if not quote:
            return
        if quote.split() == stored.split():
            self.cleaned_data["quote"] = stored
        if passage:
            with suppress(quotes.QuoteError):
                self.cleaned_data["quote"] = quotes.exact(passage.text, quote)


class CitationInline(CatalogueInline):
    model = Citation
    form = CitationForm
    verbose_name_plural = gettext_lazy("sources of the record as a whole")
    autocomplete_fields = ("document",)
    fields = (("document", "locator", "pages"), ("as_stated", "field"), "quote")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(part__isnull=True).select_related("document", "passage")

    @admin.display(description=gettext_lazy("passage"))
    def locator(self, citation: Citation) -> str:
        """For those who may look and not change."""
        return citation.passage.locator if citation.passage else ""


class PartInline(CatalogueInline):
    """Parts of a record, each with its sources; of a dated history only the rows that stand."""

    formset = PartFormSet
    form = SourcedForm

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = following(super().get_queryset(request), (link.name for link in links(self.model)))
        access = access_of(request.user)
        for link in links(self.model):
            rows = rows.filter(access.q(f"{link.name}__"))
        return rows.filter(retracted_at__isnull=True) if hasattr(self.model, "retracted_at") else rows

    @admin.display(description=gettext_lazy("sources"))
    def sources(self, part: EntryPart) -> str:
        """For those who may look and not change."""
        cites = Citation.objects.filter(part_id=part.pk).select_related("document", "passage").order_by("pk")
        return written(source_of(cite) for cite in cites)


class AliasInline(PartInline):
    model = Alias
    fields = (("text", "language", "kind"), "sources")


class MilestoneInline(PartInline):
    model = Milestone
    verbose_name_plural = gettext_lazy("period and milestones")
    fields = (
        ("kind", *DATE_ROWS[0]),
        ("title_nl", "title_en"),
        DATE_ROWS[1],
        ("is_expected", "is_disputed"),
        "sources",
    )
    briefly = (("kind", "date"), "sources")


class ProgressInline(PartInline):
    model = ProgressStatus
    briefly = (("status", "date"), "sources")
    fields = (("status", *DATE_ROWS[0]), ("remark_nl", "remark_en"), DATE_ROWS[1], "sources")


class NoteInline(PartInline):
    model = EditorNote
    fields = (("text_nl", "text_en"), ("basis", "field", "source_url"), "sources")


# Relations


class RelationFormSet(PartFormSet):
    is_too_long = False  # set by the inline: the page then offers only to add

    def get_queryset(self) -> QuerySet:
        return self.model.objects.none() if self.is_too_long and not self.is_bound else super().get_queryset()


class RelationInline(PartInline):
    """What this record does to others: it is the subject."""

    model = Relation
    formset = RelationFormSet
    fk_name = "subject"
    verbose_name_plural = gettext_lazy("relations, read from this record")
    autocomplete_fields = ("object",)
    fields = (("kind", "object", "position"), ("qualifier_nl", "qualifier_en", "basis"), "sources")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        # tracks are boxes on the form of the record
        return super().get_queryset(request).exclude(kind=IN_TRACK).select_related("subject", "object")

    def get_formset(self, request: HttpRequest, obj: Entry | None = None, **kwargs) -> type[RelationFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        formset.is_too_long = bool(obj and obj.pk and self._of(request, obj)[MANY : MANY + 1])
        return formset

    def _of(self, request: HttpRequest, entry: Entry) -> QuerySet:
        return self.get_queryset(request).filter(**{self.fk_name: entry.pk})

    def formfield_for_choice_field(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "kind":
            verbs = [(kind.slug, self.verb(kind)) for kind in RELATION_KINDS.values() if kind.slug != IN_TRACK]
            kwargs["choices"] = [("", "---------"), *sorted(verbs, key=lambda verb: verb[1])]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def verb(self, kind) -> str:
        return str(kind.forward)


class IncomingFormSet(RelationFormSet):
    """Relations of which this record is the object. They are parts of the record at the other end.

    Whoever changes them there raises the version of that record, not of this one: so each row carries what it was.
    """

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance.pk:  # a row cannot move to another record: its sources would stay behind
            form.fields["subject"].disabled = True

    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms:
            is_touched = (form.has_changed() and not self._is_untouched(form)) or self._should_delete_form(form)
            if is_touched and form.cleaned_data.get("seen") not in ("", None, getattr(form, "stored", None)):
                wrong = _("Not saved: someone else changed the relation with “%(title)s”. Open this page again.")
                raise ValidationError(wrong % {"title": form.instance.subject.title})


class IncomingInline(RelationInline):
    formset = IncomingFormSet
    fk_name = "object"
    verbose_name_plural = gettext_lazy("relations, read from the other record")
    autocomplete_fields = ("subject",)
    fields = (("kind", "subject", "position"), ("qualifier_nl", "qualifier_en", "basis"), "sources")

    def verb(self, kind) -> str:
        return str(kind.inverse)


def with_parts(*own: type[CatalogueInline]) -> list[type[CatalogueInline]]:
    """The rows on the form of a kind of record: ``own`` are those that not every kind has."""
    return [CitationInline, *own, MilestoneInline, RelationInline, IncomingInline, AliasInline, NoteInline]
