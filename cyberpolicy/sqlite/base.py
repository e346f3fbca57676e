"""Django's SQLite, with a fair queue for those who write. Chosen in the settings; see docs/decisions/0006."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from cyberpolicy.sqlite.queue import WritersQueue

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
DEFAULT_TIMEOUT = 5.0  # seconds, as in Python's sqlite3


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that queues before it begins a transaction or writes outside one. In memory there is no queue."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._queue = WritersQueue()

    def get_new_connection(self, conn_params: dict):
        if not self.is_in_memory_db():
            self._queue = WritersQueue(conn_params["database"], conn_params.get("timeout", DEFAULT_TIMEOUT))
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> "Cursor":
        return self.connection.cursor(factory=partial(Cursor, in_turn=self._in_turn))

    # Transactions

    def _start_transaction_under_autocommit(self) -> None:
        self._enter()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._queue.leave()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._queue.leave()  # not after an error: the transaction is still open then, until it is rolled back

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._queue.leave()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._queue.close()

    # The queue

    def _enter(self) -> None:
        try:
            self._queue.enter()
        except TimeoutError:
            raise OperationalError("database is locked") from None

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        self._enter()
        try:
            yield
        finally:
            self._queue.leave()


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that queues for a single write; within a transaction the connection has its turn already."""

    def __init__(self, connection, *, in_turn) -> None:
        super().__init__(connection)
        self._in_turn = in_turn

    def execute(self, query: str, params=None):
        if not self._begins_writing(query):
            return super().execute(query, params)
        with self._in_turn():
            return super().execute(query, params)

    def executemany(self, query: str, param_list):
        if not self._begins_writing(query):
            return super().executemany(query, param_list)
        with self._in_turn():
            return super().executemany(query, param_list)

    def _begins_writing(self, query: str) -> bool:
        return not self.connection.in_transaction and query.lstrip()[:7].upper().startswith(WRITES)
