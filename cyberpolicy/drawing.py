"""HTML of the small things that a page draws by the hundred: icons, badges, options of facets, cells of tables.

Templates draw all else. These are functions because a list has a thousand of them, and a template costs twenty times as
much as the text it gives.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

from cyberpolicy.facets import Option
from cyberpolicy.models import CatalogueEntry, Citation, Entry
from cyberpolicy.tables import Column, Row
from cyberpolicy.templatetags.cyberpolicy import text, vague, words

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
    tone = f" cp-status--{value.tone}" if value.tone else ""
    return format_html('<span class="cp-status{}">{}{}</span>', tone, icon(value.icon), capfirst(str(value.label)))


def marks(entry: Entry | CatalogueEntry) -> SafeString:
    """Badges of a record that is not public or not published."""
    shown = []
    if entry.visibility != "public":
        shown.append(("late", icon("alert"), entry.get_visibility_display()))
    if entry.state != "published":
        shown.append(("busy", icon("edit"), entry.get_state_display()))
    return format_html_join("", ' <span class="cp-status cp-status--{}">{}{}</span>', shown)


def tracktag(name: str, rank: int | None) -> SafeString:
    """The name of a track with its colour and shape."""
    return format_html('<span class="cp-tracktag cp-t{}">{}</span>', rank, name)


# Facets


def option(shown: Option, facet: str) -> SafeString:
    """A line of a facet."""
    label = capfirst(str(shown.label)) if shown.order is None else tracktag(shown.label, shown.order)
    return format_html(
        '<label class="cp-opt{}"><input class="cp-check" type="checkbox" id="{}-{}" name="{}" value="{}"{}>'
        '<span class="cp-opt__label">{}</span>'
        '<span class="cp-opt__n"><span class="cp-vh">(</span>{}<span class="cp-vh"> {}</span></span></label>',
        "" if shown.count else " cp-opt--zero",
        facet, shown.value, facet, shown.value, mark_safe(" checked") if shown.is_chosen else "",
        label, localize(shown.count), gettext("results)"),
    )  # fmt: skip


# Cells


def cells(row: Row, row_query: str = "") -> SafeString:
    """The cells of a row of a table. ``row_query``: what it adds to the address of its record."""
    return mark_safe("".join(_title(row.entry, value, row_query) if column.look == "title" else _cell(column, value)
                             for column, value in row.cells))  # fmt: skip


def _title(entry: Entry, value: Any, row_query: str) -> SafeString:
    short, raised = entry.abbreviation, [flag for flag in getattr(entry, "flags", ()) if not flag.is_quiet]
    is_open = entry.visibility == "public" and entry.state == "published"
    return format_html(
        '\n      <th class="utrecht-table__header-cell cp-title" scope="row">'
        '<a class="nl-link" href="{}{}">{}</a>{}{}{}</th>',
        entry.get_absolute_url(), row_query, text(value),
        format_html('<span class="cp-sub">{}</span>', short) if short else "",
        "" if is_open else marks(entry),
        format_html('<span class="cp-sub">{}</span>', format_html_join("", "{} ", ((status(f),) for f in raised)))
        if raised else "",
    )  # fmt: skip


def _cell(column: Column, value: Any) -> SafeString:
    draw = CELLS.get(column.look, _words)
    kind = " cp-empty" if not value and value != 0 else ""
    kind += " cp-nowrap cp-num" if column.look in ("date", "number") else ""
    return format_html(
        '\n      <td class="utrecht-table__cell{}" data-label="{}">{}</td>', kind, column.label, draw(value)
    )


def _words(value: Any) -> str:
    return capfirst(words(value))


def _tracks(tracks: Iterable[CatalogueEntry]) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((tracktag(t.abbreviation or t.title, t.rank),) for t in tracks))


def links(others: list[CatalogueEntry]) -> SafeString:
    """Other records, the first few by name."""
    shown = format_html_join(
        ", ",
        '<a class="nl-link" href="{}">{}</a>',
        ((other.get_absolute_url(), other.abbreviation or other.title) for other in others[:LINKS]),
    )
    left = len(others) - LINKS
    if left <= 0:
        return shown
    more = gettext("and %(n)s more") % {"n": localize(left)}
    return format_html('{} <span class="cp-muted cp-nowrap">{}</span>', shown, more)


def sources(citations: list[Citation]) -> SafeString:
    """Where a record is written."""
    if not citations:
        return format_html('<span class="cp-muted">{}</span>', gettext("unsourced"))
    shown = format_html_join(
        ", ",
        '<a class="nl-link cp-nowrap" href="{}" title="{}"><span class="cp-vh">{}, </span>{}</a>',
        ((c.get_absolute_url(), c.document.title, c.document.title, c.short_place) for c in citations[:SOURCES]),
    )
    left = len(citations) - SOURCES
    return format_html('{} <span class="cp-muted">+{}</span>', shown, localize(left)) if left > 0 else shown


CELLS: dict[str, Callable[[Any], str]] = {
    "tracks": _tracks,
    "status": lambda value: status(value) if value else NOTHING,
    "date": vague,
    "links": links,
    "sources": sources,
}
