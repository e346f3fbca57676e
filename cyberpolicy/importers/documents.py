"""The text of a document into the database: passages get it, the old version stays, quotes are checked again."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.history import Action
from cyberpolicy.importers.text import LetterText
from cyberpolicy.models import Citation, Document, DocumentVersion, Passage

READ = ("section", "number", "kind", "text", "text_hash", "position")
QUOTE_START = 60  # characters of a quote that a report shows


@dataclass(frozen=True)
class LostQuote:
    """A quote that does not, or no longer, stand in the passage it was taken from."""

    record: str
    locator: str
    quote: str

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
    """Give the document's passages the text of ``letter``, in one transaction. The same text again changes nothing.

    A passage that the text no longer has goes, but stays without text when it is cited: its text is in the old version.
    Raises ValidationError for a title that cannot be.
    """
    report = Report()
    with Action("import_document", by=by) as action:
        document = Document.objects.select_for_update().get(pk=document.pk)
        if title:
            _retitle(document, title)
        _store_passages(document, letter, report)
        _keep_version(document, letter, report, by=action.by, source_name=source_name)
        if report.is_new_version:
            action.note(document, {"text": [report.version - 1 or None, report.version]})
        report.lost_quotes = _checked_quotes(document)
    return report


def _retitle(document: Document, title: str) -> None:
    document.title_nl = Document._meta.get_field("title_nl").clean(title, document)
    document.save()


# Passages and versions


def _store_passages(document: Document, letter: LetterText, report: Report) -> None:
    present = {passage.locator: passage for passage in document.passages.all()}
    changed = []
    for position, read in enumerate(letter.passages, start=1):
        values = (read.section, read.number, read.kind, read.text, _hash(read.text), position)
        passage = present.pop(read.locator, None) or Passage(document=document, locator=read.locator)
        if not _set(passage, values):
            report.unchanged.append(read.locator)
            continue
        changed.append(passage)
        (report.changed if passage.pk else report.created).append(read.locator)
    changed += _vanished(list(present.values()), len(letter.passages), report)
    Passage.objects.bulk_create(passage for passage in changed if passage.pk is None)
    Passage.objects.bulk_update([passage for passage in changed if passage.pk], READ)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _set(passage: Passage, values: tuple) -> bool:
    """Give the passage what was read; whether that changed anything."""
    before = tuple(getattr(passage, name) for name in READ)
    for name, value in zip(READ, values, strict=True):
        setattr(passage, name, value)
    return before != values


def _vanished(passages: list[Passage], last: int, report: Report) -> list[Passage]:
    """Of passages that the text no longer has, delete what nothing cites; gives the others, where they changed."""
    cited = set(Citation.objects.filter(passage__in=passages).values_list("passage_id", flat=True))
    kept = [passage for passage in passages if passage.pk in cited]
    report.kept = [passage.locator for passage in kept]
    report.removed = [passage.locator for passage in passages if passage.pk not in cited]
    if report.removed:
        Passage.objects.filter(pk__in=[passage.pk for passage in passages if passage.pk not in cited]).delete()
    return [
        passage
        for position, passage in enumerate(kept, start=last + 1)
        if _set(passage, (passage.section, passage.number, passage.kind, "", "", position))
    ]


def _keep_version(document: Document, letter: LetterText, report: Report, *, by, source_name: str) -> None:
    """Keep this text as a version of its own, unless it is the last one."""
    last = document.versions.first()
    read = {"sha256": letter.sha256, "passages": letter.texts, "sections": letter.titles}
    report.is_new_version = last is None or any(getattr(last, name) != value for name, value in read.items())
    report.version = (last.number if last else 0) + report.is_new_version
    if report.is_new_version:
        DocumentVersion.objects.create(
            document=document, number=report.version, imported_by=by, source_name=source_name[-200:], **read
        )


# Quotes


def _checked_quotes(document: Document) -> list[LostQuote]:
    """Note of each quote where it stands in its passage now; the ones that do not stand there."""
    quoting = Citation.objects.filter(document=document).exclude(quote="").select_related("entry", "passage")
    everything = "\n".join(document.passages.values_list("text", flat=True))
    moved, lost = [], []
    for citation in quoting.order_by("entry__kind", "entry__slug", "pk"):
        if _moved(citation):
            moved.append(citation)
        if citation.quote not in (citation.passage.text if citation.passage else everything):
            locator = citation.passage.locator if citation.passage else citation.place
            lost.append(LostQuote(citation.entry.key, locator, citation.quote))
    with history_kept_elsewhere():  # where a quote stands follows from the text, of which the version is kept
        Citation.objects.bulk_update(moved, ["quote_start", "quote_end"])
    return lost


def _moved(citation: Citation) -> bool:
    """Bring the offsets of a quote up to date; whether they changed. Where it still stands, they stay."""
    before = (citation.quote_start, citation.quote_end)
    text = citation.passage.text if citation.passage else ""
    if None not in before and text[slice(*before)] == citation.quote:
        return False
    start = text.find(citation.quote)
    found = (start, start + len(citation.quote)) if start >= 0 else (None, None)
    citation.quote_start, citation.quote_end = found
    return before != found
