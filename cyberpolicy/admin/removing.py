"""The page that asks whether to remove people or units: which records name them, and what to do instead."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cyberpolicy import holders
from cyberpolicy.holders import Held, Holder


class HolderAdmin(admin.ModelAdmin):
    """One at a time, and past Django's own list, which would name every record."""

    actions = None
    delete_confirmation_template = "admin/remove.html"
    instead: ClassVar[Promise]  # what is better than removing

    def get_deleted_objects(self, objs: Iterable[Holder], request: HttpRequest) -> tuple[list, dict, set, list]:
        """How many records name them, of each kind, with the way to those; and what makes removing impossible."""
        found = list(objs)
        lines = [self._line(held, found) for held in holders.held_by(found)]
        counts = {self.opts.verbose_name_plural: len(found)}
        return lines, counts, set(), self.standing_in_the_way(found)

    def _line(self, held: Held, found: Sequence[Holder]) -> str:
        options = held.model._meta
        address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
        which = f"{held.field.name}__in={','.join(str(holder.pk) for holder in found)}"
        label = f"{capfirst(options.verbose_name_plural)}: {localize(held.count)} ({held.field.verbose_name})"
        return format_html('<a href="{}?{}">{}</a>', address, which, label)

    def standing_in_the_way(self, found: Sequence[Holder]) -> list[str]:
        return []

    def goes_too(self, holder: Holder) -> Iterable[str]:
        """What else removing takes away, which is no record and so in no history."""
        return ()

    def render_delete_form(self, request: HttpRequest, context: dict) -> HttpResponse:
        told = {"instead": self.instead, "goes_too": list(self.goes_too(context["object"]))}
        return super().render_delete_form(request, context | told)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """A record given to them while the others are emptied stops it all, at once or only at the commit."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except (ProtectedError, IntegrityError):
            said = _("Nothing was removed: somebody just gave it a record or a part. Look again.")
            self.message_user(request, said, messages.ERROR)
            return HttpResponseRedirect(request.path)

    def delete_model(self, request: HttpRequest, obj: Holder) -> None:
        holders.remove([obj], by=request.user)
