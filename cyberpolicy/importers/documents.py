"""The text of a document into the database, as a new version of it, and what that did to passages and quotes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cyberpolicy.document_texts import bring, layout_of, quotes_in
from cyberpolicy.history import Action
from cyberpolicy.importers.text import LetterText
from cyberpolicy.models import Citation, Document, DocumentVersion

QUOTE_START = 60  # characters of a quote that a report shows


@dataclass(frozen=True)
class LostQuote:
    """A quote that does not, or no longer, stand in the passage it was taken from."""

    record: str
    locator: str
    quote: str

    @classmethod
    def of(cls, citation: Citation) -> "LostQuote":
        locator = citation.passage.locator if citation.passage else citation.place
        return cls(citation.entry.key, locator, citation.quote)

    def __str__(self) -> str:
        start = self.quote[:QUOTE_START] + ("…" if len(self.quote) > QUOTE_START else "")
        return f"{self.record} {self.locator}: “{start}”"


@dataclass
class Report:
    """What an import did, by locator, and which quotes do not stand in the text as it is now."""

    version: int = 0
    is_new_version: bool = False
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # cited, though the text no longer has them
    lost_quotes: list[LostQuote] = field(default_factory=list)

    def __str__(self) -> str:
        counts = {"version": self.version} | {
            name: len(getattr(self, name)) for name in ("created", "changed", "removed")
        }
        if not self.is_new_version and not any((self.created, self.changed, self.removed)):
            return _("Unchanged: this is version %(version)s.") % counts
        counts |= {"unchanged": len(self.unchanged)}
        return (
            _(
                "Version %(version)s. Passages: %(created)s created, %(changed)s changed, %(unchanged)s unchanged, "
                "%(removed)s removed."
            )
            % counts
        )

    def lines(self) -> Iterator[str]:
        """What a person should look at."""
        yield from (_("kept without text, because cited: %(locator)s") % {"locator": locator} for locator in self.kept)
        yield from (_("quote not in the text: %(quote)s") % {"quote": quote} for quote in self.lost_quotes)


def store(document: Document, letter: LetterText, *, by=None, source_name: str = "", title: str = "") -> Report:
    """Give the document the text of ``letter``, in one transaction. The same text again changes nothing.

    A passage that the text no longer has goes, but stays without text when it is cited: its text is in the old version.
    Raises ValidationError for a title that cannot be.
    """
    with Action("import_document", by=by) as action:
        action.watch([document])
        document = Document.objects.get(pk=document.pk)
        before = _texts(document)
        version, is_new = _version(document, letter, by=action.by, source_name=source_name)
        _save(document, version, title)
        report = _compared(before, _texts(document), set(letter.texts))
        report.version, report.is_new_version = version.number, is_new
        report.lost_quotes = _lost_quotes(document)
    return report


def _texts(document: Document) -> dict[str, tuple]:
    """What stands at each locator, and where among the others."""
    rows = document.passages.values_list("locator", "text", "kind", "section", "number", "position")
    return {locator: values for locator, *values in rows}


def _version(document: Document, letter: LetterText, *, by, source_name: str) -> tuple[DocumentVersion, bool]:
    """The version with this text: the present or the last one if it is the same, else a new one; and whether it is."""
    read = {
        "sha256": letter.sha256,
        "passages": letter.texts,
        "sections": letter.titles,
        "layout": [[passage.locator, passage.section, passage.number, passage.kind] for passage in letter.passages],
    }
    last = document.versions.first()
    if last is None:
        last = document.versions.create(number=0, layout=layout_of(document))
    for known in document.versions.filter(number__in=[document.text_version, last.number]):
        if all(getattr(known, name) == value for name, value in read.items()):
            return known, False
    number = max(last.number, document.text_version) + 1
    return document.versions.create(number=number, imported_by=by, source_name=source_name[-200:], **read), True


def _save(document: Document, version: DocumentVersion, title: str) -> None:
    """Save the record, and with it its passages, also where they were changed otherwise since this version came."""
    is_named = document.text_version == version.number
    if title:
        document.title_nl = Document._meta.get_field("title_nl").clean(title, document)
    document.text_version = version.number
    document.save()
    if is_named:
        bring(document)


def _compared(before: dict[str, tuple], after: dict[str, tuple], read: set[str]) -> Report:
    """What became of each passage; of those that the text has not, which were removed and which stay without text."""
    return Report(
        created=[locator for locator in after if locator not in before],
        changed=[
            locator for locator in after if locator in read and before.get(locator, after[locator]) != after[locator]
        ],
        unchanged=[locator for locator in after if locator in read and before.get(locator) == after[locator]],
        removed=[locator for locator in before if locator not in after],
        kept=[locator for locator in after if locator not in read],
    )


def _lost_quotes(document: Document) -> list[LostQuote]:
    citations = Citation.objects.filter(document=document).exclude(quote="").select_related("entry", "passage")
    texts = dict(document.passages.values_list("locator", "text"))
    quotes = quotes_in(texts, citations.order_by("entry__kind", "entry__slug", "pk"))
    return [LostQuote.of(quote.citation) for quote in quotes if not quote.is_there]
