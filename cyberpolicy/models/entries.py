"""What every record that a person can look up has in common."""

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy import dates, guard
from cyberpolicy.models.catalogue import CatalogueEntry, FormerAddress
from cyberpolicy.models.reading import QuicklyRead
from cyberpolicy.moments import NOW, Moment
from cyberpolicy.querysets import EntryQuerySet
from cyberpolicy.record_paths import record_path
from cyberpolicy.text_fields import bilingual, shown_in_english
from cyberpolicy.visibility import State, Visibility

if TYPE_CHECKING:
    from cyberpolicy.models.parts import VaguelyDated
    from cyberpolicy.models.statuses import DatedRow

ADDRESS_NAME = RegexValidator(
    r"\A[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z",
    _("Use letters, digits and single hyphens, for example “oewg” or “33694-56”."),
)


class Entry(QuicklyRead, models.Model):
    """A record with an address of its own. Its primary key is that of its catalogue row, made at the first save."""

    plural: ClassVar[str]  # its place in addresses: /<plural>/<slug>/
    also_called: ClassVar[tuple[str, ...]] = ()  # what else people call such records, for the search
    has_text: ClassVar[bool] = False  # whether it is a text with a number: one who names the number alone means it
    dated_by: ClassVar[tuple[str, ...]] = ()  # the kinds of milestone that date it, most telling first
    followed: ClassVar[dict[str, type["DatedRow"]]] = {}  # fields that say what the dated rows of a kind say now
    at: Moment = NOW  # the moment at which this copy was looked at
    chain_stage: ClassVar[int | None] = None  # its place in the chain from what parliament asked to whom it is about
    in_chain: ClassVar[dict[str, tuple[str, ...]]] = {}  # which values of which fields stand there; empty: all records
    explains_itself: ClassVar[bool] = False  # whether texts that use its name explain it: the words of a glossary
    rank: int | None = None  # its place among its kind, for the kinds that have an order of their own

    catalogue = models.OneToOneField(
        CatalogueEntry,
        models.CASCADE,
        primary_key=True,
        editable=False,
        related_name="+",
        verbose_name=_("catalogue row"),
    )
    slug = models.CharField(
        _("address name"),
        max_length=100,
        unique=True,
        validators=[ADDRESS_NAME],
        help_text=_("The last part of the record's address. When it changes, the old address redirects."),
    )
    title_nl = models.CharField(_("title (Dutch)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    abbreviation_nl = models.CharField(_("short name (Dutch)"), max_length=40, blank=True)
    abbreviation_en = models.CharField(_("short name (English)"), max_length=40, blank=True)
    summary_nl = models.TextField(_("summary (Dutch)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    visibility = models.CharField(_("visibility"), max_length=12, choices=Visibility, default=Visibility.PUBLIC)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    unit = models.ForeignKey(
        "cyberpolicy.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner unit")
    )
    verified_on = models.DateField(_("last verified on"), null=True, blank=True)

    date = models.CharField(_("date"), max_length=60, blank=True, editable=False)
    sort_date = models.DateField(_("sorting date"), null=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        "cyberpolicy.User", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("created by")
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    updated_by = models.ForeignKey(
        "cyberpolicy.User", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("changed by")
    )

    title = bilingual("title")
    abbreviation = bilingual("abbreviation")
    summary = bilingual("summary")
    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["visibility", "state", "title_nl"], name="%(class)s_access_title"),
            models.Index("visibility", "state", shown_in_english("title"), name="%(class)s_access_english"),
            models.Index(fields=["sort_date"], name="%(class)s_sort_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(visibility__in=Visibility.values), name="%(class)s_visibility_known"
            ),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="%(class)s_state_known"),
            models.CheckConstraint(condition=~models.Q(title_nl=""), name="%(class)s_has_title"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def kind_name(self) -> str:
        """The kind of record, as catalogue and addresses name it."""
        return self._meta.model_name

    @property
    def key(self) -> str:
        return f"{self.kind_name}:{self.slug}"

    @property
    def vague_date(self) -> dates.VagueDate | None:
        return dates.parse(self.date) if self.date else None

    def get_absolute_url(self) -> str:
        """Its address, which keeps the moment at which it is looked at."""
        return record_path(self.kind_name, self.slug) + self.at.query

    @classmethod
    def dating_rows(cls, ids: Collection[int]) -> "dict[int, VaguelyDated]":
        """The dated part that dates each record: the milestone of the kind ranked first, and of those the earliest."""
        from cyberpolicy.models.milestones import Milestone

        rank = {kind: position for position, kind in enumerate(cls.dated_by)}
        if not rank:
            return {}
        dated = Milestone.objects.filter(entry_id__in=ids, kind__in=rank).exclude(date="")
        best_first = sorted(dated, key=lambda row: (rank[row.kind], str(row.date_earliest or ""), row.pk))
        return {row.entry_id: row for row in reversed(best_first)}

    @classmethod
    def there_at(cls, at: Moment) -> models.Q:
        """The condition that a record was there: known by then, and not all that is dated of it came later."""
        there = models.Q(created_at__lte=at.known) if at.known else models.Q()
        if at.day is None:
            return there
        held = (
            models.Exists(rows.objects.standing(at).filter(entry=models.OuterRef("pk")).exclude(date=""))
            for rows in set(cls.followed.values())
        )
        dated = models.Q(sort_date__isnull=True) | models.Q(sort_date__lte=at.day)
        return there & models.Q(dated, *held, _connector=models.Q.OR)

    def search_names(self) -> list[str]:
        """The names in its own columns by which the search should find it, besides titles and aliases."""
        return [self.abbreviation_nl, self.abbreviation_en]

    def search_short_names(self) -> list[str]:
        """Shorter forms of its names: who asks for one means it, who asks for the whole name does not mean these."""
        return []

    def search_numbers(self) -> list[str]:
        """The numbers, and address names that are numbers, by which the search should find it."""
        return []

    def search_texts(self) -> list[str]:
        """What else of its own columns the search should find it by."""
        return [self.summary_nl, self.summary_en]

    def save(self, **kwargs) -> None:
        """Write the record and its catalogue row together, as part of the open action or as one of its own."""
        from cyberpolicy.history import writing
        from cyberpolicy.search import index

        with writing() as action:
            is_new = self._state.adding
            if is_new:
                self.catalogue = CatalogueEntry.objects.create(kind=self.kind_name, slug=self.slug)
            action.touch(self, is_new=is_new)
            if not is_new:
                self._read_derived()
            self.write(force_insert=is_new, **kwargs)
            if guard.is_off():  # else the action does so at its end, when the parts are written too
                index.put([self])

    def _read_derived(self) -> None:
        """A copy read earlier must not write back an older version number or date."""
        self.refresh_from_db(
            fields=[f.name for f in self._meta.concrete_fields if not f.editable and not f.primary_key]
        )

    def write(self, **kwargs) -> None:
        """Write without telling the history: for the action itself. A changed slug leaves a redirect behind."""
        from cyberpolicy import stamps
        from cyberpolicy.catalogue import write_row

        if self.catalogue.slug != self.slug:
            self._keep_former_address(self.catalogue.slug)
        super().save(**kwargs)
        write_row(self)
        stamps.note(self.pk)

    def _keep_former_address(self, slug: str) -> None:
        FormerAddress.objects.update_or_create(kind=self.kind_name, slug=slug, defaults={"entry": self.catalogue})
        FormerAddress.objects.filter(kind=self.kind_name, slug=self.slug).delete()

    def delete(self, **kwargs) -> tuple[int, dict[str, int]]:
        """Really delete: the record goes with its catalogue row and all that hangs on it. The history keeps it."""
        from cyberpolicy import stamps
        from cyberpolicy.history import writing

        with writing("delete") as action:
            action.touch(self, is_new=False)
            action.bury(self)
            stamps.note(*self.catalogue.outgoing_relations.order_by().values_list("object_id", flat=True))
            for relation in self.catalogue.incoming_relations.all():
                relation.delete()  # so that it is history of the record at its other end
            self.catalogue.citations.all().delete()  # first: a document may rest on itself, and used ones are protected
            return CatalogueEntry.objects.get(pk=self.pk).delete()
