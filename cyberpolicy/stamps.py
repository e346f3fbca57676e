"""Which data these are: every transaction that changes what pages show leaves a row, and the newest row is the stamp.

Counts and pages that are kept in memory hold for one stamp. Whoever finds another asks here which records changed.
A stamp carries a random token, so that one that was rolled back is never taken for the one that came instead.

What happens when an editor saves: ``history.Action`` opens a transaction and ``collected``; each write of a record
calls ``note``; at its end catalogue and search index are brought in step, and one row is left that names the records.
Who reads next finds another stamp: ``counting.tally_of`` and ``search.finder`` read those records again, ``Remembered``
forgets, and kept pages are no longer found, as their key holds the stamp. When the action is rolled back its row goes
with it; a process that saw it finds no such token and reads all anew.
"""

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from secrets import token_hex
from typing import Generic, NamedTuple, Protocol, Self, TypeVar

from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save

from cyberpolicy.latest import Latest
from cyberpolicy.models import DataChange, ListPreference, SavedView, Unit, User, Watch

MOST = 1000  # records that one row names; a larger change is "anything"
KEPT = 10_000  # rows of the log; who looks back further reads all anew
LOCK = 6_280_417  # of PostgreSQL: one transaction at a time numbers its change and commits


class Stamp(NamedTuple):
    """The newest change: ``(0, "")`` when there was none."""

    number: int
    token: str


class Notes:
    """What one transaction changed so far: keys of records, or anything."""

    def __init__(self) -> None:
        self.records: set[int] = set()
        self.is_anything = False


_open: ContextVar[Notes | None] = ContextVar("open_notes", default=None)
_page: ContextVar[Stamp | None] = ContextVar("stamp_of_page", default=None)


def current() -> Stamp:
    """The stamp, in one query of a row; while one page is made, the one that it began with."""
    if (begun := _page.get()) and not is_collecting():
        return begun
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, token FROM cyberpolicy_datachange ORDER BY id DESC LIMIT 1")
        return Stamp(*(cursor.fetchone() or (0, "")))


@contextmanager
def one_page() -> Iterator[Stamp]:
    """All that is asked inside is of this stamp, which is asked for once, or of a later one: for a page that reads."""
    token = _page.set(stamp := current())
    try:
        yield stamp
    finally:
        _page.reset(token)


def changed_since(stamp: Stamp) -> tuple[Stamp, set[int] | None]:
    """The stamp now, and the keys of the records that changed since ``stamp``; None when that cannot be said."""
    rows = list(DataChange.objects.filter(pk__gte=stamp.number).order_by("pk").values_list("pk", "token", "records"))
    if stamp.number and (not rows or rows[0][:2] != stamp):
        return current(), None  # rolled back, or too long ago
    later = [row for row in rows if row[0] != stamp.number]
    if not later:
        return stamp, set()
    newest = Stamp(*later[-1][:2])
    if any(records is None for _number, _token, records in later) or (not stamp.number and later[0][0] != 1):
        return newest, None
    return newest, {pk for _number, _token, records in later for pk in records}


class InStep(Protocol):
    """What is kept in memory for one stamp, and can be brought to a later one."""

    stamp: Stamp

    def at(self, stamp: Stamp, changed: set[int]) -> Self: ...


Followed = TypeVar("Followed", bound=InStep)
Found = TypeVar("Found")


def renewed(known: Followed | None, anew: Callable[[Stamp], Followed]) -> Followed:
    """The same for the stamp of now: as it is, brought up to it, or made anew when too much changed to say what."""
    if known is None:
        return anew(current())
    stamp, changed = changed_since(known.stamp)
    if stamp == known.stamp:
        return known
    return anew(stamp) if changed is None or len(changed) > MOST else known.at(stamp, changed)


class Remembered(Generic[Found]):
    """What was found out, for as long as nothing changed; of many answers the latest."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._at: tuple[Stamp, Latest[Found]] = Stamp(0, ""), Latest(most)

    def of(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """What ``find`` gives at this stamp; amid an action it is not kept. ``key`` names all else it depends on."""
        if is_collecting():
            return find()
        stamp = current()
        known, latest = self._at
        if known != stamp:
            latest = Latest(self._most)
            self._at = stamp, latest
        return latest.of(key, find)


# Leaving a change


@contextmanager
def collected() -> Iterator[None]:
    """Gather what is noted inside, and leave it as one change at the end. Call it inside the transaction."""
    if _open.get() is not None:
        yield
        return
    notes = Notes()
    token = _open.set(notes)
    try:
        yield
        if notes.is_anything or notes.records:
            _leave(None if notes.is_anything else notes.records)
    finally:
        _open.reset(token)


def is_collecting() -> bool:
    """Whether this is amid an action, so that what was written may not show in the stamp yet."""
    return _open.get() is not None


def note(*records: int) -> None:
    """These records changed, or what lists count of them."""
    notes = _open.get()
    if notes is None:
        _leave(records)
    else:
        notes.records.update(records)


def note_anything() -> None:
    """Records changed, and nobody can say which."""
    notes = _open.get()
    if notes is None:
        _leave(None)
    else:
        notes.is_anything = True


def note_surroundings() -> None:
    """No record changed, but something that pages show around them: a preference, what a person may do."""
    _leave(())


def _leave(records: Collection[int] | None) -> None:
    """Write the change. None: any record may have changed; none at all: only what pages show around them."""
    known = None if records is None or len(records) > MOST else sorted(records)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        row = DataChange.objects.create(token=token_hex(8), records=known)
        if row.pk % KEPT == 0:
            DataChange.objects.filter(pk__lt=row.pk - KEPT).delete()


# What pages show besides records


def _around(sender, update_fields=None, **kwargs) -> None:
    if set(update_fields or ()) != {"last_login"}:
        note_surroundings()


def _anything(**kwargs) -> None:
    note_anything()


def follow() -> None:
    """Leave a change when people, their rights or what they keep changes. Called once, at the start."""
    for model in (Unit, User, Group, ListPreference, SavedView, Watch):
        post_save.connect(_around, sender=model, dispatch_uid=f"stamps.{model.__name__}")
        # what still named a person, as the one who changed a record, is emptied without a word
        gone = _anything if model in (Unit, User) else _around
        post_delete.connect(gone, sender=model, dispatch_uid=f"stamps.{model.__name__}")
    for through in (User.groups.through, User.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(_around, sender=through, dispatch_uid=f"stamps.{through.__name__}")


def follow_table(model: type[Model]) -> None:
    """Leave a change when a row of ``model`` changes, by which any record may be judged otherwise."""
    for signal in (post_save, post_delete):
        signal.connect(_anything, sender=model, dispatch_uid=f"stamps.{model.__name__}")
