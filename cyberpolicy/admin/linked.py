"""The commonest relations of a new record as boxes on its form, so that nobody has to know their verbs."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.utils.functional import Promise

from cyberpolicy.admin.forms import TrackedForm
from cyberpolicy.models import CatalogueEntry, Entry, Relation


@dataclass(frozen=True)
class Link:
    """A box: its label and hint, the kind of relation, the kinds of record it holds, and whether these are subjects."""

    label: Promise
    hint: Promise
    relation: str
    to: tuple[str, ...]
    reverse: bool = False

    def relation_of(self, entry: Entry, other: CatalogueEntry) -> dict:
        subject, object = (other.pk, entry.pk) if self.reverse else (entry.pk, other.pk)
        return {"kind": self.relation, "subject_id": subject, "object_id": object}


class LinkField(forms.ModelMultipleChoiceField):
    def __init__(self, link: Link) -> None:
        self.link = link
        super().__init__(CatalogueEntry.objects.none(), label=link.label, help_text=link.hint, required=False)

    def open_to(self, user) -> None:
        """Offer what ``user`` may see; the box is made here because it speaks the language of the moment."""
        end = Relation._meta.get_field("subject" if self.link.reverse else "object")
        self.widget = AutocompleteSelectMultiple(end, admin.site)
        self.queryset = CatalogueEntry.objects.visible_to(user).filter(kind__in=self.link.to)


class LinkingForm(TrackedForm):
    """With such boxes while a record is new; later each relation has a row, with its qualifier and its sources."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self._links_shown().items():
            if self.instance.pk:
                del self.fields[name]
            else:
                field.open_to(self.user)

    def _links_shown(self) -> dict[str, LinkField]:
        return {name: field for name, field in self.fields.items() if isinstance(field, LinkField)}

    def save_links(self, entry: Entry) -> None:
        super().save_links(entry)
        for name, field in self._links_shown().items():
            for other in self.cleaned_data[name]:
                values = field.link.relation_of(entry, other)
                if not Relation.objects.filter(**values).exists():  # a row of the same form may have made it
                    Relation(**values).save()
