"""What things are called in both languages, whatever the language of the page."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import override

from cyberpolicy.text import folded

LANGUAGES = ("nl", "en")


def called(names: Iterable[str], translated: Iterable[Promise | str] = ()) -> list[str]:
    """These names, and what is translated in each language, as they are compared."""
    found, translated = [name for name in names if name], list(translated)
    for language in LANGUAGES:
        with override(language):
            found += map(str, translated)
    return list(dict.fromkeys(map(folded, found)))
