"""What a person may do. Who may see which records is for ``visibility`` to say."""

from cyberpolicy.models import Entry, User
from cyberpolicy.stamps import Remembered

_kept: Remembered[frozenset[str]] = Remembered(1_000)


def may_change(user, model: type[Entry]) -> bool:
    """Whether ``user`` has the right to change records of this kind."""
    return user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")


def rights_of(user: User) -> frozenset[str]:
    """What ``user`` may do: Django reads it anew for every page, we when something changed."""
    if not hasattr(user, "_rights"):  # known until the end of the request
        whose = (user.pk, user.is_active, user.is_superuser)
        user._rights = _kept.of(whose, lambda: frozenset(user.get_all_permissions()))
    return user._rights
