"""A place in a text that moves forward as the grammar reads on."""

import re


class Cursor:
    """Reads ``text`` from ``at`` with small patterns; every pattern is matched where the cursor stands."""

    __slots__ = ("at", "text")

    def __init__(self, text: str, at: int = 0) -> None:
        self.text, self.at = text, at

    def take(self, pattern: re.Pattern) -> re.Match | None:
        """The match, if there is one here; the cursor then stands behind it."""
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match

    def sees(self, pattern: re.Pattern) -> bool:
        """Whether ``pattern`` matches here; the cursor stays."""
        return pattern.match(self.text, self.at) is not None
