"""Making one record of two that are the same: everything moves to the one that stays, the other is withdrawn.

The address of the other redirects. It is one action, so it can be undone as one.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from cyberpolicy import beside
from cyberpolicy.bearings import Bearings, StateError, link_names
from cyberpolicy.history import Action
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import Citation, DatedRow, Document, Entry, EntryPart, Relation
from cyberpolicy.publication import hidden_in_all
from cyberpolicy.states import CITE_FIELDS, State, apply, differences, own_fields, state_of
from cyberpolicy.visibility import State as Publication
from cyberpolicy.visibility import Visibility

SHOWABLE = {Publication.PUBLISHED, Publication.WITHDRAWN}
IDENTITY = {"slug", "state", "visibility", "title_nl", "title_en", "text_version"}
ENOUGH_NAMED = 5


@dataclass
class Merger:
    """What merging ``other`` into ``kept`` would make of the record that stays. Raises ValidationError if it cannot."""

    kept: Entry
    other: Entry
    now: State = field(init=False)
    wanted: State = field(init=False)

    def __post_init__(self) -> None:
        if type(self.kept) is not type(self.other):
            raise ValidationError(_("Only two records of the same kind can be merged."))
        if self.kept.pk == self.other.pk:
            raise ValidationError(_("A record cannot be merged with itself."))
        self.now, theirs = state_of(self.kept), state_of(self.other)
        self.wanted = _joined(self.now, theirs, self.kept, self.other)
        self._refuse_what_cannot_be()
        self._move_what_stands_beside()

    def _refuse_what_cannot_be(self) -> None:
        """What is hidden must not come out through the other record, and what may be there once cannot be twice."""
        ranks = {level: rank for rank, level in enumerate(Visibility.values)}
        is_published = self.kept.state == Publication.PUBLISHED and self.other.state not in SHOWABLE
        if ranks[self.other.visibility] > ranks[self.kept.visibility] or is_published:
            raise ValidationError(_("The other record is less visible than this one: make this one as hidden first."))
        for name, model in part_models(self.kept.kind_name).items():
            if _is_twice(model, self.wanted.get(name, [])):
                wrong = _("Both records have %(parts)s that differ where only one can be: make them the same first.")
                raise ValidationError(wrong % {"parts": model._meta.verbose_name_plural})

    def _move_what_stands_beside(self) -> None:
        """The former addresses of both, the other's own among them, and the passages of both."""
        lists = beside.lists_of([self.kept.pk, self.other.pk])
        mine, theirs = lists[self.kept.pk], lists[self.other.pk]
        self.now |= mine
        addresses = [*theirs[beside.ADDRESSES], {"slug": self.other.slug}]
        new = [row for row in addresses if row not in mine[beside.ADDRESSES] and row["slug"] != self.kept.slug]
        self.wanted[beside.ADDRESSES] = [*mine[beside.ADDRESSES], *new]
        self.wanted[beside.PASSAGES] = _joined_passages(mine[beside.PASSAGES], theirs[beside.PASSAGES])

    @property
    def changes(self) -> dict[str, list]:
        return differences(self.now, self.wanted)


def _joined(mine: State, theirs: State, kept: Entry, other: Entry) -> State:
    """My values, theirs where I have none; both lists of parts; their names as other names of mine."""
    joined = {name: value for name, value in theirs.items() if name not in IDENTITY} | mine
    for name in link_names(type(kept)) & joined.keys():
        if joined[name] in (kept.key, other.key):
            del joined[name]
    for name in {*part_models(kept.kind_name), "cites"}:
        rows = [_repointed(row, other, kept) for row in (*mine.get(name, []), *theirs.get(name, []))]
        rows = [row for number, row in enumerate(rows) if row not in rows[:number]]
        joined |= {name: rows} if rows else {}
    aliases = _distinct_names([*joined.get("aliases", []), *_titles_as_names(mine, theirs, joined)])
    joined |= {"aliases": aliases} if aliases else {}
    relations = [row for row in joined.pop("relations", []) if row["object"] not in (kept.key, other.key)]
    return joined | ({"relations": _distinct_links(relations)} if relations else {})


def _repointed(row: State, other: Entry, kept: Entry) -> State:
    """A part or a citation that rests on the other document rests on the one that stays."""
    cites = {"cites": [_repointed(cite, other, kept) for cite in row["cites"]]} if "cites" in row else {}
    return row | cites | ({"document": kept.key} if row.get("document") == other.key else {})


