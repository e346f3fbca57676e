"""The admin of the means, and of what parliament asked."""

import re

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cyberpolicy import dates
from cyberpolicy.admin.entries import EntryAdmin
from cyberpolicy.admin.forms import EntryForm, TrackedForm
from cyberpolicy.admin.inlines import DATE_ROWS, PartInline, ProgressInline, with_parts
from cyberpolicy.admin.sources import SourcedForm
from instruments.agenda import unknown_times
from instruments.models import (
    Commitment,
    Deadline,
    Execution,
    ExecutionStatus,
    Instrument,
    Listing,
    Motion,
    OutcomeEvent,
    Recess,
    RegisterStatus,
    Request,
    Snapshot,
)

REMARKS = ("remark_nl", "remark_en")
WEB_ADDRESS = re.compile(r"https?://(?P<host>[^/\s]+)\S*")


@admin.register(Instrument)
class InstrumentAdmin(EntryAdmin):
    form = TrackedForm
    inlines = with_parts(ProgressInline)
    facts = ("kind", ("binding", "binding_basis"))
    list_facts = ("kind", "progress")


class ListingForm(EntryForm):
    def clean(self) -> dict:
        cleaned = super().clean()
        counts = ("persons", "entities")
        if not any(cleaned.get(name) for name in counts) and not self.errors.keys() & set(counts):
            self.add_error("persons", _("A listing has at least one person or entity."))
        return cleaned


@admin.register(Listing)
class ListingAdmin(EntryAdmin):
    form = ListingForm
    facts = (("round", "persons", "entities"),)
    list_facts = ("round",)


# Parliament


class RequestInline(PartInline):
    model = Request
    fields = ("number", ("text_nl", "text_en"), REMARKS, "sources")


class OutcomeInline(PartInline):
    model = OutcomeEvent
    fields = (
        ("outcome", *DATE_ROWS[0], "source_wording"),
        ("title_nl", "title_en"),
        REMARKS,
        DATE_ROWS[1],
        "sources",
    )


class RegisterInline(PartInline):
    model = RegisterStatus
    fields = (("status", *DATE_ROWS[0], "source_wording"), REMARKS, DATE_ROWS[1], "sources")


class ExecutionForm(SourcedForm):
    def clean(self) -> dict:
        """What is newly called settled names its source, or why it has none."""
        cleaned = super().clean() or self.cleaned_data
        told = [cleaned.get(name) for name in ("sources", "justification_nl", "justification_en")]
        if cleaned.get("status") == Execution.SETTLED and self.has_changed() and not any(told):
            self.add_error("sources", _("Name the source that proves it, or give the reason why there is none."))
        return cleaned


class ExecutionInline(PartInline):
    model = ExecutionStatus
    form = ExecutionForm
    fields = (
        ("status", *DATE_ROWS[0], "request_number"),
        REMARKS,
        ("justification_nl", "justification_en"),
        DATE_ROWS[1],
        "sources",
    )


class CommitmentExecutionInline(ExecutionInline):
    """A commitment has no separate requests."""

    fields = (("status", *DATE_ROWS[0]), *ExecutionInline.fields[1:])


class DeadlineForm(SourcedForm):
    def clean(self) -> dict:
        """The database holds to the same rule, on a column that is filled only when saving."""
        cleaned = super().clean() or self.cleaned_data
        due_on, set_on = cleaned.get("due_on"), _earliest(cleaned.get("date") or "")
        if due_on and set_on and due_on < set_on:
            self.add_error("due_on", _("A deadline cannot lie before the day it was set."))
        return cleaned


def _earliest(date: str):
    """The earliest day of a vague date; None when it is empty or wrong, which its own field tells."""
    try:
        return dates.parse(date).earliest if date else None
    except ValueError:
        return None


class DeadlineInline(PartInline):
    model = Deadline
    form = DeadlineForm
    fields = (("due_on", *DATE_ROWS[0]), ("reason_nl", "reason_en"), REMARKS, DATE_ROWS[1], "sources")


class MotionForm(TrackedForm):
    def suggested_slug(self) -> str:
        dossier, number = self.cleaned_data.get("dossier"), self.cleaned_data.get("number")
        return f"{dossier}-{number}" if dossier and number else super().suggested_slug()


# What the ministry keeps of everything it owes
OWED = (
    ("owner", "deputy"),
    ("planning_nl", "planning_en"),
    ("public_text_nl", "public_text_en"),
    ("internal_text_nl", "internal_text_en"),
)


@admin.register(Motion)
class MotionAdmin(EntryAdmin):
    form = MotionForm
    inlines = with_parts(RequestInline, OutcomeInline, ExecutionInline, DeadlineInline, RegisterInline)
    facts = (
        ("dossier", "number"),
        ("document", "replaces"),
        ("submitters_complete", "requests_known"),
        ("appraisal", "appraisal_wording", "chamber"),
        *OWED,
    )
    autocomplete_fields = ("document", "replaces", "owner", "deputy")
    list_facts = ("outcome", "execution")

    def get_prepopulated_fields(self, request, obj=None) -> dict:
        return {} if obj else {"slug": ("dossier", "number")}


@admin.register(Commitment)
class CommitmentAdmin(EntryAdmin):
    inlines = with_parts(CommitmentExecutionInline, DeadlineInline, RegisterInline)
    facts = (("strength", "made_on"), ("chamber", "register_number"), "repeats", *OWED)
    autocomplete_fields = ("repeats", "owner", "deputy")
    list_facts = ("strength", "execution")


@admin.register(Recess)
class RecessAdmin(admin.ModelAdmin):
    """Kept by the administrator: the chambers announce their recesses, and few come with the software."""

    list_display = ("name_nl", "chamber", "starts_on", "ends_on", "announced")
    list_filter = ("chamber",)
    search_fields = ("name_nl", "name_en")
    fields = (("name_nl", "name_en"), "chamber", ("starts_on", "ends_on"), "source")

    @admin.display(description=_("source"))
    def announced(self, recess: Recess) -> str:
        """The site that its source leads to; a source in words is shown as it is."""
        site = WEB_ADDRESS.fullmatch(recess.source)
        return format_html('<a href="{}">{}</a>', recess.source, site["host"]) if site else recess.source

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, (extra_context or {}) | {"unknown": unknown_times()})


@admin.register(Snapshot)
class SnapshotAdmin(admin.ModelAdmin):
    """To look up only: a frozen report is never changed, and is not taken back once parliament has it."""

    list_display = ("__str__", "kind", "period_start", "period_end", "level", "made_by", "made_at")
    list_filter = ("kind", "language")
    list_select_related = ("made_by",)
    date_hierarchy = "period_end"
    fields = (
        ("kind", "series", "language"), ("period_start", "period_end"), "scope_key", "level", ("known_at", "made_at"),
        "made_by", "template_version", "sha256", "row_count",
    )  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @admin.display(description=_("Number of rows"))
    def row_count(self, snapshot: Snapshot) -> int:
        return snapshot.row_count
