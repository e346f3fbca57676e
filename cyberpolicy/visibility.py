"""Who may see which record: the one access rule, as data. Querysets turn it into SQL, pages into a yes or no."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _


class Visibility(TextChoices):
    PUBLIC = "public", _("public")
    INTERNAL = "internal", _("internal")
    CONFIDENTIAL = "confidential", _("confidential")


class State(TextChoices):
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Guarded(Protocol):
    """Anything that carries the two columns of the access rule: a record or its catalogue row."""

    visibility: str
    state: str


@dataclass(frozen=True)
class Access:
    """The levels and states that a person may see; a record must match both."""

    visibilities: frozenset[str]
    states: frozenset[str]

    def q(self, path: str = "") -> Q:
        """The rule as a condition, on the record at ``path`` (``"subject__"``)."""
        return Q(**{f"{path}visibility__in": sorted(self.visibilities), f"{path}state__in": sorted(self.states)})

    def sees(self, record: Guarded) -> bool:
        return record.visibility in self.visibilities and record.state in self.states

    @property
    def sees_internal(self) -> bool:
        return Visibility.INTERNAL.value in self.visibilities

    def seen(self, records: Iterable[Guarded]) -> list:
        return [record for record in records if self.sees(record)]


PUBLIC = Access(frozenset({Visibility.PUBLIC.value}), frozenset({State.PUBLISHED.value}))
PERMISSIONS = [
    ("view_internal", _("May see internal records")),
    ("view_confidential", _("May see confidential records")),
    ("view_unpublished", _("May see drafts, records in review and withdrawn ones")),
]


READS_HISTORIES = "cyberpolicy.view_unpublished"


def reads_histories(user) -> bool:
    """Whether ``user`` may read earlier words of a record, which may come from before it was published."""
    return user is not None and user.has_perm(READS_HISTORIES)


def access_of(user) -> Access:
    """What ``user`` may see; an anonymous visitor (or None) sees what is public and published.

    An access stands for everyone who has it.
    """
    if isinstance(user, Access):
        return user
    if user is None or not user.is_authenticated or not user.is_active:
        return PUBLIC
    if not hasattr(user, "_access"):  # known until the end of the request, as rights are
        user._access = _access(user)
    return user._access


def _access(user) -> Access:
    visibilities, states = set(PUBLIC.visibilities), set(PUBLIC.states)
    if user.has_perm("cyberpolicy.view_internal"):
        visibilities.add(Visibility.INTERNAL.value)
    if user.has_perm("cyberpolicy.view_confidential"):
        visibilities.add(Visibility.CONFIDENTIAL.value)
    if user.has_perm("cyberpolicy.view_unpublished"):
        states.update(State.values)
    return Access(frozenset(visibilities), frozenset(states))
