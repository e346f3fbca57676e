"""Fetching what hangs on a set of records, for lists, pages and exports, in a fixed number of queries.

``attach`` sets ``attached`` on every record. What the reader may not see is left out here: nothing later
needs to ask.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from cyberpolicy.kinds import part_models
from cyberpolicy.models import CatalogueEntry, Citation, Entry, EntryPart, Relation
from cyberpolicy.querysets import PartQuerySet
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.visibility import Access, access_of


@dataclass
class Attached:
    """What hangs on one record. ``cites`` holds its own citations under None, those of a part under the part's key."""

    access: Access
    cites: dict[int | None, list[Citation]] = field(default_factory=lambda: defaultdict(list))
    outgoing: list[Relation] = field(default_factory=list)
    incoming: list[Relation] = field(default_factory=list)
    parts: dict[str, list[EntryPart]] = field(default_factory=lambda: defaultdict(list))

    def seen(self, record: Entry | None) -> Entry | None:
        """A record that a field names, if the reader may see it."""
        return record if record and self.access.sees(record) else None

    @property
    def citations(self) -> list[Citation]:
        return self.cites[None]

    @property
    def tracks(self) -> list[CatalogueEntry]:
        return self.objects(IN_TRACK)

    def objects(self, *kinds: str) -> list[CatalogueEntry]:
        """The records this one stands in such a relation to."""
        return [relation.object for relation in self.outgoing if relation.kind in kinds]

    def subjects(self, *kinds: str) -> list[CatalogueEntry]:
        """The records that stand in such a relation to this one."""
        return [relation.subject for relation in self.incoming if relation.kind in kinds]


def attach(entries: list[Entry], user, *, parts: Iterable[str] = (), is_whole: bool = False) -> None:
    """Attach relations, citations, and the parts named ("aliases", "milestones" ...) to records of one kind.

    ``is_whole`` adds the sources of incoming relations, which hang on the record at the other end.
    """
    access = access_of(user)
    found = {entry.pk: Attached(access) for entry in entries}
    for entry in entries:
        entry.attached = found[entry.pk]
    if not entries:
        return
    _attach_relations(found, user)
    for citation in _citations(user).filter(entry_id__in=found):
        found[citation.entry_id].cites[citation.part_id].append(citation)
    if is_whole:
        _attach_sources_of_incoming(found, user)
    models = part_models(entries[0].kind_name)
    for name in parts:
        if name in models:
            _attach_parts(found, name, models[name], user)


def _attach_relations(found: dict[int, Attached], user) -> None:
    relations = Relation.objects.visible_to(user).select_related("subject", "object")
    for relation in relations.filter(subject_id__in=found):
        found[relation.subject_id].outgoing.append(relation)
    for relation in relations.filter(object_id__in=found):
        found[relation.object_id].incoming.append(relation)


def _citations(user):
    return Citation.objects.visible_to(user).select_related("document", "passage__document").order_by("pk")


def _attach_sources_of_incoming(found: dict[int, Attached], user) -> None:
    incoming = Relation.objects.filter(object_id__in=found)
    owners = {relation.pk: relation.object_id for attached in found.values() for relation in attached.incoming}
    for citation in _citations(user).filter(part_id__in=incoming.values("pk")):
        if citation.part_id in owners:
            cites = found[owners[citation.part_id]].cites[citation.part_id]
            if citation not in cites:  # both ends may be among the records
                cites.append(citation)


def _attach_parts(found: dict[int, Attached], name: str, model: type[EntryPart], user) -> None:
    rows: PartQuerySet = model.objects.filter(entry_id__in=found)
    if hasattr(model, "retracted_at"):
        rows = rows.filter(retracted_at__isnull=True)
    links = [f for f in model._meta.concrete_fields if f.is_relation and f.name not in {"part", "entry"}]
    for link in links:
        if issubclass(link.related_model, Entry):
            rows = rows.filter(access_of(user).q(f"{link.name}__"))
    for part in rows.select_related(*(link.name for link in links)):
        found[part.entry_id].parts[name].append(part)
