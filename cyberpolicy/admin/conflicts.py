"""Two editors on one record: what the other one changed since this one opened the page."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from cyberpolicy.admin.labels import field_of, label_of
from cyberpolicy.models import Entry, Revision


@dataclass(frozen=True)
class Difference:
    """A value as it was when the page was opened, as it is stored now, and as this editor typed it.

    ``name``: the box of the form, where there is one. ``is_untouched``: this editor left it as it was.
    """

    label: str
    before: str
    now: str
    yours: str
    name: str = ""
    is_untouched: bool = False


class Conflict:
    """``entry`` was saved by others after version ``seen``; ``form`` holds what this editor typed."""

    def __init__(self, entry: Entry, seen: int, form: forms.ModelForm) -> None:
        self.model, self.form, self.version = type(entry), form, entry.version
        newer = Revision.objects.filter(entry_id=entry.pk, version__gt=seen)
        self.revisions = list(newer.select_related("group__by").order_by("version"))

    @cached_property
    def differences(self) -> list[Difference]:
        return [self._difference(name, *change) for name, change in self._changes().items()]

    def _changes(self) -> dict[str, list]:
        """The changes of all those revisions as one; a value that was changed and changed back is no difference."""
        changes: dict[str, list] = {}
        for revision in self.revisions:
            for name, (old, new) in revision.changes.items():
                changes[name] = [changes.get(name, [old])[0], new]
        return {name: change for name, change in changes.items() if change[0] != change[1]}

    def _difference(self, name: str, before, now) -> Difference:
        field, label = field_of(self.model, name), label_of(self.model, name)
        if field is None:
            return Difference(label, "", _rows_changed(before or [], now or []), "")
        # another record is not named: the editor may not be allowed to see it
        shown = (lambda value: "…" if value else "–") if field.is_relation else (lambda value: _written(field, value))
        if name not in self.form.fields:
            return Difference(label, shown(before), shown(now), "")
        yours = self.form[name].value()
        is_untouched = _written(field, before) == _written(field, yours)
        return Difference(label, shown(before), shown(now), shown(yours), name, is_untouched)


def _rows_changed(before: list, now: list) -> str:
    gone, new = (len([row for row in one if row not in other]) for one, other in ((before, now), (now, before)))
    return _("%(gone)s removed or replaced, %(new)s new") % {"gone": gone, "new": new}


def _written(field: models.Field, value) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(dict(field.flatchoices).get(value, value)) if value not in ("", None) else "–"
