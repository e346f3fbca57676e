"""Links on the official references in a text: to our own page of a document if there is one, else to its publisher."""

from collections.abc import Mapping

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from cyberpolicy.references import Reference, parse


def with_links(text: str, own_documents: Mapping[str, str]) -> SafeString:
    """``text``, escaped, with a link on every reference in it.

    ``own_documents`` gives the address of our page by the id of the reference (kst-33694-56); the caller puts in
    only what the reader may see. A number that a range only implies has no words of its own, so it gets no link.
    """
    pieces, at = [], 0
    for reference in parse(text):
        if not reference.is_implied:
            pieces += [escape(text[at : reference.start]), _link(reference, text, own_documents)]
            at = reference.end
    return mark_safe("".join([*pieces, escape(text[at:])]))


def _link(reference: Reference, text: str, own_documents: Mapping[str, str]) -> SafeString:
    words = text[reference.start : reference.end]
    if own := own_documents.get(reference.id):
        return format_html('<a class="nl-link" href="{}">{}</a>', own, words)
    return format_html('<a class="nl-link cp-ext" href="{}" rel="external">{}</a>', reference.url, words)
