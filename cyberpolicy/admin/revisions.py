"""The history, to read: which actions there were, and what each changed of which record."""

import json
from collections.abc import Mapping

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cyberpolicy import holders
from cyberpolicy.admin.labels import label_of
from cyberpolicy.admin.lookups import ReadOnlyAdmin
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import ChangeGroup, Revision
from cyberpolicy.visibility import access_of

SEE_ALL = ("cyberpolicy.view_internal", "cyberpolicy.view_confidential", "cyberpolicy.view_unpublished")


class HistoryAdmin(ReadOnlyAdmin):
    """Differences quote whatever a record held and named, so they are for those who may see every record."""

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return request.user.has_perms(SEE_ALL)


@admin.register(ChangeGroup)
class ChangeGroupAdmin(HistoryAdmin):
    list_display = ("at", "action", "by", "reason", "records")
    list_select_related = ("by",)
    list_filter = ("action", ("by", admin.RelatedOnlyFieldListFilter))
    date_hierarchy = "at"
    search_fields = ("reason",)
    fields = ("at", "by", "action", "reason", "records")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(record_count=Count("revisions"))

    @admin.display(description=_("records"), ordering="record_count")
    def records(self, group: ChangeGroup) -> str:
        url = f"{reverse('admin:cyberpolicy_revision_changelist')}?group={group.pk}"
        count = ngettext("%(n)s record", "%(n)s records", group.record_count) % {"n": localize(group.record_count)}
        return format_html('<a href="{}">{}</a>', url, count)


@admin.register(Revision)
class RevisionAdmin(HistoryAdmin):
    list_display = ("record", "version", "kind", "by", "at", "reason", "what")
    list_select_related = ("group__by",)
    list_filter = ("kind",)
    search_fields = ("record", "entry__title_nl", "entry__title_en", "group__reason")
    fields = ("record", "kind", "version", "by", "at", "reason", "table")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        seen = Q(entry__isnull=True) | access_of(request.user).q("entry__")
        return super().get_queryset(request).filter(seen)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in {"entry", "group"} or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("by"), ordering="group__by")
    def by(self, revision: Revision) -> str:
        return str(revision.group.by or "")

    @admin.display(description=_("at"), ordering="group__at")
    def at(self, revision: Revision) -> str:
        return date_format(timezone.localtime(revision.group.at), "j N Y H:i")

    @admin.display(description=_("reason"))
    def reason(self, revision: Revision) -> str:
        return revision.group.reason

    @admin.display(description=_("changed"))
    def what(self, revision: Revision) -> str:
        return ", ".join(_label(revision, name) for name in revision.changes)

    @admin.display(description=_("differences"))
    def table(self, revision: Revision) -> str:
        known = holders.named_in([revision.changes])
        rows = (
            (_label(revision, name), *(_shown(_named(revision, name, value, known)) for value in change))
            for name, change in revision.changes.items()
        )
        cells = "<tr><th scope='row'>{}</th><td><pre>{}</pre></td><td><pre>{}</pre></td></tr>"
        body = format_html_join("", cells, rows)
        head = format_html("<tr><td></td><th scope='col'>{}</th><th scope='col'>{}</th></tr>", _("before"), _("after"))
        return format_html('<table class="cp-differences">{}{}</table>', head, body)


def _label(revision: Revision, name: str) -> str:
    model = entry_models().get(revision.record.partition(":")[0])
    return label_of(model, name) if model else name


def _named(revision: Revision, name: str, value, known: Mapping):
    """A person or unit by name, another value as it is."""
    model = entry_models().get(revision.record.partition(":")[0])
    holder = holders.holding_fields(model).get(name) if model else None
    return holders.written(holder, value, known) if holder and value else value


def _shown(value) -> str:
    if value in (None, ""):
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
