"""What can be cited, and for what: documents and their passages to choose from, and the facts of a record."""

import re
from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cyberpolicy import publication
from cyberpolicy.attachments import attach
from cyberpolicy.kinds import part_models
from cyberpolicy.models import Citation, Document, Entry, EntryPart, Passage, Relation
from cyberpolicy.search.words import words as words_of
from cyberpolicy.states import own_fields
from cyberpolicy.text import folded
from cyberpolicy.visibility import access_of

DOCUMENTS_SHOWN, PASSAGES_SHOWN, PARTS_SHOWN = 25, 200, 200
NOT_FACTS = {"slug", "visibility", "state", "unit", "verified_on"}
LANGUAGE = re.compile(r"_(?:nl|en)$")


def documents(words: str, user, entry: Entry | None = None, lately: Sequence[int] = ()) -> tuple[list[Document], int]:
    """The first documents that hold ``words``, and how many do.

    Those that ``entry`` cites already come first, then those of the keys ``lately``, then the newest.
    """
    found = Document.objects.visible_to(user).matching(words, user)
    cited = Citation.objects.visible_to(user).filter(entry_id=entry.pk).values("document") if entry else []
    near = list(found.filter(pk__in=cited).order_by("title_nl", "pk")[:DOCUMENTS_SHOWN]) if entry else []
    chosen = found.exclude(pk__in=[document.pk for document in near]).in_bulk(lately)
    near += [chosen[key] for key in lately if key in chosen]
    others = found.exclude(pk__in=[document.pk for document in near]).order_by("-sort_date", "title_nl", "pk")
    return [*near, *others[: DOCUMENTS_SHOWN - len(near)]], found.count()


def passages(document: Document, words: str) -> list[Passage]:
    """The passages whose locator or text holds every one of ``words``, in reading order."""
    wanted = words_of(words)
    everything = document.passages.order_by("position")
    return [p for p in everything if all(word in folded(f"{p.locator} {p.text}") for word in wanted)]


# The facts of a record


def field_label(model: type[Entry], name: str) -> str:
    """What a fact is called that a citation names: "summary" stands for both of its languages. Empty when unknown."""
    for field in own_fields(model):
        if name in (field.name, LANGUAGE.sub("", field.name)):
            return re.sub(r" \([^)]*\)$", "", str(field.verbose_name))
    return ""


def facts(entry: Entry, user) -> list[tuple[str, list[tuple[str, str]]]]:
    """What of a record can rest on a source, grouped: the whole (""), fields (field:title), parts (part:7)."""
    names = dict.fromkeys(LANGUAGE.sub("", name) for name in _filled_fields(entry, user))
    fields = [(f"field:{name}", capfirst(field_label(type(entry), name))) for name in names]
    groups = [(_("the record"), [("", _("The record as a whole")), *fields])]
    for rows in _parts(entry, user):
        title = str(capfirst(rows[0]._meta.verbose_name_plural))
        groups.append((title, [(f"part:{part.pk}", _named(part)) for part in rows[:PARTS_SHOWN]]))
    return groups


def _filled_fields(entry: Entry, user) -> list[str]:
    """The fields that say something; one that names a record the person may not see says nothing."""
    access, links = access_of(user), {link.name for link in publication.links(type(entry))}
    names = [field.name for field in own_fields(type(entry)) if field.name not in NOT_FACTS]
    values = {name: getattr(entry, name) for name in names}
    hidden = {name for name in links if values.get(name) and not access.sees(values[name])}
    return [name for name in names if values[name] not in ("", None, []) and name not in hidden]


def _parts(entry: Entry, user) -> list[list[EntryPart]]:
    """The parts that the person may see, by kind."""
    attach([entry], user, parts=set(part_models(entry.kind_name)) - {Relation.part_name})
    attached = entry.attached
    return [rows for rows in (*attached.parts.values(), attached.outgoing) if rows]


def _named(part: EntryPart) -> str:
    date = getattr(part, "date", "")
    return f"{capfirst(str(part))} ({date})" if date else capfirst(str(part))
