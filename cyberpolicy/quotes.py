"""Words quoted from a passage: finding them letter by letter, and telling where they depart from what stands there."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

AROUND = 30  # characters shown on each side of a departure


class QuoteError(ValueError):
    """Words do not stand in the text; the message shows a person where they depart from it."""


def places(text: str, quote: str) -> list[tuple[int, int]]:
    """Every place where ``quote`` stands in ``text``, as offsets. Only white space may differ: pasting breaks lines."""
    words = [re.escape(word) for word in quote.split()]
    return [match.span() for match in re.finditer(r"\s+".join(words), text)] if words else []


def starts(text: str, quote: str) -> Iterator[int]:
    """Every offset at which ``quote`` stands in ``text`` letter by letter, white space included."""
    at = text.find(quote) if quote else -1
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def place(text: str, quote: str, near: int = 0) -> tuple[int, int]:
    """Where ``quote`` stands in ``text``; of several places the one nearest to ``near``. Raises QuoteError."""
    known = places(text, quote)
    if not known:
        raise QuoteError(_departure(" ".join(text.split()), " ".join(quote.split())))
    return min(known, key=lambda span: abs(span[0] - near))


def exact(text: str, quote: str) -> str:
    """The words of ``quote`` as they stand in ``text``, with its white space. Raises QuoteError."""
    return text[slice(*place(text, quote))]


def _departure(text: str, quote: str) -> str:
    """A sentence that shows the last letters that agree, and how the text and the quote go on from there."""
    length = _agreeing(text, quote)
    if not length:
        return _("“%(words)s” does not stand in the passage.") % {"words": _head(quote)}
    end = text.index(quote[:length]) + length
    shown = {
        "agreed": quote[max(0, length - AROUND) : length],
        "text": _head(text[end:]),
        "quote": _head(quote[length:]),
    }
    if not shown["text"]:
        return _("After “%(agreed)s” the passage ends; your quote goes on with “%(quote)s”.") % shown
    return _("After “%(agreed)s” the passage goes on with “%(text)s”; your quote has “%(quote)s”.") % shown


def _agreeing(text: str, quote: str) -> int:
    """How many of the first letters of ``quote`` stand somewhere in ``text``."""
    low, high = 0, len(quote)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if quote[:middle] in text else (low, middle - 1)
    return low


def _head(text: str) -> str:
    return text if len(text) <= AROUND else f"{text[:AROUND]}…"
