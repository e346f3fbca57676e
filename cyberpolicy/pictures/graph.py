"""Who and what hangs together: the relations between records as nodes and edges, read in a bounded number of queries.

An edge is a relation, or a field in which a record names another one. Both ends are always visible to the reader.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pyroaring import BitMap

from cyberpolicy.asking import one_of
from cyberpolicy.counting import FieldValues
from cyberpolicy.kinds import entry_models, part_links
from cyberpolicy.link_counts import ENDS, most_linked
from cyberpolicy.models import CatalogueEntry, Citation, Entry, Relation
from cyberpolicy.pictures.query import PictureQuery
from cyberpolicy.relation_kinds import RELATION_KINDS
from cyberpolicy.text_fields import Bilingual
from cyberpolicy.visibility import access_of

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

    @cached_property
    def within(self) -> BitMap:
        """The records under all filters but that on their kind."""
        return self.asked.linked & self.asked.in_tracks() & self._in_period()

    def _in_period(self) -> BitMap:
        period = self.asked.period.overlap("sort_date", "sort_date")
        if not period:
            return self.asked.tally.everything
        found = CatalogueEntry.objects.filter(period | Q(sort_date__isnull=True)).order_by()
        return BitMap(found.values_list("pk", flat=True))

    @cached_property
    def ends(self) -> BitMap:
        """What both ends of a link must be among: the records asked for, and the chosen one."""
        return self.within | BitMap([self.asked.focus.pk] if self.asked.focus else [])

    def most_linked(self, kind: str, number: int) -> list[CatalogueEntry]:
        """The records of a kind with the most links that the reader may see, each with ``link_count``."""
        records = self.within & self.asked.tally.having(FieldValues(CatalogueEntry, "kind"), [kind])
        return most_linked(records, self.access, number, self.kinds)

    # Which edges

    def among(self, keys: Collection[int]) -> list[Edge]:
        """The relations with both ends among these records."""
        both = {"kind__in": sorted(self.kinds or RELATION_KINDS), "subject__in": keys, "object__in": keys}
        # For the order SQLite takes the index that begins with the kind. All are read: for the first in this order
        # PostgreSQL would walk along it through everything.
        return self._edges(Relation.objects.filter(**both).order_by("kind", "position", "pk"), MOST_EDGES)

    def around(self, keys: Collection[int], most: int = MOST_EDGES) -> list[Edge]:
        """The links of these records, whatever the other end; of the kinds of record asked for, and with named ones."""
        others, every, found = self.ends & self.asked.of_kinds(), self.asked.tally.everything, []
        for mine, theirs in ENDS:
            links = self._relations().filter(one_of(theirs, others, every), **{f"{mine}__in": keys})
            found += links.order_by("kind", "position", "pk")[:most]
        return self._edges(found, most)

    def _relations(self) -> QuerySet[Relation]:
        return Relation.objects.filter(kind__in=self.kinds) if self.kinds else Relation.objects.all()

    def _edges(self, relations: Iterable[Relation], most: int) -> list[Edge]:
        """The first of the relations, each once, as far as both of their ends are asked for and may be seen."""
        own = {r.pk: r for r in relations if r.subject_id in self.ends and r.object_id in self.ends}
        first = sorted(own.values(), key=lambda relation: (relation.kind, relation.position, relation.pk))[:most]
        records = self.asked.tally.others(pk for r in first for pk in (r.subject_id, r.object_id))
        return [_edge(r, records[r.subject_id], records[r.object_id]) for r in first]

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
        field, rows = model._meta.get_field(name), []
        for kind, end in ((model._meta.model_name, "pk"), (field.related_model._meta.model_name, name)):
            if kind == focus.kind:
                rows += self._naming(model, name).filter(**{end: focus.pk})[:MOST_EDGES]
        verb, inverse = _named_verbs(field.verbose_name)
        return [Edge(name, verb, inverse, row.catalogue, getattr(row, name).catalogue) for row in rows]

    def _naming(self, model: type[Entry], name: str) -> QuerySet:
        """The records that name another one there, as far as the reader may see both."""
        found = model.objects.visible_to(self.user).filter(self.access.q(f"{name}__"))
        return found.select_related("catalogue", f"{name}__catalogue")

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
        found, wanted, members = defaultdict(set), BitMap(keys), self.asked.members()
        for track in self.asked.all_tracks:
            for entry in members[track.pk] & wanted:
                found[entry].add(track.rank or 0)
        return {entry: next(iter(orders)) for entry, orders in found.items() if len(orders) == 1}


def _edge(relation: Relation, subject: CatalogueEntry, object: CatalogueEntry) -> Edge:
    words, basis = relation.words, "" if relation.basis == "stated" else relation.get_basis_display()
    return Edge(
        relation.kind, words.forward, words.inverse, subject, object, relation.qualifier, basis, relation.pk,
    )  # fmt: skip


def _named_verbs(label: Promise | str) -> tuple[Promise | str, str]:
    """A field read from the record that has it, and from the record that it names."""
    return label, _("“%(field)s” of") % {"field": label}


def known_kinds() -> dict[str, Promise | str]:
    """The kinds of record with their plural, in the order of the apps."""
    return {kind: model._meta.verbose_name_plural for kind, model in entry_models().items()}
