"""The queue of all that write one SQLite file: threads and processes of this machine, each in its turn.

SQLite lets a waiting writer sleep, longer each time, and gives the lock to whoever asks at the right moment: among many
writers one can wait for ever. Here the threads of a process stand in line, and the first of each line goes through a
turnstile: it takes it, waits there until the one before it has left, and frees it for the next. Turnstile and room
are locks on files beside the database; the kernel frees them when their process dies.
"""

import time
from collections import deque
from io import FileIO
from threading import Event, Lock

try:
    import fcntl
except ImportError:  # Windows: SQLite's own waiting has to do
    fcntl = None

BETWEEN_TRIES = 0.001  # seconds; a write takes some ten times as long


class Line:
    """A lock that threads get in the order in which they asked for it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_taken = False
        self._waiting: deque[Event] = deque()

    def enter(self, timeout: float) -> None:
        """Wait for one's turn. Raises TimeoutError when it does not come."""
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            turn = Event()
            self._waiting.append(turn)
        if not turn.wait(timeout):
            self._give_up(turn)

    def _give_up(self, turn: Event) -> None:
        with self._lock:
            if not turn.is_set():  # else it came at the last moment
                self._waiting.remove(turn)
                raise TimeoutError

    def leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False


_lines: dict[str, Line] = {}  # of this process, by the name of the database file


class WritersQueue:
    """The place of one connection in the queue before the file ``database``; without a file nobody queues.

    It waits no longer than ``timeout`` seconds.
    """

    def __init__(self, database: str = "", timeout: float = 0) -> None:
        self._names = (f"{database}-turnstile", f"{database}-room") if fcntl and database else ()
        self._line = _lines.setdefault(database, Line())
        self._timeout = timeout
        self._files: tuple[FileIO, ...] = ()
        self._is_inside = False

    def enter(self) -> None:
        """Wait for the turn to write. Raises TimeoutError when it does not come."""
        deadline = time.monotonic() + self._timeout
        self._files = self._files or self._opened()
        if not self._files:
            return
        self._line.enter(self._timeout)
        try:
            self._go_through(*self._files, deadline)
            self._is_inside = True
        finally:
            if not self._is_inside:
                self._line.leave()

    def _opened(self) -> tuple[FileIO, ...]:
        """Files of its own for each connection: a lock belongs to an opened file. None where nothing can be written."""
        try:
            return tuple(FileIO(name, "a") for name in self._names)
        except PermissionError:
            return ()

    def _go_through(self, turnstile: FileIO, room: FileIO, deadline: float) -> None:
        _lock(turnstile, deadline)
        try:
            _lock(room, deadline)
        finally:
            fcntl.flock(turnstile, fcntl.LOCK_UN)

    def leave(self) -> None:
        """Let the next one write. Does nothing for who is not inside."""
        if self._is_inside:
            self._is_inside = False
            fcntl.flock(self._files[1], fcntl.LOCK_UN)
            self._line.leave()

    def close(self) -> None:
        """Leave, and let go of the files; a later turn opens them again."""
        self.leave()
        for file in self._files:
            file.close()
        self._files = ()


def _lock(file: FileIO, deadline: float) -> None:
    """Try until it works."""
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise TimeoutError from None
            time.sleep(BETWEEN_TRIES)
