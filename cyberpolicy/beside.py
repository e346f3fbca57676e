"""What merging moves though it is no part of a state: former addresses, and the passages of documents.

Histories keep both as lists under a name of their own, so that undoing takes out and puts back as with parts.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import Entry, FormerAddress, Passage

ADDRESSES, PASSAGES = "former_addresses", "passages"
LABELS: dict[str, Promise] = {ADDRESSES: _("former addresses"), PASSAGES: _("passages")}
PASSAGE_FIELDS = ("locator", "section", "number", "kind", "position", "text", "text_hash")


def lists_of(ids: Iterable[int]) -> dict[int, dict[str, list]]:
    """Both lists of each of these records."""
    found: dict[int, dict[str, list]] = defaultdict(lambda: {ADDRESSES: [], PASSAGES: []})
    ids = list(ids)
    for pk, slug in FormerAddress.objects.filter(entry_id__in=ids).values_list("entry_id", "slug"):
        found[pk][ADDRESSES].append({"slug": slug})
    for row in Passage.objects.filter(document_id__in=ids).order_by("position", "pk"):
        found[row.document_id][PASSAGES].append({name: getattr(row, name) for name in PASSAGE_FIELDS})
    return found


def put_in(entry: Entry, name: str, now: list, wanted: list) -> None:
    """Give the record what it lacks. Do it before citations come that rest on these passages."""
    for item in (item for item in wanted if item not in now):
        if name == PASSAGES:
            values = {field: value for field, value in item.items() if field != "locator"}
            Passage.objects.update_or_create(document_id=entry.pk, locator=item["locator"], defaults=values)
        else:
            which = {"kind": entry.kind_name, "slug": item["slug"]}
            FormerAddress.objects.update_or_create(**which, defaults={"entry_id": entry.pk})


def take_out(entry: Entry, name: str, now: list, wanted: list) -> None:
    """Take away what it had too much, once nothing rests on it; a passage that is cited stays."""
    if name == ADDRESSES:
        gone = [row["slug"] for row in now if row not in wanted]
        FormerAddress.objects.filter(kind=entry.kind_name, slug__in=gone, entry_id=entry.pk).delete()
        return
    kept = {row["locator"] for row in wanted}
    for row in (row for row in now if row["locator"] not in kept):
        try:
            with transaction.atomic():
                Passage.objects.filter(document_id=entry.pk, locator=row["locator"]).delete()
        except ProtectedError:
            continue
