"""Load the records of the letter that the knowledge base starts from."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from cyberpolicy.importers.command import LoadCommand
from cyberpolicy.importers.records import Report, Source, parse, store

# How things stood is told by a letter that carries no date; the public record gives it.
AS_OF_LETTER = {"date": "2020-11-16", "basis": "public_record"}
LETTER = Source("load_letter", "document:kst-33694-60", assumed={"statuses": AS_OF_LETTER})
FOLDERS = ("cyberpolicy", "tracks", "instruments")


class Command(LoadCommand):
    help = "Load the records of the letter (Kamerstuk 33 694, nr. 60). Safe to repeat: what people changed is kept."

    def own_files(self) -> list[Path]:
        return own_files()

    def load(self, files: Sequence[tuple[str, bytes]]) -> Report:
        return store(parse(files, LETTER), LETTER)


def own_files() -> list[Path]:
    return [
        file for folder in FOLDERS for file in sorted((settings.BASE_DIR / folder / "data" / "letter").glob("*.toml"))
    ]
