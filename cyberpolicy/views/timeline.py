"""The timeline: everything with a date, in a lane for each track; as a page, as CSV and as a drawing."""

import datetime
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from cyberpolicy import dates, downloads
from cyberpolicy.addresses import site_of
from cyberpolicy.batching import batches
from cyberpolicy.facets import NONE
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry
from cyberpolicy.pictures import events, files
from cyberpolicy.pictures.drawing import kind_of
from cyberpolicy.pictures.events import Event, Row
from cyberpolicy.pictures.query import Choices, Period, PictureQuery
from cyberpolicy.pictures.svg import standalone
from cyberpolicy.pictures.timeline import Timeline
from cyberpolicy.pictures.windows import Window, around, window_of, written_period

PER_PAGE = 50
MOST_EVENTS = 5_000  # of one picture and its table
PICTURE = "timeline/_picture.html"


class TimelinePage:
    """The events that an address asks for, as a drawing and as rows."""

    def __init__(self, path: str, query: QueryDict, user) -> None:
        self.asked = PictureQuery(path, query, user, verbs="event")
        self.codes = self.asked.known("event", events.codes())
        self.period = self.asked.period
        self.all_rows = events.rows(self.asked, MOST_EVENTS)
        self.is_counted, self.is_cut = len(self.all_rows) <= MOST_EVENTS, False
        if not self.is_counted:
            self.all_rows, is_all = events.rows_passing(self.asked, self.codes, MOST_EVENTS)
            self.is_cut = not is_all and bool(self.all_rows)
        if self.is_cut:
            self._say_from_when()
        self.tracks = events.tracks_of(self.asked, {row.entry_id for row in self.all_rows})
        slugs = {track.pk: track.slug for track in self.asked.all_tracks}
        self.slugs = {entry: {slugs[pk] for pk in tracks if pk in slugs} for entry, tracks in self.tracks.items()}

    # Which events

    def _say_from_when(self) -> None:
        """No picture shows more than it can, and none says less than it shows."""
        first, period = self.all_rows[0].earliest, self.asked.period
        self.period = Period(max(first.replace(day=1), period.start or first.min), period.end)
        said = _("So much happened here that only the latest is shown, from %(month)s on. A filter or a period "
                 "shows the rest.")  # fmt: skip
        self.asked.notices.append(said % {"month": dates.written(dates.parse(f"{first:%Y-%m}"))})

    def _slugs_of(self, row: Row) -> set[str]:
        return self.slugs.get(row.entry_id) or {NONE}

    def _passes(self, row: Row, *, without: str = "") -> bool:
        asked = self.asked
        return (
            (without == "kind" or not asked.kinds or row.entry_kind in asked.kinds)
            and (without == "event" or not self.codes or row.code in self.codes)
            and (without == "track" or not asked.tracks or not self._slugs_of(row).isdisjoint(asked.tracks))
        )

    @cached_property
    def rows(self) -> list[Row]:
        return [row for row in self.all_rows if self._passes(row)]

    def filters(self) -> list[Choices]:
        """The filters with, for each option, how many events it gives under the other filters, if all were read."""
        if not self.is_counted:
            return self._uncounted()
        kinds = Counter(row.entry_kind for row in self.all_rows if self._passes(row, without="kind"))
        codes = Counter(row.code for row in self.all_rows if self._passes(row, without="event"))
        tracks = Counter(
            slug for row in self.all_rows if self._passes(row, without="track") for slug in self._slugs_of(row)
        )
        named = [(kind, model._meta.verbose_name_plural) for kind, model in entry_models().items()]
        chosen = self.asked.address.values
        return [
            self.asked.track_choices(tracks),
            self.asked.choices(
                "kind", _("Kind of record"), [(k, n, kinds[k]) for k, n in named if kinds[k] or k in chosen["kind"]]
            ),
            self.asked.choices(
                "event",
                _("Kind of event"),
                [(c, n, codes[c]) for c, n in events.codes().items() if codes[c] or c in chosen["event"]],
            ),
        ]

    def _uncounted(self) -> list[Choices]:
        kinds = [(kind, model._meta.verbose_name_plural, None) for kind, model in entry_models().items()]
        codes = [(code, name, None) for code, name in events.codes().items()]
        return [
            self.asked.track_choices(),
            self.asked.choices("kind", _("Kind of record"), kinds),
            self.asked.choices("event", _("Kind of event"), codes),
        ]

    # The drawing

    @cached_property
    def near(self) -> frozenset[int]:
        return events.neighbours(self.asked.focus, self.asked.user)

    @cached_property
    def window(self) -> Window:
        period, dated = self.period, [row for row in self.rows if row.is_dated]
        own = [row for row in dated if self.asked.focus and row.entry_id == self.asked.focus.pk]
        related = [row for row in dated if row.entry_id in self.near]
        if own and period == Period():
            return around(window_of(own + related, None, None), dated)
        return window_of(dated, period.start, period.end)

    @cached_property
    def picture(self) -> Timeline:
        dated = [row for row in self.rows if row.is_dated]
        return Timeline(
            dated, self._lanes(dated), self.window, zoom=self._zoom, lookup=events.in_full,
            focus=self.asked.focus.pk if self.asked.focus else None, near=self.near,
        )  # fmt: skip

    def _lanes(self, rows: list[Row]) -> list[tuple[CatalogueEntry | None, list[Row]]]:
        """A lane for each track asked for, and one for what stands in none or in several of them."""
        chosen = [track for track in self.asked.all_tracks if not self.asked.tracks or track.slug in self.asked.tracks]
        found: dict[int | None, list[Row]] = {track.pk: [] for track in chosen} | {None: []}
        for row in rows:
            own = [track.pk for track in chosen if track.pk in self.tracks.get(row.entry_id, ())]
            found[own[0] if len(own) == 1 else None].append(row)
        lanes = [(track, found[track.pk]) for track in chosen]
        return [*lanes, (None, found[None])] if found[None] or not lanes else lanes

    def _zoom(self, first: datetime.date | None, last: datetime.date, track: CatalogueEntry | None) -> str:
        """The address that shows only this period, and this track if given; where it is this page, its table."""
        values = {"from": [_written(first, last)] if first else [], "to": [_written(last, first or last)]}
        if track and not self.asked.tracks:
            values["track"] = [track.slug]
        url = self.asked.address.having_all(**values)
        return f"{url}#events" if url == str(self.asked.address) else url

    def steps(self) -> list[tuple[str, str, str]]:
        """Earlier, later, and out again: (name, address, rel)."""
        window, address, is_asked = self.window, self.asked.address, self.asked.period != Period()
        years, found = max(window.end.year - window.start.year + 1, 1), []
        has_more = is_asked or self.is_cut or any(window.is_before(row) for row in self.rows if row.is_dated)
        if has_more and window.start.year - years >= 1:
            before = window.start - datetime.timedelta(days=1)
            first = datetime.date(before.year - years + 1, 1, 1)
            found.append((_("Earlier"), self._between(first, before), "prev"))
        has_more = is_asked or any(row.earliest and row.earliest > window.end for row in self.rows)
        if has_more and window.end.year + years <= datetime.MAXYEAR:
            first, last = datetime.date(window.end.year + 1, 1, 1), datetime.date(window.end.year + years, 12, 31)
            found.append((_("Later"), self._between(first, last), "next"))
        return [*found, (_("Whole period"), address.having_all(**{"from": [], "to": []}), "")] if is_asked else found

    def _between(self, first: datetime.date, last: datetime.date) -> str:
        return self.asked.address.having_all(**{"from": [_written(first, last)], "to": [_written(last, first)]})

    def drawing(self) -> dict:
        """What ``timeline/_picture.html`` needs."""
        return {
            "picture": self.picture,
            "window": self.window,
            "today_x": self.picture.today_x(timezone.localdate()),
        }

    # The same as rows

    def table(self, number: str) -> tuple[Page, list[tuple[Event, list[CatalogueEntry]]]]:
        page = Paginator(self.rows, PER_PAGE).get_page(number)
        return page, list(self._told(list(page.object_list)))

    def _told(self, rows: list[Row]) -> Iterator[tuple[Event, list[CatalogueEntry]]]:
        found = events.in_full(rows)
        for row in rows:
            yield found[row.pk], [t for t in self.asked.all_tracks if t.pk in self.tracks.get(row.entry_id, ())]

    def shown_query(self) -> str:
        """The query of a file with what the page shows: where that is not all, with the period that it is of."""
        if not self.is_cut:
            return self.asked.address.query()
        start = self.period.start
        return self.asked.address.having_all(**{"from": [_written(start, start)]}).partition("?")[2]

    def csv_rows(self, site: str) -> Iterator[list[str]]:
        yield [
            _("Date"), _("Earliest day"), _("Latest day"), _("Track"), _("Kind of record"), _("Record"), _("Event"),
            _("Title"), _("Expected"), _("Disputed"), _("Address"),
        ]  # fmt: skip
        for some in batches(self.rows):
            for event, tracks in self._told(some):
                yield [
                    event.when.value if event.when else "", *(str(day or "") for day in _ends(event.row)),
                    "; ".join(str(track.title) for track in tracks),
                    kind_of(event.entry), str(event.entry.title), event.what,
                    str(event.title), str(int(event.is_expected)), str(int(event.is_disputed)), site + event.url,
                ]  # fmt: skip


