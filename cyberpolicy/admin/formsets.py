"""The rows of parts on the form of a record. Parts hang on the catalogue row, so that row stands in for the record."""

import hashlib
from collections import defaultdict
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.translation import gettext as _

from cyberpolicy.models import CatalogueEntry, Citation, Entry, EntryPart
from cyberpolicy.publication import hidden_records, names_of


class SeenField(forms.CharField):
    """What a row was when the page was opened; travels with the form and is no change by itself."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data) -> bool:
        return False


class CatalogueFormSet(BaseInlineFormSet):
    """Rows of a record, given the record itself; on the page of a new one its catalogue row exists only when saving.

    Each row carries what it was when the page was opened. One that the editor left like that is not written: when
    someone else changed it meanwhile, or took it away, that stays.
    """

    user = None  # set by the inline

    def __init__(self, data=None, files=None, instance: Entry | None = None, **kwargs) -> None:
        self.record = instance
        row = instance.catalogue if instance is not None and instance.pk else CatalogueEntry()
        super().__init__(data, files, instance=row, **kwargs)
        self.extra = len(self.initial_extra or ())  # rows of a new record that are open from the start

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Replace the stock key field: it looks each key up once more, and refuses a row that is gone."""
        super().add_fields(form, index)
        form.is_lost = self._is_lost(form, index)
        form.is_stored = form.is_lost or form.instance.pk is not None
        form.fields[self._pk_field.name] = forms.IntegerField(
            required=False, disabled=form.is_lost, initial=form.instance.pk, widget=forms.HiddenInput
        )
        if form.is_stored:
            form.stored = self._fingerprint(form, form.initial)
            form.fields["seen"] = SeenField(required=False, initial=form.stored)

    def _construct_form(self, i: int, **kwargs) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        form.fields[self._pk_field.name].required = i < self.initial_form_count() and not form.is_lost
        return form

    def _is_lost(self, form: forms.ModelForm, index: int | None) -> bool:
        """Whether the row was there when the page was opened and someone removed it since."""
        return self.is_bound and index is not None and index < self.initial_form_count() and form.instance.pk is None

    def _fingerprint(self, form: forms.ModelForm, values: dict) -> str:
        """Of what the form shows of the row; the same from the database as from what was typed.

        What stands in no box is no part of it: this editor can neither have changed it nor give it back.
        """
        columns = {field.name: field.attname for field in self.model._meta.concrete_fields}
        shown = [
            getattr(form.instance, columns[name]) if name in columns else values.get(name, "")
            for name in form.base_fields
        ]
        said = [str(value).replace("\r\n", "\n").strip() for value in shown]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]

    def _is_untouched(self, form: forms.ModelForm) -> bool:
        return form.cleaned_data.get("seen") == self._fingerprint(form, form.cleaned_data)

    @property
    def has_gone_quotes(self) -> bool:
        """Whether a row is a source whose words no longer stand where they did: the editor came for it."""
        return any(getattr(form, "is_quote_gone", False) for form in self.initial_forms)

    def match_rows(self) -> None:
        """Before a refused form is shown: the admin pairs rows and forms one by one, also when rows came or went."""
        if self.is_bound:
            self._queryset = [None if form.is_lost else form.instance for form in self.initial_forms]

    def save(self, commit: bool = True) -> list:
        self.instance = self.record.catalogue
        return super().save(commit)

    def save_new_objects(self, commit: bool = True) -> list:
        """The new rows, and again those that someone else removed while this editor changed them."""
        made = super().save_new_objects(commit)
        for form in self.initial_forms:
            if form.is_lost and not self._should_delete_form(form) and not self._is_untouched(form):
                self.new_objects.append(self.save_new(form, commit))
        return made

    def save_existing(self, form: forms.ModelForm, obj: models.Model, commit: bool = True) -> models.Model:
        return obj if self._is_untouched(form) else self.save_touched(form, obj, commit)

    def save_touched(self, form: forms.ModelForm, obj: models.Model, commit: bool) -> models.Model:
        return super().save_existing(form, obj, commit)


class PartFormSet(CatalogueFormSet):
    """Rows of parts with their sources."""

    def get_form_kwargs(self, index: int | None) -> dict:
        return super().get_form_kwargs(index) | {"user": self.user, "cites": self._cites}

    @cached_property
    def _cites(self) -> dict[int, list[Citation]]:
        found = defaultdict(list)
        if self.instance.pk:
            rows = Citation.objects.visible_to(self.user).filter(part__in=[row.pk for row in self.get_queryset()])
            for citation in rows.select_related("document", "passage").order_by("pk"):
                found[citation.part_id].append(citation)
        return found

    def clean(self) -> None:
        """A public record names only public records, in its rows too."""
        super().clean()
        used = [form for form in self.forms if form.has_changed() or form.instance.pk]
        hidden = hidden_records(self.record, [form.instance for form in used if not self._should_delete_form(form)])
        if hidden:
            wrong = _("Cannot be public: it names what is not public and published yet: %(names)s.")
            raise ValidationError(wrong % {"names": names_of(hidden, self.user)})

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> EntryPart:
        part = super().save_new(form, commit)
        form.save_sources()
        return part

    def save_touched(self, form: forms.ModelForm, obj: EntryPart, commit: bool) -> EntryPart:
        if hasattr(obj, "retracted_at") and set(form.changed_data) - {"sources"}:
            replace(obj)
        else:
            super().save_touched(form, obj, commit)
        form.save_sources()
        return obj

    def delete_existing(self, obj: EntryPart, commit: bool = True) -> None:
        """Rows of a dated history are retracted, so that it stays known what was known on a day."""
        if hasattr(obj, "retracted_at"):
            retract(obj.pk, type(obj))
        else:
            obj.delete()


def retract(pk: int, model: type[EntryPart]) -> None:
    row = model._base_manager.get(pk=pk)
    row.retracted_at = timezone.now()
    row.save()


def replace(row: EntryPart) -> None:
    """Retract the row as it is stored and keep ``row``, with its changed values, as a new one with the same sources."""
    former = row.pk
    retract(former, type(row))
    row.pk, row._state.adding = None, True
    row.recorded_at = timezone.now()
    row.save()
    for citation in Citation.objects.filter(part_id=former):
        citation.pk, citation._state.adding, citation.part_id = None, True, row.pk
        citation.save()
