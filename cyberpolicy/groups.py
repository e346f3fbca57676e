"""The four groups of people and what each may do. Filled after every migration; rights an administrator added stay."""

from collections.abc import Iterable

from django.apps import apps
from django.db.models import Model, Q

from cyberpolicy.kinds import entry_models
from cyberpolicy.models import Citation, EntryPart, Passage

SEE_INTERNAL = Q(codename="view_internal")
SEE_ALL = Q(codename__in=("view_internal", "view_confidential", "view_unpublished"))
PARLIAMENT = ("motion", "commitment")
REPORTS = Q(codename__in=("view_snapshot", "add_snapshot"))
READ_REPORTS = Q(codename="view_snapshot")


def set_up_groups(using: str = "default", **kwargs) -> None:
    """Make the groups and give each its rights."""
    from django.contrib.auth.models import Group, Permission

    for name, rights in _rights().items():
        group, _made = Group.objects.using(using).get_or_create(name=name)
        group.permissions.add(*Permission.objects.using(using).filter(rights))


def _rights() -> dict[str, Q]:
    records = entry_models()
    parts = [model for model in apps.get_models() if issubclass(model, EntryPart)] + [Citation]
    on_parts = _may(("view", "add", "change", "delete"), parts)
    look_up = _may(("view",), [*records.values(), Passage, apps.get_model("cyberpolicy", "catalogueentry")])
    return {
        "reader": SEE_INTERNAL | READ_REPORTS,
        "editor": SEE_ALL | REPORTS | look_up | on_parts | _may(("add", "change"), [*records.values(), Passage]),
        "liaison": SEE_ALL
        | REPORTS
        | look_up
        | on_parts
        | _may(("add", "change"), [records[kind] for kind in PARLIAMENT if kind in records]),
        "administrator": Q(),
    }


def _may(actions: tuple[str, ...], models: Iterable[type[Model]]) -> Q:
    """The rights to do ``actions`` on ``models``."""
    allowed = Q(pk__in=[])
    for model in models:
        names = [f"{action}_{model._meta.model_name}" for action in actions]
        allowed |= Q(content_type__app_label=model._meta.app_label, codename__in=names)
    return allowed
