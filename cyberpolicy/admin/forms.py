"""The form of a record: it refuses to overwrite what someone else saved, and to publish what names a hidden record."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cyberpolicy.admin.conflicts import Conflict
from cyberpolicy.admin.sources import SourcesInput
from cyberpolicy.models import CatalogueEntry, Citation, Entry, Relation
from cyberpolicy.models.relations import RelationBasis
from cyberpolicy.publication import hidden_records, names_of
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.sources import cited_in


class LinesField(forms.CharField):
    """A list of texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})

    def prepare_value(self, value) -> str:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        lines = value if isinstance(value, list) else (value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial, data) -> bool:
        return (initial or []) != self.to_python(data)


class EntryForm(forms.ModelForm):
    """Of any record. ``seen_version`` is the version the editor saw when opening the page.

    ``sources`` stands on the form of a new record only; later each source has a row, with its words and its field.
    """

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Optional; stands in the history beside your name."),
    )

    sources = forms.CharField(
        label=gettext_lazy("Sources"),
        required=False,
        widget=SourcesInput,
        help_text=gettext_lazy("The paragraph that proves it. After saving, words in it can be marked."),
    )

    user = None  # set by the admin
    conflict: Conflict | None = None

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version if self.instance.pk else None
        if self.instance.pk:
            self.fields.pop("sources", None)
        elif "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk:
            self._refuse_conflict()
        elif "slug" in cleaned and not cleaned["slug"]:
            cleaned["slug"] = self._free_slug(self.suggested_slug())
        return cleaned

    def clean_sources(self) -> list[Citation]:
        return cited_in(self.cleaned_data["sources"], self.user)

    # Two editors

    def _refuse_conflict(self) -> None:
        """Refuse when the record is newer than the page, unless the editor saw that very version and saves over it."""
        seen, now = self.cleaned_data.get("seen_version") or 0, self.instance.version
        if seen >= now:
            return
        if self.data.get("save_over") == str(now):
            self._accept(now)
            return
        self.conflict = Conflict(self.instance, seen, self)
        self.add_error(None, _("Not saved: someone else changed this record meanwhile. Nothing you typed is lost."))

    def _accept(self, version: int) -> None:
        """Save what the form holds, but for the boxes of which the editor keeps what the other one saved."""
        self.data = self.data.copy()
        self.data["seen_version"] = str(version)
        own = {field.name for field in self.instance._meta.concrete_fields}
        for name in own & self.fields.keys() & set(self.data.getlist("keep_now")):
            self.cleaned_data[name] = getattr(self.instance, name)

    # The address name

    def suggested_slug(self) -> str:
        return slugify(self.cleaned_data.get("title_en") or self.cleaned_data.get("title_nl") or "")

    def _free_slug(self, wanted: str) -> str:
        base, number = wanted[:90].strip("-"), 1
        slug = base
        while slug and self._meta.model._base_manager.filter(slug=slug).exists():
            number += 1
            slug = f"{base}-{number}"
        return slug

    # Publication

    def full_clean(self) -> None:
        """After the values stand in the record, see whether they may be public."""
        super().full_clean()
        if self.is_bound and self.is_valid():
            hidden = hidden_records(self.instance, [self.instance])
            if hidden:
                wrong = _("Cannot be public: it names what is not public and published yet: %(names)s.")
                self.add_error(None, wrong % {"names": names_of(hidden, self.user)})

    def save_links(self, entry: Entry) -> None:
        """Write what the form keeps outside the record's own table. Called after the record was saved."""
        for citation in self.cleaned_data.get("sources", ()):
            citation.entry_id = entry.pk
            citation.save()


class TrackField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, row: CatalogueEntry) -> str:
        return str(row.title)


class TrackedForm(EntryForm):
    """Of a record that stands in tracks: relations of one kind, kept as a row of boxes."""

    tracks = TrackField(
        label=gettext_lazy("Tracks"),
        queryset=CatalogueEntry.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    track_basis = forms.ChoiceField(
        label=gettext_lazy("Basis of newly ticked tracks"),
        choices=RelationBasis,
        initial=RelationBasis.STATED,
        required=False,
        help_text=gettext_lazy("Leave it when the source itself names the track."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        tracks = CatalogueEntry.objects.visible_to(self.user).filter(kind="track").order_by("rank", "title_nl")
        self.fields["tracks"].queryset = tracks
        self.initial["tracks"] = list(self._links().values_list("object_id", flat=True))

    def _links(self):
        """The links the editor sees: one with a hidden track stays as it is."""
        return Relation.objects.visible_to(self.user).filter(kind=IN_TRACK, subject_id=self.instance.pk)

    def save_links(self, entry: Entry) -> None:
        super().save_links(entry)
        wanted = {track.pk for track in self.cleaned_data["tracks"]}
        links = {link.object_id: link for link in self._links()}
        for track, link in links.items():
            if track not in wanted:
                link.delete()
        basis = self.cleaned_data["track_basis"] or RelationBasis.STATED
        for track in self.cleaned_data["tracks"]:
            if track.pk not in links:
                Relation(subject_id=entry.pk, kind=IN_TRACK, object=track, basis=basis).save()
