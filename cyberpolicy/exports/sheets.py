"""What a list becomes on a sheet, whatever the format: typed cells, widths, and a second sheet that tells about it."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from cyberpolicy.addresses import record_addresses, site_of
from cyberpolicy.batching import batches
from cyberpolicy.characters import clean
from cyberpolicy.lists import EntryList
from cyberpolicy.values import Cell

MAX_ROWS = 1_048_575  # what a sheet of Excel and of LibreOffice holds below its header
SAMPLE = 200  # rows of a sheet that is there already that its widths are taken from
ROOM = 180  # characters side by side that can still be read when a lying page holds them all
WIDEST = {"title": 50, "tracks": 40, "links": 40, "sources": 40, "date": 24}  # in characters, by look; others 80
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")  # what the name of a sheet cannot hold


class Link(str):
    """An address that a reader can follow."""


Fact = tuple[str, Cell]
Columns = Sequence[Sequence[Cell]]  # of some rows, the cells of each column


def letters(number: int) -> str:
    """The name of a column: A is 1, AA is 27."""
    before, letter = divmod(number - 1, 26)
    return (letters(before) if before else "") + chr(ord("A") + letter)


class Sheet(Protocol):
    """What the writers of workbooks read: the cells below their headings, then the facts about them.

    Its texts are as they were kept: who writes them leaves out what XML cannot hold (``clean``).
    """

    name: str
    title: str
    headings: list[str]
    widths: list[int]
    count: int
    row_count: int

    def batches(self) -> Iterator[Columns]:
        """Every row, once, some at a time; afterwards ``row_count`` is known."""

    def facts(self) -> list[Fact]: ...


class RowsSheet:
    """Rows that are there already, as a sheet."""

    def __init__(self, name: str, headings: list[str], rows: list[Sequence[Cell]], facts: list[Fact]) -> None:
        self.title, self.headings = clean(name), [*map(clean, headings)]
        self.name = NOT_IN_A_NAME.sub(" ", self.title)[:31]
        self.rows, self._facts = rows[:MAX_ROWS], facts
        self.count = self.row_count = len(self.rows)

    @property
    def widths(self) -> list[int]:
        columns = next(self.batches(), [()] * len(self.headings))
        longest = [max((len(str(cell)) for cell in cells), default=0) for cells in columns]
        most = 60
        while (found := self._at_most(most, longest)) and sum(found) > ROOM and most > 20:
            most -= 4
        return found

    def _at_most(self, most: int, longest: list[int]) -> list[int]:
        return [
            max(len(title) + 4, min(most, 2 + length)) for title, length in zip(self.headings, longest, strict=True)
        ]

    def batches(self) -> Iterator[Columns]:
        return (list(zip(*some, strict=True)) for some in batches(self.rows, SAMPLE))

    def facts(self) -> list[Fact]:
        return self._facts


class ListSheet:
    """A list as a sheet: headings, widths, cells with the record's address in the last column, facts about it."""

    def __init__(self, entries: EntryList, request: HttpRequest) -> None:
        self.entries, self.table = entries, entries.table
        self.site = site_of(request)
        self._addresses_of = record_addresses(entries.table.model, request)
        self.row_count = 0
        self._others = self._all_batches()

    @cached_property
    def name(self) -> str:
        return NOT_IN_A_NAME.sub(" ", capfirst(str(self.table.model._meta.verbose_name_plural)))[:31]

    @cached_property
    def headings(self) -> list[str]:
        return [*(str(column.label) for column in self.table.columns), _("Address")]

    @property
    def count(self) -> int:
        return self.entries.count

    @property
    def is_cut(self) -> bool:
        return self.entries.count > MAX_ROWS

    # Rows

    def batches(self) -> Iterator[Columns]:
        for columns in chain(self._first, self._others):
            self.row_count += len(columns[0])
            yield columns

    def _all_batches(self) -> Iterator[Columns]:
        room = MAX_ROWS
        for batch, columns in self.table.batches(self.entries.queryset, self.entries.user):
            links = list(map(Link, self._addresses_of(batch.field("slug"))))
            yield [column[:room] for column in (*columns, links)]
            room -= len(links)
            if room <= 0:
                break

    @cached_property
    def _first(self) -> list[Columns]:
        """The rows that widths are taken from."""
        return list(islice(self._others, 1))

    @cached_property
    def widths(self) -> list[int]:
        """In characters: what the first rows need, with room for the filter's button, up to what suits the look."""
        looks = [*(column.look for column in self.table.columns), "address"]
        columns = next(iter(self._first), [()] * len(looks))
        return [
            max(len(heading) + 4, min(WIDEST.get(look, 80), 2 + max((len(str(cell)) for cell in cells), default=0)))
            for look, heading, cells in zip(looks, self.headings, columns, strict=True)
        ]

    # Facts

    @property
    def title(self) -> str:
        return f"{self.name} – {site_name()}"

    def facts(self) -> list[Fact]:
        """What a reader must know to judge the file and to make it again. Ask after the rows: it tells their number."""
        return [
            (_("Site"), site_name()),
            (_("List"), self.name),
            *self._filters(),
            (_("Sorted by"), self._sorting()),
            (_("Number of rows"), self.row_count),
            *self._left_out(),
            (_("Language"), get_language_info(get_language())["name_local"].capitalize()),
            (_("Made on"), made_at()),
            (_("Address"), self._address()),
        ]

    def _filters(self) -> list[Fact]:
        chips = [(_("Filter"), f"{label}: {value}") for label, value, _url in self.entries.chips()]
        return chips or [(_("Filter"), _("none: the whole list"))]

    def _sorting(self) -> str:
        label = str(self.table.sorts[self.entries.sort.removeprefix("-")].label)
        return _("%(label)s, descending") % {"label": label} if self.entries.sort.startswith("-") else label

    def _left_out(self) -> list[Fact]:
        if not self.is_cut:
            return []
        count = localize(self.entries.count - self.row_count)
        return [(_("Left out"), _("%(count)s rows: a sheet holds no more. The CSV has all.") % {"count": count})]

    def _address(self) -> Link:
        """The list on the site, with its filters."""
        path, query = reverse(f"{self.table.model._meta.model_name}-list"), self.entries.address.query()
        return Link(f"{self.site}{path}?{query}" if query else self.site + path)


def site_name() -> str:
    return settings.SITE_NAME or _("Cyber policy knowledge base")


def creator() -> str:
    return settings.ORGANISATION or site_name()


def facts_name() -> str:
    """The name of the second sheet."""
    return _("About this list")


def made_at() -> str:
    now = timezone.localtime()
    return f"{dateformat.format(now, 'j F Y, H:i')} ({timezone.get_current_timezone_name()})"
