"""Two editors on one record: what the other one changed since this one opened the page."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from cyberpolicy.admin.labels import field_of, label_of
from cyberpolicy.compare import Reader
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
        return [self._difference(name, *change) for name, change in self._changes.items()]

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.model._meta.model_name, self._changes, self.form.user)

    @cached_property
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
            return Difference(label, "", self._rows_changed(name, before or [], now or []), "")
        # another record is not named: the editor may not be allowed to see it
        shown = (lambda value: "…" if value else "–") if field.is_relation else (lambda value: _written(field, value))
        if name not in self.form.fields:
            return Difference(label, shown(before), shown(now), "")
        yours = self.form[name].value()
        is_untouched = _written(field, before) == _written(field, yours)
        return Difference(label, shown(before), shown(now), shown(yours), name, is_untouched)

    def _rows_changed(self, name: str, before: list, now: list) -> str:
        """The rows that went and those that came, in words; without those that the editor may not see."""
        rows = self._reader.rows(name, before, now)
        said = {"del": _("removed: %(rows)s"), "ins": _("added: %(rows)s")}
        shown = {kind: "; ".join(row.text for row in rows if row.kind == kind) for kind in said}
        return " — ".join(said[kind] % {"rows": rows} for kind, rows in shown.items() if rows)


def _written(field: models.Field, value) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(dict(field.flatchoices).get(value, value)) if value not in ("", None) else "–"
