"""What merging moves though it is no part of a state: former addresses, passages, and when dated rows were recorded.

Histories keep them as lists under a name of their own, so that undoing takes out and puts back as with parts.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cyberpolicy.kinds import part_models
from cyberpolicy.models import CatalogueEntry, DatedRow, Entry, FormerAddress, Passage

ADDRESSES, PASSAGES, RECORDED = "former_addresses", "passages", "recorded"
LABELS: dict[str, Promise] = {ADDRESSES: _("former addresses"), PASSAGES: _("passages"), RECORDED: _("recorded at")}
PASSAGE_FIELDS = ("locator", "section", "number", "kind", "position", "text", "text_hash")


def lists_of(ids: Iterable[int]) -> dict[int, dict[str, list]]:
    """The lists of each of these records."""
    found: dict[int, dict[str, list]] = defaultdict(lambda: {name: [] for name in LABELS})
    ids = list(ids)
    for pk, slug in FormerAddress.objects.filter(entry_id__in=ids).values_list("entry_id", "slug"):
        found[pk][ADDRESSES].append({"slug": slug})
    for row in Passage.objects.filter(document_id__in=ids).order_by("position", "pk"):
        found[row.document_id][PASSAGES].append({name: getattr(row, name) for name in PASSAGE_FIELDS})
    for kind in set(CatalogueEntry.objects.filter(pk__in=ids).values_list("kind", flat=True)):
        for name, model in dated_models(kind).items():
            rows = model._base_manager.filter(entry_id__in=ids, entry__kind=kind).order_by("pk")
            for owner, pk, at in rows.values_list("entry_id", "pk", "recorded_at"):
                found[owner][RECORDED].append({"part": name, "key": pk, "at": at.isoformat()})
    return found


def dated_models(kind: str) -> dict[str, type[DatedRow]]:
    """The parts of a record that say when they were recorded."""
    return {name: model for name, model in part_models(kind).items() if issubclass(model, DatedRow)}


def put_in(entry: Entry, name: str, now: list, wanted: list) -> None:
    """Give the record what it lacks. Do it before citations come that rest on these passages."""
    for item in (item for item in wanted if item not in now):
        if name == PASSAGES:
            values = {field: value for field, value in item.items() if field != "locator"}
            Passage.objects.update_or_create(document_id=entry.pk, locator=item["locator"], defaults=values)
        elif name == RECORDED:
            model = dated_models(entry.kind_name)[item["part"]]
            model._base_manager.filter(pk=item["key"], entry_id=entry.pk).update(recorded_at=item["at"])
        else:
            which = {"kind": entry.kind_name, "slug": item["slug"]}
            FormerAddress.objects.update_or_create(**which, defaults={"entry_id": entry.pk})


def take_out(entry: Entry, name: str, now: list, wanted: list) -> None:
    """Take away what it had too much, once nothing rests on it; a passage that is cited stays."""
    if name == ADDRESSES:
        gone = [row["slug"] for row in now if row not in wanted]
        FormerAddress.objects.filter(kind=entry.kind_name, slug__in=gone, entry_id=entry.pk).delete()
    if name != PASSAGES:
        return
    kept = {row["locator"] for row in wanted}
    for row in (row for row in now if row["locator"] not in kept):
        try:
            with transaction.atomic():
                Passage.objects.filter(document_id=entry.pk, locator=row["locator"]).delete()
        except ProtectedError:
            continue
