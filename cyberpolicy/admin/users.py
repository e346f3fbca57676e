"""The people who log in and the units they belong to: for administrators, who alone have the rights."""

from collections.abc import Iterator, Sequence

from axes.models import AccessAttempt
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cyberpolicy import holders
from cyberpolicy.admin.lookups import ReadOnlyAdmin
from cyberpolicy.admin.removing import HolderAdmin
from cyberpolicy.models import Unit, User

MINISTRY = ("unit", "language", "gets_reminders")


@admin.register(User)
class UserAdmin(HolderAdmin, StockUserAdmin):
    instead = _("When somebody leaves, rather take away “active”: then the name stays with what was done.")
    list_display = ("username", "first_name", "last_name", "unit", "is_staff", "is_active", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups", "unit")
    list_select_related = ("unit",)
    readonly_fields = ("last_login", "date_joined")  # moments that happened; as boxes they have no label either
    fieldsets = (*StockUserAdmin.fieldsets, (_("Ministry"), {"fields": MINISTRY}))
    add_fieldsets = (*StockUserAdmin.add_fieldsets, (_("Ministry"), {"fields": ("unit",)}))

    def log_deletions(self, request: HttpRequest, queryset: Sequence[User]) -> list[LogEntry]:
        """Without the name, also in what the log said of them before: the name goes with the account."""
        logged = super().log_deletions(request, queryset)
        kind, keys = ContentType.objects.get_for_model(User), [str(person.pk) for person in queryset]
        LogEntry.objects.filter(content_type=kind, object_id__in=keys).update(object_repr=holders.gone(User))
        return logged

    def goes_too(self, holder: User) -> Iterator[str]:
        if n := holder.saved_views.filter(unit__isnull=False).count():
            yield ngettext(
                "%(n)s saved view that colleagues share: let one of them open and save it first.",
                "%(n)s saved views that colleagues share: let one of them open and save each first.",
                n,
            ) % {"n": localize(n)}
        if n := User.objects.filter(watches__view__owner=holder).exclude(pk=holder.pk).distinct().count():
            yield ngettext(
                "%(n)s colleague watches a view of this person, and will hear no more of it.",
                "%(n)s colleagues watch a view of this person, and will hear no more of it.",
                n,
            ) % {"n": localize(n)}


@admin.register(Unit)
class UnitAdmin(HolderAdmin):
    instead = _("Rather give its records to another unit first; a unit with a new name keeps its records.")
    list_display = ("code", "name_nl", "name_en", "parent")
    list_select_related = ("parent",)
    search_fields = ("code", "name_nl", "name_en")
    fields = ("code", ("name_nl", "name_en"), "parent")
    autocomplete_fields = ("parent",)

    def standing_in_the_way(self, found: Sequence[Unit]) -> list[str]:
        return [str(unit) for unit in Unit.objects.filter(parent__in=found)]

    def goes_too(self, holder: Unit) -> Iterator[str]:
        if n := holder.people.count():
            said = ngettext("%(n)s person will be in no unit.", "%(n)s people will be in no unit.", n)
            address = f"{reverse('admin:cyberpolicy_user_changelist')}?unit__id__exact={holder.pk}"
            yield format_html('<a href="{}">{}</a>', address, said % {"n": localize(n)})
        if n := holder.saved_views.count():
            yield ngettext(
                "%(n)s saved view will no longer be shared with this unit, and be its owner's alone.",
                "%(n)s saved views will no longer be shared with this unit, and be their owners' alone.",
                n,
            ) % {"n": localize(n)}


@admin.action(description=_("Release: let them try again at once"), permissions=["delete"])
def release(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> None:
    count = queryset.count()
    queryset.delete()
    done = ngettext("%(n)s account released.", "%(n)s accounts released.", count) % {"n": count}
    model_admin.message_user(request, done, messages.SUCCESS)


@admin.register(AccessAttempt)
class AttemptAdmin(ReadOnlyAdmin):
    """Wrong passwords: by which name, from where, how often. Releasing is forgetting them."""

    actions = (release,)
    list_display = ("username", "address", "failures", "at")
    search_fields = ("username",)
    ordering = ("-attempt_time",)
    fields = ("username", "address", "failures", "at")

    def has_delete_permission(self, request: HttpRequest, obj: AccessAttempt | None = None) -> bool:
        return request.user.has_perm("axes.delete_accessattempt")

    def get_actions(self, request: HttpRequest) -> dict:
        """Deleting is releasing, under one name."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    @admin.display(description=_("address"))
    def address(self, attempt: AccessAttempt) -> str:
        return attempt.ip_address or ""

    @admin.display(description=_("wrong passwords"), ordering="failures_since_start")
    def failures(self, attempt: AccessAttempt) -> int:
        return attempt.failures_since_start

    @admin.display(description=_("last tried"), ordering="attempt_time")
    def at(self, attempt: AccessAttempt):
        return attempt.attempt_time
