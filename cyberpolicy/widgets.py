"""The boxes of forms on the site, dressed as its own style has them."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

TEXT = "utrecht-textbox utrecht-textbox--html-input"
SELECT = "utrecht-select utrecht-select--html-select"


def dress(form: forms.Form) -> None:
    """Give every box of a form its classes, and tie it to its hint and its error for who does not see them."""
    for name, field in form.fields.items():
        if not field.widget.is_hidden:
            field.widget.attrs.setdefault("class", SELECT if isinstance(field.widget, forms.Select) else TEXT)
            field.widget.attrs |= _described(form, name, field)


def _described(form: forms.Form, name: str, field: forms.Field) -> dict[str, str]:
    is_wrong = form.is_bound and name in form.errors
    ids = [f"id_{name}_hint"] * bool(field.help_text) + [f"id_{name}_error"] * is_wrong
    return ({"aria-describedby": " ".join(ids)} if ids else {}) | ({"aria-invalid": "true"} if is_wrong else {})


def picking() -> dict[str, str]:
    """What ``js/sources.js`` needs to set a button beside a box of sources, that opens the choosing of a passage."""
    return {"data-pick-url": reverse("source-pick"), "data-pick-label": _("Find a passage")}
