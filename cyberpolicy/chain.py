"""The chain of the policy around a record: what parliament asked, what was promised, what is done, where, about whom.

A kind of record says itself where it stands in the chain (``Entry.chain_stage``). From a record the chain goes on to
linked records of a later stage, so it never turns in a circle; what led to a record is the same, towards earlier ones.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from heapq import nsmallest
from operator import itemgetter

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise
from pyroaring import BitMap

from cyberpolicy import cited_places
from cyberpolicy.asking import written_once
from cyberpolicy.attachments import ends_of
from cyberpolicy.cited_places import CitedPlace
from cyberpolicy.counting import FieldValues, tally_of
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, Citation, Entry, Relation
from cyberpolicy.relation_kinds import IN_TRACK, RELATION_KINDS
from cyberpolicy.visibility import Access, access_of

MOST_LINKS = (12, 6, 4, 4)  # of one record, step by step from a motion to a country; the others are counted
IN_CHAIN = frozenset(RELATION_KINDS) - {IN_TRACK}
MOST_RECORDS = 60  # followed in one step
MOST_READ = 2_000  # relations of a record that is followed; what has more is told on its own page
LED_TO = 3  # the last stage of what is decided and done; after it come those with whom and about whom


@dataclass(frozen=True, slots=True)
class End:
    """The record at the other end of a relation, as far as choosing it takes; a forum may have thousands."""

    key: int
    kind: str
    title: str
    relation: int
    relation_kind: str
    is_forward: bool  # told from the subject

    @property
    def stage(self) -> int:
        return _stage(self.kind)


@dataclass
class Link:
    """A step of the chain: the verb as read from the record before it, the record it leads to, and what follows.

    ``relation``, ``record`` and where it is written (``places``) are read when all steps have been chosen.
    """

    end: End
    relation: Relation | None = None
    record: CatalogueEntry | None = None
    places: list[CitedPlace] = field(default_factory=list)
    links: list["Link"] = field(default_factory=list)
    more: int = 0
    is_followed: bool = True  # False: it stands in too many relations to look through

    @property
    def verb(self) -> Promise | str:
        return self.relation.words.forward if self.end.is_forward else self.relation.words.inverse


@dataclass
class Chain:
    """What led to a record, and what follows from it; each with how many links of the record itself were left out."""

    before: list[Link]
    after: list[Link]
    more_before: int = 0
    more_after: int = 0

    def __bool__(self) -> bool:
        return bool(self.before or self.after)


Step = tuple[Link, int]  # a record that is followed, and the direction
Key = tuple[int, int]  # direction and key of a record


def chain_of(entry: Entry, user) -> Chain | None:
    """The chain around a record, of what ``user`` may see; None for a kind that stands in no chain."""
    if entry.chain_stage is None:
        return None
    root = End(entry.pk, entry.kind_name, entry.title, 0, "", is_forward=True)
    before, after = Link(root), Link(root)
    steps, followed = [(before, -1), (after, 1)], set()
    for most in MOST_LINKS:
        steps = _grow(steps, user, most, followed)
    _add_other_origins(after, user)
    _read_relations(roots := [before, after])
    _add_sources([link for root in roots for link in _all_links(root)], user)
    return Chain(before.links, after.links, before.more, after.more)


def _stage(kind: str) -> int | None:
    return entry_models()[kind].chain_stage


@cache
def _kinds_beyond(kind: str, direction: int) -> frozenset[str]:
    """The kinds of a later stage (direction 1) or an earlier one (-1)."""
    own = _stage(kind)
    stages = ((other, _stage(other)) for other in entry_models())
    return frozenset(other for other, stage in stages if stage is not None and (stage - own) * direction > 0)


def _grow(steps: list[Step], user, most: int, followed: set[Key]) -> list[Step]:
    """Hang on each record those of a later stage (direction 1) or an earlier one (-1); what was hung on.

    A record that stands in more places is followed from the first one only.
    """
    first = {(direction, step.end.key): step for step, direction in reversed(steps)}
    keys = dict.fromkeys((direction, step.end.key) for step, direction in steps)
    growing = [key for key in keys if key not in followed][:MOST_RECORDS]
    followed.update(growing)
    leading = [key for key in growing if _kinds_beyond(first[key].end.kind, key[0])]
    large = {pk for (pk,) in _with_many({key for _direction, key in leading}, MOST_READ)}
    for key in leading:
        first[key].is_followed = key[1] not in large
    growing = [key for key in leading if first[key].is_followed]
    found = _ends([(first[key].end, key[0]) for key in growing], user)
    grown = []
    for key in growing:
        step, direction = first[key], key[0]
        step.links, step.more = _nearest(found[step.end.key, direction], direction, most)
        grown += [(link, direction) for link in step.links]
    return grown


@written_once
def _with_many(keys: RawSQL, most: int) -> QuerySet[CatalogueEntry]:
    """Of these records those that are one end of more than ``most`` relations; of none are more looked at."""
    going, coming = (
        Exists(Relation.objects.filter(**{end: OuterRef("pk")}).order_by()[most : most + 1])
        for end in ("subject", "object")
    )
    return CatalogueEntry.objects.filter(going | coming, pk__in=keys).order_by().values_list("pk")


def _nearest(ends: list[End], direction: int, most: int) -> tuple[list[Link], int]:
    """Links to the first of these, the nearest stage first, and how many are left."""
    first = nsmallest(most, ends, key=lambda end: (end.stage * direction, end.relation_kind, end.title, end.relation))
    return [Link(end) for end in first], max(len(ends) - most, 0)


def _ends(growing: list[tuple[End, int]], user) -> dict[tuple[int, int], list[End]]:
    """By record and direction, the records of the chain that it is linked with there.

    Of their relations only keys are read: what stands beyond a record, and who may see it, is in memory.
    """
    wanted: dict[int, dict[int, BitMap]] = defaultdict(dict)
    for end, direction in growing:
        if kinds := _kinds_beyond(end.kind, direction):
            wanted[end.key][direction] = _standing(kinds)
    seen = tally_of(CatalogueEntry).visible(access_of(user))
    linked = [
        (mine, direction, theirs, relation, kind, side == "subject")
        for side, mine, kind, theirs, relation in ends_of(wanted, IN_CHAIN, IN_CHAIN)
        for direction, beyond in wanted[mine].items()
        if theirs in beyond and theirs in seen
    ]
    records = tally_of(CatalogueEntry).others(theirs for _mine, _direction, theirs, *_relation in linked)
    found: dict[tuple[int, int], list[End]] = defaultdict(list)
    for mine, direction, theirs, *relation in linked:
        if record := records.get(theirs):
            found[mine, direction].append(End(theirs, record.kind, record.title, *relation))
    return found


def _standing(kinds: frozenset[str]) -> BitMap:
    """The records of these kinds that stand in the chain: of some kinds only part of them do."""

    def gather() -> BitMap:
        found = tally.having(FieldValues(CatalogueEntry, "kind"), kinds)
        for model in (entry_models()[kind] for kind in kinds):
            for name, values in model.in_chain.items():
                own = tally_of(model)
                found = found - (own.everything - own.having(FieldValues(model, name), values))
        return found

    tally = tally_of(CatalogueEntry)
    return tally.made(("chain", kinds), gather)


def _add_other_origins(root: Link, user) -> None:
    """What else led to the records one step on: the commitment about an initiative that carries out this motion.

    Not to a forum, which is in all that the policy does: that stands on its own page.
    """
    led_to = [link for link in root.links if link.end.stage <= LED_TO and link.is_followed]
    found = _ends([(link.end, -1) for link in led_to], user)
    for link in led_to:
        origins = [end for end in found[link.end.key, -1] if end.key != root.end.key]
        shown, more = _nearest(origins, 1, MOST_LINKS[1])
        link.links, link.more = [*shown, *link.links], link.more + more


# What was chosen


def _all_links(root: Link) -> Iterator[Link]:
    for link in root.links:
        yield link
        yield from _all_links(link)


def _read_relations(roots: list[Link]) -> None:
    """One that was deleted since it was chosen is left out."""
    chosen = {link.end.relation: link.end.key for root in roots for link in _all_links(root)}
    relations = {relation.pk: relation for relation in _chosen(chosen)}
    records = tally_of(CatalogueEntry).others(chosen.values())
    for step in [*roots, *(link for root in roots for link in _all_links(root))]:
        step.relation, step.record = relations.get(step.end.relation), records.get(step.end.key)
        step.links = [link for link in step.links if link.end.relation in relations and link.end.key in records]


@written_once
def _chosen(keys: RawSQL) -> QuerySet[Relation]:
    return Relation.objects.filter(pk__in=keys).order_by()


def _add_sources(links: list[Link], user) -> None:
    """Hang on each link the places that prove it."""
    by_part = defaultdict(list)
    for link in links:
        by_part[link.relation.pk].append(link)
    for _pk, part, *values in sorted(_places(by_part, access_of(user)), key=itemgetter(0)):
        for link in by_part[part]:
            link.places.append(cited_places.place(*values))


@written_once
def _places(keys: RawSQL, access: Access) -> QuerySet[Citation]:
    cites = Citation.objects.visible_to(access).filter(part_id__in=keys).order_by()
    return cites.values_list("pk", "part_id", *cited_places.FIELDS)