def _titles_as_names(mine: State, theirs: State, joined: State) -> list[State]:
    names = {alias["text"] for alias in joined.get("aliases", [])} | {mine.get("title_nl"), mine.get("title_en")}
    titles = (("title_nl", "nl"), ("title_en", "en"))
    return [
        {"text": theirs[name], "language": language}
        for name, language in titles
        if theirs.get(name) and theirs[name] not in names
    ]


def _distinct_names(aliases: list[State]) -> list[State]:
    return list({(alias["text"], alias.get("language", "")): alias for alias in reversed(aliases)}.values())[::-1]


def _distinct_links(relations: list[State]) -> list[State]:
    """One relation a verb, object and qualifier: two that differ only in their sources become one with both."""
    found: dict[tuple, State] = {}
    for row in relations:
        key = row["kind"], row["object"], row.get("qualifier_en", "")
        mine, theirs = (one.get("cites", []) for one in (found.get(key, row), row))
        cites = [*mine, *(cite for cite in theirs if cite not in mine)]
        found[key] = found.get(key, row) | ({"cites": cites} if cites else {})
    return list(found.values())


def _is_twice(model: type[EntryPart], rows: list[State]) -> bool:
    """Whether two rows have the same values where the database allows a record only one such row."""
    owner = model.owner_field
    for constraint in model._meta.constraints:
        if owner in getattr(constraint, "fields", ()):
            values = Counter(
                tuple(str(row.get(name, "")) for name in constraint.fields if name != owner) for row in rows
            )
            if values and max(values.values()) > 1:
                return True
    return False


def _joined_passages(mine: list[dict], theirs: list[dict]) -> list[dict]:
    """One passage a locator; the text of whichever has one. Raises ValidationError where both have another text."""
    by_locator = {row["locator"]: row for row in mine}
    differ = [
        row["locator"]
        for row in theirs
        if row["text"] and by_locator.get(row["locator"], row)["text"] not in ("", row["text"])
    ]
    if differ:
        named = ", ".join(differ[:ENOUGH_NAMED]) + (" …" if len(differ) > ENOUGH_NAMED else "")
        wrong = _("The text of these two documents differs, so they cannot be merged; in passage %(locators)s.")
        raise ValidationError(wrong % {"locators": named})
    last = max((row["position"] for row in mine), default=0)
    for row in theirs:
        own = by_locator.get(row["locator"])
        if own is None:
            last += 1
            by_locator[row["locator"]] = row | {"position": last}
        elif row["text"] and not own["text"]:
            by_locator[row["locator"]] = row | {"position": own["position"]}
    return list(by_locator.values())


# Carrying out


def merge(merger: Merger, *, by, reason: str = "") -> None:
    """Carry the merging out in one transaction. Raises StateError or ValidationError; then nothing was changed."""
    try:
        with Action("merge", by=by, reason=reason or _("Two records merged")) as action:
            # in this order, so that undoing frees what only one of them may have before the other gets it back
            action.watch([merger.other])
            action.watch([merger.kept])
            fresh = (type(record)._base_manager.get(pk=record.pk) for record in (merger.kept, merger.other))
            _merge(Merger(*fresh), action)
    except IntegrityError:
        raise StateError("", _("together they would have twice what only one record can have")) from None


def _merge(merger: Merger, action: Action) -> None:
    kept, other = merger.kept, merger.other
    bare, unique = _bare(other), _unique_fields(type(other))
    _move_beside(merger, action)
    named = _repoint(other, kept)
    apply(other, {name: v for name, v in bare.items() if name not in unique}, Bearings())
    apply(kept, merger.wanted, Bearings())
    _keep_recorded(other, kept)
    if any(hidden_in_all(record) for record in (type(kept)._base_manager.get(pk=kept.pk), *named)):
        raise StateError("", _("a public record would name one that is not public"))


def _bare(entry: Entry) -> State:
    """Its own values, withdrawn, without parts and sources."""
    own = {f.name for f in entry._meta.fields}
    return {n: v for n, v in state_of(entry).items() if n in own} | {"state": Publication.WITHDRAWN.value}


