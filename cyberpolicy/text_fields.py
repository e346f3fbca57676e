"""Text kept in two languages: reading it in the active one, falling back to the other and saying so."""

from django.db.models import Func
from django.db.models.functions import Coalesce
from django.utils.translation import get_language


class Bilingual(str):
    """A text with the language it is in, so that a page can mark a fallback."""

    language: str
    is_fallback: bool

    def __new__(cls, text: str, language: str, *, is_fallback: bool = False) -> "Bilingual":
        made = super().__new__(cls, text)
        made.language, made.is_fallback = language, is_fallback
        return made

    def __getnewargs__(self) -> tuple[str, str]:
        """So that a copy, as Django makes of form fields, knows its language too."""
        return str(self), self.language


def in_language(nl: str, en: str, language: str | None = None) -> Bilingual:
    """The text in ``language`` (the active one by default); the other language's text when that one is missing."""
    wanted = (language or get_language() or "nl")[:2]
    first, second = ((en, "en"), (nl, "nl")) if wanted == "en" else ((nl, "nl"), (en, "en"))
    if first[0] or not second[0]:
        return Bilingual(first[0], first[1])
    return Bilingual(second[0], second[1], is_fallback=True)


def bilingual(name: str) -> property:
    """A property that reads ``<name>_nl`` or ``<name>_en``."""
    return property(lambda record: in_language(getattr(record, f"{name}_nl"), getattr(record, f"{name}_en")))


def shown_in_english(name: str) -> Coalesce:
    """The text as English pages show it, to order by: without parameters, so that SQLite too finds its index."""
    return Coalesce(Func(f"{name}_en", template="NULLIF(%(expressions)s, '')"), f"{name}_nl")
