"""Text as the search compares it: without accents and case."""

import unicodedata


def folded(text: str) -> str:
    """``text`` in lower case without accents: "Coördinatie" gives "coordinatie"."""
    if text.isascii():  # most of what is folded: a tenth of the time
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()  # first to plain letters: "𝕬" has no small form of its own
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
