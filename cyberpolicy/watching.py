"""Watching: a person hears what changed in a record, in a track, or in a saved view since the last visit."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from cyberpolicy.lists import EntryList
from cyberpolicy.models import Relation, Revision, SavedView, Watch
from cyberpolicy.news import News, Told, first_telling, news_in, revisions_for
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.stamps import Remembered
from cyberpolicy.tables import table_of
from cyberpolicy.visibility import access_of

READ = 100  # revisions that are told; who stays away longer is told of the latest

_watched: Remembered[frozenset[int | None]] = Remembered(1_000)  # by person the keys of the records


def latest_revision() -> int:
    return Revision.objects.aggregate(latest=Max("pk"))["latest"] or 0


def watches_of(user) -> QuerySet[Watch]:
    """What ``user`` watches and may still see."""
    views = SavedView.objects.open_to(user).values("pk")
    seen = access_of(user).q("entry__") | Q(view__in=views)
    return Watch.objects.filter(seen, user=user).select_related("entry", "view__owner")


def is_watched(key: int, user) -> bool:
    """Whether ``user`` watches the record with this key."""
    return key in _watched.of(user.pk, lambda: frozenset(user.watches.values_list("entry", flat=True)))


def watch(user, **thing) -> None:
    """Watch a record (``entry=``) or a saved view (``view=``) from now on."""
    Watch.objects.get_or_create(user=user, **thing, defaults={"seen": latest_revision()})


def list_of(view: SavedView, user) -> EntryList:
    """The list of a saved view, as ``user`` gets it."""
    return EntryList(table_of(view.kind), reverse(f"{view.kind}-list"), QueryDict(view.query), user)


def news_of(watched: Watch, user) -> tuple[list[News], list[News]]:
    """What changed in one watched thing since the last visit, and what had changed before it; the latest first."""
    told = first_telling(revisions_for(user).filter(_in(watched, user)), user, READ)
    fresh = news_in((revision, labels) for revision, labels in told if revision.pk > watched.seen)
    anew = {news.entry.pk for news in fresh}
    earlier = [one for one in told if one[0].pk <= watched.seen and one[0].entry_id not in anew]
    return fresh, news_in(earlier)


def _in(watched: Watch, user) -> Q:
    """The revisions of what is watched: of a track also those of all that stands in it."""
    if watched.view:
        return Q(entry_id__in=list_of(watched.view, user).filters.qs.order_by().values("pk"))
    if watched.entry.kind == "track":
        members = Relation.objects.visible_to(user).filter(kind=IN_TRACK, object=watched.entry_id)
        return Q(entry_id=watched.entry_id) | Q(entry_id__in=members.order_by().values("subject_id"))
    return Q(entry_id=watched.entry_id)


@dataclass
class Badge:
    """How many watched things have news for ``user``, for the head of every page.

    A fixed number of queries for all records and tracks. A saved view costs one more, for it means running its filters,
    and only when anything at all was changed since it was looked at.
    """

    user: object
    kept: ClassVar[Remembered[int]] = Remembered(1_000)

    @cached_property
    def count(self) -> int:
        return self.kept.of((self.user.pk, access_of(self.user)), self._counted)

    def _counted(self) -> int:
        watches = list(watches_of(self.user))
        records = [watched for watched in watches if watched.entry]
        latest = latest_revision() if len(records) < len(watches) else 0
        views = [watched for watched in watches if watched.view and watched.seen < latest]
        in_views = {watched.pk: self._fresh_in(watched) for watched in views}
        changed = {one[0].pk: one for found in (self._fresh(records), *in_views.values()) for one in found}
        if not changed:
            return 0
        told = {news.entry.pk: news.revision for news in news_in(changed.values())}
        inside = self._members([w.entry_id for w in records if w.entry.kind == "track"], list(told))
        may_tell = [(watched, (watched.entry_id, *inside[watched.entry_id])) for watched in records]
        may_tell += [(watched, [revision.entry_id for revision, _labels in in_views[watched.pk]]) for watched in views]
        return sum(any(told.get(pk, 0) > watched.seen for pk in keys) for watched, keys in may_tell)

    def _fresh_in(self, watched: Watch) -> list[Told]:
        """The revisions since the last visit of what meets the filters of a saved view."""
        since = revisions_for(self.user).filter(_in(watched, self.user), pk__gt=watched.seen)
        return first_telling(since, self.user, READ)

    def _fresh(self, watches: list[Watch]) -> list[Told]:
        """The revisions of these records and tracks since the earliest of the last visits."""
        if not watches:
            return []
        inside = Relation.objects.visible_to(self.user).filter(kind=IN_TRACK, subject=OuterRef("entry_id"))
        tracks = [watched.entry_id for watched in watches if watched.entry.kind == "track"]
        which = Q(entry_id__in=[watched.entry_id for watched in watches])
        if tracks:
            which |= Q(Exists(inside.filter(object__in=tracks)))
        since = revisions_for(self.user).filter(which, pk__gt=min(w.seen for w in watches))
        return first_telling(since, self.user, READ)

    def _members(self, tracks: list[int], changed: list[int]) -> dict[int, list[int]]:
        """By track, which of the changed records stand in it."""
        found = defaultdict(list)
        if tracks and changed:
            links = Relation.objects.visible_to(self.user).filter(kind=IN_TRACK, object__in=tracks)
            for track, member in links.filter(subject__in=changed).order_by().values_list("object_id", "subject_id"):
                found[track].append(member)
        return found
