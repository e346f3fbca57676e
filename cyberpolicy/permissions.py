"""What a person may do. Who may see which records is for ``visibility`` to say."""

from functools import partial

from django.contrib.auth.backends import ModelBackend

from cyberpolicy.models import Entry, User
from cyberpolicy.stamps import Remembered


def may_change(user, model: type[Entry]) -> bool:
    """Whether ``user`` has the right to change records of this kind."""
    return user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")


class RightsBackend(ModelBackend):
    """Django's own reads the rights of a person, and of the groups, for every page; here when something changed."""

    _kept: Remembered[frozenset[str]] = Remembered(1_000)

    def get_all_permissions(self, user_obj: User, obj=None) -> frozenset[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return frozenset()
        if not hasattr(user_obj, "_rights"):  # known until the end of the request
            whose = (user_obj.pk, user_obj.is_superuser)
            user_obj._rights = self._kept.of(whose, partial(self._read, user_obj))
        return user_obj._rights

    def _read(self, user: User) -> frozenset[str]:
        return frozenset(super().get_all_permissions(user))