def _ends(row: Row) -> tuple[datetime.date | None, datetime.date | None]:
    return row.earliest, row.latest


def _written(day: datetime.date, other: datetime.date) -> str:
    """A year where both ends are whole years, else a month."""
    whole = ((1, 1), (12, 31)), ((12, 31), (1, 1)), ((12, 31), (12, 31))
    is_year = ((day.month, day.day), (other.month, other.day)) in whole
    return f"{day.year:04}" if is_year else f"{day.year:04}-{day.month:02}"


class TimelineView(TemplateView):
    """What happened when, with the filters in the address."""

    template_name = "timeline/timeline.html"

    def get_context_data(self, **kwargs) -> dict:
        page = TimelinePage(self.request.path, self.request.GET, self.request.user)
        asked, filters = page.asked, page.filters()
        table, told = page.table(self.request.GET.get("page", "1"))
        return super().get_context_data(**kwargs) | {
            **page.drawing(),
            **asked.address.pager(table),
            "asked": asked,
            "filters": filters,
            "chips": asked.chips(*filters),
            "period": written_period(page.window.start, page.window.end),
            "steps": page.steps(),
            "unfocus_url": asked.address.without("focus"),
            "count": len(page.rows),
            "events": told,
            "is_table_open": "page" in self.request.GET,
            "formats": downloads.offered(reverse("timeline-export"), page.shown_query(), files.DRAWN),
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Timeline"))],
        }


class TimelineExportView(View):
    """The same as a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = TimelinePage(reverse("timeline"), request.GET, request.user)
        site = site_of(request)
        return files.response(
            request,
            "timeline",
            page.asked.notices,
            {"csv": lambda: page.csv_rows(site), "svg": lambda: standalone(PICTURE, page.drawing(), site)},
        )
