"""The parts of office files that are the same for every list or paper, but for a word here and there."""

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template
from types import MappingProxyType
from xml.sax.saxutils import escape

from cyberpolicy.characters import clean

COMMENT = re.compile("<!--.*?-->\n?", re.S)


def filled(path: Path, words: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """The XML of a part with these words in it, which may also stand in its attributes. Its comments are for us."""
    text = Template(COMMENT.sub("", path.read_text("utf-8")))
    return text.substitute({name: escape(clean(word), {'"': "&quot;"}) for name, word in words.items()}).encode()
