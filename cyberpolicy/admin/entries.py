"""The admin of records: the base of every kind."""

import datetime
from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import Field, ForeignKey, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cyberpolicy.admin import actions, deleting
from cyberpolicy.admin.forms import EntryForm
from cyberpolicy.admin.hints import hint
from cyberpolicy.admin.inlines import WIDGETS, CatalogueInline, CitationInline, visible_choices, with_parts, without
from cyberpolicy.admin.list_filters import UsedFieldListFilter
from cyberpolicy.admin.paging import LateRows
from cyberpolicy.admin.searching import FoldedSearch
from cyberpolicy.dates import short_day
from cyberpolicy.history import Action
from cyberpolicy.models import CatalogueEntry, Entry, User
from cyberpolicy.publication import links
from cyberpolicy.views.editing import told
from cyberpolicy.visibility import Visibility, access_of

TITLES = (("title_nl", "title_en"), ("abbreviation_nl", "abbreviation_en"), ("summary_nl", "summary_en"))
PUBLICATION = (("state", "visibility"), ("unit", "verified_on"), "slug")
LARGEST_KEY = 2**63 - 1
TRACES = ("version", "last_change", "creation")


class EntryAdmin(FoldedSearch, admin.ModelAdmin):
    """A kind of record. A subclass names its ``facts`` (rows of fields), its rows of parts and its columns."""

    facts: ClassVar[tuple] = ()
    list_facts: ClassVar[tuple[str, ...]] = ()  # columns of its own, by which the list is also filtered

    links: ClassVar[tuple[str, ...]] = ()  # boxes for relations on the form of a new record
    # rows that are open on the form of a new record, with what stands in them
    opened: ClassVar[dict[type[CatalogueInline], dict]] = {}

    form = EntryForm
    inlines = with_parts()
    actions = (*actions.EVERY_ACTION, *actions.TRACK_ACTIONS)
    formfield_overrides = WIDGETS
    change_form_template = "admin/entry_form.html"
    readonly_fields = TRACES
    list_select_related = ("unit",)
    list_per_page = 50
    paginator = LateRows
    show_full_result_count = False
    show_facets = admin.ShowFacets.ALWAYS
    save_on_top = True
    ordering = ("title_nl", "pk")

    # What is shown

    def get_list_display(self, request: HttpRequest) -> tuple:
        return ("titled", *self.list_facts, "publication", "unit", "changed")

    def get_list_filter(self, request: HttpRequest) -> tuple:
        return ("state", "visibility", *self.list_facts, ("unit", UsedFieldListFilter))

    @admin.display(description=_("title"), ordering=Lower("title_nl"))
    def titled(self, entry: Entry) -> str:
        return str(entry)

    @admin.display(description=_("publication"), ordering="state")
    def publication(self, entry: Entry) -> str:
        """The state, with the visibility where not everyone may see it: two columns in the room of one."""
        shown = [entry.get_state_display()]
        if entry.visibility != Visibility.PUBLIC:
            shown.append(entry.get_visibility_display())
        return ", ".join(map(str, shown))

    @admin.display(description=_("changed on"), ordering="updated_at")
    def changed(self, entry: Entry) -> str:
        return short_day(timezone.localdate(entry.updated_at))

    @admin.display(description=_("last changed"))
    def last_change(self, entry: Entry) -> str:
        return _moment(entry.updated_at, entry.updated_by)

    @admin.display(description=_("created"))
    def creation(self, entry: Entry) -> str:
        return _moment(entry.created_at, entry.created_by)

    def get_fieldsets(self, request: HttpRequest, obj: Entry | None = None) -> list:
        hidden = self._hidden_links(request, obj)
        facts = tuple(row for row in (without(row, hidden) for row in self.facts) if row)
        may_edit = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        tracks = ("tracks", "track_basis") if may_edit and "tracks" in self.form.base_fields else ()
        tracks = tracks if obj else (*self.links, *tracks)
        own = (*facts, *tracks) if obj else (*facts, *tracks, "sources")
        return [
            (_("Title and summary"), {"fields": TITLES}),
            *([(capfirst(self.opts.verbose_name), {"fields": own})] if own else []),
            (_("Publication"), {"fields": PUBLICATION if obj is None else (*PUBLICATION, TRACES)}),
        ]

    def get_inlines(self, request: HttpRequest, obj: Entry | None) -> list[type[CatalogueInline]]:
        """A new record has one box for its sources, with a button to find the passage."""
        return [inline for inline in super().get_inlines(request, obj) if obj or inline is not CitationInline]

    def get_formset_kwargs(self, request: HttpRequest, obj: Entry, inline: CatalogueInline, prefix: str) -> dict:
        values = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk is None and type(inline) in self.opened:
            values["initial"] = [self.opened[type(inline)]]
        return values

    def _hidden_links(self, request: HttpRequest, entry: Entry | None) -> set[str]:
        """The fields that name a record the editor may not see: left out, and so left as they are."""
        access = access_of(request.user)
        named = {link.name: getattr(entry, link.name) for link in links(self.model)} if entry else {}
        return {name for name, record in named.items() if record and not access.sees(record)}

    def get_prepopulated_fields(self, request: HttpRequest, obj: Entry | None = None) -> dict:
        return {} if obj else {"slug": ("title_en",)}

    def view_on_site(self, entry: Entry) -> str:
        return entry.get_absolute_url()

    def get_actions(self, request: HttpRequest) -> dict:
        """Those on tracks only for kinds that stand in tracks."""
        actions_here = super().get_actions(request)
        if "tracks" in self.form.base_fields:
            return actions_here
        return {name: action for name, action in actions_here.items() if action[0] not in actions.TRACK_ACTIONS}

    # Who may see what

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).visible_to(request.user)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs):
        return super().formfield_for_dbfield(db_field, request, **hint(db_field) | kwargs)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, **visible_choices(db_field, request) | kwargs)

    def get_form(self, request: HttpRequest, obj: Entry | None = None, **kwargs) -> type[EntryForm]:
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    # Saving

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Entry | None:
        """When it is to be changed the row is locked, so that of two who save at once the second sees the first."""
        if not object_id.isdecimal() or int(object_id) > LARGEST_KEY:
            return None
        entry = super().get_object(request, object_id, from_field)
        if entry is None or request.method != "POST":
            return entry
        CatalogueEntry.objects.select_for_update().get(pk=entry.pk)  # the row that every action locks first
        return self.model._base_manager.get(pk=entry.pk)

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args, **kwargs) -> HttpResponse:
        """All that one press on "save" writes is one action in the history."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, *args, **kwargs)
        request.is_saved = False
        with Action("change" if object_id else "add", by=request.user) as request.action:
            response = super().changeform_view(request, object_id, *args, **kwargs)
        if request.is_saved:
            messages.success(request, told(_("The record is saved."), request.action.group))
        return response

    def message_user(self, request: HttpRequest, message: str, level: int = messages.INFO, *args, **kwargs) -> None:
        """That a record is saved is told once it is, with the way to undo it, as on the pages of the site."""
        if hasattr(request, "action") and level == messages.SUCCESS:
            request.is_saved = True
        else:
            super().message_user(request, message, level, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Entry, form: EntryForm, change: bool) -> None:
        request.action.group.reason = form.cleaned_data["reason"]
        if form.has_changed() or not change:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: EntryForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.save_links(form.instance)

    def response_post_save_add(self, request: HttpRequest, obj: Entry) -> HttpResponse:
        """To the page of the new record, where its sources are added; to the list for who may not see it."""
        if access_of(request.user).sees(obj):
            return HttpResponseRedirect(obj.get_absolute_url())
        return super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Entry) -> HttpResponse:
        """To the page of the record, where most came from; back to the filtered list for who works through one."""
        if not self.get_preserved_filters(request) and access_of(request.user).sees(obj):
            return HttpResponseRedirect(obj.get_absolute_url())
        return super().response_post_save_change(request, obj)

    def get_inline_formsets(self, request: HttpRequest, formsets: list, inline_instances: list, obj=None) -> list:
        for formset in formsets:
            formset.match_rows()
        return super().get_inline_formsets(request, formsets, inline_instances, obj)

    # Deleting, for administrators

    def delete_model(self, request: HttpRequest, obj: Entry) -> None:
        actions.delete([obj], by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        actions.delete(list(queryset), by=request.user)

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple:
        """All that hangs on the catalogue rows goes too. Those rows have no right of their own."""
        rows = CatalogueEntry.objects.filter(pk__in=[entry.pk for entry in objs])
        names, counts, missing, protected = super().get_deleted_objects(rows, request)
        said = deleting.listed(names), deleting.counted(counts)
        return *said, missing - {CatalogueEntry._meta.verbose_name}, protected

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        return HttpResponseRedirect(f"{reverse('admin:cyberpolicy_revision_changelist')}?entry={object_id}")


def _moment(at: datetime.datetime, by: User | None) -> str:
    return ", ".join(filter(None, (date_format(timezone.localtime(at), "j N Y H:i"), str(by or ""))))
