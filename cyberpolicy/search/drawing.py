"""HTML of what a search found, by functions: a page has dozens of records, each of dozens of stretches of text."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from cyberpolicy import references
from cyberpolicy.drawing import marks
from cyberpolicy.models import CatalogueEntry, Passage
from cyberpolicy.search.results import Place, Result
from cyberpolicy.search.snippets import Segment
from cyberpolicy.templatetags.cyberpolicy import edtf, kind_name


def found(results: Iterable[Result]) -> SafeString:
    """The records as items of a list, each with why it was found and what it rests on."""
    items = "".join(map(_item, results))
    return mark_safe(f'<ul role="list" class="cp-items cp-found">{items}\n</ul>')


def _item(result: Result) -> str:
    record, title = result.entry, result.entry.title
    lang = f' lang="{title.language}"' if title.is_fallback else ""
    excerpt_lang = f' lang="{result.language}"' if result.language else ""
    excerpt = f"\n    <p{excerpt_lang}>{_segments(result.excerpt)}</p>" if result.excerpt else ""
    return (
        f'\n  <li><h3 class="nl-heading nl-heading--level-3">{_link(record, _segments(result.title), lang)}</h3>'
        f"{excerpt}{_by(result.by)}"
        f"{''.join(map(_place, result.places))}{_source(result.source) if result.source else ''}"
        f"{_missing(result.missing)}"
        f'\n    <div class="cp-side">{_kind(record.kind, get_language())}{_date(record.date, get_language())}'
        f"{marks(record)}</div></li>"
    )


def _segments(segments: Iterable[Segment]) -> str:
    """A text with the words that were asked for marked."""
    return "".join(
        f'<mark class="nl-mark">{escape(text)}</mark>' if is_marked else escape(text) for text, is_marked in segments
    )


def _link(to: CatalogueEntry | Passage, shown: str, more: str = "") -> str:
    return f'<a class="nl-link" href="{escape(to.get_absolute_url())}"{more}>{shown}</a>'


def _by(bearers: Iterable[CatalogueEntry]) -> str:
    """Whom the query names and the record is by."""
    names = ", ".join(_link(bearer, f'<mark class="nl-mark">{escape(bearer.title)}</mark>') for bearer in bearers)
    said = gettext("By %(names)s") % {"names": names}
    return f"\n    <p>{said}</p>" if names else ""


def _missing(words: Iterable[str] | None) -> str:
    """What was asked for that the record does not hold; that it holds all of it, but not together."""
    if words is None:
        return ""
    named = ", ".join(f"<bdi>{escape(word)}</bdi>" for word in words)
    said = gettext("Missing: %(words)s") % {"words": named} if named else gettext("All of it, in several places")
    return f'\n    <p class="cp-muted">{said}</p>'


def _place(place: Place) -> str:
    """A paragraph of the document that was found. Texts of papers are Dutch."""
    locator = escape(references.locator(place.passage.locator))
    return f'\n    <p class="cp-found__place" lang="nl">{_link(place.passage, locator)} {_segments(place.excerpt)}</p>'


def _source(source: Place) -> str:
    """The paragraph that the record rests on."""
    said = f'<span lang="nl">{_segments(source.excerpt)}</span> ' if source.excerpt else ""
    where = {"place": references.locator(source.passage.locator), "document": source.passage.document.title}
    link = _link(source.passage, escape(gettext("%(place)s of %(document)s") % where))
    return f'\n    <p class="cp-found__place">{said}{link}</p>'


@lru_cache(maxsize=100)
def _kind(kind: str, _language: str | None) -> str:
    return f"<span>{escape(capfirst(str(kind_name(kind))))}</span>"


@lru_cache(maxsize=1_000)
def _date(date: str, _language: str | None) -> str:
    return f"<span>{edtf(date)}</span>" if date else ""
