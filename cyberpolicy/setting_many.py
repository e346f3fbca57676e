"""Changing many records at once: what can be set, what it would change, and doing it as one action.

What a kind can be given follows from its fields and parts: every record has a unit; motions and commitments also have
an owner and deadlines. Nothing here names those kinds.
"""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cyberpolicy.batching import batches
from cyberpolicy.bulk import standing_in
from cyberpolicy.history import Action
from cyberpolicy.kinds import part_models
from cyberpolicy.models import CatalogueEntry, Entry, Relation, Unit, User
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.widgets import SELECT, TEXT

MOST = 5_000  # in one action; more is asked for with a narrower filter


class BulkForm(forms.Form):
    """What to set. A field left empty is left as it is on every record; "nobody" and "none" empty it."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    due_on = forms.DateField(
        label=gettext_lazy("Deadline"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    deadline_reason = forms.CharField(label=gettext_lazy("Reason for the deadline"), required=False, max_length=300)
    track = forms.ChoiceField(label=gettext_lazy("Add to track"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason of this change, for the history"), required=False, max_length=300
    )

    EMPTY = "-"

    def __init__(self, *args, model: type[Entry], user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        names = {field.name for field in model._meta.concrete_fields}
        if "owner" not in names:
            del self.fields["owner"]
        if "deadlines" not in part_models(model._meta.model_name):
            del self.fields["due_on"], self.fields["deadline_reason"]
        self._offer(user)
        for field in self.fields.values():
            field.widget.attrs["class"] = SELECT if isinstance(field, forms.ChoiceField) else TEXT

    def _offer(self, user) -> None:
        as_is = ("", _("leave as it is"))
        units = ((unit.code, str(unit)) for unit in Unit.objects.all())
        tracks = CatalogueEntry.objects.visible_to(user).filter(kind="track").order_by("rank")
        self.fields["unit"].choices = [as_is, (self.EMPTY, _("no unit")), *units]
        self.fields["track"].choices = [as_is, *((track.slug, str(track.title)) for track in tracks)]
        if "owner" in self.fields:
            people = ((person.username, str(person)) for person in User.objects.filter(is_active=True))
            self.fields["owner"].choices = [as_is, (self.EMPTY, _("nobody")), *people]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ("unit", "owner", "due_on", "track")):
            raise ValidationError(_("Choose something to set."))
        return cleaned

    @cached_property
    def setting(self) -> "Setting":
        """What a valid form asks for."""
        data = self.cleaned_data
        return Setting(
            unit=self._found(Unit, "code", data["unit"]),
            owner=self._found(User, "username", data.get("owner", "")),
            due_on=data.get("due_on"),
            deadline_reason=data.get("deadline_reason", ""),
            track=CatalogueEntry.objects.filter(kind="track", slug=data["track"]).first() if data["track"] else None,
        )

    def _found(self, model, field: str, value: str):
        """A record, None for "empty it", or UNTOUCHED."""
        if not value:
            return UNTOUCHED
        return None if value == self.EMPTY else model.objects.get(**{field: value})


UNTOUCHED = object()


@dataclass(frozen=True)
class Setting:
    """The values to set; UNTOUCHED and None (for the deadline and the track) leave them as they are."""

    unit: Any = UNTOUCHED
    owner: Any = UNTOUCHED
    due_on: datetime.date | None = None
    deadline_reason: str = ""
    track: CatalogueEntry | None = None

    @property
    def fields(self) -> dict[str, Any]:
        named = {"unit": self.unit, "owner": self.owner}
        return {name: value for name, value in named.items() if value is not UNTOUCHED}

    def changes(self, entry: Entry, tracked: set[int]) -> list[tuple[str, str, str]]:
        """Field, old and new value in words, of what would change on one record. ``tracked``: those in the track."""
        found = [
            (str(entry._meta.get_field(name).verbose_name), str(getattr(entry, name) or "–"), str(value or "–"))
            for name, value in self.fields.items()
            if getattr(entry, f"{name}_id") != (value.pk if value else None)
        ]
        if self.due_on and entry.due_on != self.due_on:
            found.append((_("deadline"), str(entry.due_on or "–"), str(self.due_on)))
        if self.track and entry.pk not in tracked:
            found.append((_("track"), "–", str(self.track.abbreviation or self.track.title)))
        return found


def related(queryset: QuerySet) -> QuerySet:
    """With what the preview names of each record."""
    names = {field.name for field in queryset.model._meta.concrete_fields}
    return queryset.select_related(*(name for name in ("unit", "owner") if name in names))


def fingerprint(versions: Iterable[tuple[int, int]]) -> str:
    return hashlib.sha256(repr(sorted(versions)).encode()).hexdigest()[:16]


def tracked(entries: Iterable[Entry], track: CatalogueEntry | None) -> set[int]:
    """Which of these records stand in the track already."""
    return standing_in(track, entries) if track else set()


class ChangedMeanwhile(Exception):
    """Somebody else wrote one of the records since the preview was made."""


def carry_out(entries: list[Entry], setting: Setting, *, by, reason: str, on: datetime.date, seen: str) -> int:
    """Set the values on records of one kind, as one action. Gives how many changed.

    ``seen``: the fingerprint of the records as the editor saw them. Raises ChangedMeanwhile; then nothing was changed.
    """
    count = 0
    with Action("bulk", by=by, reason=reason) as action:
        action.watch(entries)  # of two who write at once the second sees the first
        held = [entry for chunk in batches(entries) for entry in _read_again(chunk)]
        if fingerprint((entry.pk, entry.version) for entry in held) != seen:
            raise ChangedMeanwhile
        for chunk in batches(held):
            there = tracked(chunk, setting.track)
            for entry in chunk:
                if setting.changes(entry, there):
                    _set(entry, setting, on, is_tracked=entry.pk in there)
                    count += 1
    return count


def _read_again(entries: list[Entry]) -> QuerySet:
    return related(type(entries[0]).objects.filter(pk__in=[entry.pk for entry in entries]).order_by("pk"))


def _set(entry: Entry, setting: Setting, on: datetime.date, *, is_tracked: bool) -> None:
    fields = {n: v for n, v in setting.fields.items() if getattr(entry, f"{n}_id") != (v.pk if v else None)}
    for name, value in fields.items():
        setattr(entry, name, value)
    if fields:
        entry.save()
    if setting.due_on and entry.due_on != setting.due_on:
        _set_deadline(entry, setting, on)
    if setting.track and not is_tracked:
        Relation(subject_id=entry.pk, kind=IN_TRACK, object=setting.track).save()


def _set_deadline(entry: Entry, setting: Setting, on: datetime.date) -> None:
    """A new row from today on; the former ones stay, so that its history can be read."""
    model = part_models(entry.kind_name)["deadlines"]
    since = min(on, setting.due_on)  # a deadline is not of after its own day
    row = model(entry_id=entry.pk, due_on=setting.due_on, date=since.isoformat(), basis="public_record")
    row.reason_nl = setting.deadline_reason
    row.save()
