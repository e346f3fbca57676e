"""A memory of bounded size: what was not asked for longest is forgotten."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Found = TypeVar("Found")


class Latest(Generic[Found]):
    """The answers that were asked for last, at most ``most``. Two that ask for a new one at once both find it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, Found] = OrderedDict()
        self._lock = Lock()

    def of(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """What ``find`` gave when it was first asked. ``key`` names all that it depends on."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        found = find()
        with self._lock:
            self._found[key] = found
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return found
