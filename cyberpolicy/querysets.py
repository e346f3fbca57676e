"""The adjectives that every queryset of records shares."""

from typing import Self

from django.db import models

from cyberpolicy import references
from cyberpolicy.guard import GuardedQuerySet
from cyberpolicy.text import folded_words
from cyberpolicy.visibility import access_of


class EntryQuerySet(GuardedQuerySet, models.QuerySet):
    """Records of one kind, or the catalogue rows of all kinds."""

    catalogue_path = "catalogue__"

    def visible_to(self, user) -> Self:
        """Only what ``user`` may see: the first step of every read for a person."""
        return self.filter(access_of(user).q())

    def matching(self, query: str) -> Self:
        """Records that hold every word of ``query`` in title, summary, alias or number, accents and case aside.

        A paper's number is also found by its short form, 33694-56, however ``query`` spells it.
        """
        holds = f"{self.catalogue_path}search_text__contains"
        found = models.Q(*((holds, word) for word in folded_words(query)))
        if paper := references.paper_slug(query):
            found |= models.Q((holds, paper.lower()))
        return self.filter(found)

    def linked(self, kind: str, slugs: list[str], *, reverse: bool = False) -> Self:
        """Records with a relation ``kind`` to one of the records ``slugs``, or from one when ``reverse``."""
        from cyberpolicy.models import Relation

        mine, theirs = ("object", "subject") if reverse else ("subject", "object")
        links = Relation.objects.filter(kind=kind, **{mine: models.OuterRef("pk"), f"{theirs}__slug__in": slugs})
        return self.filter(models.Exists(links))


class CatalogueQuerySet(EntryQuerySet):
    catalogue_path = ""


class PartQuerySet(GuardedQuerySet, models.QuerySet):
    """Parts of records: a read for a person shows those whose record that person may see."""

    owner = "entry"

    def visible_to(self, user) -> Self:
        return self.filter(access_of(user).q(f"{self.owner}__"))


class RelationQuerySet(PartQuerySet):
    owner = "subject"

    def visible_to(self, user) -> Self:
        """Relations of which both ends may be seen: else the hidden one would show through the other."""
        access = access_of(user)
        return self.filter(access.q("subject__"), access.q("object__"))


class CitationQuerySet(GuardedQuerySet, models.QuerySet):
    def visible_to(self, user) -> Self:
        """Citations whose record and document may both be seen; of a part also every record that the part names."""
        from cyberpolicy.kinds import part_links

        access = access_of(user)
        found = self.filter(access.q("entry__"), access.q("document__"))
        for model, link in part_links():
            hidden = model._base_manager.filter(part=models.OuterRef("part")).exclude(access.q(f"{link}__"))
            found = found.filter(~models.Exists(hidden))
        return found
