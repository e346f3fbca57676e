"""How a person wants to see a list: remembered for who logs in. An address that says otherwise always wins."""

from functools import partial

from cyberpolicy.models import ListPreference
from cyberpolicy.stamps import Remembered

_kept: Remembered[ListPreference] = Remembered(1_000)


def preference_of(user, kind: str) -> ListPreference:
    """What ``user`` chose for the lists of ``kind``; a visitor has an empty preference."""
    if user is None or not user.is_authenticated:
        return ListPreference(kind=kind)
    return _kept.of((user.pk, kind), partial(_preference_of, user.pk, kind))


def _preference_of(user: int, kind: str) -> ListPreference:
    return ListPreference.objects.filter(user=user, kind=kind).first() or ListPreference(user_id=user, kind=kind)


def remember(user, kind: str, *, columns: list[str], per_page: int | None, sort: str) -> None:
    """Keep the choice; one that says nothing is forgotten."""
    chosen = {"columns": columns, "per_page": per_page, "sort": sort}
    if any(chosen.values()):
        ListPreference.objects.update_or_create(user=user, kind=kind, defaults=chosen)
    else:
        forget(user, kind)


def forget(user, kind: str) -> None:
    ListPreference.objects.filter(user=user, kind=kind).delete()