def _unique_fields(model: type[Entry]) -> set[str]:
    """Fields of which no two records may have the same value, and that may be empty: the one that stays gets it."""
    named = {name for constraint in model._meta.constraints for name in getattr(constraint, "fields", ())}
    return {f.name for f in model._meta.concrete_fields if f.name in named and f.blank}


def _move_beside(merger: Merger, action: Action) -> None:
    """The other keeps its passages: they are withdrawn with it, and undoing finds them there."""
    for name in (beside.ADDRESSES, beside.PASSAGES):
        beside.put_in(merger.kept, name, merger.now[name], merger.wanted[name])
        changed = [row for row in merger.now[name] if row not in merger.wanted[name]]
        new = [row for row in merger.wanted[name] if row not in merger.now[name]]
        action.also(merger.kept, name, changed, new)
    moved = [row for row in merger.wanted[beside.ADDRESSES] if row["slug"] != merger.other.slug]
    action.also(merger.other, beside.ADDRESSES, [row for row in moved if row not in merger.now[beside.ADDRESSES]], [])


def _repoint(other: Entry, kept: Entry) -> list[Entry]:
    """Let everything that refers to ``other`` refer to ``kept``; gives the other records whose fields name it now."""
    for relation in Relation.objects.filter(object_id=other.pk):
        _repoint_relation(relation, kept)
    if isinstance(other, Document):
        _repoint_citations(other, kept)
    named = []
    for model, name in _fields_that_name(type(other)):
        for record in model._base_manager.filter(**{name: other.pk}).exclude(pk__in=(kept.pk, other.pk)):
            setattr(record, f"{name}_id", kept.pk)
            record.save()
            named.append(record if isinstance(record, Entry) else _owner(record))
    return named


def _owner(part: EntryPart) -> Entry:
    return entry_models()[part.entry.kind]._base_manager.get(pk=part.owner_id)


def _repoint_relation(relation: Relation, kept: Entry) -> None:
    same = Relation.objects.filter(
        subject_id=relation.subject_id, kind=relation.kind, object_id=kept.pk, qualifier_en=relation.qualifier_en
    )
    if relation.subject_id == kept.pk:
        relation.delete()
    elif twin := same.first():
        _move_citations(relation, twin)
        relation.delete()
    else:
        relation.object_id = kept.pk
        relation.save()


def _move_citations(relation: Relation, twin: Relation) -> None:
    for citation in Citation.objects.filter(part_id=relation.pk):
        citation.part_id = twin.pk
        _save_once(citation)


def _repoint_citations(other: Document, kept: Document) -> None:
    """Citations of other records; those of the two themselves are in what they become."""
    passages = {passage.locator: passage for passage in kept.passages.all()}
    resting = Citation.objects.filter(document=other).exclude(entry__in=(kept.pk, other.pk)).select_related("passage")
    for citation in resting:
        citation.document = kept
        citation.passage = passages[citation.passage.locator] if citation.passage else None
        _save_once(citation)


def _save_once(citation: Citation) -> None:
    """Save a citation that moved; of two that say the same one stays."""
    names = ("entry_id", "part_id", "document_id", "passage_id", *CITE_FIELDS)
    if Citation.objects.filter(**{name: getattr(citation, name) for name in names}).exclude(pk=citation.pk).exists():
        citation.delete()
    else:
        citation.save()


def _fields_that_name(kind: type[Entry]) -> list[tuple[type[models.Model], str]]:
    """The typed fields of records and parts that name a record of this kind."""
    return [
        (model, f.name)
        for model in apps.get_models()
        if issubclass(model, Entry | EntryPart)
        for f in model._meta.concrete_fields
        if isinstance(f, models.ForeignKey) and f.related_model is kind and not f.primary_key
    ]


def _keep_recorded(other: Entry, kept: Entry) -> None:
    """A dated row that came from the other was known since the day it was recorded there."""
    for model in part_models(kept.kind_name).values():
        if not issubclass(model, DatedRow):
            continue
        values = [f.attname for f in own_fields(model)]
        theirs = {tuple(getattr(row, n) for n in values): row for row in model._base_manager.filter(entry_id=other.pk)}
        for row in model._base_manager.filter(entry_id=kept.pk, retracted_at__isnull=True):
            source = theirs.get(tuple(getattr(row, n) for n in values))
            if source and source.retracted_at and source.recorded_at < row.recorded_at:
                model._base_manager.filter(pk=row.pk).update(recorded_at=source.recorded_at)
