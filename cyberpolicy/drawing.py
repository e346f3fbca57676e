"""HTML of the small things that a page draws by the hundred: icons, badges, options of facets, cells of tables.

Templates draw all else. These are functions because a list has a thousand of them, and a template costs twenty times as
much as the text it gives.
"""

import datetime
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext

from cyberpolicy.cited_places import CitedPlace
from cyberpolicy.facets import Option
from cyberpolicy.models import CatalogueEntry, Citation, Entry
from cyberpolicy.record_paths import path_around, quoted, record_path
from cyberpolicy.tables import Column, Row
from cyberpolicy.templatetags.cyberpolicy import text, vague, words
from cyberpolicy.text_fields import in_language
from cyberpolicy.values import amount
from cyberpolicy.years import Bar

NOTHING = mark_safe("")
LINKS, SOURCES = 4, 2  # that a cell shows; of the others the number


@lru_cache(maxsize=500)
def icon(name: str, extra: str = "") -> SafeString:
    """A decorative icon. ``name``: its id in img/icons.svg. ``extra``: more classes."""
    more = f" {extra}" if extra else ""
    sheet = static("img/icons.svg")
    return format_html('<svg class="cp-icon{}" aria-hidden="true"><use href="{}#{}"/></svg>', more, sheet, name)


def status(value) -> SafeString:
    """A badge. ``value`` has a label, a tone ("", busy, done, ok or late) and an icon."""
    return _badge(value.tone, value.icon, str(value.label))


@lru_cache(maxsize=500)
def _badge(tone: str, icon_name: str, label: str) -> SafeString:
    more = f" cp-status--{tone}" if tone else ""
    return format_html('<span class="cp-status{}">{}{}</span>', more, icon(icon_name), capfirst(label))


def marks(entry: Entry | CatalogueEntry) -> SafeString:
    """Badges of a record that is not public or not published."""
    shown = []
    if entry.visibility != "public":
        shown.append(("late", icon("alert"), entry.get_visibility_display()))
    if entry.state != "published":
        shown.append(("busy", icon("edit"), entry.get_state_display()))
    return format_html_join("", ' <span class="cp-status cp-status--{}">{}{}</span>', shown)


@lru_cache(maxsize=500)
def tracktag(name: str, rank: int | None) -> SafeString:
    """The name of a track with its colour and shape."""
    return format_html('<span class="cp-tracktag cp-t{}">{}</span>', rank, name)


# Facets


def options(shown: Iterable[Option], facet: str) -> SafeString:
    """Lines of a facet."""
    several, one = gettext("results)"), gettext("result)")
    return mark_safe("".join(_option(each, facet, one if each.count == 1 else several) for each in shown))


def _option(shown: Option, facet: str, unit: str) -> str:
    box, before, after = _around_number(facet, shown.value, str(shown.label), shown.order, unit)
    zero, checked = "" if shown.count else " cp-opt--zero", " checked" if shown.is_chosen else ""
    return f'\n  <label class="cp-opt{zero}">{box}{checked}>{before}{amount(shown.count)}{after}'


@lru_cache(maxsize=5_000)
def _around_number(facet: str, value: str, words: str, order: int | None, unit: str) -> tuple[SafeString, ...]:
    """The box of an option, open for what else is said of it; then what stands before and after its number."""
    label = capfirst(words) if order is None else tracktag(words, order)
    return (
        format_html('<input class="cp-check" type="checkbox" id="{0}-{1}" name="{0}" value="{1}"', facet, value),
        format_html('<span class="cp-opt__label">{}</span><span class="cp-opt__n"><span class="cp-vh">(</span>', label),
        format_html('<span class="cp-vh"> {}</span></span></label>', unit),
    )


def year_bars(bars: Iterable[Bar]) -> SafeString:
    """Bars of a histogram, each a link to its years."""
    return mark_safe("".join(map(_bar, bars)))


def _bar(bar: Bar) -> str:
    current = ' aria-current="true"' if bar.is_chosen else ""
    results = ngettext("%(counter)s result", "%(counter)s results", bar.count) % {"counter": amount(bar.count)}
    return (
        f'\n    <li><a id="years-{bar.first}" href="{escape(bar.url)}"{current}>'
        '<svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="10" height="{bar.height:g}" y="{bar.top:g}"/></svg>'
        f'<span class="cp-vh">{bar.label}: {results}</span></a></li>'
    )


# Cells


class Site(NamedTuple):
    """The language a page is in, and the path under which the site stands: asked once for all its cells."""

    language: str
    prefix: str

    @classmethod
    def now(cls) -> "Site":
        return cls(get_language() or "nl", get_script_prefix())


def rows(shown: list[Row], row_query: str = "") -> SafeString:
    """The rows of a table. ``row_query``: what each adds to the address of its record."""
    if not shown:
        return NOTHING
    site, first = Site.now(), shown[0]
    titles = _titles(first.entry, escape(row_query))
    draw = [titles if column.look == "title" else _cells(column, site) for column, _value in first.cells]
    lines = ("".join([d(row.entry, v) for d, (_c, v) in zip(draw, row.cells, strict=True)]) for row in shown)
    return mark_safe("".join([f'\n    <tr class="utrecht-table__row">{line}\n    </tr>' for line in lines]))


