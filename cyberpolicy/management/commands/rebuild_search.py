"""Make the search index again, or prove that it agrees with the records."""

from django.core.management.base import BaseCommand, CommandError

from cyberpolicy.search import rebuilding


class Command(BaseCommand):
    help = "Bring the whole search index in step with the records while the site is used, and check it. Safe to repeat."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; names what differs and ends with 1")
        parser.add_argument("--processes", type=int, default=1, help="that read side by side, for a large register (1)")

    def handle(self, *, check: bool, processes: int, **options) -> None:
        if not check:
            self.stdout.write(f"{rebuilding.rebuild(max(1, processes))} records read.")
        if found := list(rebuilding.differences()):
            raise CommandError("The search index differs: " + ", ".join(found[:50]) + (" …" if len(found) > 50 else ""))
        self.stdout.write("The search index and the records agree.")
