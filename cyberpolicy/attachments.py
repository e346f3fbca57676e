"""Fetching what hangs on a set of records, for lists, pages and exports, in a fixed number of queries.

``attach`` sets ``attached`` on every record. What the reader may not see is left out here: nothing later
needs to ask. What many records name (a forum, a document) is fetched once and is the same object everywhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Generic, TypeVar

from django.db.models import Field, QuerySet

from cyberpolicy.batching import BATCH
from cyberpolicy.counting import tally_of
from cyberpolicy.kinds import part_models
from cyberpolicy.models import CatalogueEntry, Citation, Document, Entry, EntryPart, Passage, Relation
from cyberpolicy.moments import Moment
from cyberpolicy.querysets import PartQuerySet, following
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.visibility import Access, access_of

Kinds = frozenset[str] | None  # of relations; None: every kind
KEPT = 5_000  # records of a sort that an export keeps for the rows to come
Row = TypeVar("Row")  # as it is kept


@dataclass(slots=True)
class Link:
    """A relation as a list needs it: a tenth of what a whole one costs, and a file has a million of them."""

    pk: int
    kind: str
    subject_id: int
    object_id: int
    subject: CatalogueEntry | None = None
    object: CatalogueEntry | None = None


LINK = ("pk", "kind", "subject_id", "object_id")


@dataclass
class Attached:
    """What hangs on one record. ``cites`` holds its own citations under None, those of a part under the part's key."""

    access: Access
    outgoing_kinds: Kinds = None
    incoming_kinds: Kinds = None
    cites: dict[int | None, list[Citation]] = field(default_factory=lambda: defaultdict(list))
    outgoing: list[Relation | Link] = field(default_factory=list)
    incoming: list[Relation | Link] = field(default_factory=list)
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
        return [relation.object for relation in self.relations_to(*kinds)]

    def subjects(self, *kinds: str) -> list[CatalogueEntry]:
        """The records that stand in such a relation to this one."""
        return [relation.subject for relation in self.relations_from(*kinds)]

    def relations_to(self, *kinds: str) -> Iterator[Relation]:
        return _of_kinds(self.outgoing, kinds, self.outgoing_kinds)

    def relations_from(self, *kinds: str) -> Iterator[Relation]:
        return _of_kinds(self.incoming, kinds, self.incoming_kinds)


def _of_kinds(relations: list[Relation], kinds: tuple[str, ...], fetched: Kinds) -> Iterator[Relation]:
    if fetched is not None and not fetched.issuperset(kinds):
        raise LookupError(f"{kinds} were not fetched: a column names the relations that it reads.")
    return (relation for relation in relations if relation.kind in kinds)


class Shared(Generic[Row]):
    """Rows of one table by key, fetched when first asked for; forgotten when they are too many."""

    known: ClassVar[dict] = {}  # what needs no fetching

    def __init__(self, rows: QuerySet) -> None:
        self._rows = rows
        self._found: dict[int | None, Row] = dict(self.known)

    def of(self, keys: Iterable[int | None]) -> Mapping[int | None, Row]:
        """At least the rows with these keys."""
        if len(self._found) > KEPT:
            self._found = dict(self.known)
        if missing := set(keys) - self._found.keys():
            self._found |= self._fetched(missing)
        return self._found

    def _fetched(self, missing: set[int]) -> dict[int, Row]:
        return self._rows.in_bulk(missing)


class Named:
    """The records that relations name, as they are kept in memory for every reader: what lists show of them."""

    def of(self, keys: Iterable[int]) -> dict[int, CatalogueEntry]:
        return tally_of(CatalogueEntry).others(keys)


class Surroundings:
    """The records, documents and passages that relations and citations name. An export goes without the texts."""

    def __init__(self, *, with_text: bool = True, is_light: bool = False) -> None:
        self.rows = Named() if is_light else Shared(CatalogueEntry.objects.all())
        self.documents = Shared(Document.objects.all())
        self.passages = Shared(Passage.objects.all() if with_text else Passage.objects.defer("text"))


