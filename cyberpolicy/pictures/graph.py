"""Who and what hangs together: the relations between records as nodes and edges, read in a bounded number of queries.

An edge is a relation, or a field in which a record names another one. Both ends are always visible to the reader.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from heapq import nlargest

from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cyberpolicy.asking import among
from cyberpolicy.counting import tally_of
from cyberpolicy.kinds import entry_models, part_links
from cyberpolicy.models import CatalogueEntry, Citation, Entry, Relation
from cyberpolicy.pictures.query import PictureQuery
from cyberpolicy.relation_kinds import IN_TRACK, RELATION_KINDS
from cyberpolicy.text_fields import Bilingual
from cyberpolicy.visibility import Access, access_of

MOST_EDGES = 400  # read around one record, or among the records of an overview


@dataclass
class Edge:
    """A directed link: the subject, the verb, the object. ``part`` is the key under which its sources hang."""

    kind: str
    verb: Promise | str
    inverse: Promise | str
    subject: CatalogueEntry
    object: CatalogueEntry
    qualifier: Bilingual | str = ""
    basis: str = ""
    part: int | None = None
    citations: list[Citation] = field(default_factory=list)

    def other(self, key: int) -> CatalogueEntry:
        return self.object if self.subject.pk == key else self.subject

    def verb_from(self, key: int) -> Promise | str:
        """The verb as read from one of its ends."""
        return self.verb if self.subject.pk == key else self.inverse


def named_links() -> list[tuple[type[Entry], str]]:
    """The fields in which a record itself names another record: the paper of a motion, what a commitment repeats."""
    models = [model for model in apps.get_models() if issubclass(model, Entry)]
    return [
        (model, f.name)
        for model in models
        for f in model._meta.concrete_fields
        if f.is_relation and issubclass(f.related_model, Entry)
    ]


def verbs() -> dict[str, Promise | str]:
    """Every kind of edge with its verb."""
    return {kind: words.forward for kind, words in RELATION_KINDS.items()}


class Links:
    """The links that an address asks for, of what its reader may see."""

    def __init__(self, asked: PictureQuery) -> None:
        self.asked, self.user = asked, asked.user
        self.kinds = asked.known("relation", verbs())
        self.access = access_of(asked.user)

    # Which records

    def nodes(self) -> QuerySet[CatalogueEntry]:
        """The records under all filters but that on their kind."""
        asked = self.asked
        found = CatalogueEntry.objects.visible_to(self.user)
        found = found.filter(asked.linked_to_limits("pk"), asked.stands_in_tracks())
        period = asked.period.overlap("sort_date", "sort_date")
        return found.filter(period | Q(sort_date__isnull=True)) if period else found

    def _ends(self, relations: QuerySet[Relation]) -> QuerySet[Relation]:
        """Relations with both ends among the records asked for."""
        if self.asked.tracks or self.asked.limits or self.asked.period.start or self.asked.period.end:
            within = self.nodes().order_by().values("pk")
            focus = [self.asked.focus.pk] if self.asked.focus else []
            relations = relations.filter(Q(subject__in=within) | Q(subject__in=focus))
            relations = relations.filter(Q(object__in=within) | Q(object__in=focus))
        return relations

    def relations(self) -> QuerySet[Relation]:
        found = Relation.objects.visible_to(self.user).select_related("subject", "object")
        return self._ends(found.filter(kind__in=self.kinds) if self.kinds else found)

    def most_linked(self, kind: str, number: int) -> list[CatalogueEntry]:
        """The records of a kind with the most links that the reader may see, each with ``link_count``."""
        return most_linked(self.nodes().filter(kind=kind), self.access, number, self.kinds)

    # Which edges

    def among(self, keys: Iterable[int]) -> list[Edge]:
        """The relations with both ends among these records."""
        both = {"kind__in": sorted(self.kinds or RELATION_KINDS), "subject__in": keys, "object__in": keys}
        found = self.relations().filter(**both).order_by("kind", "position", "pk")
        return [_edge(relation) for relation in found[:MOST_EDGES]]

    def around(self, keys: Iterable[int], most: int = MOST_EDGES) -> list[Edge]:
        """The links of these records, whatever the other end; of the kinds of record asked for, and with named ones."""
        found = self.relations().filter(Q(subject__in=keys) | Q(object__in=keys))
        if self.asked.kinds:
            kinds = Q(subject__in=keys, object__kind__in=self.asked.kinds)
            found = found.filter(kinds | Q(object__in=keys, subject__kind__in=self.asked.kinds))
        return [_edge(relation) for relation in found.order_by("kind", "position", "pk")[:most]]

    def named(self, focus: CatalogueEntry) -> list[Edge]:
        """The links that stand in fields of the chosen record, of records that name it, and of their parts."""
        if self.kinds or self.asked.tracks or self.asked.limits or self.asked.period.start or self.asked.period.end:
            return []  # they have no kind, and are no answer to the other filters
        edges = [edge for model, name in named_links() for edge in self._of_field(model, name, focus)]
        parts = [(model, name) for model, name in part_links() if model is not Relation]
        edges += [edge for model, name in parts for edge in self._of_part(model, name, focus)]
        kinds = self.asked.kinds
        return [edge for edge in edges if not kinds or edge.other(focus.pk).kind in kinds]

    def _of_field(self, model: type[Entry], name: str, focus: CatalogueEntry) -> list[Edge]:
        ends = Q(pk=focus.pk) | Q(**{name: focus.pk})
        rows = model.objects.visible_to(self.user).filter(self.access.q(f"{name}__"), ends)
        pairs = rows.select_related("catalogue", f"{name}__catalogue")[:MOST_EDGES]
        verb, inverse = _named_verbs(model._meta.get_field(name).verbose_name)
        return [Edge(name, verb, inverse, row.catalogue, getattr(row, name).catalogue) for row in pairs]

    def _of_part(self, model, name: str, focus: CatalogueEntry) -> list[Edge]:
        ends = Q(entry=focus.pk) | Q(**{name: focus.pk})
        rows = model.objects.visible_to(self.user).filter(self.access.q(f"{name}__"), ends)
        rows = rows.select_related("entry", f"{name}__catalogue")[:MOST_EDGES]
        kind, (verb, inverse) = model._meta.model_name, _named_verbs(model._meta.verbose_name)
        return [
            Edge(kind, verb, inverse, row.entry, getattr(row, name).catalogue, getattr(row, "stance", ""), part=row.pk)
            for row in rows
        ]

    def add_sources(self, edges: list[Edge]) -> None:
        """Hang on each edge the places that prove it."""
        by_part = defaultdict(list)
        for edge in edges:
            by_part[edge.part].append(edge)
        cites = Citation.objects.visible_to(self.user).filter(part_id__in=[part for part in by_part if part])
        for citation in cites.select_related("document", "passage__document").order_by("pk"):
            for edge in by_part[citation.part_id]:
                edge.citations.append(citation)

    def track_of(self, keys: Iterable[int]) -> dict[int, int]:
        """The order of the track of each of these records that stands in exactly one; for their colour."""
        found = defaultdict(set)
        links = Relation.objects.visible_to(self.user).filter(kind=IN_TRACK, subject__in=keys).order_by()
        for entry, order in links.values_list("subject_id", "object__rank"):
            found[entry].add(order)
        return {entry: next(iter(orders)) or 0 for entry, orders in found.items() if len(orders) == 1}


def most_linked(
    records: QuerySet[CatalogueEntry], access: Access, number: int, kinds: Collection[str] = ()
) -> list[CatalogueEntry]:
    """Those with the most links, of these kinds or any, to what may be seen; each with ``link_count``."""
    counts = _link_counts(records, access, kinds)
    least = min(nlargest(number, counts.values()), default=0)
    more = [key for key, count in counts.items() if count > least]
    found = sorted(records.filter(pk__in=more), key=lambda record: (-counts[record.pk], record.title_nl, record.pk))
    as_many = among(key for key, count in counts.items() if count == least)
    found += records.filter(pk__in=as_many).order_by("title_nl", "pk")[: number - len(found)]
    for record in found:
        record.link_count = counts[record.pk]
    return found


def _link_counts(records: QuerySet[CatalogueEntry], access: Access, kinds: Collection[str]) -> Counter:
    """How many links each of the records has, if any.

    All are counted by the index alone, and those to what may not be seen taken off: they are few, and known in memory.
    """
    keys, tally = list(records.order_by().values_list("pk", flat=True)), tally_of(CatalogueEntry)
    hidden, counts = tally.everything - tally.visible(access), Counter()
    for mine, theirs in (("subject", "object"), ("object", "subject")):
        links = Relation.objects.filter(**{f"{mine}__in": among(keys)})
        links = links.filter(kind__in=kinds) if kinds else links
        counted = links.order_by().values_list(mine).annotate(n=Count("*"))
        counts.update(dict(counted))
        if hidden:
            counts.subtract(dict(counted.filter(**{f"{theirs}__in": among(hidden)})))
    return +counts


def _edge(relation: Relation) -> Edge:
    words, basis = relation.words, "" if relation.basis == "stated" else relation.get_basis_display()
    return Edge(
        relation.kind, words.forward, words.inverse, relation.subject, relation.object, relation.qualifier, basis,
        relation.pk,
    )  # fmt: skip


def _named_verbs(label: Promise | str) -> tuple[Promise | str, str]:
    """A field read from the record that has it, and from the record that it names."""
    return label, _("“%(field)s” of") % {"field": label}


def known_kinds() -> dict[str, Promise | str]:
    """The kinds of record with their plural, in the order of the apps."""
    return {kind: model._meta.verbose_name_plural for kind, model in entry_models().items()}
