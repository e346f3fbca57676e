"""Text as the search compares it: without accents and case."""

import re
import unicodedata
from functools import lru_cache

OTHERS = re.compile(r"([^\x00-\x7f]+)")  # letters that are more than lower or upper case


def folded(text: str) -> str:
    """``text`` in lower case without accents: "Coördinatie" gives "coordinatie"."""
    if text.isascii():  # most of what is folded: a tenth of the time
        return text.lower()
    pieces = OTHERS.split(text)
    return "".join([_plain(piece) if number % 2 else piece.lower() for number, piece in enumerate(pieces)])


@lru_cache(maxsize=2_000)
def _plain(letters: str) -> str:
    plain = unicodedata.normalize("NFKD", letters).casefold()  # first to plain letters: "𝕬" has no small form
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
