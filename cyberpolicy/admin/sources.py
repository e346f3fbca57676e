"""The sources of a part on the forms of the admin: one line, typed or picked."""

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import Citation
from cyberpolicy.sources import cited_in, save_citations, source_of, written
from cyberpolicy.widgets import picking


class SourcesInput(AdminTextInputWidget):
    class Media:
        js = (forms.Script("js/sources.js", defer=True),)  # in the head: the boxes come later

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__({"class": "vTextField cp-sources", "placeholder": "kst-33694-60: 1.2, 2.1"} | (attrs or {}))

    def get_context(self, name: str, value: str | None, attrs: dict | None) -> dict:
        return super().get_context(name, value, picking() | (attrs or {}))


class SourcedForm(forms.ModelForm):
    """The form of a part, with its sources as one line of text."""

    sources = forms.CharField(
        label=_("Sources"),
        required=False,
        widget=SourcesInput,
        help_text=_("Document, colon, passages; or document p. pages. A “;” between documents."),
    )

    def __init__(self, *args, user=None, cites: dict[int, list[Citation]] | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.cited: list[Citation] | None = None  # set when the line was changed
        self.initial["sources"] = written(source_of(cite) for cite in (cites or {}).get(self.instance.pk, []))

    def clean_sources(self) -> str:
        text = self.cleaned_data["sources"]
        if self.instance.pk and text == self.initial["sources"]:
            return text
        self.cited = cited_in(text, self.user)
        return text

    def save_sources(self) -> None:
        """Write the citations of the saved part; call it after ``save``."""
        if self.cited is not None:
            save_citations(self.instance, self.cited, self.user)
