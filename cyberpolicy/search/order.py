"""The order of records of all kinds: the newest first, those without a date last."""

from dataclasses import dataclass

from django.db.models import F, QuerySet

from cyberpolicy.models import CatalogueEntry


@dataclass(frozen=True)
class Newest:
    """The order of the catalogue that its tally keeps."""

    def ordered(self) -> QuerySet:
        return CatalogueEntry.objects.order_by(F("sort_date").desc(nulls_last=True), "pk")


NEWEST = Newest()
