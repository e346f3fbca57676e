"""What an editor does to several records at once: each time one action in the history, that can be undone as one."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cyberpolicy.history import Action
from cyberpolicy.models import Entry
from cyberpolicy.publication import hidden_in_all, names_of
from cyberpolicy.visibility import State, Visibility


@admin.action(description=gettext_lazy("Publish"), permissions=["change"])
def publish(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> None:
    _set(model_admin, request, queryset, "publish", state=State.PUBLISHED)


@admin.action(description=gettext_lazy("Withdraw"), permissions=["change"])
def withdraw(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> None:
    _set(model_admin, request, queryset, "withdraw", state=State.WITHDRAWN)


@admin.action(description=gettext_lazy("Make public"), permissions=["change"])
def make_public(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> None:
    _set(model_admin, request, queryset, "make-public", visibility=Visibility.PUBLIC)


@admin.action(description=gettext_lazy("Make internal"), permissions=["change"])
def make_internal(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> None:
    _set(model_admin, request, queryset, "make-internal", visibility=Visibility.INTERNAL)


@admin.action(description=gettext_lazy("Mark as verified today"), permissions=["change"])
def mark_verified(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> None:
    _set(model_admin, request, queryset, "verify", verified_on=timezone.localdate())


EVERY_ACTION = (publish, withdraw, make_public, make_internal, mark_verified)


def _set(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet, action: str, **values) -> None:
    """Set the values on the chosen records, and tell what was done and what was refused."""
    changed, refused = set_values(queryset, action=action, by=request.user, **values)
    done = ngettext("%(n)s record changed.", "%(n)s records changed.", changed) % {"n": changed}
    model_admin.message_user(request, done, messages.SUCCESS if changed else messages.INFO)
    for entry, hidden in refused:
        wrong = _("“%(title)s” cannot be public: it names what is not public and published yet: %(names)s.")
        names = names_of(hidden, request.user)
        model_admin.message_user(request, wrong % {"title": entry, "names": names}, messages.ERROR)


def set_values(queryset: QuerySet, *, action: str, by, **values) -> tuple[int, list[tuple[Entry, list[Entry]]]]:
    """Set the values on each record of ``queryset``. Returns how many changed, and the refused with the reason."""
    changed, refused = 0, []
    with Action(action, by=by) as act:
        act.watch(queryset)
        entries = list(queryset.select_related("catalogue"))  # read after they were locked
        for entry in entries:
            if all(getattr(entry, name) == value for name, value in values.items()):
                continue
            for name, value in values.items():
                setattr(entry, name, value)
            hidden = hidden_in_all(entry)
            if hidden:
                refused.append((entry, hidden))
                continue
            entry.save()
            changed += 1
    return changed, refused


def delete(entries: list[Entry], *, by) -> None:
    """Really delete, for administrators: the history keeps what each record was."""
    with Action("delete", by=by):
        for entry in entries:
            entry.delete()
