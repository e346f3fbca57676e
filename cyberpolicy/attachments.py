"""Fetching what hangs on a set of records, for lists and pages, in a fixed number of queries.

``attach`` sets ``attached`` on every record. What the reader may not see is left out here: nothing later
needs to ask. What many records name (a forum, a document) is fetched once and is the same object everywhere.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter, itemgetter
from typing import ClassVar, Generic, TypeVar

from django.db.models import Exists, Field, Model, OuterRef, QuerySet, Value
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from cyberpolicy import cited_places
from cyberpolicy.asking import written_once
from cyberpolicy.cited_places import CitedPlace
from cyberpolicy.counting import tally_of
from cyberpolicy.kinds import part_models
from cyberpolicy.models import CatalogueEntry, Citation, Document, Entry, EntryPart, Passage, Relation
from cyberpolicy.moments import Moment
from cyberpolicy.querysets import PartQuerySet, following
from cyberpolicy.relation_kinds import IN_TRACK, RELATION_KINDS
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
SUBJECT, OBJECT = LINK.index("subject_id"), LINK.index("object_id")


@dataclass
class Attached:
    """What hangs on one record. ``cites`` holds its own citations under None, those of a part under the part's key.

    ``totals``: of the kinds of relation, by end and kind, of which only the first were fetched, how many there are.
    """

    access: Access
    outgoing_kinds: Kinds = None
    incoming_kinds: Kinds = None
    cites: dict[int | None, list[Citation | CitedPlace]] = field(default_factory=lambda: defaultdict(list))
    outgoing: list[Relation | Link] = field(default_factory=list)
    incoming: list[Relation | Link] = field(default_factory=list)
    parts: dict[str, list[EntryPart]] = field(default_factory=lambda: defaultdict(list))
    totals: dict[tuple[str, str], int] = field(default_factory=dict)

    def seen(self, record: Entry | None) -> Entry | None:
        """A record that a field names, if the reader may see it."""
        return record if record and self.access.sees(record) else None

    @property
    def citations(self) -> list[Citation | CitedPlace]:
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


class Kept(Generic[Row]):
    """What is said of the rows of one table, by key: fetched when first asked for; forgotten when it is too much."""

    known: ClassVar[dict] = {}  # what needs no fetching

    def __init__(self) -> None:
        self._found: dict[int | None, Row] = dict(self.known)

    def of(self, keys: Iterable[int | None]) -> Mapping[int | None, Row]:
        """At least the rows with these keys."""
        if len(self._found) > KEPT:
            self._found = dict(self.known)
        if missing := set(keys) - self._found.keys():
            self._found |= self._fetched(missing)
        return self._found

    def _fetched(self, missing: set[int]) -> dict[int, Row]:
        raise NotImplementedError


class Shared(Kept[Model]):
    """The rows of one table themselves, but for some fields."""

    def __init__(self, model: type[Model], *without: str) -> None:
        super().__init__()
        self._model, self._without = model, without

    def _fetched(self, missing: set[int]) -> dict[int, Model]:
        return {row.pk: row for row in _rows(missing, self._model, *self._without)}


@written_once
def _rows(keys: RawSQL, model: type[Model], *without: str) -> QuerySet:
    return model._default_manager.filter(pk__in=keys).defer(*without)


class Named:
    """The records that relations name, as they are kept in memory for every reader: what lists show of them."""

    def of(self, keys: Iterable[int]) -> dict[int, CatalogueEntry]:
        return tally_of(CatalogueEntry).others(keys)


class Surroundings:
    """The records, documents and passages that relations and citations name. A list goes without the texts."""

    def __init__(self, *, with_text: bool = True, is_light: bool = False) -> None:
        self.rows = Named() if is_light else Shared(CatalogueEntry)
        self.documents = Shared(Document)
        self.passages = Shared(Passage, *(() if with_text else ("text",)))


def attach(
    entries: list[Entry],
    user,
    *,
    parts: Iterable[str] = (),
    outgoing: Kinds = None,
    incoming: Kinds = None,
    is_whole: bool = False,
    is_light: bool = False,
    most: int | None = None,
) -> None:
    """Attach relations, citations, and the parts named ("aliases", "milestones" ...) to records of one kind.

    ``outgoing`` and ``incoming`` are the kinds of relation that are needed. ``is_whole`` adds the sources of incoming
    relations, which hang on the record at the other end; ``is_light`` gives links for relations, places for the
    citations of the record itself, and without parts no others. ``most``: relations of a kind at one end that are
    fetched; those that came last.
    """
    access = access_of(user)
    around = Surroundings(with_text=not is_light, is_light=is_light or most is not None)
    found = {entry.pk: Attached(access, outgoing, incoming) for entry in entries}
    for entry in entries:
        entry.attached = found[entry.pk]
    if not entries:
        return
    if most:
        going, coming = _first(found, outgoing, incoming, most, access)
    else:
        read = _links if is_light else _relations
        going, coming = read(found, "subject", outgoing, access), read(found, "object", incoming, access)
    _attach_relations(found, going, coming, around)
    sorts = part_models(entries[0].kind_name)
    models = {name: sorts[name] for name in parts if name in sorts}
    for name in _present(found, models) if most else models:
        _attach_parts(found, models[name], access, entries[0].at)
    own: list[Citation] = []
    if is_light:
        _attach_places(found, access)
    else:
        own = _own_citations(found, access)
    _attach_sources(found, own, access, around, of_relations=not is_light, of_incoming=is_whole)


def _attach_relations(
    found: dict[int, Attached], going: list[Relation | Link], coming: list[Relation | Link], around: Surroundings
) -> None:
    """Each relation gets the record at its other end."""
    others = {relation.object_id for relation in going} | {relation.subject_id for relation in coming}
    rows = around.rows.of(others)
    for relation in going:
        relation.object = rows[relation.object_id]
        found[relation.subject_id].outgoing.append(relation)
    for relation in coming:
        relation.subject = rows[relation.subject_id]
        found[relation.object_id].incoming.append(relation)


def _relations(keys: Collection[int], end: str, kinds: Kinds, access: Access) -> list[Relation]:
    return [] if kinds == frozenset() else _relations_at(keys, end, kinds, access)


def _links(keys: Collection[int], end: str, kinds: Kinds, access: Access) -> list[Link]:
    """The same as links. Who sees which end is in memory, and sorting so few here takes less than in the database."""
    if kinds == frozenset():
        return []
    seen = tally_of(CatalogueEntry).visible(access)
    rows = sorted(_links_at(keys, end, kinds))
    return [Link(*row) for _position, *row in rows if row[SUBJECT] in seen and row[OBJECT] in seen]


def _of_those(relations: QuerySet[Relation], keys: RawSQL, end: str, kinds: Kinds) -> QuerySet[Relation]:
    """Those of these kinds that have these records at that end."""
    relations = relations.filter(**{f"{end}__in": keys})
    return relations if kinds is None else relations.filter(kind__in=sorted(kinds))


@written_once
def _relations_at(keys: RawSQL, end: str, kinds: Kinds, access: Access) -> QuerySet[Relation]:
    return _of_those(Relation.objects.visible_to(access), keys, end, kinds)


@written_once
def _links_at(keys: RawSQL, end: str, kinds: Kinds) -> QuerySet[Relation]:
    return _of_those(Relation.objects.all(), keys, end, kinds).order_by().values_list("position", *LINK)


def _first(
    found: dict[int, Attached], outgoing: Kinds, incoming: Kinds, most: int, access: Access
) -> tuple[list[Relation], list[Relation]]:
    """Of each kind of relation those to the records that came last; of the others is only told how many there are.

    What is among the last of one record is told of all: side by side none may seem to be without it. Of a record with
    thousands of relations nothing but keys is read to find them. Who sees which end is in memory.
    """
    seen = tally_of(CatalogueEntry).visible(access)
    groups: dict[tuple[str, int, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for end, key, kind, other, relation in ends_of(found, outgoing, incoming):
        groups[end, key, kind][other].append(relation)  # two may differ in what they say of each other
    last: dict[tuple[str, str], BitMap] = defaultdict(BitMap)
    for (end, _key, kind), relations in groups.items():
        last[end, kind] |= (BitMap(relations) & seen)[-most:]
    chosen: dict[str, set[int]] = {"subject": set(), "object": set()}
    for (end, key, kind), relations in groups.items():
        others = BitMap(relations) & seen
        told = others & last[end, kind]
        if len(told) < len(others):
            found[key].totals[end, kind] = sum(len(relations[other]) for other in others)
        chosen[end].update(chain.from_iterable(relations[other] for other in told))
    relations = _relations_of(set().union(*chosen.values()), access)
    return tuple([relation for relation in relations if relation.pk in keys] for keys in chosen.values())


@written_once
def ends_of(keys: RawSQL, outgoing: Kinds, incoming: Kinds) -> QuerySet:
    """Which end the records are, their key, the kind, the other end and the key of the relations of these kinds.

    Of all kinds but what stands in a track, which the page of the track lists by kind.
    """
    every = frozenset(RELATION_KINDS)
    going = _ends_at("subject", "object", keys, every if outgoing is None else outgoing)
    coming = _ends_at("object", "subject", keys, every - {IN_TRACK} if incoming is None else incoming)
    return going.union(coming, all=True)


def _ends_at(own: str, other: str, keys: RawSQL, kinds: frozenset[str]) -> QuerySet:
    rows = Relation.objects.filter(**{f"{own}__in": keys}, kind__in=sorted(kinds))  # the kinds, for the index
    return rows.order_by().values_list(Value(own), f"{own}_id", "kind", f"{other}_id", "pk")


@written_once
def _relations_of(keys: RawSQL, access: Access) -> QuerySet[Relation]:
    return Relation.objects.visible_to(access).filter(pk__in=keys)


def _attach_sources(
    found: dict[int, Attached],
    own: list[Citation],
    access: Access,
    around: Surroundings,
    *,
    of_relations: bool,
    of_incoming: bool,
) -> None:
    """The sources of the records (``own``), and of the parts and relations attached."""
    holders: dict[int, list[Attached]] = defaultdict(list)
    for attached in found.values():
        relations = (attached.outgoing if of_relations else [], attached.incoming if of_incoming else [])
        for part in chain(*relations, *attached.parts.values()):
            holders[part.pk].append(attached)
    for citation in _with_places([*own, *_citations(holders, access)], around):
        part = citation.part_id
        for attached in [found[citation.entry_id]] if part is None else holders[part]:
            attached.cites[part].append(citation)


def _of_records(keys: RawSQL, access: Access) -> QuerySet[Citation]:
    """The citations of these records as a whole."""
    return Citation.objects.own_visible_to(access).filter(entry__in=keys).order_by()


_own_citations = written_once(_of_records)


def _attach_places(found: dict[int, Attached], access: Access) -> None:
    """The same in one query. Sorted here, for the reason that ``_with_places`` gives."""
    for _pk, key, *values in sorted(_places(found, access), key=itemgetter(0)):
        found[key].citations.append(cited_places.place(*values))


@written_once
def _places(keys: RawSQL, access: Access) -> QuerySet[Citation]:
    return _of_records(keys, access).values_list("pk", "entry_id", *cited_places.FIELDS)


@written_once
def _citations(keys: RawSQL, access: Access) -> QuerySet[Citation]:
    """Of these parts."""
    return Citation.objects.visible_to(access).filter(part__in=keys).order_by()


def _with_places(citations: list[Citation], around: Surroundings) -> list[Citation]:
    """The citations in their order, each with its document and passage.

    The database is not asked for the order: SQLite would rather walk through all of them in order than look these up.
    """
    citations.sort(key=attrgetter("pk"))
    passages = around.passages.of(citation.passage_id for citation in citations if citation.passage_id)
    documents = around.documents.of(citation.document_id for citation in citations)
    for citation in citations:
        citation.document = documents[citation.document_id]
        if citation.passage_id:
            citation.passage = passages[citation.passage_id]
            citation.passage.document = citation.document  # a passage stands in the document that is cited
    return citations


def _present(keys: Collection[int], models: dict[str, type[EntryPart]]) -> list[str]:
    """Of these sorts of parts those of which the records have any: asked at once, for a page has few of many sorts."""
    rows = _has(keys, *models.values()) if models else []
    return [name for name, *has in zip(models, *rows, strict=True) if any(has)]


@written_once
def _has(keys: RawSQL, *models: type[EntryPart]) -> QuerySet:
    """For each record whether it has parts of each sort."""
    has = (Exists(model.objects.filter(entry=OuterRef("pk")).order_by()) for model in models)
    return CatalogueEntry.objects.filter(pk__in=keys).order_by().values_list(*has)


def _attach_parts(found: dict[int, Attached], model: type[EntryPart], access: Access, at: Moment) -> None:
    for part in _parts(found, model, access, at):
        found[part.entry_id].parts[model.part_name].append(part)


@written_once
def _parts(keys: RawSQL, model: type[EntryPart], access: Access, at: Moment) -> QuerySet[EntryPart]:
    rows = standing_parts(model, access, at).filter(entry_id__in=keys)
    return following(rows, (link.name for link in _links_of(model)))


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
