"""Load the records of the letter that the knowledge base starts from."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cyberpolicy.importers.records import RecordFileError, Source, parse, read, store

# How things stood is told by a letter that carries no date; the public record gives it.
AS_OF_LETTER = {"date": "2020-11-16", "basis": "public_record"}
LETTER = Source("load_letter", "document:kst-33694-60", assumed={"statuses": AS_OF_LETTER})
FOLDERS = ("cyberpolicy", "tracks", "instruments")


class Command(BaseCommand):
    help = "Load the records of the letter (Kamerstuk 33 694, nr. 60). Safe to repeat: what people changed is kept."

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="other data files instead of the project's own")

    def handle(self, *, files: list[Path], verbosity: int, **options) -> None:
        try:
            report = store(parse(read(files or own_files()), LETTER), LETTER)
        except (RecordFileError, OSError) as error:
            raise CommandError(f"{error}\nNothing was changed.") from None
        self.stdout.write(str(report))
        if verbosity:
            self.stdout.writelines(f"  kept: {line}" for line in report.kept)


def own_files() -> list[Path]:
    return [
        file for folder in FOLDERS for file in sorted((settings.BASE_DIR / folder / "data" / "letter").glob("*.toml"))
    ]
