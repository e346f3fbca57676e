"""Prove that the current values of records equal what their dated rows say."""

from django.core.management.base import BaseCommand, CommandError

from cyberpolicy import followed


class Command(BaseCommand):
    help = "Compare status, outcome and deadline of every record with its dated rows; ends with 1 when some differ."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--repair", action="store_true", help="bring the records up to date with their rows")

    def handle(self, *, repair: bool, **options) -> None:
        if repair:
            keys = followed.repair()
            self.stdout.write(f"Brought up to date: {', '.join(keys) or 'none needed it'}.")
        elif found := [f"{entry.key} ({name})" for entry, name in followed.differing()]:
            raise CommandError("These differ from their dated rows: " + ", ".join(found))
        else:
            self.stdout.write("The current values and the dated rows agree.")
