"""The log of what changed, by which everything kept in memory stays in step with the database."""

from django.db import models


class DataChange(models.Model):
    """One transaction that changed what pages show. Written last in it, so that numbers follow the order of commits.

    Nobody reads it but the program. ``token`` tells it from one that was rolled back; ``records`` holds the keys of the
    records that changed: an empty list when only something around them did, null when it may be any.
    """

    token = models.CharField(max_length=32)
    records = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.pk} {self.token}"
