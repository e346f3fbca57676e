"""What a person may do with a kind of record. Who may see which records is for ``visibility`` to say."""

from cyberpolicy.models import Entry


def may_change(user, model: type[Entry]) -> bool:
    """Whether ``user`` has the right to change records of this kind."""
    return user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")