def attach(
    entries: list[Entry],
    user,
    *,
    parts: Iterable[str] = (),
    outgoing: Kinds = None,
    incoming: Kinds = None,
    is_whole: bool = False,
    is_light: bool = False,
    surroundings: Surroundings | None = None,
) -> None:
    """Attach relations, citations, and the parts named ("aliases", "milestones" ...) to records of one kind.

    ``outgoing`` and ``incoming`` are the kinds of relation that are needed. ``is_whole`` adds the sources of incoming
    relations, which hang on the record at the other end; ``is_light`` gives links for relations, and without parts only
    the record's own citations. Give the same ``surroundings`` for one batch after another.
    """
    access, around = access_of(user), surroundings or Surroundings(with_text=not is_light, is_light=is_light)
    found = {entry.pk: Attached(access, outgoing, incoming) for entry in entries}
    for entry in entries:
        entry.attached = found[entry.pk]
    if not entries:
        return
    _attach_relations(found, user, outgoing, incoming, around, is_light=is_light)
    citations = Citation.objects.own_visible_to(user).order_by("pk") if is_light and not parts else _citations(user)
    for citation in _with_places(citations.filter(entry_id__in=found), around):
        found[citation.entry_id].cites[citation.part_id].append(citation)
    if is_whole and incoming != frozenset():
        _attach_sources_of_incoming(found, user, around)
    models = part_models(entries[0].kind_name)
    for name in parts:
        if name in models:
            _attach_parts(found, models[name], user, entries[0].at)


def _attach_relations(
    found: dict[int, Attached], user, outgoing: Kinds, incoming: Kinds, around: Surroundings, *, is_light: bool
) -> None:
    """Each relation gets the record at its other end."""
    read = _links if is_light else list
    going = read(_relations(user, outgoing, subject_id__in=found))
    coming = read(_relations(user, incoming, object_id__in=found))
    others = {relation.object_id for relation in going} | {relation.subject_id for relation in coming}
    rows = around.rows.of(others)
    for relation in going:
        relation.object = rows[relation.object_id]
        found[relation.subject_id].outgoing.append(relation)
    for relation in coming:
        relation.subject = rows[relation.subject_id]
        found[relation.object_id].incoming.append(relation)


def _relations(user, kinds: Kinds, **end) -> QuerySet[Relation]:
    if kinds == frozenset():
        return Relation.objects.none()
    relations = Relation.objects.visible_to(user).filter(**end)
    return relations if kinds is None else relations.filter(kind__in=sorted(kinds))


def _links(relations: QuerySet[Relation]) -> list[Link]:
    return [Link(*row) for row in relations.values_list(*LINK)]


def _citations(user) -> QuerySet:
    return Citation.objects.visible_to(user).order_by("pk")


def _with_places(citations: Iterable[Citation], around: Surroundings) -> list[Citation]:
    """The citations, each with its document and passage."""
    citations = list(citations)
    passages = around.passages.of(citation.passage_id for citation in citations if citation.passage_id)
    documents = around.documents.of(citation.document_id for citation in citations)
    for citation in citations:
        citation.document = documents[citation.document_id]
        if citation.passage_id:
            citation.passage = passages[citation.passage_id]
            citation.passage.document = citation.document  # a passage stands in the document that is cited
    return citations


def _attach_sources_of_incoming(found: dict[int, Attached], user, around: Surroundings) -> None:
    owners = {relation.pk: relation.object_id for attached in found.values() for relation in attached.incoming}
    few = len(owners) <= BATCH  # named, they are looked up one by one; else the database walks through all citations
    parts = list(owners) if few else Relation.objects.filter(object_id__in=found).values("pk")
    citations = _citations(user).filter(part_id__in=parts)
    for citation in _with_places((row for row in citations if row.part_id in owners), around):
        cites = found[owners[citation.part_id]].cites[citation.part_id]
        if citation not in cites:  # both ends may be among the records
            cites.append(citation)


def _attach_parts(found: dict[int, Attached], model: type[EntryPart], user, at: Moment) -> None:
    rows = standing_parts(model, user, at).filter(entry_id__in=found)
    for part in following(rows, (link.name for link in _links_of(model))):
        found[part.entry_id].parts[model.part_name].append(part)


def standing_parts(model: type[EntryPart], user, at: Moment) -> PartQuerySet:
    """The parts of a sort that held at a moment, but for those that name a record which the reader may not see."""
    rows: PartQuerySet = model.objects.all()
    if hasattr(model, "retracted_at"):
        rows = rows.filter(at.q())
    for link in _links_of(model):
        if issubclass(link.related_model, Entry):
            rows = rows.filter(access_of(user).q(f"{link.name}__"))
    return rows


def _links_of(model: type[EntryPart]) -> list[Field]:
    """The fields in which a part names other rows, besides its owner."""
    return [f for f in model._meta.concrete_fields if f.is_relation and f.name not in {"part", "entry"}]
