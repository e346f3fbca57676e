"""Links between records: every link of two records is a row here, with a verb, a basis and its sources."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models.catalogue import CatalogueEntry
from cyberpolicy.models.parts import EntryPart
from cyberpolicy.querysets import RelationQuerySet
from cyberpolicy.relation_kinds import RELATION_KINDS
from cyberpolicy.text_fields import bilingual


class RelationBasis(models.TextChoices):
    STATED = "stated", _("stated in the source")
    SECTION = "section", _("from the section it stands in")
    SECTION_AND_CONTENT = "section_and_content", _("from section and content")
    INFERRED = "inferred", _("inferred from the source")
    PUBLIC_RECORD = "public_record", _("from the public record")


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.slug, kind.forward) for kind in RELATION_KINDS.values()]


class Relation(EntryPart):
    """One record stands in a relation to another: the subject, the verb, the object."""

    part_name = "relations"
    owner_field = "subject"

    entry = None
    subject = models.ForeignKey(
        CatalogueEntry, models.CASCADE, related_name="outgoing_relations", verbose_name=_("subject")
    )
    kind = models.CharField(_("relation"), max_length=40, choices=kind_choices)
    object = models.ForeignKey(
        CatalogueEntry, models.CASCADE, related_name="incoming_relations", verbose_name=_("object")
    )
    qualifier_nl = models.CharField(_("qualifier (Dutch)"), max_length=200, blank=True)
    qualifier_en = models.CharField(_("qualifier (English)"), max_length=200, blank=True)
    basis = models.CharField(_("basis"), max_length=20, choices=RelationBasis, default=RelationBasis.STATED)
    position = models.PositiveSmallIntegerField(
        _("place in the order"), default=0, help_text=_("Where order matters, as with the submitters of a motion.")
    )

    qualifier = bilingual("qualifier")
    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("relation"), _("relations")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "kind", "object", "qualifier_en"], name="relation_once"),
            models.CheckConstraint(condition=~models.Q(subject=models.F("object")), name="relation_not_with_itself"),
        ]
        indexes = [  # whole answers for the counts of facets, from either end
            models.Index(fields=["kind", "object", "subject"], name="relation_from_object"),
            models.Index(fields=["kind", "subject", "object"], name="relation_from_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject.title} {self.words.forward} {self.object.title}"

    @property
    def words(self):
        return RELATION_KINDS[self.kind]

    def seen_from(self) -> set[int]:
        return {self.object_id}

    def save(self, **kwargs) -> None:
        with self._seen_from_the_other_end():
            super().save(**kwargs)

    def delete(self, **kwargs) -> tuple[int, dict[str, int]]:
        with self._seen_from_the_other_end():
            return super().delete(**kwargs)

    @contextmanager
    def _seen_from_the_other_end(self) -> Iterator[None]:
        """Lists count relations from either end: what is named changes too, and what was named before."""
        from cyberpolicy import stamps

        before = Relation._base_manager.filter(pk=self.pk).values_list("subject_id", "object_id")
        ends = {*self.seen_from(), *(end for both in before for end in both)}
        with transaction.atomic(), stamps.collected():
            yield
            stamps.note(*ends)

    def clean(self) -> None:
        super().clean()
        if self.subject_id and self.subject_id == self.object_id:
            raise ValidationError({"object": _("A record has no relation with itself.")})
