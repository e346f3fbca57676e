"""Reading what lists and the search count by before anyone asks: of many records it takes seconds in each process."""

import gc
import logging
import time
from importlib import import_module
from threading import Thread

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.http import QueryDict
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone

from cyberpolicy import desk, statistics
from cyberpolicy.counting import tally_of
from cyberpolicy.dated import FactCounts
from cyberpolicy.filtered_page import FilteredPage
from cyberpolicy.kinds import entry_models
from cyberpolicy.link_counts import LinkCounts
from cyberpolicy.lists import EntryList
from cyberpolicy.models import CatalogueEntry, User
from cyberpolicy.search import ranking, vocabulary
from cyberpolicy.search.finding import Search
from cyberpolicy.search.page import SearchPage
from cyberpolicy.tables import table_of
from cyberpolicy.visibility import access_of

COMMON_WORDS = 80  # each takes the engine a while where 100,000 rows hold it
NOWHERE = "qwxvk"  # a word that occurs in no text
RESTS = 2  # a process does one thing at a time, and who asks comes first
log = logging.getLogger(__name__)


def start() -> None:
    """Warm up beside the requests that come meanwhile; those for a list that is being read wait for it."""
    Thread(target=_run, name="warming", daemon=True).start()


def _run() -> None:
    try:
        warm_and_tell()
    finally:
        connection.close()
    gc.collect()
    gc.freeze()  # what is there now stays: looking through it for garbage would hold up a request every second


def warm_and_tell() -> None:
    begun = time.monotonic()
    try:
        statistics.keep_up()
    except DatabaseError as error:  # somebody writes for long, or nobody may: the next start looks again
        log.warning("the database did not look at its tables: %s", error)
    try:
        warm(rests=RESTS)
        log.info("lists are in memory (%.1f s)", time.monotonic() - begun)
    except DatabaseError as error:  # a database that is not there yet: whoever asks first reads then
        log.warning("lists were not read into memory: %s", error)


def warm(*, rests: float = 0) -> None:
    """Count each list and pile, and what the search can be narrowed by, once for each sort of reader; count links and
    dates, read the templates, search for the commonest words.

    ``rests``: after each word, times as long as it took.
    """
    import_module(settings.ROOT_URLCONF)  # the tables are known once the addresses are
    people = [AnonymousUser(), *User.objects.filter(is_active=True)]
    readers = {access_of(person): person for person in people}
    for kind in entry_models():
        for reader in readers.values():
            _list(kind, reader)
    for reader in readers.values():
        _read_facets(SearchPage(reverse("search"), QueryDict(), reader))
        _piles(reader)
    tally_of(CatalogueEntry).read((LinkCounts(CatalogueEntry), FactCounts(CatalogueEntry)))
    templates = settings.BASE_DIR / "templates"
    for file in templates.rglob("*.html"):
        get_template(str(file.relative_to(templates)))
    sees_most = max(readers, key=lambda access: len(tally_of(CatalogueEntry).visible(access)))
    _search(NOWHERE, sees_most)  # what helps those who mistype is made when it is first needed
    for word in vocabulary.commonest(COMMON_WORDS):
        begun = time.monotonic()
        _search(word, sees_most)  # what the engine finds is the same for every reader
        time.sleep(rests * (time.monotonic() - begun))


def _list(kind: str, reader) -> None:
    entries = EntryList(table_of(kind), reverse(f"{kind}-list"), QueryDict(), reader)
    _read_facets(entries)
    list(entries.page.object_list)


def _read_facets(page: FilteredPage) -> None:
    page.facets()
    if page.has_years:
        page.year_bars()


def _piles(reader) -> None:
    """What the overview and the desk count for editors."""
    if reader.has_perm("cyberpolicy.view_unpublished"):
        waits = desk.Desk(reader, timezone.localdate())
        for pile in desk.PILES.values():
            waits.waiting(pile)


def _search(word: str, reader) -> None:
    search = Search(word, reader)
    ranking.window(search, search.records)
