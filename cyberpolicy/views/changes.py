"""The history: what was changed by whom, of one record, of one action, and of everything; and undoing an action."""

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from cyberpolicy import undo
from cyberpolicy.addresses import Address
from cyberpolicy.compare import Reader
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, ChangeGroup, Relation, Revision, User
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.states import StateError
from cyberpolicy.visibility import access_of

PER_PAGE, SHOWN_RECORDS = 25, 5
SHORT_BOX = "utrecht-textbox utrecht-textbox--html-input cp-short"


class HistoryRequired(PermissionRequiredMixin):
    """Earlier words of a record may come from before it was published: only who sees drafts sees its history."""

    permission_required = "cyberpolicy.view_unpublished"
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
    day_from = django_filters.DateFilter(field_name="at", lookup_expr="date__gte", label=gettext_lazy("From"))
    day_to = django_filters.DateFilter(
        field_name="at", lookup_expr="date__lte", label=gettext_lazy("Up to and including")
    )

    def __init__(self, data, queryset: QuerySet, *, user) -> None:
        super().__init__(data, queryset)
        self.user = user
        people = User.objects.filter(changes__isnull=False).distinct()
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
            field.widget.attrs["class"] = "utrecht-select utrecht-select--html-select" if is_choice else SHORT_BOX
            field.widget.attrs |= {} if is_choice else {"placeholder": "2020-11-16", "inputmode": "numeric"}
        return form

    def of_kind(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return self._with_seen(queryset, entry__kind=value)

    def in_track(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        members = Relation.objects.visible_to(self.user).filter(kind=IN_TRACK, object__slug=value, object__kind="track")
        return self._with_seen(queryset, entry__in=members.values("subject"))

    def _with_seen(self, queryset: QuerySet, **which) -> QuerySet:
        """Actions with such a revision of a record that the reader may see."""
        seen = Revision.objects.filter(access_of(self.user).q("entry__"), group=OuterRef("pk"), **which)
        return queryset.filter(Exists(seen))

    def notices(self) -> list[str]:
        return [f"{self.form.fields[name].label}: {' '.join(errors)}" for name, errors in self.form.errors.items()]


class ChangeListView(HistoryRequired, TemplateView):
    """Every action, latest first."""

    template_name = "changes/list.html"

    def get_context_data(self, **kwargs) -> dict:
        user, query = self.request.user, self.request.GET
        groups = ChangeGroup.objects.filter(access_of(user).q("revisions__entry__")).distinct()
        filters = ChangeFilterSet(query, groups, user=user)
        address = Address(self.request.path, query, [*filters.filters, "page"])
        revisions = Revision.objects.filter(access_of(user).q("entry__")).select_related("entry").order_by("pk")
        found = filters.qs.select_related("by").prefetch_related(Prefetch("revisions", revisions, to_attr="seen"))
        page = Paginator(found.order_by("-at", "-pk"), PER_PAGE).get_page(query.get("page", 1))
        return super().get_context_data(**kwargs) | {
            "filters": filters,
            "notices": filters.notices(),
            "shown_records": f":{SHOWN_RECORDS}",
            **address.pager(page),
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Changes"))],
        }


def readable(revisions: QuerySet, user) -> list[dict[str, Any]]:
    """Revisions with their differences written out for ``user``; of a record that was deleted only its name."""
    return [
        {
            "revision": revision,
            "fields": Reader(revision.entry.kind, revision.changes, user).fields() if revision.entry else [],
        }
        for revision in revisions
    ]


class ChangeDetailView(HistoryRequired, TemplateView):
    """One action: every record it touched, with the differences."""

    template_name = "changes/detail.html"

    def get_context_data(self, **kwargs) -> dict:
        group = get_object_or_404(ChangeGroup.objects.select_related("by"), pk=kwargs["pk"])
        seen = group.revisions.filter(access_of(self.request.user).q("entry__")).select_related("entry").order_by("pk")
        page = Paginator(seen, PER_PAGE).get_page(self.request.GET.get("page", 1))
        if not page.paginator.count:
            raise Http404
        return super().get_context_data(**kwargs) | {
            "group": group,
            "changes": readable(page.object_list, self.request.user),
            **Address(self.request.path, self.request.GET, ["page"]).pager(page),
            "may_undo": may_undo(self.request.user, group),
            "crumbs": [
                (reverse("home"), _("Overview")),
                (reverse("change-list"), _("Changes")),
                (self.request.path, str(group.pk)),
            ],
        }


class RecordHistoryView(HistoryRequired, TemplateView):
    """The revisions of one record, latest first."""

    template_name = "changes/record.html"

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        row = get_object_or_404(CatalogueEntry.objects.visible_to(user), kind=kwargs["kind"], slug=kwargs["slug"])
        page = Paginator(row.revisions.select_related("group__by", "entry"), PER_PAGE).get_page(
            self.request.GET.get("page", 1)
        )
        listing = entry_models()[row.kind]
        return super().get_context_data(**kwargs) | {
            "row": row,
            "changes": readable(page.object_list, user),
            **Address(self.request.path, self.request.GET, ["page"]).pager(page),
            "crumbs": [
                (reverse(f"{row.kind}-list"), listing._meta.verbose_name_plural),
                (row.get_absolute_url(), row.title),
                (self.request.path, _("History")),
            ],
        }


def may_undo(user, group: ChangeGroup) -> bool:
    """Who may change every kind of record the action touched, and may see each of those records."""
    revisions = group.revisions.filter(entry__isnull=False)
    seen = revisions.filter(access_of(user).q("entry__")).count()
    if not seen or revisions.count() != seen:
        return False
    models = (entry_models()[kind] for kind in revisions.order_by().values_list("entry__kind", flat=True).distinct())
    return all(user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}") for model in models)


class UndoView(HistoryRequired, TemplateView):
    """What undoing an action would do, and doing it."""

    template_name = "changes/undo.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.group = get_object_or_404(ChangeGroup.objects.select_related("by"), pk=kwargs["pk"])
        if not may_undo(request.user, self.group):
            return self.handle_no_permission()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        plan = undo.plan_of(self.group)
        steps = [
            {
                "step": step,
                "fields": Reader(step.entry.kind_name, step.changes, self.request.user).fields(),
                "conflicts": self._named(step),
            }
            for step in plan.steps
        ]
        crumbs = [
            (reverse("change-list"), _("Changes")),
            (reverse("change-detail", args=[self.group.pk]), str(self.group.pk)),
            (self.request.path, _("Undo")),
        ]
        return super().get_context_data(**kwargs) | {
            "group": self.group,
            "plan": plan,
            "steps": steps,
            "crumbs": crumbs,
        }

    def _named(self, step: undo.Step) -> list:
        """The labels of the fields that were changed again since."""
        changes = {name: step.revision.changes[name] for name in step.conflicts}
        return [change.label for change in Reader(step.entry.kind_name, changes, self.request.user).fields()]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        plan = undo.plan_of(self.group)
        try:
            undo.carry_out(plan, by=request.user)
        except StateError as error:
            messages.error(request, _("Nothing was undone: %(error)s.") % {"error": error})
            return HttpResponseRedirect(request.path)
        messages.success(request, _("The action was undone."))
        return HttpResponseRedirect(reverse("change-list"))
