"""HTML of the small things that a page draws by the hundred: icons, badges, options of facets, cells of tables.

Templates draw all else. These are functions because a list has a thousand of them, and a template costs twenty times as
much as the text it gives.
"""

import datetime
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from html import escape
from typing import Any

from django.templatetags.static import static
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from cyberpolicy.facets import Option
from cyberpolicy.models import CatalogueEntry, Citation, Entry
from cyberpolicy.tables import Column, Row
from cyberpolicy.templatetags.cyberpolicy import text, vague, words
from cyberpolicy.text_fields import in_language

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
    unit = gettext("results)")
    return mark_safe("".join(_option(each, facet, unit) for each in shown))


def _option(shown: Option, facet: str, unit: str) -> str:
    box, (before, after) = _box(facet, shown.value), _label(str(shown.label), shown.order, unit)
    zero, checked = "" if shown.count else " cp-opt--zero", " checked" if shown.is_chosen else ""
    return f'\n  <label class="cp-opt{zero}">{box}{checked}>{before}{localize(shown.count)}{after}'


@lru_cache(maxsize=5_000)
def _box(facet: str, value: str) -> SafeString:
    """The box of an option, open for what else is said of it."""
    tag = '<input class="cp-check" type="checkbox" id="{0}-{1}" name="{0}" value="{1}"'
    return format_html(tag, facet, value)


@lru_cache(maxsize=5_000)
def _label(words: str, order: int | None, unit: str) -> tuple[SafeString, SafeString]:
    """What stands before and after the number of an option."""
    label = capfirst(words) if order is None else tracktag(words, order)
    return (
        format_html('<span class="cp-opt__label">{}</span><span class="cp-opt__n"><span class="cp-vh">(</span>', label),
        format_html('<span class="cp-vh"> {}</span></span></label>', unit),
    )


# Cells


def rows(shown: list[Row], row_query: str = "") -> SafeString:
    """The rows of a table. ``row_query``: what each adds to the address of its record."""
    draw = [_cell(column, escape(row_query)) for column, _value in shown[0].cells] if shown else []
    lines = ("".join(d(row.entry, v) for d, (_c, v) in zip(draw, row.cells, strict=True)) for row in shown)
    return mark_safe("".join(f'\n    <tr class="utrecht-table__row">{line}\n    </tr>' for line in lines))


def _cell(column: Column, row_query: str) -> Callable[[Entry, Any], str]:
    """How the cells of a column are drawn, of each record with its value."""
    if column.look == "title":
        return partial(_title, row_query)
    draw, kind = CELLS.get(column.look, _words), " cp-nowrap cp-num" if column.look in ("date", "number") else ""
    full, empty = (
        f'\n      <td class="utrecht-table__cell{more}{kind}" data-label="{escape(str(column.label))}">'
        for more in ("", " cp-empty")
    )
    return lambda _entry, value: f"{full if value or value == 0 else empty}{conditional_escape(draw(value))}</td>"


def _title(row_query: str, entry: Entry, value: Any) -> str:
    short = entry.abbreviation if entry.abbreviation_nl or entry.abbreviation_en else ""
    raised = [flag for flag in getattr(entry, "flags", ()) if not flag.is_quiet]
    is_open = entry.visibility == "public" and entry.state == "published"
    under = f'<span class="cp-sub">{escape(short)}</span>' if short else ""
    warned = f'<span class="cp-sub">{"".join(f"{status(flag)} " for flag in raised)}</span>' if raised else ""
    return (
        '\n      <th class="utrecht-table__header-cell cp-title" scope="row">'
        f'<a class="nl-link" href="{escape(entry.get_absolute_url())}{row_query}">{conditional_escape(text(value))}</a>'
        f"{under}{'' if is_open else marks(entry)}{warned}</th>"
    )


def _words(value: Any) -> str:
    return _day(value, get_language()) if type(value) is datetime.date else capfirst(words(value))


@lru_cache(maxsize=1_000)
def _day(value: datetime.date, _language: str | None) -> str:
    return words(value)


def _tracks(tracks: Iterable[CatalogueEntry]) -> SafeString:
    return mark_safe("<br>".join(tracktag(track.abbreviation or track.title, track.rank) for track in tracks))


def links(others: list[CatalogueEntry]) -> SafeString:
    """Other records, the first few by name."""
    shown = mark_safe(", ".join(map(_link, others[:LINKS])))
    left = len(others) - LINKS
    if left <= 0:
        return shown
    more = gettext("and %(n)s more") % {"n": localize(left)}
    return format_html('{} <span class="cp-muted cp-nowrap">{}</span>', shown, more)


def _link(other: CatalogueEntry) -> str:
    names = (other.abbreviation_nl, other.abbreviation_en, other.title_nl, other.title_en)
    return _named_link(other.get_absolute_url(), get_language(), *names)


@lru_cache(maxsize=5_000)
def _named_link(url: str, language: str, *names: str) -> str:
    short, title = in_language(*names[:2], language), in_language(*names[2:], language)
    return f'<a class="nl-link" href="{escape(url)}">{escape(short or title)}</a>'


def sources(citations: list[Citation]) -> SafeString:
    """Where a record is written."""
    if not citations:
        return _unsourced(get_language())
    shown = mark_safe(", ".join(map(_source, citations[:SOURCES])))
    left = len(citations) - SOURCES
    return format_html('{} <span class="cp-muted">+{}</span>', shown, localize(left)) if left > 0 else shown


@lru_cache(maxsize=10)
def _unsourced(_language: str | None) -> SafeString:
    return format_html('<span class="cp-muted">{}</span>', gettext("unsourced"))


def _source(citation: Citation) -> str:
    title, place = escape(citation.document.title), escape(citation.short_place)
    return (
        f'<a class="nl-link cp-nowrap" href="{escape(citation.get_absolute_url())}" title="{title}">'
        f'<span class="cp-vh">{title}, </span>{place}</a>'
    )


CELLS: dict[str, Callable[[Any], str]] = {
    "tracks": _tracks,
    "status": lambda value: status(value) if value else NOTHING,
    "date": vague,
    "links": links,
    "sources": sources,
}
