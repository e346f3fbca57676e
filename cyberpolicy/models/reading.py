"""How rows become records."""

from collections.abc import Collection, Sequence
from typing import Any, Self

from django.db.models.base import ModelState


class QuicklyRead:
    """For models of which a page reads hundreds: rows become records without Django's constructor.

    That one looks at every field for defaults, keywords and signals that a row has none of, and takes longer than the
    query. Fields that were not read are fetched when asked for, as ever.
    """

    @classmethod
    def from_db(cls, db: str, field_names: Collection[str], values: Sequence[Any]) -> Self:
        record = cls.__new__(cls)
        record._state = ModelState()
        record._state.adding, record._state.db = False, db
        record.__dict__.update(zip(field_names, values, strict=True))
        return record
