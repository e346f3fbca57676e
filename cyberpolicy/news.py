"""What changed lately, as far as one reader may know: that a record changed, when, in what; never its earlier words.

Earlier words may come from before a record was published. So what changed before it could be seen is not told, and
neither is a change in nothing but a link to a record that the reader may not see.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber

from cyberpolicy.batching import pieces
from cyberpolicy.bearings import keys_in
from cyberpolicy.compare import Names, Reader
from cyberpolicy.models import CatalogueEntry, Entry, Revision
from cyberpolicy.models.revisions import RevisionKind
from cyberpolicy.visibility import State, access_of, reads_histories

Told = tuple[Revision, list[str]]  # with the names of what changed


@dataclass
class News:
    """A record, the moment of its latest change, and the names of what changed since it could be seen."""

    entry: CatalogueEntry
    at: datetime.datetime
    revision: int
    is_new: bool = False
    labels: list[str] = field(default_factory=list)

    @property
    def history_name(self) -> str:
        """The name of the address of its history, which only some may read."""
        return f"{self.entry.kind}-history"


def revisions_for(user) -> QuerySet[Revision]:
    """The revisions of records that ``user`` may see, latest first."""
    return Revision.objects.filter(access_of(user).q("entry__")).select_related("entry", "group").order_by("-pk")


def telling(revisions: Iterable[Revision], user) -> list[Told]:
    """Those revisions in which something changed that ``user`` may know."""
    revisions = list(revisions)
    names = Names([revision.changes for revision in revisions], user)
    told = ((r, Reader(r.entry.kind, r.changes, user, names).labels()) for r in revisions)
    return [(revision, labels) for revision, labels in told if labels]


def first_telling(revisions: QuerySet[Revision], user, most: int) -> list[Told]:
    """The first ``most`` of them. Those that tell nothing take no place, or what is missing would tell of them."""
    found: Iterator[list[Told]] = (telling(some, user) for some in pieces(revisions, most))
    return list(islice(chain.from_iterable(found), most))


@dataclass(frozen=True)
class LastChange:
    """When a record changed last, and which version that made: 0 for who may not know how often it changed."""

    at: datetime.datetime
    version: int = 0


def last_change(entry: Entry, user) -> LastChange:
    """Who may read histories knows the moment and the version of the record. For others the last change is the last
    that tells them something, or the record's own would tell them of a hidden document that it now rests on.
    """
    if reads_histories(user):
        return LastChange(entry.updated_at, entry.version)
    return LastChange(last_moments({entry.pk: entry.created_at}, user)[entry.pk])


def last_moments(created: Mapping[int, datetime.datetime], user) -> dict[int, datetime.datetime]:
    """When each of these records changed last in something that ``user`` may know; if it never did, when it was
    ``created``.

    Of each the newest change is looked at, then some before it, and so on: most tell something.
    """
    place = Window(RowNumber(), partition_by="entry", order_by="-pk")
    revisions = revisions_for(user).annotate(place=place)
    found: dict[int, datetime.datetime] = {}
    left, seen, more = set(created), 0, 1
    while left:
        some = list(revisions.filter(entry__in=left, place__gt=seen, place__lte=seen + more))
        for revision in _that_tell(some, user):
            found.setdefault(revision.entry_id, revision.group.at)
        left = {revision.entry_id for revision in some if revision.place == seen + more} - found.keys()
        seen, more = seen + more, 4 * more
    return {**created, **found}


def _that_tell(revisions: list[Revision], user) -> list[Revision]:
    """Those of ``telling``, without what changed: what names no record tells everyone."""
    naming = {revision.pk: revision for revision in revisions if keys_in(revision.changes)}
    silent = naming.keys() - {revision.pk for revision, _labels in telling(naming.values(), user)}
    return [revision for revision in revisions if revision.pk not in silent]


def news_in(told: Iterable[Told]) -> list[News]:
    """The news of these revisions, one for each record, the record changed last first."""
    found: dict[int, News] = {}
    for revision, labels in sorted(told, key=lambda one: one[0].pk):
        _tell(found, revision, labels)
    return sorted(found.values(), key=lambda news: news.revision, reverse=True)


def _tell(found: dict[int, News], revision: Revision, labels: list[str]) -> None:
    news = found.setdefault(revision.entry_id, News(revision.entry, revision.group.at, revision.pk))
    news.at, news.revision = revision.group.at, revision.pk
    if _comes_into_sight(revision):
        news.is_new, news.labels = True, []
    else:
        news.labels = list(dict.fromkeys([*news.labels, *labels]))


def _comes_into_sight(revision: Revision) -> bool:
    """Whether the record was made, published, or opened to more readers by this revision."""
    _old, state = revision.changes.get("state", (None, None))
    return revision.kind == RevisionKind.CREATED or state == State.PUBLISHED or "visibility" in revision.changes
