"""Load the recesses of parliament that could be had from the chambers themselves."""

from collections.abc import Sequence
from pathlib import Path

from cyberpolicy.importers.command import LoadCommand
from cyberpolicy.importers.records import Report
from instruments.recesses import OWN_FILE, parse, store


class Command(LoadCommand):
    help = "Load recesses of parliament. Safe to repeat: what an administrator changed or deleted stays so."

    def own_files(self) -> list[Path]:
        return [OWN_FILE]

    def load(self, files: Sequence[tuple[str, bytes]]) -> Report:
        return store(parse(files))
