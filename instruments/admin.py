"""The admin of the means, and of what parliament asked."""

from django.contrib import admin
from django.utils.translation import gettext as _

from cyberpolicy import dates
from cyberpolicy.admin.entries import EntryAdmin
from cyberpolicy.admin.forms import EntryForm, TrackedForm
from cyberpolicy.admin.inlines import DATE_ROWS, PartInline, ProgressInline, with_parts
from cyberpolicy.admin.sources import SourcedForm
from instruments.models import Commitment, Deadline, ExecutionStatus, Instrument, Listing, Motion, OutcomeEvent, Request

REMARKS = ("remark_nl", "remark_en")


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


class ExecutionInline(PartInline):
    model = ExecutionStatus
    fields = (("status", *DATE_ROWS[0], "request_number"), REMARKS, DATE_ROWS[1], "sources")


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


@admin.register(Motion)
class MotionAdmin(EntryAdmin):
    form = MotionForm
    inlines = with_parts(RequestInline, OutcomeInline, ExecutionInline, DeadlineInline)
    facts = (
        ("dossier", "number"),
        ("document", "replaces"),
        ("submitters_complete", "requests_known"),
        "appraisal",
    )
    autocomplete_fields = ("document", "replaces")
    list_facts = ("outcome", "execution")

    def get_prepopulated_fields(self, request, obj=None) -> dict:
        return {} if obj else {"slug": ("dossier", "number")}


@admin.register(Commitment)
class CommitmentAdmin(EntryAdmin):
    inlines = with_parts(CommitmentExecutionInline, DeadlineInline)
    facts = (("strength", "made_on"), ("chamber", "register_number"), "repeats")
    autocomplete_fields = ("repeats",)
    list_facts = ("strength", "execution")
