"""The home page: the policy at a glance."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F, Min
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, Document, Milestone, Progress, Relation, Revision
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.visibility import access_of
from instruments.models import Commitment, Execution
from tracks.models import Initiative, Track

FIGURES = ("initiative", "forum", "instrument", "motion", "commitment", "incident")
ON_CARD = ("forum", "initiative", "instrument")
CHANGES, EVENTS, DEADLINES, PAPERS = 7, 8, 5, 5
DONE, RUNNING, TO_COME = "a", "b", "c"  # the shades of the bar on a track's card
STAGES = {
    Progress.COMPLETED: DONE, Progress.ESTABLISHED: DONE, Progress.IN_USE: DONE,
    Progress.ONGOING: RUNNING, Progress.UNDER_NEGOTIATION: RUNNING,
}  # fmt: skip
STAGE_LABELS = {DONE: _("in place"), RUNNING: _("ongoing"), TO_COME: _("planned or other")}
CLOSED = (Execution.SETTLED, Execution.TRANSFERRED, Execution.WILL_NOT_BE_CARRIED_OUT)


class HomeView(TemplateView):
    template_name = "pages/home.html"

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        papers = Document.objects.visible_to(user).exclude(dossier="")
        return super().get_context_data(**kwargs) | {
            "figures": self._figures(),
            "tracks": self._tracks(),
            "changes": self._changes(),
            "events": self._events(),
            "open_commitments": self._open_commitments(),
            "papers": papers.order_by(F("sort_date").desc(nulls_last=True), "slug")[:PAPERS],
            "paper_count": papers.count(),
        }

    def _figures(self) -> list[dict]:
        visible = CatalogueEntry.objects.visible_to(self.request.user).order_by()
        counts = dict(visible.values_list("kind").annotate(n=Count("pk")))
        return [
            {
                "label": entry_models()[kind]._meta.verbose_name_plural,
                "count": counts.get(kind, 0),
                "url": reverse(f"{kind}-list"),
            }
            for kind in FIGURES
        ]

    def _tracks(self) -> list[dict]:
        """Each track with how many of each kind stand in it, and how its initiatives are doing."""
        members = Relation.objects.visible_to(self.request.user).filter(kind=IN_TRACK).order_by()
        counts = {
            (track, kind): count
            for track, kind, count in members.values_list("object_id", "subject__kind").annotate(n=Count("pk"))
        }
        progress = self._progress()
        return [
            {
                "track": track,
                "counts": [
                    (entry_models()[kind]._meta.verbose_name_plural, counts.get((track.pk, kind), 0))
                    for kind in ON_CARD
                ],
                "initiatives": counts.get((track.pk, "initiative"), 0),
                "bar": _bar(progress.get(track.pk, Counter())),
            }
            for track in Track.objects.visible_to(self.request.user).order_by("order")
        ]

    def _progress(self) -> dict[int, Counter]:
        """By track how many of its initiatives are done, running and to come."""
        link = "catalogue__outgoing_relations"
        rows = (
            Initiative.objects.visible_to(self.request.user)
            .filter(**{f"{link}__kind": IN_TRACK})
            .order_by()
            .values_list(f"{link}__object_id", "progress")
            .annotate(n=Count("pk"))
        )
        found: dict[int, Counter] = {}
        for track, progress, count in rows:
            found.setdefault(track, Counter())[STAGES.get(progress, TO_COME)] += count
        return found

    def _changes(self) -> list[Revision]:
        """The latest changes; of an action that touched many records only the first, with how many more."""
        seen = Revision.objects.filter(access_of(self.request.user).q("entry__")).order_by()
        groups = seen.values("group_id").annotate(n=Count("pk"), first=Min("pk")).order_by("-group_id")[:CHANGES]
        counts = {row["first"]: row["n"] for row in groups}
        changes = Revision.objects.filter(pk__in=counts).select_related("group__by", "entry").order_by("-group_id")
        for revision in changes:
            revision.others = counts[revision.pk] - 1
        return list(changes)

    def _events(self) -> list[Milestone]:
        """The latest dated facts of the policy, those still expected included."""
        dated = Milestone.objects.visible_to(self.request.user).filter(date_earliest__isnull=False)
        return list(dated.select_related("entry").order_by("-date_earliest", "pk")[:EVENTS])

    def _open_commitments(self) -> list[Commitment]:
        """What is still owed, the nearest deadline first; without a deadline the strongest first."""
        still_open = Commitment.objects.visible_to(self.request.user).exclude(execution__in=CLOSED)
        return list(still_open.order_by(F("due_on").asc(nulls_last=True), "strength", "pk")[:DEADLINES])


@dataclass(frozen=True)
class Segment:
    """A piece of a stacked bar a hundred wide."""

    shade: str
    label: Promise
    count: int
    start: float
    width: float


def _bar(counts: Counter) -> list[Segment]:
    total, start, segments = sum(counts.values()), 0.0, []
    for shade, label in STAGE_LABELS.items():
        if counts[shade]:
            width = 100 * counts[shade] / total
            segments.append(Segment(shade, label, counts[shade], round(start, 2), round(width, 2)))
            start += width
    return segments
