"""Remind people by e-mail of what is late or due within thirty days. Run it daily or weekly; see the README."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from instruments.reminders import send_all


class Command(BaseCommand):
    help = "Send each person one letter a day on the deadlines they see to. Safe to repeat."

    def handle(self, **options) -> None:
        report = send_all(timezone.localdate())
        self.stdout.write(f"Sent {len(report.sent)} reminders.")
        if report.failed:
            raise CommandError("Not sent, to be tried again at the next run: " + "; ".join(report.failed))
