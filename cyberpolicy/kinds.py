"""The kinds of record there are, found among the models: the kernel knows no app."""

from functools import cache

from django.apps import apps

from cyberpolicy.models import CatalogueEntry, Entry, EntryPart


@cache
def entry_models() -> dict[str, type[Entry]]:
    """Every kind of record by its name, in the order of the apps and their models."""
    return {model._meta.model_name: model for model in apps.get_models() if issubclass(model, Entry)}


@cache
def part_models(kind: str) -> dict[str, type[EntryPart]]:
    """The parts that a record of this kind can have, by the name histories and data files use."""
    models = (model for model in apps.get_models() if issubclass(model, EntryPart))
    return {model.part_name: model for model in models if model.part_of is None or kind in model.part_of}


@cache
def part_links() -> list[tuple[type[EntryPart], str]]:
    """The fields in which a part names another record: the object of a relation, the topic of a position."""
    models = [model for model in apps.get_models() if issubclass(model, EntryPart)]
    fields = [(model, field) for model in models for field in model._meta.concrete_fields if field.is_relation]
    own = {"part", "entry", *(model.owner_field for model in models)}
    return [
        (model, f.name)
        for model, f in fields
        if f.name not in own and issubclass(f.related_model, Entry | CatalogueEntry)
    ]
