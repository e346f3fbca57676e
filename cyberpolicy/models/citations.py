"""The proof: which passage or document a record, one of its fields or one of its parts rests on."""

from itertools import islice, takewhile

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy import quotes, references
from cyberpolicy.models.catalogue import CatalogueEntry, Part
from cyberpolicy.models.documents import Document, Passage, passage_address
from cyberpolicy.models.reading import QuicklyRead
from cyberpolicy.querysets import CitationQuerySet


class Citation(QuicklyRead, models.Model):
    """A record, one field of it, or a part of it rests on a passage or, without passages, on a document and pages."""

    entry = models.ForeignKey(
        CatalogueEntry, models.CASCADE, related_name="citations", verbose_name=_("record"), db_index=False
    )  # the index below begins with it
    part = models.ForeignKey(
        Part, models.CASCADE, null=True, blank=True, related_name="citations", verbose_name=_("part of the record")
    )
    field = models.CharField(_("field"), max_length=40, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="citations", verbose_name=_("document"))
    passage = models.ForeignKey(
        Passage, models.PROTECT, null=True, blank=True, related_name="citations", verbose_name=_("passage")
    )
    pages = models.CharField(_("pages"), max_length=40, blank=True)
    as_stated = models.CharField(
        _("value as stated"), max_length=200, blank=True, help_text=_("Only when the source's value differs from ours.")
    )
    quote = models.TextField(_("exact quote"), blank=True)
    quote_start = models.PositiveIntegerField(_("quote begins at"), null=True, editable=False)
    quote_end = models.PositiveIntegerField(_("quote ends at"), null=True, editable=False)

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("citation"), _("citations")
        ordering = ["pk"]
        indexes = [models.Index(fields=["entry", "part"], name="citation_of_entry")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quote_start__isnull=True) | models.Q(quote_end__gt=models.F("quote_start")),
                name="citation_quote_not_empty",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document.slug} {self.place}".strip()

    @property
    def place(self) -> str:
        """The locator in words, with the pages."""
        return references.place(self._locator, self.pages)

    @property
    def named(self) -> str:
        """The title of the document, with the place."""
        return f"{self.document.title} {self.place}".strip()

    @property
    def is_verbatim(self) -> bool:
        """Whether there is a quote and it stands in the passage letter by letter, white space included."""
        return bool(self.quote and self.passage and self.quote in self.passage.text)

    @property
    def is_gone(self) -> bool:
        """Whether its passage, of a text that was brought in, does not have the quote: what ``gone`` asks of many."""
        can_be_checked = self.passage and (self.document.text_version or self.passage.text)
        return bool(self.quote and can_be_checked and not self.is_verbatim)

    @property
    def quote_id(self) -> str:
        """What its words are called on the page of the document."""
        return f"q{self.pk}"

    @property
    def quote_url(self) -> str:
        """The address of the quoted words in the text; empty when they do not stand there."""
        return passage_address(self.document, self.quote_id, self.passage.position) if self.is_verbatim else ""

    @property
    def short_place(self) -> str:
        return references.short_place(self._locator, self.pages)

    @property
    def _locator(self) -> str | None:
        return self.passage.locator if self.passage else None

    def get_absolute_url(self) -> str:
        return (self.passage or self.document).get_absolute_url()

    @property
    def quote_repeat(self) -> int:
        """How often the same words stand in the passage before the ones that are meant."""
        if self.quote_start is None or not self.passage:
            return 0
        before = takewhile(lambda at: at < self.quote_start, quotes.starts(self.passage.text, self.quote))
        return sum(1 for _at in before)

    def mark_quote(self, repeat: int = 0) -> bool:
        """Bring the offsets of the quote up to date; whether they changed. Where it still stands, they stay.

        Otherwise they become those of its first place, or of the one after ``repeat`` others where there is one.
        """
        before = (self.quote_start, self.quote_end)
        text = self.passage.text if self.passage else ""
        if self.quote and None not in before and text[slice(*before)] == self.quote:
            return False
        known = list(islice(quotes.starts(text, self.quote), repeat + 1))
        start = known[repeat if repeat < len(known) else 0] if known else None
        now = (None, None) if start is None else (start, start + len(self.quote))
        self.quote_start, self.quote_end = now
        return before != now

    def save(self, **kwargs) -> None:
        from cyberpolicy.history import writing

        self.mark_quote()
        with writing() as action:
            action.touch_key(self.entry_id)
            super().save(**kwargs)

    def delete(self, **kwargs) -> tuple[int, dict[str, int]]:
        from cyberpolicy.history import writing

        with writing("delete") as action:
            action.touch_key(self.entry_id)
            return super().delete(**kwargs)

    def clean(self) -> None:
        super().clean()
        if self.passage and self.passage.document_id != self.document_id:
            raise ValidationError({"passage": _("This passage is not in the chosen document.")})
        if self.document_id and self.is_gone and not self._stands_so():
            raise ValidationError({"quote": self._departure()})

    def _stands_so(self) -> bool:
        """Whether these words of this place are stored already: a later text may have lost them. One query."""
        places = {name: getattr(self, name) for name in ("pk", "document_id", "passage_id", "quote")}
        return Citation.objects.filter(**places).exists()

    def _departure(self) -> str:
        try:
            quotes.exact(self.passage.text, self.quote)
        except quotes.QuoteError as error:
            return str(error)
        return _("These words stand in the passage, but with other white space.")
