"""Words as the search compares them: without accents and case, split the same way on every database."""

import re
import unicodedata
from collections.abc import Iterable

MAX_WORDS = 12


def folded(text: str) -> str:
    """``text`` in lower case without accents: "Coördinatie" gives "coordinatie"."""
    plain = unicodedata.normalize("NFKD", text).casefold()  # first to plain letters: "𝕬" has no small form of its own
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def folded_words(query: str) -> list[str]:
    """The words of a query, folded; at most MAX_WORDS, without control characters and without doubles."""
    words = (word.strip(".:!?'‘’") for word in re.findall(r"[^\s\x00-\x1f\"“”„«»()\[\],;]+", folded(query)))
    return list(dict.fromkeys(word for word in words if word))[:MAX_WORDS]


def search_text(pieces: Iterable[str]) -> str:
    """One line of folded text to search in; white space inside a piece is folded to one space."""
    return " | ".join(" ".join(folded(piece).split()) for piece in pieces if piece)
