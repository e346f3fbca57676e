"""Tags and filters that every template may use."""

import datetime
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from cyberpolicy import dates, references
from cyberpolicy.kinds import entry_models
from cyberpolicy.running_text import RunningText
from cyberpolicy.text_fields import Bilingual
from cyberpolicy.values import amount, as_text

register = template.Library()


@register.filter
def text(value) -> str:
    """A text in the reader's language; one that exists only in the other language is marked as such."""
    return _marked(value, value or "")


@register.filter
def running(value, shown_as: RunningText) -> str:
    """The same, with official references as links and words of the glossary explained, as the page shows its texts."""
    return _marked(value, shown_as.html(value)) if value else ""


def _marked(value, shown: str) -> str:
    if not isinstance(value, Bilingual) or not value.is_fallback:
        return shown
    note = gettext("only in Dutch") if value.language == "nl" else gettext("only in English")
    return format_html('<span lang="{}">{}</span> <span class="cp-onlyin">{}</span>', value.language, shown, note)


@register.filter
def words(value) -> str:
    """Any value of a cell, in words; a number is an amount: what identifies is text."""
    if type(value) is int:
        return amount(value)
    return day(value) if isinstance(value, datetime.date) else as_text(value)


@register.filter
def vague(value: dates.VagueDate | None) -> SafeString | str:
    """A vague date, short, as ``<time>`` where HTML can express it."""
    if value is None:
        return ""
    shown = dates.written(value, short=True)
    if value.precision in {"day", "month", "year"}:
        return format_html('<time datetime="{}">{}</time>', value.value, shown)
    return shown


@register.filter
def edtf(value: str) -> SafeString | str:
    """The same from a string as it is stored."""
    return _edtf(value, get_language()) if value else ""


@lru_cache(maxsize=5_000)
def _edtf(value: str, _language: str) -> SafeString | str:
    return vague(dates.parse(value))


@register.filter
def day(value) -> SafeString | str:
    """A date or moment as ``<time>``, with the short month."""
    if not value:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.short_day(value))


@register.filter
def locator(value: str) -> str:
    return references.locator(value)


@register.filter
def item(mapping, key):
    """The value of a key that only the template knows; None without."""
    return mapping.get(key) if mapping else None


@register.filter
def kind_name(kind: str) -> str:
    """The kind of a catalogue row, in words."""
    return entry_models()[kind]._meta.verbose_name


@register.filter
def kind_plural(kind: str) -> str:
    """What several records of a kind are called."""
    return entry_models()[kind]._meta.verbose_name_plural


@register.filter
def plural_name(model) -> str:
    """What several records of a model are called."""
    return model._meta.verbose_name_plural


@register.filter
def unlocalised(number: float) -> str:
    """A number as machines read it, whatever the reader's language: in SVG, a key, a year."""
    return str(number) if isinstance(number, int) else f"{number:g}"
