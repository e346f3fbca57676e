"""The home page: the policy at a glance."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain, groupby, islice

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from pyroaring import BitMap

from cyberpolicy import desk
from cyberpolicy.asking import among
from cyberpolicy.batching import pieces
from cyberpolicy.counting import FieldValues, Links, tally_of
from cyberpolicy.dated import latest_facts
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, Document, Milestone, Progress, Relation, Revision
from cyberpolicy.news import News, first_telling, news_in, revisions_for, telling
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.search.order import NEWEST
from cyberpolicy.visibility import access_of
from instruments.models import CLOSED, Commitment
from instruments.owing import Owing
from tracks.models import Initiative, Track

FIGURES = ("initiative", "forum", "instrument", "motion", "commitment", "incident")
ON_CARD = ("forum", "initiative", "instrument")
ON_HOME = ("unsourced", "untranslated", "outdated", "stale")  # piles of the desk
CHANGES, EVENTS, DEADLINES, PAPERS = 7, 8, 5, 5
READ_ACTIONS = 14  # at a time: some have nothing to tell this reader
FEW_RECORDS = 25  # of an action: of each is known whether it tells this reader something
TOLD_OF_TRACKS = 40  # revisions
DONE, RUNNING, TO_COME = "a", "b", "c"  # the shades of the bar on a track's card
STAGES = {
    Progress.COMPLETED: DONE, Progress.ESTABLISHED: DONE, Progress.IN_USE: DONE,
    Progress.ONGOING: RUNNING, Progress.UNDER_NEGOTIATION: RUNNING,
}  # fmt: skip
STAGE_LABELS = {DONE: _("in place"), RUNNING: _("ongoing"), TO_COME: _("planned or other")}


@dataclass
class Change:
    """An action, told by the first record it touched: what changed in it, and how many ``others`` it touched."""

    revision: Revision
    labels: list[str]
    others: int
    tracks: list[CatalogueEntry] = field(default_factory=list)


class HomeView(TemplateView):
    template_name = "pages/home.html"

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        self.access = access_of(user)
        papers = self._papers()
        return super().get_context_data(**kwargs) | {
            "figures": self._figures(),
            "tracks": self._tracks(),
            "changes": self._changes(),
            "events": self._events(),
            "owed": self._owed(timezone.localdate()),
            "waiting": self._waiting(),
            "papers": self._latest(papers),
            "paper_count": len(papers),
        }

    def _figures(self) -> list[dict]:
        return [
            {
                "label": entry_models()[kind]._meta.verbose_name_plural,
                "count": len(tally_of(entry_models()[kind]).visible(self.access)),
                "url": reverse(f"{kind}-list"),
            }
            for kind in FIGURES
        ]

    def _papers(self) -> BitMap:
        """The documents that stand in a dossier."""
        tally = tally_of(Document)
        return tally.visible(self.access) - tally.having(FieldValues(Document, "dossier"), [""])

    def _latest(self, papers: BitMap) -> list[Document]:
        latest = tally_of(CatalogueEntry).order(NEWEST).page(papers, 0, PAPERS)
        found = Document.objects.visible_to(self.access).in_bulk(latest)
        return [found[key] for key in latest if key in found]

    def _tracks(self) -> list[dict]:
        """Each track with how many of each kind stand in it, and how its initiatives are doing."""
        members = {kind: self._members(entry_models()[kind]) for kind in {*ON_CARD, "initiative"}}
        progress, last = tally_of(Initiative).values(FieldValues(Initiative, "progress")), self._last_changes()
        return [
            {
                "track": track,
                "counts": [
                    (entry_models()[kind]._meta.verbose_name_plural, len(members[kind][track.pk])) for kind in ON_CARD
                ],
                "initiatives": len(members["initiative"][track.pk]),
                "last": last.get(track.pk),
                "bar": _bar(_stages(progress, members["initiative"][track.pk])),
            }
            for track in Track.objects.visible_to(self.request.user).order_by("order")
        ]

    def _members(self, model) -> dict[int, BitMap]:
        """By track the records of a kind that stand in it and may be seen."""
        tally, found = tally_of(model), defaultdict(BitMap)
        for track, members in tally.values(Links(model, (IN_TRACK,))).items():
            found[track] = members & tally.visible(self.access)
        return found

    def _changes(self) -> list[Change]:
        """The latest actions, each by the first record it touched, with how many more."""
        seen = Revision.objects.filter(self.access.q("entry__")).order_by()
        actions = seen.values("group_id").annotate(n=Count("pk"), first=Min("pk")).order_by("-group_id")
        told = chain.from_iterable(map(self._told, pieces(actions, READ_ACTIONS)))
        changes = list(islice(told, CHANGES))
        tracks = self._tracks_of([change.revision.entry_id for change in changes])
        for change in changes:
            change.tracks = tracks[change.revision.entry_id]
        return changes

    def _told(self, actions: list[dict]) -> list[Change]:
        """Those of these actions that tell this reader something, each by the first record of which they do.

        Of an action on very many records only the first is looked at.
        """
        large = {action["first"]: action["n"] for action in actions if action["n"] > FEW_RECORDS}
        small = [action["group_id"] for action in actions if action["n"] <= FEW_RECORDS]
        which = revisions_for(self.request.user).filter(Q(pk__in=large) | Q(group__in=small))
        revisions = which.select_related("group__by", "entry").order_by("-group_id", "pk")
        changes = []
        for _group, told in groupby(telling(revisions, self.request.user), lambda one: one[0].group_id):
            (revision, labels), *others = told
            changes.append(Change(revision, labels, large.get(revision.pk, 1 + len(others)) - 1))
        return changes

    def _tracks_of(self, entries: list[int]) -> dict[int, list[CatalogueEntry]]:
        """By record the tracks it stands in."""
        members = Relation.objects.visible_to(self.request.user).filter(kind=IN_TRACK, subject__in=entries)
        found = defaultdict(list)
        for relation in members.select_related("object"):
            found[relation.subject_id].append(relation.object)
        return found

    def _last_changes(self) -> dict[int, News]:
        """By track the latest news of what stands in it, among the latest of all."""
        user = self.request.user
        news = news_in(first_telling(revisions_for(user), user, TOLD_OF_TRACKS))
        tracks = self._tracks_of([item.entry.pk for item in news])
        found: dict[int, News] = {}
        for item in news:
            for track in tracks[item.entry.pk]:
                found.setdefault(track.pk, item)
        return found

    def _waiting(self) -> list[tuple[str, Promise, int]]:
        """For editors: which piles of the desk are how high."""
        user = self.request.user
        if not user.has_perm("cyberpolicy.view_unpublished"):
            return []
        waits = desk.Desk(user, timezone.localdate())
        return [(name, desk.PILES[name].label, len(waits.waiting(desk.PILES[name]))) for name in ON_HOME]

    def _events(self) -> list[Milestone]:
        """The latest dated facts of the policy, those still expected included."""
        return latest_facts(tally_of(CatalogueEntry).visible(self.access), self.access, EVENTS)

    def _owed(self, today: datetime.date) -> list[tuple[Commitment, int | None]]:
        """What is still owed with the days left, the nearest deadline first; without a deadline the strongest first."""
        tally = tally_of(Commitment)
        owing = Owing(tally, tally.visible(self.access))
        still_open = owing.among - owing.having("execution", CLOSED)
        nearest = Commitment.objects.visible_to(self.access).filter(pk__in=among(owing.nearest(still_open, DEADLINES)))
        owed = nearest.order_by(F("due_on").asc(nulls_last=True), "strength", "pk")[:DEADLINES]
        return [(commitment, (commitment.due_on - today).days if commitment.due_on else None) for commitment in owed]


@dataclass(frozen=True)
class Segment:
    """A piece of a stacked bar a hundred wide."""

    shade: str
    label: Promise
    count: int
    start: float
    width: float


def _stages(progress: dict[str, BitMap], initiatives: BitMap) -> Counter:
    """How many of these initiatives are done, running and to come."""
    found: Counter = Counter()
    for code, having in progress.items():
        found[STAGES.get(code, TO_COME)] += having.intersection_cardinality(initiatives)
    return found


def _bar(counts: Counter) -> list[Segment]:
    total, start, segments = sum(counts.values()), 0.0, []
    for shade, label in STAGE_LABELS.items():
        if counts[shade]:
            width = 100 * counts[shade] / total
            segments.append(Segment(shade, label, counts[shade], round(start, 2), round(width, 2)))
            start += width
    return segments
