"""What the commands share that bring data files in: all or nothing, with a report of what was kept."""

from collections.abc import Sequence
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cyberpolicy.importers.records import RecordFileError, Report, read


class LoadCommand(BaseCommand):
    """A command that reads the project's own data files, or those that are named instead."""

    def own_files(self) -> list[Path]:
        raise NotImplementedError

    def load(self, files: Sequence[tuple[str, bytes]]) -> Report:
        """Bring in the contents of the files, by name. Raises RecordFileError, and has changed nothing then."""
        raise NotImplementedError

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="other data files instead of the project's own")

    def handle(self, *, files: list[Path], verbosity: int, **options) -> None:
        try:
            report = self.load(read(files or self.own_files()))
        except (RecordFileError, OSError) as error:
            raise CommandError(f"{error}\nNothing was changed.") from None
        self.stdout.write(str(report))
        if verbosity:
            self.stdout.writelines(f"  kept: {line}" for line in report.kept)
