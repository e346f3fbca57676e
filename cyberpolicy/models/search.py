"""What the search reads: the words of every record and passage, the names of records, and the words that occur.

All of it follows from the records; ``cyberpolicy.search.index`` writes it in the transaction that writes them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models.catalogue import CatalogueEntry
from cyberpolicy.models.documents import Passage
from cyberpolicy.querysets import SearchQuerySet
from cyberpolicy.visibility import State, Visibility


class SearchEntry(models.Model):
    """The words of one record, or of one passage of a document, with what every search asks about it.

    Each text is a line of folded words. The database keeps its full-text index on them by itself (migration 0008).
    Its key is that of the record, or follows from that of the passage (``search.rows``).
    """

    entry = models.ForeignKey(CatalogueEntry, models.CASCADE, related_name="+", verbose_name=_("record"))
    passage = models.OneToOneField(Passage, models.CASCADE, null=True, related_name="+", verbose_name=_("passage"))
    kind = models.CharField(_("kind"), max_length=40)
    visibility = models.CharField(_("visibility"), max_length=12, choices=Visibility)
    state = models.CharField(_("state"), max_length=12, choices=State)
    sort_date = models.DateField(_("sorting date"), null=True)
    titles = models.TextField(_("titles"), blank=True)
    names = models.TextField(_("other names"), blank=True)
    numbers = models.TextField(_("numbers"), blank=True)
    body = models.TextField(_("summaries or text"), blank=True)
    text_hash = models.CharField(_("hash of the text"), max_length=64, blank=True)

    objects = SearchQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("search row"), _("search rows")
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=models.Q(passage=None), name="search_one_row_a_record")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.entry_id}"


class SearchName(models.Model):
    """A name of a record, folded: what suggestions begin with, and what makes two names find each other."""

    entry = models.ForeignKey(CatalogueEntry, models.CASCADE, related_name="+", verbose_name=_("record"))
    name = models.CharField(_("name"), max_length=120, db_index=True)
    is_short = models.BooleanField(  # as a surname is: who asks for the whole name does not ask for it
        _("a shorter form"), default=False
    )

    class Meta:
        verbose_name, verbose_name_plural = _("name to search by"), _("names to search by")
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="search_name_once_a_record")]

    def __str__(self) -> str:
        return self.name


class SearchWord(models.Model):
    """A word that occurs, under one of its keys: itself, a stem, or an end that may be the later part of a compound."""

    key = models.CharField(_("key"), max_length=64, db_index=True)
    word = models.CharField(_("word"), max_length=60)

    class Meta:
        verbose_name, verbose_name_plural = _("word"), _("words")
        constraints = [models.UniqueConstraint(fields=["word", "key"], name="search_word_once_a_key")]

    def __str__(self) -> str:
        return self.word


class SearchIndex(models.Model):
    """Of which version the index is; without a row it was never built."""

    version = models.PositiveIntegerField(_("version"))
    built_at = models.DateTimeField(_("built at"), auto_now=True)

    class Meta:
        verbose_name, verbose_name_plural = _("state of the search"), _("state of the search")

    def __str__(self) -> str:
        return str(self.version)
