"""Refusing writes that the history could not follow."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_is_off: ContextVar[bool] = ContextVar("guard_is_off", default=False)


class HistoryBypassed(RuntimeError):
    """A bulk write of records, parts or citations would leave no trace in the history."""


@contextmanager
def history_kept_elsewhere() -> Iterator[None]:
    """For code that itself sees to the history of what it writes, and for test data: nothing is followed or refused."""
    token = _is_off.set(True)
    try:
        yield
    finally:
        _is_off.reset(token)


def is_off() -> bool:
    return _is_off.get()


def refuse_bulk(name: str) -> None:
    from cyberpolicy import stamps

    if is_off():
        stamps.note_anything()
    else:
        raise HistoryBypassed(
            f"{name}() on records leaves no history: save them one by one in a cyberpolicy.history.Action, "
            "or see to the history yourself in cyberpolicy.guard.history_kept_elsewhere()."
        )


class GuardedQuerySet:
    """Mixed into the querysets of everything whose changes are history."""

    def update(self, **kwargs) -> int:
        refuse_bulk("update")
        return super().update(**kwargs)

    def bulk_create(self, *args, **kwargs) -> list:
        refuse_bulk("bulk_create")
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args, **kwargs) -> int:
        refuse_bulk("bulk_update")
        return super().bulk_update(*args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete one by one, so that each deletion is history."""
        counts = [row.delete() for row in self]
        return sum(count for count, _each in counts), {}
