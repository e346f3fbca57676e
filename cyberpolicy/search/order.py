"""The order of records of all kinds: the newest first, those without a date last."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import F

from cyberpolicy.models import CatalogueEntry

CHUNK = 20_000


@dataclass(frozen=True)
class Newest:
    """The order of the catalogue that its tally keeps."""

    def keys(self, among: Collection[int] | None = None) -> Iterator[int]:
        """The keys of all records in order, or of those named that there are."""
        rows = CatalogueEntry.objects.all() if among is None else CatalogueEntry.objects.filter(pk__in=among)
        ordered = rows.order_by(F("sort_date").desc(nulls_last=True), "pk")
        return ordered.values_list("pk", flat=True).iterator(chunk_size=CHUNK)


NEWEST = Newest()
