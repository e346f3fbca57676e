"""A list as its address describes it: which records, in which order, which page, and what to say about the address."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from cyberpolicy.addresses import Address
from cyberpolicy.tables import Row, Table

PER_PAGE = (25, 50, 100)
DEFAULT_PER_PAGE = 50
PASSING = {"lang", "format"}  # parameters that are no part of the list


class EntryList:
    """The path from an address to rows: filters, then order, then page. Nothing here depends on the kind of record."""

    def __init__(self, table: Table, path: str, query: QueryDict, user) -> None:
        self.table, self.user, self.query = table, user, query
        self.visible = table.model.objects.visible_to(user)
        self.filters = table.filterset(query, self.visible, user=user)
        names = [*self.filters.filters, "sort", "per_page", "page"]
        self.address = Address(path, query, names)
        self.unknown = sorted(name for name in query if name not in {*names, *PASSING})

    # Which records, in which order

    @cached_property
    def sort(self) -> str:
        """The order asked for, if it is one; else the table's own."""
        asked = self.query.get("sort", "")
        return asked if asked.removeprefix("-") in self.table.sorts else self.table.default_sort

    @cached_property
    def queryset(self) -> QuerySet:
        return self.table.ordered(self.filters.qs, self.sort)

    # Which page

    @cached_property
    def per_page(self) -> int:
        asked = self.query.get("per_page", "")
        return int(asked) if asked in map(str, PER_PAGE) else DEFAULT_PER_PAGE

    @cached_property
    def page(self) -> Page:
        """The page asked for; the last one when the list is shorter, the first when it is no number."""
        paginator = Paginator(self.table.joined(self.queryset), self.per_page)
        return paginator.get_page(self.query.get("page", 1))

    @cached_property
    def rows(self) -> list[Row]:
        return self.table.rows(list(self.page.object_list), self.user)

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @cached_property
    def total(self) -> int:
        return self.visible.count()

    def pager(self) -> dict[str, Any]:
        return self.address.pager(self.page)

    def per_page_links(self) -> list[tuple[int, str, bool]]:
        return [(number, self.address.having("per_page", number), number == self.per_page) for number in PER_PAGE]

    # What the page says about the address

    def notices(self) -> list[str]:
        """A sentence for everything in the address that was not understood."""
        found = [
            _("“%(name)s” is not a filter of this list; it was left out.") % {"name": name} for name in self.unknown
        ]
        found += self.filters.notices()
        found += [self._not_understood(name) for name in ("sort", "per_page") if self._is_wrong(name)]
        asked = self.query.get("page")
        if asked and asked != str(self.page.number):
            found.append(_("There is no page “%(asked)s”; this is page %(page)s of %(pages)s.") % {
                "asked": asked, "page": self.page.number, "pages": self.page.paginator.num_pages,
            })  # fmt: skip
        return found

    def _is_wrong(self, name: str) -> bool:
        asked = self.query.get(name)
        return bool(asked) and asked != str(getattr(self, name))

    def _not_understood(self, name: str) -> str:
        return _("“%(value)s” is not a value of “%(name)s”; it was left out.") % {
            "value": self.query[name],
            "name": name,
        }

    def facets(self) -> list[dict]:
        """The facets as the page draws them: options with counts; those without results stay while few or chosen."""
        found = []
        for name, facet in self.filters.facets.items():
            options = self.filters.options_of(name)
            shown = [o for o in options if o.count or o.is_chosen] if len(options) > 8 else options
            chosen = sum(option.is_chosen for option in options)
            found.append({"name": name, "label": facet.label, "options": shown, "chosen_count": chosen})
        return found

    def chips(self) -> list[tuple[str, str, str]]:
        """Filter, value and the address without it, for every filter in use."""
        found = []
        for name, value in self.filters.chosen.items():
            field = self.filters.form.fields[name]
            labels = dict(getattr(field, "choices", ()))
            for item in value if isinstance(value, list) else [value]:
                known = item if isinstance(value, list) else None
                found.append((field.label, labels.get(item, item), self.address.without(name, known)))
        return found

    def sort_links(self) -> dict[str, dict]:
        """For each sortable column the address that sorts by it, and how it is sorted now."""
        current, is_descending = self.sort.removeprefix("-"), self.sort.startswith("-")
        links = {}
        for name in self.table.sorts:
            state = ("descending" if is_descending else "ascending") if name == current else ""
            links[name] = {
                "url": self.address.having("sort", f"-{name}" if state == "ascending" else name),
                "state": state,
            }
        return links
