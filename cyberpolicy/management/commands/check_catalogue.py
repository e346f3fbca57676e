"""Prove that the catalogue and the tables of records agree."""

from django.core.management.base import BaseCommand, CommandError

from cyberpolicy.catalogue import disagreements


class Command(BaseCommand):
    help = "Compare every record with its catalogue row; names those that differ and ends with 1."

    def handle(self, **options) -> None:
        if found := disagreements():
            raise CommandError("The catalogue differs from: " + ", ".join(found))
        self.stdout.write("The catalogue and the records agree.")
