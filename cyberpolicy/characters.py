"""The characters that files can hold."""

import re

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold


def clean(text: str) -> str:
    """Text that may stand in XML, its lines ended alike."""
    if text.isprintable():  # as nearly all text is; far quicker than looking for what is not
        return text
    return FORBIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
