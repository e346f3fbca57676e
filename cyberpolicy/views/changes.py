"""The history: what was changed by whom, of one record, of one action, and of everything."""

from collections.abc import Iterable
from functools import cached_property, reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField, Window
from django.db.models.functions import Cast, RowNumber
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from cyberpolicy.addresses import Address
from cyberpolicy.compare import Names, Reader
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, ChangeGroup, FormerAddress, Relation, Revision, Tombstone, User
from cyberpolicy.permissions import may_change
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.visibility import READS_HISTORIES, reads_histories
from cyberpolicy.widgets import SELECT, TEXT

PER_PAGE, SHOWN_RECORDS = 25, 5
SHORT_BOX = f"{TEXT} cp-short"


class HistoryRequired(PermissionRequiredMixin):
    """Earlier words of a record may come from before it was published: only who sees drafts sees its history."""

    permission_required = READS_HISTORIES
    raise_exception = True


class ChangeFilterSet(django_filters.FilterSet):
    """Who, what kind, which track, from which day to which."""

    by = django_filters.ChoiceFilter(
        field_name="by__username", label=gettext_lazy("Person"), empty_label=gettext_lazy("everyone")
    )
    kind = django_filters.ChoiceFilter(
        method="of_kind", label=gettext_lazy("Kind"), empty_label=gettext_lazy("every kind")
    )
    track = django_filters.ChoiceFilter(
        method="in_track", label=gettext_lazy("Track"), empty_label=gettext_lazy("every track")
    )
    naming = django_filters.CharFilter(method="names", label=gettext_lazy("Record"), widget=forms.HiddenInput)
    day_from = django_filters.DateFilter(field_name="at", lookup_expr="date__gte", label=gettext_lazy("From"))
    day_to = django_filters.DateFilter(
        field_name="at", lookup_expr="date__lte", label=gettext_lazy("Up to and including")
    )

    def __init__(self, data, queryset: QuerySet, *, user) -> None:
        super().__init__(data, queryset)
        self.user = user
        seen = ChangeGroup.objects.filter(_has(Revision.objects.visible_to(user)), by=OuterRef("pk")).order_by()
        people = User.objects.filter(Exists(seen))
        tracks = CatalogueEntry.objects.visible_to(user).filter(kind="track").order_by("rank")
        self.filters["by"].extra["choices"] = [(person.username, str(person)) for person in people]
        self.filters["kind"].extra["choices"] = [
            (kind, model._meta.verbose_name) for kind, model in entry_models().items()
        ]
        self.filters["track"].extra["choices"] = [(track.slug, track.abbreviation or track.title) for track in tracks]

    @property
    def form(self) -> forms.Form:
        form = super().form
        for field in form.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = SELECT if is_choice else SHORT_BOX
            field.widget.attrs |= {} if is_choice else {"placeholder": "2020-11-16", "inputmode": "numeric"}
        return form

    def of_kind(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(_has(Revision.objects.visible_to(self.user).of_kind(value)))

    def in_track(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        members = Relation.objects.visible_to(self.user).filter(kind=IN_TRACK, object__slug=value, object__kind="track")
        revisions = Revision.objects.visible_to(self.user).filter(entry__in=members.values("subject"))
        return queryset.filter(_has(revisions))

    @cached_property
    def named(self) -> CatalogueEntry | None:
        """The record to which the actions changed a link, made from the record at the other end."""
        kind, _colon, slug = self.data.get("naming", "").partition(":")
        return CatalogueEntry.objects.visible_to(self.user).filter(kind=kind, slug=slug).first()

    def names(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if self.named is None:
            return queryset.none()
        former = self.named.former_addresses.values_list("slug", flat=True)
        keys = [f'"{self.named.kind}:{slug}"' for slug in (self.named.slug, *former)]  # as the differences name it
        written = Revision.objects.visible_to(self.user).annotate(written=Cast("changes", TextField()))
        others = written.exclude(entry=self.named.pk).filter(changes__has_key=Relation.part_name)
        return queryset.filter(_has(others.filter(any_of("written__contains", keys))))

    def notices(self) -> list[str]:
        return [f"{self.form.fields[name].label}: {' '.join(errors)}" for name, errors in self.form.errors.items()]


def any_of(lookup: str, values: Iterable[str]) -> Q:
    return reduce(or_, (Q(**{lookup: value}) for value in values))


def _has(revisions: QuerySet) -> Exists:
    """Actions with such a revision."""
    return Exists(revisions.filter(group=OuterRef("pk")).order_by())


class ChangeListView(HistoryRequired, TemplateView):
    """Every action, latest first."""

    template_name = "changes/list.html"

    def get_context_data(self, **kwargs) -> dict:
        user, query = self.request.user, self.request.GET
        groups = ChangeGroup.objects.filter(_has(Revision.objects.visible_to(user)))
        filters = ChangeFilterSet(query, groups, user=user)
        address = Address(self.request.path, query, [*filters.filters, "page"])
        found = filters.qs.select_related("by").order_by("-at", "-pk")
        page = Paginator(found, PER_PAGE).get_page(query.get("page", 1))
        page.object_list = with_first_records(page.object_list, user)
        return super().get_context_data(**kwargs) | {
            "filters": filters,
            "notices": filters.notices(),
            **address.pager(page),
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Changes"))],
        }


def with_first_records(groups: QuerySet, user) -> list[ChangeGroup]:
    """The actions, each with how many records it touched that ``user`` may see, and the first few of them."""
    groups = list(groups)
    seen = Revision.objects.visible_to(user).filter(group__in=groups).order_by()
    counts = dict(seen.values_list("group").annotate(n=Count("pk")))
    numbered = seen.annotate(place=Window(RowNumber(), partition_by="group", order_by="pk"))
    first = numbered.filter(place__lte=SHOWN_RECORDS).select_related("entry", "tombstone")
    shown: dict[int, list[Revision]] = {}
    for revision in first.defer("changes", "tombstone__kept").order_by("pk"):
        shown.setdefault(revision.group_id, []).append(revision)
    for group in groups:
        group.seen_count, group.shown = counts.get(group.pk, 0), shown.get(group.pk, [])
    return groups


def readable(revisions: Iterable[Revision], user) -> list[dict[str, Any]]:
    """Revisions with their differences written out for ``user``."""
    revisions = list(revisions)
    names = Names((revision.changes for revision in revisions), user)
    return [
        {"revision": revision, "fields": Reader(revision.subject.kind, revision.changes, user, names).fields()}
        for revision in revisions
    ]


def revision_page(revisions: QuerySet, request: HttpRequest) -> dict[str, Any]:
    """One page of revisions with their differences, and the way to the others."""
    whole = revisions.select_related("entry", "tombstone", "group__by").defer("tombstone__kept")
    page = Paginator(whole, PER_PAGE).get_page(request.GET.get("page", 1))
    pager = Address(request.path, request.GET, ["page"]).pager(page)
    return {"changes": readable(page.object_list, request.user), **pager}


class ChangeDetailView(HistoryRequired, TemplateView):
    """One action: every record it touched, with the differences."""

    template_name = "changes/detail.html"

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        group = get_object_or_404(ChangeGroup.objects.select_related("by"), pk=kwargs["pk"])
        found = revision_page(group.revisions.visible_to(user).order_by("pk"), self.request)
        if not found["page"].paginator.count:
            raise Http404
        return super().get_context_data(**kwargs) | {
            "group": group,
            **found,
            "why_not_undo": why_not_undo(user, group),
            "crumbs": [
                (reverse("home"), _("Overview")),
                (reverse("change-list"), _("Changes")),
                (self.request.path, str(group.pk)),
            ],
        }


class RecordHistoryView(HistoryRequired, TemplateView):
    """The revisions of one record, latest first. An earlier address leads to the present one."""

    template_name = "changes/record.html"

    def get(self, request: HttpRequest, kind: str, slug: str) -> HttpResponse:
        rows = CatalogueEntry.objects.visible_to(request.user).filter(kind=kind)
        self.row = rows.filter(slug=slug).first()
        if self.row:
            return super().get(request, kind=kind, slug=slug)
        former = FormerAddress.objects.filter(kind=kind, slug=slug, entry__in=rows).select_related("entry").first()
        if former:
            return HttpResponseRedirect(reverse(f"{kind}-history", args=[former.entry.slug]), status=301)
        return HttpResponseRedirect(_tombstone_or_404(request.user, kind, slug).get_absolute_url())

    def get_context_data(self, **kwargs) -> dict:
        listing = entry_models()[self.row.kind]
        return super().get_context_data(**kwargs) | {
            "row": self.row,
            **revision_page(self.row.revisions.all(), self.request),
            "crumbs": [
                (reverse(f"{self.row.kind}-list"), listing._meta.verbose_name_plural),
                (self.row.get_absolute_url(), self.row.title),
                (self.request.path, _("History")),
            ],
        }


class DeletedRecordView(HistoryRequired, TemplateView):
    """What is left of a record that was really deleted: who did it, when, and its history."""

    template_name = "changes/deleted.html"
    status = 200

    def get_context_data(self, **kwargs) -> dict:
        seen = Tombstone.objects.visible_to(self.request.user).select_related("group__by").defer("kept")
        stone = get_object_or_404(seen, pk=kwargs["pk"])
        listing = entry_models()[stone.kind]._meta
        return super().get_context_data(**kwargs) | {
            "tombstone": stone,
            "kind_label": listing.verbose_name,
            **revision_page(stone.revisions.all(), self.request),
            "may_undo": may_undo(self.request.user, stone.group),
            "crumbs": [
                (reverse("home"), _("Overview")),
                (reverse(f"{stone.kind}-list"), listing.verbose_name_plural),
                (self.request.path, stone.title),
            ],
        }

    def render_to_response(self, context: dict, **kwargs) -> HttpResponse:
        return super().render_to_response(context, **kwargs, status=self.status)


def gone(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """At the address of a record that was deleted: what became of it, for who may know. Raises Http404 for others."""
    if not reads_histories(request.user):
        raise Http404
    stone = _tombstone_or_404(request.user, kind, slug)
    return DeletedRecordView.as_view(status=410)(request, pk=stone.pk)


def _tombstone_or_404(user, kind: str, slug: str) -> Tombstone:
    stone = Tombstone.objects.visible_to(user).filter(kind=kind, slug=slug).defer("kept").first()
    if stone is None:
        raise Http404
    return stone


def may_undo(user, group: ChangeGroup) -> bool:
    """Who may change every kind of record the action touched, and may see each of those records."""
    return not why_not_undo(user, group)


def why_not_undo(user, group: ChangeGroup) -> str:
    """Why ``user`` may not undo the action; empty for who may. Undoing part of it would leave what nobody ever made."""
    seen = group.revisions.visible_to(user).count()
    if not seen or group.revisions.count() != seen:
        return _("You may not undo this action: that asks the right to see and to change every record it touched.")
    named = group.revisions.order_by().values_list("entry__kind", "tombstone__kind").distinct()
    models = (entry_models()[kind or buried] for kind, buried in named)
    others = sorted({str(model._meta.verbose_name_plural) for model in models if not may_change(user, model)})
    if not others:
        return ""
    return _(
        "You may not undo this action: it also changed %(kinds)s, which your role does not change, and it is undone as "
        "a whole or not. An editor can do it; what you want otherwise of your own records you can change by hand."
    ) % {"kinds": ", ".join(others)}
