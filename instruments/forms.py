"""The form with which something owed is settled, with its proof."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cyberpolicy import references
from cyberpolicy.models import Document, Passage
from cyberpolicy.own_documents import document_named
from cyberpolicy.views.editing import RecordForm
from instruments.models import Execution, Motion, Request
from instruments.services import SETTLING, Proof, settle


class SettleForm(RecordForm):
    """Which request, how, on which day, and what proves it. The passages to choose from follow from the document."""

    request = forms.TypedChoiceField(label=gettext_lazy("Request"), required=False, coerce=int, empty_value=None)
    status = forms.ChoiceField(
        label=gettext_lazy("Execution"),
        initial=Execution.SETTLED,
        choices=[(status, Execution(status).label) for status in SETTLING],
    )
    on = forms.DateField(
        label=gettext_lazy("From which day"),
        initial=timezone.localdate,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    document = forms.CharField(
        label=gettext_lazy("Document"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Its number, as 33 694, nr. 60, or the last part of its address."),
    )
    passage = forms.ChoiceField(
        label=gettext_lazy("Passage"), required=False, help_text=gettext_lazy("Name the document first.")
    )
    quote = forms.CharField(
        label=gettext_lazy("Exact quote"),
        required=False,
        max_length=5000,
        strip=False,
        widget=forms.Textarea({"rows": 4, "lang": "nl"}),
        help_text=gettext_lazy("Copy the words from the passage: they are compared letter by letter."),
    )
    justification_nl = forms.CharField(
        label=gettext_lazy("Reason, without such proof or with an older paper (Dutch)"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Readers see this reason."),
    )
    justification_en = forms.CharField(
        label=gettext_lazy("The same in English"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )

    def add_choices(self) -> None:
        self.found = self._document(str(self["document"].value() or ""))
        self._offer_requests()
        self._offer_passages()

    def _offer_requests(self) -> None:
        requests = Request.objects.filter(entry_id=self.entry.pk) if isinstance(self.entry, Motion) else []
        if requests:
            asked = [(request.number, Truncator(str(request)).chars(90)) for request in requests]
            self.fields["request"].choices = [("", _("the motion as a whole")), *asked]
        else:
            del self.fields["request"]

    def _offer_passages(self) -> None:
        passages = self.found.passages.order_by("position") if self.found else []
        self.fields["passage"].choices = [("", "—"), *((passage.locator, _begin(passage)) for passage in passages)]

    def _document(self, name: str) -> Document | None:
        """By its address name, or by any usual spelling of its number."""
        name = name.strip().strip("/").rpartition("/")[2].replace("\x00", "")
        return document_named(name, Document.objects.visible_to(self.user)) if name else None

    def clean_document(self) -> Document | None:
        if self.cleaned_data["document"] and not self.found:
            raise ValidationError(_("There is no such document here."))
        return self.found

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return on

    def save(self) -> None:
        data = self.cleaned_data
        settle(
            owed=self.entry, by=self.user, on=data["on"], proof=self._proof(), status=data["status"],
            request_number=data.get("request"), justification=(data["justification_nl"], data["justification_en"]),
        )  # fmt: skip

    def _proof(self) -> Proof:
        data = self.cleaned_data
        document, locator = data.get("document"), data.get("passage")
        passage = document.passages.filter(locator=locator).first() if document and locator else None
        return Proof(document, passage, data["quote"].strip())


def _begin(passage: Passage) -> str:
    """Where it stands and how it begins, to choose it by."""
    return f"{references.locator(passage.locator)} {Truncator(passage.text).chars(70)}".strip()
