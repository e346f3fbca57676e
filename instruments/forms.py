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
from cyberpolicy.widgets import SELECT, TEXT
from instruments.models import Execution, Motion, Owed, Request
from instruments.services import SETTLING, Proof


class SettleForm(forms.Form):
    """Which request, how, on which day, and what proves it. The passages to choose from follow from the document."""

    request = forms.TypedChoiceField(label=gettext_lazy("Request"), required=False, coerce=int, empty_value=None)
    status = forms.ChoiceField(
        label=gettext_lazy("Execution"), choices=[(status, Execution(status).label) for status in SETTLING]
    )
    on = forms.DateField(label=gettext_lazy("From which day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
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
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, owed: Owed, user, **kwargs) -> None:
        start = {"version": owed.version, "on": timezone.localdate(), "status": Execution.SETTLED}
        super().__init__(*args, initial=start | kwargs.pop("initial", {}), **kwargs)
        self.owed, self.user = owed, user
        self.found = self._document(str(self["document"].value() or ""))
        self._offer_requests()
        self._offer_passages()
        for name, field in self.fields.items():
            kind = SELECT if isinstance(field, forms.ChoiceField) else TEXT
            field.widget.attrs |= {"class": kind} | ({"aria-describedby": f"{name}-help"} if field.help_text else {})

    def _offer_requests(self) -> None:
        requests = Request.objects.filter(entry_id=self.owed.pk) if isinstance(self.owed, Motion) else []
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

    def proof(self) -> Proof:
        data = self.cleaned_data
        document, locator = data.get("document"), data.get("passage")
        passage = document.passages.filter(locator=locator).first() if document and locator else None
        return Proof(document, passage, data["quote"].strip())


def _begin(passage: Passage) -> str:
    """Where it stands and how it begins, to choose it by."""
    return f"{references.locator(passage.locator)} {Truncator(passage.text).chars(70)}".strip()
