"""The page that asks whether to really delete: what it lists, in the words of an editor."""

from django.utils.text import capfirst

from cyberpolicy.models import CatalogueEntry, Part, SearchEntry, SearchName

BEHIND = (CatalogueEntry, Part, SearchEntry, SearchName)  # rows that no editor knows of


def counted(counts: dict) -> dict:
    """How many rows go of each sort."""
    unsaid = {str(model._meta.verbose_name_plural) for model in BEHIND}
    return {name: count for name, count in counts.items() if str(name) not in unsaid}


def listed(names: list) -> list:
    """What goes, nested as Django nests it; what hangs on a row that is not named moves up to where that stood."""
    starts = tuple(f"{capfirst(model._meta.verbose_name)}: " for model in BEHIND)
    found: list = []
    is_named = False
    for name in names:
        if isinstance(name, list):
            inner = listed(name)
            found += [inner] if is_named and inner else inner
        else:
            is_named = not str(name).startswith(starts)
            found += [name] if is_named else []
    return found
