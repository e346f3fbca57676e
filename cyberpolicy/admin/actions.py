"""What an editor does to several records at once: each time one action in the history, that can be undone as one.

Publishing and the like happen at once, and the message links to undoing them. What takes a value has a page that asks
for it and shows what would change.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cyberpolicy import bulk
from cyberpolicy.history import Action
from cyberpolicy.models import CatalogueEntry, Entry, Unit
from cyberpolicy.publication import names_of
from cyberpolicy.views.editing import told
from cyberpolicy.visibility import State, Visibility

SHOWN = 20


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


def _set(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet, action: str, **values: Any) -> None:
    """Set the values on the chosen records, and tell what was done and what was refused."""
    if _are_too_many(model_admin, request, queryset):
        return
    changes = [bulk.SetValue(name, value) for name, value in values.items()]
    outcome = bulk.carry_out(changes, queryset, action=action, by=request.user)
    _tell(model_admin, request, outcome)


def _are_too_many(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> bool:
    number = queryset.count()
    if number > bulk.MOST:
        wrong = _("%(n)s records are too many for one action: choose at most %(most)s, for example with a filter.")
        model_admin.message_user(request, wrong % {"n": localize(number), "most": localize(bulk.MOST)}, messages.ERROR)
    return number > bulk.MOST


def _tell(model_admin: admin.ModelAdmin, request: HttpRequest, outcome: bulk.Outcome) -> None:
    number = len(outcome.changed)
    done = ngettext("%(n)s record changed.", "%(n)s records changed.", number) % {"n": localize(number)}
    model_admin.message_user(request, told(done, outcome.group), messages.SUCCESS if number else messages.INFO)
    for entry, hidden in outcome.refused[:SHOWN]:
        model_admin.message_user(request, _refusal(entry, hidden, request.user), messages.ERROR)
    more = len(outcome.refused) - SHOWN
    if more > 0:
        others = ngettext("%(n)s more was refused.", "%(n)s more were refused.", more) % {"n": localize(more)}
        model_admin.message_user(request, others, messages.ERROR)


def _refusal(entry: Entry, hidden: list[Entry], user) -> str:
    wrong = _("“%(title)s” cannot be public: it names what is not public and published yet: %(names)s.")
    return wrong % {"title": entry, "names": names_of(hidden, user)}


# Changes that ask for a value


class BulkForm(forms.Form):
    """The value to give, and why."""

    reason = forms.CharField(label=gettext_lazy("Reason for the change"), required=False, max_length=300)
    field_order = ("value", "reason")


class UnitForm(BulkForm):
    value = forms.ModelChoiceField(
        Unit.objects.all(), label=gettext_lazy("Owner unit"), required=False, empty_label=gettext_lazy("none")
    )

    def change(self) -> bulk.Change:
        return bulk.SetValue("unit", self.cleaned_data["value"])


class TrackForm(BulkForm):
    value = forms.ModelChoiceField(CatalogueEntry.objects.none(), label=gettext_lazy("Track"))
    is_in = True

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        tracks = CatalogueEntry.objects.visible_to(user).filter(kind="track").order_by("rank", "title_nl")
        self.fields["value"].queryset = tracks
        self.fields["value"].label_from_instance = lambda track: str(track.title)

    def change(self) -> bulk.Change:
        return bulk.InTrack(self.cleaned_data["value"], self.is_in)


class TakeOutForm(TrackForm):
    is_in = False


def asking(name: str, label: Promise, form_class: type[BulkForm]) -> Callable:
    """An action with a page between: it asks the value, shows what would change, and carries it out."""

    def action(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if _are_too_many(model_admin, request, queryset):
            return None
        known = {"user": request.user} if issubclass(form_class, TrackForm) else {}
        form = form_class(request.POST if "step" in request.POST else None, **known)
        outcome = None
        if form.is_valid():
            if request.POST["step"] == "carry-out":
                _carry_out(model_admin, request, queryset, name, form)
                return None
            outcome = bulk.preview([form.change()], queryset)
        return _page(model_admin, request, queryset, name, label, form, outcome)

    action.__name__ = name
    return admin.action(description=label, permissions=["change"])(action)


def _carry_out(model_admin, request: HttpRequest, queryset: QuerySet, name: str, form: BulkForm) -> None:
    reason = form.cleaned_data["reason"]
    _tell(model_admin, request, bulk.carry_out([form.change()], queryset, action=name, by=request.user, reason=reason))


def _page(model_admin, request: HttpRequest, queryset: QuerySet, name: str, label: Promise, form, outcome):
    context = {
        **model_admin.admin_site.each_context(request),
        "title": label,
        "opts": model_admin.opts,
        "form": form,
        "outcome": outcome,
        "shown": f":{SHOWN}",
        "refusals": [_refusal(*pair, request.user) for pair in outcome.refused[:SHOWN]] if outcome else [],
        "number": queryset.count(),
        "action": name,
        "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
        "chosen": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
        "select_across": request.POST.get("select_across", "0"),
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/bulk.html", context)


set_unit = asking("set_unit", gettext_lazy("Set the owner unit …"), UnitForm)
put_in_track = asking("put_in_track", gettext_lazy("Put in a track …"), TrackForm)
take_from_track = asking("take_from_track", gettext_lazy("Take out of a track …"), TakeOutForm)

EVERY_ACTION = (publish, withdraw, make_public, make_internal, mark_verified, set_unit)
TRACK_ACTIONS = (put_in_track, take_from_track)


def delete(entries: list[Entry], *, by) -> None:
    """Really delete, for administrators: the history keeps what each record was."""
    with Action("delete", by=by):
        for entry in entries:
            entry.delete()
