"""Proving that the current values kept on records equal what their dated rows say, and putting right what does not."""

from collections.abc import Iterator

from django.db.models import F, Q

from cyberpolicy import catalogue
from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import Entry
from cyberpolicy.moments import NOW


def differing() -> Iterator[tuple[Entry, str]]:
    """Each record with the name of a field that is not what the rows say, one query a kind."""
    for model in entry_models().values():
        said = {f"said_{name}": rows.told(NOW, model) for name, rows in model.followed.items()}
        if not said:
            continue
        wrong = Q(*(_differs(name) for name in model.followed), _connector=Q.OR)
        for entry in model._base_manager.annotate(**said).filter(wrong).order_by("pk").iterator():
            yield from (
                (entry, name) for name in model.followed if getattr(entry, name) != getattr(entry, f"said_{name}")
            )


def _differs(name: str) -> Q:
    kept, said = name, f"said_{name}"
    both = Q(**{f"{kept}__isnull": False, f"{said}__isnull": False})
    one = Q(**{f"{kept}__isnull": True, f"{said}__isnull": False}) | Q(
        **{f"{kept}__isnull": False, f"{said}__isnull": True}
    )
    return (both & ~Q(**{kept: F(said)})) | one


def repair() -> list[str]:
    """Bring every differing record up to date; gives their keys. The rows are the truth, so this is no change."""
    entries = {entry.key: entry for entry, _name in differing()}
    with history_kept_elsewhere():
        for entry in entries.values():
            catalogue.refresh(entry)
    return list(entries)
