"""Keep the Dutch texts of the interface complete, without gettext on the machine."""

from django.core.management.base import BaseCommand, CommandError

from cyberpolicy import message_files


class Command(BaseCommand):
    help = "Bring new texts into the message file, check that all have their Dutch, or compile it."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--extract", action="store_true", help="bring the texts of the code into the .po file")
        what.add_argument("--check", action="store_true", help="fail when a text lacks its Dutch or is left over")
        what.add_argument("--compile", action="store_true", help="make the .mo file, if the .po file is newer")

    def handle(self, *, extract: bool, check: bool, verbosity: int, **options) -> None:
        if extract:
            said = self.extract()
        elif check:
            said = self.check_complete()
        else:
            made = message_files.compile_messages(message_files.po_file())
            said = "Messages compiled." if made else "Messages are up to date."
        if verbosity:
            self.stdout.write(said)

    def extract(self) -> str:
        path, found = message_files.po_file(), message_files.messages_in_code()
        catalog = message_files.read(path)
        message_files.update(catalog, found)
        message_files.write(catalog, path)
        waiting = sum(line.startswith("not translated") for line in message_files.problems(catalog, found))
        return f"{len(found)} texts, {waiting} without Dutch, {len(catalog.obsolete)} obsolete: {path}"

    def check_complete(self) -> str:
        found = message_files.messages_in_code()
        if lines := message_files.problems(message_files.read(message_files.po_file()), found):
            raise CommandError("\n".join([*lines, f"{len(lines)} to mend in {message_files.po_file()}"]))
        return f"All {len(found)} texts have their Dutch."
