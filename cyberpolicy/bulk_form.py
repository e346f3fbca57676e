"""What can be set on many records of a list at once.

It follows from the fields and parts of the kind: every record has a unit; motions and commitments also have an owner
and deadlines. Nothing here names those kinds.
"""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cyberpolicy.bulk import Change, InTrack, SetDeadline, SetValue
from cyberpolicy.kinds import part_models
from cyberpolicy.models import CatalogueEntry, Entry, Unit, User
from cyberpolicy.moments import YEARS
from cyberpolicy.widgets import SELECT, TEXT


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

    def clean_due_on(self) -> datetime.date | None:
        day = self.cleaned_data["due_on"]
        if day and day.year not in YEARS:
            raise ValidationError(_("Choose years between 1850 and 2200."))
        return day

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ("unit", "owner", "due_on", "track")):
            raise ValidationError(_("Choose something to set."))
        return cleaned

    def changes(self, on: datetime.date) -> list[Change]:
        """What a valid form asks for, on this day."""
        data = self.cleaned_data
        named = (("unit", Unit, "code"), ("owner", User, "username"))
        found: list[Change] = [
            SetValue(name, None if data[name] == self.EMPTY else model.objects.get(**{key: data[name]}))
            for name, model, key in named
            if data.get(name)
        ]
        if data.get("due_on"):
            found.append(SetDeadline(data["due_on"], data["deadline_reason"], on))
        if data["track"]:
            found.append(InTrack(CatalogueEntry.objects.get(kind="track", slug=data["track"])))
        return found
