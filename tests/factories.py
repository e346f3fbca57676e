"""Makers of records for tests: sensible values, published and public; a test names only what it is about."""

import datetime
from collections.abc import Sequence
from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from cyberpolicy import catalogue
from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import (
    Alias,
    CatalogueEntry,
    Citation,
    Document,
    Entry,
    EntryPart,
    Part,
    Passage,
    Relation,
    Unit,
    User,
)
from cyberpolicy.search import index
from instruments.models import Commitment, Instrument, Listing, Motion
from tracks.models import Challenge, Forum, Incident, Initiative, Party, Place, Position, Term, Track

DAY = datetime.date(2020, 11, 16)  # of the letter
KINDS = tuple(entry_models())
HIDDEN = {
    "internal": {"visibility": "internal"},
    "confidential": {"visibility": "confidential"},
    "draft": {"state": "draft"},
    "withdrawn": {"state": "withdrawn"},
}
_number, _order = count(1), count(1)


def _own(kind: str, number: int) -> dict[str, Any]:
    """What a record of this kind cannot do without."""
    return {
        "track": {"order": number},
        "forum": {"kind": "process"},
        "party": {"kind": "country"},
        "place": {"kind": "city"},
        "challenge": {"kind": "risk"},
        "term": {"kind": "concept"},
        "document": {"kind": "paper"},
        "instrument": {"kind": "treaty"},
        "listing": {"round": 1, "persons": 4},
        "motion": {"slug": f"33694-{1000 + number}", "dossier": "33694", "number": str(1000 + number)},
        "commitment": {"strength": "commitment"},
    }.get(kind, {})


def built(kind: str, /, *, title: str = "", **values: Any) -> Entry:
    """A record that is not saved yet. ``title`` is both the Dutch and the English one."""
    number = next(_order if kind == "track" else _number)
    title = title or f"{kind.capitalize()} {number}"
    common = {"slug": f"{kind}-{number}", "title_nl": title, "title_en": title, "state": "published"}
    return entry_models()[kind](**common | _own(kind, number) | values)


def make(kind: str, /, *, aliases: Sequence[str] = (), **values: Any) -> Any:
    """A saved record of any kind, with other names when given."""
    entry = built(kind, **values)
    with history_kept_elsewhere():  # a test finds in the history only what it does itself
        entry.save()
        for text in aliases:
            Alias.objects.create(entry_id=entry.pk, text=text)
        if aliases:
            catalogue.refresh(entry)
    return entry


def make_track(**values: Any) -> Track:
    return make("track", **values)


def make_initiative(**values: Any) -> Initiative:
    return make("initiative", **values)


def make_forum(**values: Any) -> Forum:
    return make("forum", **values)


def make_party(**values: Any) -> Party:
    return make("party", **values)


def make_place(**values: Any) -> Place:
    return make("place", **values)


def make_incident(**values: Any) -> Incident:
    return make("incident", **values)


def make_challenge(**values: Any) -> Challenge:
    return make("challenge", **values)


def make_term(**values: Any) -> Term:
    return make("term", **values)


def make_instrument(**values: Any) -> Instrument:
    return make("instrument", **values)


def make_listing(**values: Any) -> Listing:
    return make("listing", **values)


def make_commitment(**values: Any) -> Commitment:
    return make("commitment", **values)


def make_motion(dossier: str = "33694", number: str = "", **values: Any) -> Motion:
    """A motion; its address name follows from dossier and number."""
    if number:
        values = {"slug": f"{dossier}-{number}", "dossier": dossier, "number": number} | values
    return make("motion", **values)


def make_document(dossier: str = "", number: str = "", *, passages: Sequence[str] = (), **values: Any) -> Document:
    """A document; with dossier and number its address name is the official one. ``passages`` are locators."""
    if dossier and number:
        values = {"slug": f"kst-{dossier}-{number}", "dossier": dossier, "number": number} | values
    document = make("document", **values)
    for position, locator in enumerate(passages, start=1):
        Passage.objects.create(document=document, locator=locator, position=position)
    return document


def make_many(kind: str, number: int, /, **values: Any) -> list[Any]:
    """Many records at once, each with its catalogue row, in a few queries."""
    entries = [built(kind, **values) for _ in range(number)]
    copied = [name for name in catalogue.COPIED if name != "rank"]
    rows = [
        CatalogueEntry(
            kind=kind,
            rank=entry.rank,
            **{name: getattr(entry, name) for name in copied},
        )
        for entry in entries
    ]
    with history_kept_elsewhere():
        for entry, row in zip(entries, CatalogueEntry.objects.bulk_create(rows, batch_size=500), strict=True):
            entry.catalogue = row
        entry_models()[kind].objects.bulk_create(entries, batch_size=500)
    index.put(entries)
    return entries


def make_user(group: str = "", **values: Any) -> User:
    """A person who logs in; ``group``: reader, editor, liaison or administrator."""
    user = User.objects.create_user(values.pop("username", f"user-{next(_number)}"), **values)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_unit(code: str = "dvb-cb", **values: Any) -> Unit:
    return Unit.objects.create(code=code, **{"name_nl": "Directie Veiligheidsbeleid", **values})


def relate(subject: Entry, kind: str, object: Entry, **values: Any) -> Relation:
    with history_kept_elsewhere():
        return Relation.objects.create(subject_id=subject.pk, kind=kind, object_id=object.pk, **values)


def relate_many(links: Sequence[tuple[Entry, str, Entry]]) -> list[Relation]:
    """Many relations at once, each with its row among the parts."""
    rows = [Part(entry_id=subject.pk, kind="relation") for subject, _kind, _object in links]
    parts = Part.objects.bulk_create(rows, batch_size=500)
    relations = [
        Relation(part=part, subject_id=subject.pk, kind=kind, object_id=object.pk)
        for part, (subject, kind, object) in zip(parts, links, strict=True)
    ]
    with history_kept_elsewhere():
        return Relation.objects.bulk_create(relations, batch_size=500)


def cite(
    entry: Entry, document: Document, locator: str = "", *, part: EntryPart | None = None, **values: Any
) -> Citation:
    """``entry``, or a part of it, rests on a passage of ``document``, or on the document as a whole."""
    passage = document.passages.get(locator=locator) if locator else None
    with history_kept_elsewhere():
        return Citation.objects.create(
            entry_id=entry.pk, part_id=part.pk if part else None, document=document, passage=passage, **values
        )


def add(entry: Entry, part_name: str, **values: Any) -> Any:
    """A part of a record: ``add(motion, "outcomes", outcome="adopted", date="2019-11-19")``; lists know it at once."""
    model = part_models(entry.kind_name)[part_name]
    with history_kept_elsewhere():
        part = model.objects.create(**{f"{model.owner_field}_id": entry.pk}, **values)
    catalogue.refresh(entry)
    return part


def make_position(party: Party, topic: Term, stance: str = "voor", **values: Any) -> Position:
    return add(party, "positions", topic=topic, stance_nl=stance, stance_en=stance, **values)
