"""Give a document its text, from a file."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cyberpolicy.importers.documents import store
from cyberpolicy.importers.pages import LetterError
from cyberpolicy.importers.text import LetterText, parse
from cyberpolicy.models import Document
from cyberpolicy.own_documents import document_named


class Command(BaseCommand):
    help = (
        "Read a letter as text (UTF-8) into the passages of a document. Safe to repeat: the same text changes nothing."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="the letter as plain text")
        parser.add_argument("--id", required=True, help="the document: its address name, such as kst-33694-60")
        parser.add_argument("--title", default="", help="a new Dutch title for the document")

    def handle(self, *, file: Path, title: str, verbosity: int, **options) -> None:
        document = self.document(options["id"])
        try:
            letter = parse(file.read_bytes())
            report = store(document, letter, source_name=file.name, title=title)
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(error)s") % {"file": file, "error": error.strerror}
            ) from None
        except LetterError as error:
            raise CommandError(_("%(file)s: %(error)s Nothing was changed.") % {"file": file, "error": error}) from None
        except ValidationError as error:
            raise CommandError(_("Title: %(error)s") % {"error": " ".join(error.messages)}) from None
        if verbosity:
            self.stdout.write(said_of(letter))
        self.stdout.write(str(report))
        self.stdout.writelines(f"  {line}" for line in report.lines())

    def document(self, name: str) -> Document:
        found = document_named(name, Document.objects.all())
        if found is None:
            raise CommandError(
                _("There is no document “%(name)s”. Make it first, in the admin pages or with load_letter.")
                % {"name": name}
            )
        return found


def said_of(letter: LetterText) -> str:
    """What was found in the file, so that a person can see whether it was read well."""
    cuts = ", ".join(
        _("%(locator)s (line %(line)s)") % {"locator": passage.locator, "line": line}
        for passage in letter.passages
        for line in passage.cut_at
    )
    return _(
        "Read: passages %(passages)s, sections with a title %(titles)s, links %(links)s, page breaks %(breaks)s; "
        "joined over a page break: %(cuts)s."
    ) % {
        "passages": len(letter.passages),
        "titles": len(letter.titles),
        "links": len(letter.links),
        "breaks": len(letter.page_breaks),
        "cuts": cuts or "–",
    }
