"""The admin of documents."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cyberpolicy.admin.entries import EntryAdmin
from cyberpolicy.admin.forms import EntryForm, LinesField
from cyberpolicy.models import Document


class DocumentForm(EntryForm):
    further_dossiers = LinesField(
        label=_("Also filed under"), required=False, help_text=_("One dossier on each line, without spaces: 33694.")
    )

    def suggested_slug(self) -> str:
        dossier, number = self.cleaned_data.get("dossier"), self.cleaned_data.get("number")
        return f"kst-{dossier}-{number}" if dossier and number else super().suggested_slug()


@admin.register(Document)
class DocumentAdmin(EntryAdmin):
    form = DocumentForm
    facts = (
        ("kind", "chamber", "session_year"),
        ("dossier", "number"),
        "further_dossiers",
        ("as_written", "url"),
    )
    list_facts = ("kind",)
