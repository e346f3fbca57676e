"""Filters of the lists in the admin."""

from django.contrib import admin

from cyberpolicy.counting import FieldValues, tally_of
from cyberpolicy.visibility import access_of


class UsedFieldListFilter(admin.RelatedFieldListFilter):
    """Offers the rows that a record of the list leads to. It asks so for each count beside a filter: from memory."""

    def field_choices(self, field, request, model_admin) -> list[tuple]:
        tally = tally_of(model_admin.model)
        seen, values = tally.visible(access_of(request.user)), tally.values(FieldValues(tally.model, field.attname))
        used = [key for key, having in values.items() if key is not None and having.intersect(seen)]
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to={"pk__in": used})
