"""HTML of what the page of a record has by the dozen: facts, statuses, relations, sources, headings.

Functions and not templates, for the reason that ``drawing`` gives.
"""

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any

from django.template.defaultfilters import capfirst
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from cyberpolicy.detail import Evidence, Fact, RelationGroup, StatusLine
from cyberpolicy.drawing import status
from cyberpolicy.models import CatalogueEntry, DatedRow, Entry, Relation
from cyberpolicy.templatetags.cyberpolicy import edtf, text, vague, words
from cyberpolicy.values import amount

BETWEEN = " · "


def cites(evidence: Iterable[Evidence]) -> SafeString:
    """The sources of a statement, as small links to the numbered places below."""
    source = gettext("Source:") if evidence else ""
    return mark_safe("".join([_cite(item, source) for item in evidence]))


def _cite(item: Evidence, source: str) -> str:
    title, place = escape(item.citation.document.title), escape(item.citation.short_place)
    return f' <a class="cp-cite" href="#b{item.number}"><span class="cp-vh">{source} {title}, </span>{place}</a>'


def _link(record: Entry | CatalogueEntry) -> str:
    return f'<a class="nl-link" href="{escape(record.get_absolute_url())}">{_text(record.title)}</a>'


def _text(value: str) -> str:
    return conditional_escape(text(value))


# Facts


def facts(told: Iterable[tuple[Fact, Any]]) -> SafeString:
    """The facts that have a value, each below its name."""
    item, key, value = (f"utrecht-data-list__item{part}" for part in ("", "-key", "-value"))
    return mark_safe("".join([
        f'<div class="{item}"><dt class="{key}">{escape(str(fact.label))}</dt>'
        f'<dd class="{value} {value}--html-dd">{LOOKS.get(fact.look, _words)(said)}</dd></div>'
        for fact, said in told if said or said == 0
    ]))  # fmt: skip


def _words(value: Any) -> str:
    return conditional_escape(capfirst(words(value)))


def _tracks(tracks: Iterable[CatalogueEntry]) -> str:
    return _listed(
        f'<a class="cp-tracktag cp-t{track.rank}" href="{escape(track.get_absolute_url())}">'
        f"{escape(track.abbreviation or track.title)}</a>"
        for track in tracks
    )


def _listed(lines: Iterable[str]) -> str:
    return f'<ul role="list">{"".join([f"<li>{line}</li>" for line in lines])}</ul>'


def _paper(paper: Entry) -> str:
    address, name = escape(paper.get_absolute_url()), escape(paper.paper or paper.title)
    return f'<a class="nl-link cp-num" href="{address}">{name}</a>'


def _address(url: str) -> str:
    return f'<a class="nl-link cp-ext" href="{escape(url)}" rel="external">{escape(url)}</a>'


LOOKS: dict[str, Callable[[Any], str]] = {
    "tracks": _tracks,
    "links": lambda records: _listed(_link(record) for record in records),
    "link": _link,
    "paper": _paper,
    "url": _address,
    "status": status,
    "date": lambda date: conditional_escape(vague(date)),
}


# Statuses


def status_line(line: StatusLine) -> SafeString:
    """How it stood once: the status with what is said of it, and below it whose it is and since when."""
    said = " ".join([status(line.look), *_said_of(line.part)])
    about = BETWEEN.join([conditional_escape(capfirst(line.side)), *_known_of(line.part)])
    return mark_safe(f'<p>{said}{cites(line.evidence)}</p><p class="cp-meta">{about}</p>')


def _said_of(row: DatedRow) -> Iterator[str]:
    for name in ("title", "reason", "remark"):
        if said := getattr(row, name, ""):
            yield _text(said)
    if why := getattr(row, "justification", ""):
        unproven = gettext("Without proof:")
        yield f"{unproven} {_text(why)}"


def _known_of(row: DatedRow) -> Iterator[str]:
    if number := getattr(row, "request_number", None):
        yield gettext("request %(number)s") % {"number": amount(number)}
    if row.date:
        yield conditional_escape(edtf(row.date))
    if row.basis != "stated":
        yield escape(row.get_basis_display())
    if word := getattr(row, "source_wording", ""):
        yield gettext("the source says “%(word)s”") % {"word": escape(word)}
    if row.note:
        yield _text(row.note)


# Relations


def relations(groups: Iterable[RelationGroup], more_url: str) -> SafeString:
    """Relations by their verb, each with its sources. ``more_url``: where those stand that are left out."""
    return mark_safe("".join([
        f'<div><dt>{conditional_escape(capfirst(group.label))}</dt><dd><ul role="list">'
        f"{''.join([_relation(*link) for link in group.links])}{_more(group.more, more_url)}</ul></dd></div>"
        for group in groups
    ]))  # fmt: skip


def _relation(other: CatalogueEntry, relation: Relation, evidence: list[Evidence]) -> str:
    return f"<li>{_link(other)}{_qualified(relation)}{cites(evidence)}</li>"


def _more(number: int, url: str) -> str:
    if not number:
        return ""
    said = ngettext("and %(counter)s more", "and %(counter)s more", number) % {"counter": amount(number)}
    return f'<li><a class="nl-link" href="{escape(url)}">{said}</a></li>'


def qualified(relation: Relation) -> SafeString:
    """What is said of a relation besides its verb, and how it is known when the source does not state it."""
    return mark_safe(_qualified(relation))


def _qualified(relation: Relation) -> str:
    said = f' <span class="cp-muted">({_text(relation.qualifier)})</span>' if relation.qualifier else ""
    if relation.basis == "stated":
        return said
    return f'{said} <span class="cp-muted cp-small">· {escape(relation.get_basis_display())}</span>'


# Headings


def section_head(id: str, title: str, count: int | None = None, more_url: str = "", more_label: str = "") -> SafeString:
    """The heading of a section, above a ruled line. ``more_url``: of a link beside it."""
    heading = f'<h2 class="nl-heading nl-heading--level-2" id="{escape(str(id))}">{conditional_escape(title)}</h2>'
    return mark_safe(f'<div class="cp-section__head">{heading}{_badge(count)}{_beside(more_url, more_label)}</div>')


def _badge(count: int | None) -> str:
    if count is None:
        return ""
    words = gettext("Number:")
    return f'<span class="nl-number-badge"><span class="cp-vh">{words} </span>{amount(count)}</span>'


def _beside(url: str, label: str) -> str:
    return f'<a class="nl-link cp-more" href="{conditional_escape(url)}">{conditional_escape(label)}</a>' if url else ""
