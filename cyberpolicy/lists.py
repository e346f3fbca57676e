"""A list as its address describes it: which records, in which order, which page, and what to say about the address.

Which records these are is said twice. ``filters.keys_without()`` is a set of keys from memory: the page, its count, its
facets and its years come from it; ``order`` puts it in order and gives the keys of the page, and ``Table.found`` reads
those fifty records. ``queryset`` says the same to the database: exports, changes of many and neighbours use it, and
pages in an order that was another at the moment looked at. All of it is lazy: the template begins it (``list.rows``).
"""

from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cyberpolicy import moments
from cyberpolicy.addresses import Address
from cyberpolicy.counting import Order, tally_then
from cyberpolicy.filtered_page import FilteredPage
from cyberpolicy.preferences import preference_of
from cyberpolicy.tables import Column, ColumnOrder, Row, Table
from cyberpolicy.visibility import access_of

PER_PAGE = (25, 50, 100)
DEFAULT_PER_PAGE = 50
LOOK = ("columns", "sort", "per_page")  # how the list is shown, apart from which records it has
PASSING = {"format"}  # parameters that are no part of the list


class KeysInOrder:
    """The keys of a list in its order, for the pages to take from: looked up when asked for."""

    def __init__(self, entries: "EntryList") -> None:
        self.entries, self.found = entries, entries.filters.keys_without()

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, places: slice) -> list[int]:
        if self.entries.order is None:
            return list(self.entries.queryset.values_list("pk", flat=True)[places])
        return self.entries.order.page(self.found, places.start, places.stop)