def _cells(column: Column, site: Site) -> Callable[[Entry, Any], str]:
    """How the cells of a column are drawn, of each record with its value."""
    draw, kind = CELLS.get(column.look, _words), " cp-nowrap cp-num" if column.look in ("date", "number") else ""
    full, empty = (
        f'\n      <td class="utrecht-table__cell{more}{kind}" data-label="{escape(str(column.label))}">'
        for more in ("", " cp-empty")
    )
    return lambda _entry, value: f"{full if value or value == 0 else empty}{draw(value, site)}</td>"


def _titles(one: Entry, row_query: str) -> Callable[[Entry, Any], str]:
    """How the cells are drawn that name the records and lead to their pages. ``one`` of the records tells their kind,
    and at which moment they are looked at.
    """
    before, after = path_around(one.kind_name)
    tag = '\n      <th class="utrecht-table__header-cell cp-title" scope="row"><a class="nl-link" href="'
    start = f"{tag}{escape(before)}"
    end = escape(after + one.at.query) + row_query
    warnings: dict[str, str] = {}  # by flag: put in words once

    def warned(entry: Entry) -> str:
        raised = [flag for flag in getattr(entry, "flags", ()) if not flag.is_quiet]
        for flag in raised:
            if flag.code not in warnings:
                warnings[flag.code] = f"{status(flag)} "
        return f'<span class="cp-sub">{"".join([warnings[flag.code] for flag in raised])}</span>' if raised else ""

    def draw(entry: Entry, value: Any) -> str:
        short = entry.abbreviation if entry.abbreviation_nl or entry.abbreviation_en else ""
        under = f'<span class="cp-sub">{escape(short)}</span>' if short else ""
        badges = "" if entry.visibility == "public" and entry.state == "published" else marks(entry)
        name = text(value) if value.is_fallback else escape(value)  # what is marked as such is HTML already
        return f'{start}{escape(quoted(entry.slug))}{end}">{name}</a>{under}{badges}{warned(entry)}</th>'

    return draw


def _words(value: Any, site: Site) -> str:
    if type(value) is datetime.date:
        return _day(value, site.language)
    said = words(value)
    return escape(said[:1].upper() + said[1:])


@lru_cache(maxsize=10_000)
def _day(value: datetime.date, _language: str) -> str:
    return words(value)


def _tracks(tracks: Iterable[CatalogueEntry], site: Site) -> SafeString:
    return mark_safe("<br>".join([_track(track.rank, site.language, *_names(track)) for track in tracks]))


@lru_cache(maxsize=500)
def _track(rank: int | None, language: str, *names: str) -> SafeString:
    return tracktag(_shortest(language, *names), rank)


def links(others: list[CatalogueEntry]) -> SafeString:
    """Other records, the first few by name."""
    return _links(others, Site.now())


def _links(others: list[CatalogueEntry], site: Site) -> SafeString:
    drawn = [_link(site, other.kind, other.slug, *_names(other)) for other in others[:LINKS]]
    shown, left = mark_safe(", ".join(drawn)), len(others) - LINKS
    if left <= 0:
        return shown
    more = gettext("and %(n)s more") % {"n": amount(left)}
    return format_html('{} <span class="cp-muted cp-nowrap">{}</span>', shown, more)


@lru_cache(maxsize=5_000)
def _link(site: Site, kind: str, slug: str, *names: str) -> str:
    """Remembered by all that it says, and by the site, whose path stands before its own."""
    return f'<a class="nl-link" href="{escape(record_path(kind, slug))}">{escape(_shortest(site.language, *names))}</a>'


def _names(record: CatalogueEntry) -> tuple[str, str, str, str]:
    return record.abbreviation_nl, record.abbreviation_en, record.title_nl, record.title_en


def _shortest(language: str, short_nl: str, short_en: str, title_nl: str, title_en: str) -> str:
    return in_language(short_nl, short_en, language) or in_language(title_nl, title_en, language)


def sources(citations: list[Citation | CitedPlace]) -> SafeString:
    """Where a record is written."""
    return _sources(citations, Site.now())


def _sources(citations: list[Citation | CitedPlace], site: Site) -> SafeString:
    if not citations:
        return _unsourced(site.language)
    shown = mark_safe(", ".join([_source(citation, site.language) for citation in citations[:SOURCES]]))
    left = len(citations) - SOURCES
    return format_html('{} <span class="cp-muted">+{}</span>', shown, amount(left)) if left > 0 else shown


@lru_cache(maxsize=10)
def _unsourced(_language: str) -> SafeString:
    return format_html('<span class="cp-muted">{}</span>', gettext("unsourced"))


def _source(citation: Citation | CitedPlace, language: str) -> str:
    document, place = citation.document, escape(citation.short_place)
    title = escape(in_language(document.title_nl, document.title_en, language))
    return (
        f'<a class="nl-link cp-nowrap" href="{escape(citation.get_absolute_url())}" title="{title}">'
        f'<span class="cp-vh">{title}, </span>{place}</a>'
    )


# What draws the values of a column as HTML, by its look.
CELLS: dict[str, Callable[[Any, Site], str]] = {
    "tracks": _tracks,
    "status": lambda value, _site: status(value) if value else NOTHING,
    "date": lambda value, _site: conditional_escape(vague(value)),
    "links": _links,
    "sources": _sources,
}
