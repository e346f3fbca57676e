"""What the names in a history are called on forms: "title_en" is “Title (English)”, "milestones" is “Milestones”."""

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cyberpolicy.kinds import part_models
from cyberpolicy.models import Entry


def field_of(model: type[Entry], name: str) -> models.Field | None:
    """The field of that name; None for the rows of parts and for citations."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def label_of(model: type[Entry], name: str) -> str:
    field, parts = field_of(model, name), part_models(model._meta.model_name)
    if field:
        label = field.verbose_name
    else:
        label = parts[name]._meta.verbose_name_plural if name in parts else _("sources of the record as a whole")
    return str(capfirst(label))