class EntryList(FilteredPage):
    """The path from an address to rows: filters, then order, then page. Nothing here depends on the kind of record.

    What the address does not say about columns, order and rows a page, the reader's own preference says.
    """

    def __init__(self, table: Table, path: str, query: QueryDict, user) -> None:
        self.full_table, self.user, self.query = table, user, query
        self.kind = table.model._meta.model_name
        self.looking_back = moments.Moment.names if table.model.followed else ()
        self.at, self._at_notices = moments.read(query, user) if self.looking_back else (moments.NOW, [])
        self.visible = table.model.objects.visible_to(user).as_of(self.at)
        self.filters = table.filterset(query, self.visible, user=user, **self._counted())
        self.preference = preference_of(user, self.kind)
        self._filter_names = [*self.filters.filters, *self.looking_back]
        names = [*self._filter_names, *LOOK, "lang", "page"]
        self.unknown = sorted(name for name in query if name not in {*names, *PASSING})
        written = query.copy()
        written["columns"] = ",".join(self._asked_columns)
        usual = {
            "columns": ",".join(self._own_columns),
            "sort": self.own_sort,
            "per_page": str(self.own_per_page),
            "page": "1",
        }
        self.address = Address(path, written, names, usual)
        self._full_address = Address(path, written, [*self._filter_names, *LOOK])

    def _counted(self) -> dict:
        """What the list counts with in memory, at the moment that it shows."""
        table = self.full_table
        tally = tally_then(table.model, self.at)
        tally.read(table.filterset.columns(table.model))
        return {"tally": tally, "among": tally.visible(access_of(self.user))}

    # Which columns

    @cached_property
    def _asked_columns(self) -> list[str]:
        """The columns that the address names, each once; from a form as several values, in a link with commas."""
        names = ",".join(self.query.getlist("columns")).split(",")
        return list(dict.fromkeys(name for name in names if name))

    @cached_property
    def _own_columns(self) -> list[str]:
        return self._known(self.preference.columns)

    def _known(self, names: list[str]) -> list[str]:
        known = {column.name for column in self.full_table.columns}
        return [name for name in names if name in known]

    @cached_property
    def table(self) -> Table:
        """The table with the columns chosen, here or by preference; as it is when nobody chose."""
        chosen = self._known(self._asked_columns) or self._own_columns
        return self.full_table.showing(chosen) if chosen else self.full_table

    def column_choices(self) -> list[tuple[Column, bool]]:
        """Every column that can be chosen, with whether the page shows it; not the title, which is always there."""
        shown = {column.name for column in self.table.page_columns}
        return [(column, column.name in shown) for column in self.full_table.columns if column.look != "title"]

    # Which records, in which order

    @cached_property
    def own_sort(self) -> str:
        """The order when the address does not say."""
        own = self.preference.sort
        return own if own.removeprefix("-") in self.full_table.sorts else self.full_table.default_sort

    @cached_property
    def sort(self) -> str:
        asked = self.query.get("sort", "")
        return asked if asked.removeprefix("-") in self.full_table.sorts else self.own_sort

    @cached_property
    def queryset(self) -> QuerySet:
        return self.table.ordered(self.filters.qs, self.sort)

    # Which page

    @cached_property
    def own_per_page(self) -> int:
        return self.preference.per_page if self.preference.per_page in PER_PAGE else DEFAULT_PER_PAGE

    @cached_property
    def per_page(self) -> int:
        asked = self.query.get("per_page", "")
        return int(asked) if asked in map(str, PER_PAGE) else self.own_per_page

    @cached_property
    def page(self) -> Page:
        """The page asked for; the last one when the list is shorter, the first when it is no number."""
        return Paginator(KeysInOrder(self), self.per_page).get_page(self.query.get("page", 1))

    @cached_property
    def rows(self) -> list[Row]:
        """The page's rows: found by key first, so that a page far down reads no rows but its own."""
        return self.table.rows(self.table.found(list(self.page.object_list), self.user, self.at), self.user)

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @cached_property
    def total(self) -> int:
        return len(self.filters.among)

    def per_page_links(self) -> list[tuple[int, str, bool]]:
        return [(number, self.address.having("per_page", number), number == self.per_page) for number in PER_PAGE]

    @cached_property
    def order(self) -> Order | None:
        """All records in the order asked for, from memory; None for one that was another at the moment looked at."""
        name = self.table.sort_field(self.sort)
        if self.visible.column(name) != name:
            return None
        return self.filters.tally.order(ColumnOrder(self.kind, self.sort, get_language() or "nl"))

    # What the page says about the address

    def notices(self) -> list[str]:
        """A sentence for everything in the address that was not understood."""
        found = [
            _("“%(name)s” is not a filter of this list; it was left out.") % {"name": name} for name in self.unknown
        ]
        found += [*self._at_notices, *self.filters.notices()]
        found += [self._not_understood("columns", name) for name in self._asked_columns if not self._known([name])]
        found += [self._not_understood(name, self.query[name]) for name in ("sort", "per_page") if self._is_wrong(name)]
        asked = self.query.get("page")
        if asked and asked != str(self.page.number):
            found.append(_("There is no page “%(asked)s”; this is page %(page)s of %(pages)s.") % {
                "asked": asked, "page": self.page.number, "pages": self.page.paginator.num_pages,
            })  # fmt: skip
        return found

    def _is_wrong(self, name: str) -> bool:
        asked = self.query.get(name)
        return bool(asked) and asked != str(getattr(self, name))

    def _not_understood(self, name: str, value: str) -> str:
        return _("“%(value)s” is not a value of “%(name)s”; it was left out.") % {"value": value, "name": name}

    # Queries to keep

    def full_query(self) -> str:
        """The query that gives this list to anyone: what the reader's own preference said is written out."""
        own = {
            "columns": ",".join(self._own_columns),
            "sort": self.preference.sort and self.own_sort,
            "per_page": self.preference.per_page,
        }
        silent = {name: [str(value)] for name, value in own.items() if value and not self._full_address.values[name]}
        return self._full_address.having_all(**silent).partition("?")[2]

    def understood_query(self) -> str:
        """The query without the values of filters that this reader may not choose, or that are no more."""
        chosen = self.filters.chosen
        values = {name: chosen.get(name, []) for name in self.filters.filters}
        kept = {name: value if isinstance(value, list) else [str(value)] for name, value in values.items()}
        looked_at = {moments.AS_OF: self.at.as_of, moments.KNOWN_ON: self.at.known_on}
        kept |= {name: [looked_at[name]] if looked_at[name] else [] for name in self.looking_back}
        return self._full_address.having_all(**kept).partition("?")[2]

    # How the list is shown

    def cleared(self) -> str:
        """The address without any filter; how the list is shown stays."""
        return self.address.cleared(*LOOK, "lang")

    def look_pairs(self) -> list[tuple[str, str]]:
        """How the list is shown, for the hidden fields of the form that filters; its order has a field of its own."""
        return [pair for pair in self.address.pairs(*self._filter_names) if pair[0] != "sort"]

    def filter_pairs(self) -> list[tuple[str, str]]:
        """The filters, for the hidden fields of the form that chooses how the list is shown."""
        return self.address.pairs(*LOOK)

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
