"""How a place in a document is written. A place: a passage by its locator, pages, or both; empty is unknown."""

from django.utils.translation import gettext as _


def locator(value: str) -> str:
    """A place in a document in words: "2.4" as "§ 2, par. 4", "fn.1" as "footnote 1"."""
    special = {"aanhef": _("salutation"), "slot": _("closing")}
    if value in special:
        return special[value]
    section, _dot, number = value.rpartition(".")
    if section == "fn":
        return _("footnote %(number)s") % {"number": number}
    if section == "inleiding":
        return _("introduction, par. %(number)s") % {"number": number}
    if section and number:
        return _("§ %(section)s, par. %(number)s") % {"section": section, "number": number}
    return value


def short_locator(value: str) -> str:
    """The same in the space of a superscript: "§ 2.4", "fn. 1", "intro 3"."""
    section, _dot, number = value.rpartition(".")
    if section == "fn":
        return _("fn. %(number)s") % {"number": number}
    if section == "inleiding":
        return _("intro %(number)s") % {"number": number}
    return f"§\u00a0{value}" if value[:1].isdigit() else locator(value)


def place(value: str | None, pages: str) -> str:
    """The locator in words, with the pages."""
    return ", ".join(filter(None, (locator(value or ""), pages and f"p. {pages}")))


def short_place(value: str | None, pages: str) -> str:
    """The short locator; only where there is no passage, the pages."""
    return place(value, pages) if value is None else short_locator(value)
