"""What is only looked up: catalogue rows and passages, for choice boxes. They are not in the index."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from cyberpolicy.admin.searching import FoldedSearch
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, Passage
from cyberpolicy.visibility import access_of


class ReadOnlyAdmin(admin.ModelAdmin):
    """Nothing is added, changed or deleted here."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class LookUpAdmin(ReadOnlyAdmin):
    def has_module_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(CatalogueEntry)
class CatalogueEntryAdmin(FoldedSearch, LookUpAdmin):
    """Records of all kinds. The page of a row is the page of its record."""

    list_display = ("__str__", "state", "visibility")
    list_filter = ("kind",)
    ordering = ("title_nl", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).visible_to(request.user)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context=None):
        row = self.get_object(request, object_id)
        if row is None:
            return super().change_view(request, object_id, form_url, extra_context)
        options = entry_models()[row.kind]._meta
        return HttpResponseRedirect(reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk]))


@admin.register(Passage)
class PassageAdmin(LookUpAdmin):
    """Places in documents: "33694-60 2.1" finds one."""

    list_display = ("__str__", "kind", "text")
    list_select_related = ("document",)
    search_fields = ("document__slug", "locator")
    ordering = ("document", "position")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        access = access_of(request.user)
        return super().get_queryset(request).filter(access.q("document__")).select_related("document")
