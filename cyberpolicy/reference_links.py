"""Links on the official references in a text: to our own page of a document if there is one, else to its publisher."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from cyberpolicy.references import Reference, parse


@dataclass(frozen=True)
class Span:
    """A piece of a text, from ``start`` to ``end``, and the HTML that stands in its place."""

    start: int
    end: int
    html: SafeString


@lru_cache(maxsize=2048)
def references_in(text: str) -> tuple[Reference, ...]:
    """The references in a text, kept: most texts of the site are read often and seldom change."""
    return tuple(parse(text))


def reference_spans(text: str, own_documents: Mapping[str, str]) -> list[Span]:
    """A link for every reference in ``text``, in reading order.

    ``own_documents`` gives the address of our page by the id of the reference (kst-33694-56); the caller puts in
    only what the reader may see. A number that a range only implies has no words of its own, so it gets no link.
    """
    found = [reference for reference in references_in(text) if not reference.is_implied]
    return [Span(reference.start, reference.end, _link(reference, text, own_documents)) for reference in found]


def with_links(text: str, own_documents: Mapping[str, str]) -> SafeString:
    """``text``, escaped, with a link on every reference in it."""
    pieces, at = [], 0
    for span in reference_spans(text, own_documents):
        pieces += [escape(text[at : span.start]), span.html]
        at = span.end
    return mark_safe("".join([*pieces, escape(text[at:])]))


def _link(reference: Reference, text: str, own_documents: Mapping[str, str]) -> SafeString:
    words = text[reference.start : reference.end]
    if own := own_documents.get(reference.id):
        return format_html('<a class="nl-link" href="{}">{}</a>', own, words)
    return format_html('<a class="nl-link cp-ext" href="{}" rel="external">{}</a>', reference.url, words)
