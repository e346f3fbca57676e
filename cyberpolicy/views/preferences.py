"""Keeping how a person wants to see a list."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import View

from cyberpolicy import preferences
from cyberpolicy.kinds import entry_models
from cyberpolicy.lists import LOOK, EntryList
from cyberpolicy.tables import table_of


class ListPreferenceView(LoginRequiredMixin, View):
    """Remember the columns, rows a page and order that the form names, or forget them. Then back to the list."""

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in entry_models():
            raise Http404
        preferences.forget(request.user, kind)
        asked = EntryList(table_of(kind), reverse(f"{kind}-list"), request.POST, request.user)
        if "forget" not in request.POST:
            self._remember(asked)
        kept = EntryList(table_of(kind), reverse(f"{kind}-list"), request.POST, request.user)
        return HttpResponseRedirect(kept.address.having_all(**{name: [] for name in LOOK}))

    def _remember(self, asked: EntryList) -> None:
        """What is as in the list itself is not worth remembering: so a better list reaches everyone."""
        usual, table = [column.name for column in asked.full_table.page_columns], asked.table
        columns = [column.name for column in table.page_columns]
        preferences.remember(
            asked.user,
            asked.kind,
            columns=[] if columns == usual else columns,
            per_page=asked.per_page if asked.per_page != asked.own_per_page else None,
            sort=asked.sort if asked.sort != asked.own_sort else "",
        )
