"""Making one record of two that are the same: everything moves to the one that stays, the other is withdrawn.

The address of the other redirects. It is one action, so it can be undone as one.
"""

from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from cyberpolicy.history import Action
from cyberpolicy.kinds import part_models
from cyberpolicy.models import Citation, Document, Entry, FormerAddress, Relation
from cyberpolicy.publication import hidden_in_all
from cyberpolicy.states import Bearings, State, StateError, apply, differences, state_of
from cyberpolicy.visibility import State as Publication
from cyberpolicy.visibility import Visibility

SHOWABLE = {Publication.PUBLISHED, Publication.WITHDRAWN}
IDENTITY = {"slug", "state", "visibility", "title_nl", "title_en"}


@dataclass
class Merger:
    """What merging ``other`` into ``kept`` would make of the record that stays."""

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

    def _refuse_what_cannot_be(self) -> None:
        """What is hidden must not come out through the other record, and two texts cannot become one."""
        ranks = {level: rank for rank, level in enumerate(Visibility.values)}
        is_published = self.kept.state == Publication.PUBLISHED and self.other.state not in SHOWABLE
        if ranks[self.other.visibility] > ranks[self.kept.visibility] or is_published:
            raise ValidationError(_("The other record is less visible than this one: make this one as hidden first."))
        if isinstance(self.kept, Document) and self.kept.passages.exists() and self.other.passages.exists():
            raise ValidationError(_("Both documents have passages: they cannot be merged."))

    @property
    def changes(self) -> dict[str, list]:
        return differences(self.now, self.wanted)


def _joined(mine: State, theirs: State, kept: Entry, other: Entry) -> State:
    """My values, theirs where I have none; both lists of parts; their names as other names of mine."""
    joined = {name: value for name, value in theirs.items() if name not in IDENTITY} | mine
    joined = {name: value for name, value in joined.items() if value not in (kept.key, other.key)}
    for name in {*part_models(kept.kind_name), "cites"}:
        rows = [*mine.get(name, []), *(row for row in theirs.get(name, []) if row not in mine.get(name, []))]
        joined |= {name: rows} if rows else {}
    names = {alias["text"] for alias in joined.get("aliases", [])} | {mine.get("title_nl"), mine.get("title_en")}
    extra = [
        {"text": theirs[name], "language": language}
        for name, language in (("title_nl", "nl"), ("title_en", "en"))
        if theirs.get(name) and theirs[name] not in names
    ]
    aliases = _distinct_names([*joined.get("aliases", []), *extra])
    joined |= {"aliases": aliases} if aliases else {}
    relations = [row for row in joined.pop("relations", []) if row["object"] not in (kept.key, other.key)]
    return joined | ({"relations": _distinct_links(relations)} if relations else {})


def _distinct_names(aliases: list[State]) -> list[State]:
    return list({(alias["text"], alias.get("language", "")): alias for alias in reversed(aliases)}.values())[::-1]


def _distinct_links(relations: list[State]) -> list[State]:
    """One relation a verb, object and qualifier: two that differ only in their sources become one with both."""
    found: dict[tuple, State] = {}
    for row in relations:
        key = row["kind"], row["object"], row.get("qualifier_en", "")
        if key in found:
            cites = [
                *found[key].get("cites", []),
                *(c for c in row.get("cites", []) if c not in found[key].get("cites", [])),
            ]
            found[key] = found[key] | ({"cites": cites} if cites else {})
        else:
            found[key] = row
    return list(found.values())


def merge(merger: Merger, *, by, reason: str = "") -> None:
    """Carry the merging out in one transaction."""
    with Action("merge", by=by, reason=reason or _("Two records merged")) as action:
        # in this order, so that undoing frees what only one of them may have before the other gets it back
        action.watch([merger.other])
        action.watch([merger.kept])
        merger = Merger(*(type(record).objects.get(pk=record.pk) for record in (merger.kept, merger.other)))
        kept, other = merger.kept, merger.other
        bare = {name: value for name, value in state_of(other).items() if name in {f.name for f in other._meta.fields}}
        unique = _unique_fields(type(other))
        _repoint(other, kept)
        apply(
            other,
            {name: v for name, v in bare.items() if name not in unique} | {"state": Publication.WITHDRAWN.value},
            Bearings(),
        )
        apply(kept, merger.wanted, Bearings())
        if hidden_in_all(kept):
            raise StateError("", _("it would name a record that is not public"))
        FormerAddress.objects.filter(entry_id=other.pk).update(entry_id=kept.pk)
        FormerAddress.objects.update_or_create(kind=kept.kind_name, slug=other.slug, defaults={"entry_id": kept.pk})


def _unique_fields(model: type[Entry]) -> set[str]:
    """Fields of which no two records may have the same value, and that may be empty: the one that stays gets it."""
    named = {name for constraint in model._meta.constraints for name in getattr(constraint, "fields", ())}
    return {f.name for f in model._meta.concrete_fields if f.name in named and f.blank}


def _repoint(other: Entry, kept: Entry) -> None:
    """Let everything that refers to ``other`` refer to ``kept``: relations to it, and fields that name it."""
    for relation in Relation.objects.filter(object_id=other.pk):
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
    for model, name in _fields_that_name(type(other)):
        for record in model._base_manager.filter(**{name: other.pk}):
            setattr(record, f"{name}_id", kept.pk)
            record.save()


def _move_citations(relation: Relation, twin: Relation) -> None:
    for citation in Citation.objects.filter(part_id=relation.pk):
        citation.part_id = twin.pk
        citation.save()


def _fields_that_name(kind: type[Entry]) -> list[tuple[type[models.Model], str]]:
    found = []
    for model in apps.get_models():
        for f in model._meta.concrete_fields:
            if isinstance(f, models.ForeignKey) and f.related_model is kind and not f.primary_key:
                found.append((model, f.name))
    return found
