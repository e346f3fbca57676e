"""The adjectives of what is owed to parliament."""

import datetime
from typing import Self

from django.db.models import Q

from cyberpolicy.querysets import EntryQuerySet
from cyberpolicy.visibility import State
from instruments.models.execution import CLOSED
from instruments.models.statuses import ENDED_IN_PARLIAMENT, Registered

SOON = datetime.timedelta(days=30)


class OwedQuerySet(EntryQuerySet):
    """Motions or commitments. A day is passed in; what held on another day is asked with ``as_of``."""

    def closed(self) -> Self:
        return self.filter(self.is_closed())

    def open(self) -> Self:
        """Not carried out to the end, not ended in parliament, and not withdrawn here."""
        return self.exclude(self.is_closed()).exclude(self.is_ended())

    def is_closed(self) -> Q:
        return self.says("execution", CLOSED)

    def is_ended(self) -> Q:
        """Whether parliament itself ended it, or the record was withdrawn: nothing is owed then."""
        ended = self.says("register_status", [Registered.LAPSED]) | Q(state=State.WITHDRAWN)
        if "outcome" in self.model.followed:
            ended |= self.says("outcome", ENDED_IN_PARLIAMENT)
        return ended

    def owed(self) -> Self:
        """What parliament waits for: open motions, and of the open commitments those made to it or with a deadline."""
        found = Q(**{f"{self.column('due_on')}__isnull": False})
        for name, values in self.model.owed_by_nature.items():
            found |= Q(**{f"{name}__in": values})
        return self.open().filter(found) if self.model.owed_by_nature else self.open()

    def overdue(self, on: datetime.date) -> Self:
        return self.open().filter(self.is_before(on))

    def due_soon(self, on: datetime.date) -> Self:
        """Open and due within thirty days, ``on`` included."""
        return self.open().filter(self.is_between(on, on + SOON))

    def without_deadline(self) -> Self:
        return self.owed().filter(**{f"{self.column('due_on')}__isnull": True})

    def without_owner(self) -> Self:
        return self.owed().filter(owner__isnull=True)

    def of(self, person) -> Self:
        """Those that ``person`` sees to, as owner or as deputy."""
        return self.filter(Q(owner=person) | Q(deputy=person))

    def is_before(self, day: datetime.date) -> Q:
        return self.says_before("due_on", day)

    def is_between(self, first: datetime.date, last: datetime.date) -> Q:
        due_on = self.column("due_on")
        return Q(**{f"{due_on}__gte": first, f"{due_on}__lte": last})
