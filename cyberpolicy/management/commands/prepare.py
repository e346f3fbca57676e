"""The one step between an installed project and one that can be served: repeat it after every upgrade."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cyberpolicy import message_files, static_files, statistics
from cyberpolicy.models import CatalogueEntry
from cyberpolicy.search import rebuilding

ADMINISTRATOR = "beheerder"
STAMP = "collected-from"  # beside the collected files, so that it is never served


class Command(BaseCommand):
    help = "Bring database, first records, messages and static files up to date. Safe to repeat."

    def add_arguments(self, parser) -> None:
        what = f"make “{ADMINISTRATOR}” with a new password, when nobody administers yet"
        parser.add_argument("--administrator", action="store_true", help=what)

    def handle(self, *, administrator: bool, **options) -> None:
        steps = {
            "database": self.migrate,
            "messages": self.compile,  # before the records: the search keeps what they are called in both languages
            "records": self.load,
            "search": self.index,
            "static files": self.collect,
        }
        if administrator:
            steps["administrator"] = self.make_administrator
        for name, step in steps.items():
            self.stdout.write(f"{name + ':':14} {step()}")

    def migrate(self) -> str:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        call_command("migrate", interactive=False, verbosity=0)  # also when none waits: it fills the groups
        statistics.keep_up(has_new_indexes=bool(waiting))
        return f"{waiting} migrations applied to {connection.vendor}" if waiting else f"{connection.vendor}, up to date"

    def load(self) -> str:
        if count := CatalogueEntry.objects.count():
            return f"{count} there, nothing loaded"
        for command in settings.FIRST_RECORDS:
            call_command(command, verbosity=0, stdout=StringIO())
        return f"{CatalogueEntry.objects.count()} loaded"

    def index(self) -> str:
        if rebuilding.is_up_to_date():
            return "up to date"
        return f"{rebuilding.rebuild()} records read"

    def compile(self) -> str:
        return "compiled" if message_files.compile_messages(message_files.po_file()) else "up to date"

    def collect(self) -> str:
        folder, now = Path(settings.STATIC_ROOT), _fingerprint()
        stamp = folder.parent / STAMP
        if folder.exists() and stamp.exists() and stamp.read_text("ascii") == now:
            return "up to date"
        for file in folder.rglob("*"):
            os.utime(file, (0, 0))  # collectstatic passes over what is not newer, as in an unpacked release
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(now, "ascii")
        return f"collected in {folder}"

    def make_administrator(self) -> str:
        people = get_user_model().objects
        if known := people.filter(is_superuser=True, is_active=True).first():
            return f"{known.get_username()} (a new password: manage.py changepassword {known.get_username()})"
        if people.filter(username=ADMINISTRATOR).exists():
            return f"none: “{ADMINISTRATOR}” exists without those rights; use manage.py createsuperuser"
        password = secrets.token_hex(10)
        people.create_superuser(ADMINISTRATOR, password=password)
        return f"log in as {ADMINISTRATOR} with password {password} (shown this once)"


def _fingerprint() -> str:
    """Changes when a static file does, by its name, size and time, or how they are collected."""
    how = [Path(static_files.__file__).read_text("utf-8"), *sorted(static_files.used_classes())]
    files = [*sorted(_static_files()), *how]
    return hashlib.sha256("\n".join(files).encode()).hexdigest()


def _static_files() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            yield f"{name} {about.st_size} {about.st_mtime_ns}"
