"""Bringing in the text of a document from the site."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from cyberpolicy.importers import documents, pages, text
from cyberpolicy.models import Document

LARGEST = pages.MAX_BYTES


class TextForm(forms.Form):
    """A document as plain text."""

    file = forms.FileField(
        label=gettext_lazy("Text file"),
        help_text=gettext_lazy(
            "Plain text (UTF-8), as saved from the letter: page breaks and footnotes may stay where they fell."
        ),
    )

    def clean_file(self) -> text.LetterText:
        uploaded = self.cleaned_data["file"]
        self.source_name = uploaded.name
        if uploaded.size > LARGEST:
            raise ValidationError(_("The file is larger than a letter can be (1 MB)."))
        try:
            return text.parse(uploaded.read())
        except pages.LetterError as error:
            raise ValidationError(str(error)) from None


class DocumentImportView(TemplateView):
    """Upload the text, and see what it made of the passages and which quotes no longer match."""

    template_name = "documents/import.html"

    def dispatch(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.document = get_object_or_404(Document.objects.visible_to(request.user), slug=slug)
        if not request.user.has_perm("cyberpolicy.change_document"):
            raise PermissionDenied
        return super().dispatch(request, slug=slug)

    def get_context_data(self, **kwargs) -> dict:
        return {"form": TextForm(), "report": None} | super().get_context_data(**kwargs) | {
            "entry": self.document,
            "crumbs": [
                (reverse("document-list"), Document._meta.verbose_name_plural),
                (self.document.get_absolute_url(), self.document.paper or self.document.title),
                (self.request.path, _("Text")),
            ],
        }  # fmt: skip

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = TextForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        report = documents.store(
            self.document, form.cleaned_data["file"], by=request.user, source_name=form.source_name
        )
        messages.success(request, str(report))
        return self.render_to_response(self.get_context_data(report=report))
