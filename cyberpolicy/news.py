"""What changed lately, as far as one reader may know: that a record changed, when, in what; never its earlier words.

Earlier words may come from before a record was published. So what changed before it could be seen is not told, and
neither is a change in nothing but a link to a record that the reader may not see.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from cyberpolicy.compare import Names, Reader
from cyberpolicy.models import CatalogueEntry, Revision
from cyberpolicy.models.revisions import RevisionKind
from cyberpolicy.visibility import State, access_of


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


def labels_of(revisions: list[Revision], user) -> list[tuple[Revision, list[str]]]:
    """Each revision with the names of what changed that ``user`` may know; empty where that is nothing."""
    names = Names([revision.changes for revision in revisions], user)
    return [(r, Reader(r.entry.kind, r.changes, user, names).labels()) for r in revisions]


def news_in(revisions: Iterable[Revision], user) -> list[News]:
    """The news of these revisions, one for each record, the record changed last first."""
    found: dict[int, News] = {}
    for revision, labels in labels_of(sorted(revisions, key=lambda revision: revision.pk), user):
        if labels:
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
