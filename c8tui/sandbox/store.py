"""The sqlite3 database of a sandbox: truth by key for commands, lagging tables for searches."""

from __future__ import annotations

import os
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from typing import Any

from c8tui.sandbox import schema
from c8tui.sandbox.catalog import RESOURCES

Row = dict[str, Any]
"""One row of a table, by column."""

FIRST_KEY = 1 << 51
"""Where the keys of partition 1 begin."""

_GREATEST = 2**63 - 1
IN_MEMORY = 200_000
"""Tasks up to which everything is kept in memory, about 90 MiB of it."""
_COLUMNS = {resource.table: schema.columns(resource) for resource in RESOURCES}
_INSERTS = {
    table: f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({', '.join(':' + name for name in names)})"
    for table, names in _COLUMNS.items()
}
_SELECTS = {table: f"SELECT {', '.join(names)} FROM {table} t" for table, names in _COLUMNS.items()}
_LISTS = {"user_task": ("candidate_groups", "candidate_users", "tags"), "process_instance": ("tags",)}
_WORDS = {
    resource.table: tuple(resource.column(field) for field in resource.fields if field.few) for resource in RESOURCES
}


class DatabaseUnfit(Exception):
    """A database file that this sandbox cannot serve; the message says why and what to do."""


class Store:
    """The data of one sandbox. It connects, and builds what is missing, on its first query, in the thread that asks.

    Commands read by `get` and `find` and write by `put`. With a lag, what they write reaches the tables only when it
    is due, at the next `settle`; until then `get` and `find` overlay it and `select`, which searches use, does not.
    Without a lag a `put` is one INSERT and there is nothing to settle.
    """

    def __init__(self, path: str | None, lag_ms: int, marks: Mapping[str, str], build: Callable[[Store], None]) -> None:
        self._path = path
        self._lag_ms = lag_ms
        self._marks = dict(marks)
        self._build = build
        self._connection: sqlite3.Connection | None = None
        self._outbox: deque[tuple[int, str, Row]] = deque()
        self._pending: dict[tuple[str, int], Row] = {}
        self._known_lists: set[str] = set()
        self._known_words: set[tuple[str, str]] = set()
        self._next_key = FIRST_KEY
        self._building = False

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of the serving thread; the first use opens or builds the database."""
        if self._connection is None:
            self._connection = self._open()
            self.skip_keys()
        return self._connection

    def _open(self) -> sqlite3.Connection:
        if self._path is None:
            # What has no file is in memory where there is room for it: a write costs a tenth there. Else in a temporary
            # file of sqlite's own.
            connection = _connect(":memory:" if int(self._marks.get("tasks", 0)) <= IN_MEMORY else "")
            self._fill(connection)
            return connection
        if not os.path.exists(self._path):
            self._build_file(self._path)
        check(self._path, self._marks)
        connection = _connect(self._path)
        connection.execute("PRAGMA journal_mode=WAL")
        return connection

    def _build_file(self, path: str) -> None:
        """Builds beside the file and moves it there when it is whole, so that a half-built one is never found."""
        unfinished = f"{path}.{os.getpid()}.building"
        try:
            with closing(_connect(unfinished)) as connection:
                self._fill(connection)
            os.replace(unfinished, path)
        finally:
            if os.path.exists(unfinished):
                os.remove(unfinished)

    def _fill(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("BEGIN")
        for statement in schema.tables():
            connection.execute(statement)
        self._connection, self._building = connection, True
        try:
            self._build(self)
        finally:
            self._connection, self._building = None, False
        for statement in schema.indexes():
            connection.execute(statement)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", self._marks.items())
        connection.execute("COMMIT")
        connection.execute("ANALYZE")

    def close(self) -> None:
        """Writes what is still pending and closes; a later query opens again."""
        if self._connection is not None:
            self.settle(None)
            self._connection.close()
            self._connection = None

    def __del__(self) -> None:
        """A store that nobody closed gives its connection back, as far as its own thread is the one to do it."""
        if self._connection is not None:
            with suppress(sqlite3.ProgrammingError):
                self._connection.close()

    def new_key(self) -> int:
        """A key that nothing has yet."""
        if self._connection is None:
            self.select("SELECT 1")
        self._next_key += 1
        return self._next_key

    @contextmanager
    def partition(self, number: int) -> Iterator[None]:
        """What is made inside has keys of another partition; those of the first go on afterwards as if it were not."""
        here, self._next_key = self._next_key, number * FIRST_KEY
        try:
            yield
        finally:
            self._next_key = here

    def skip_keys(self) -> None:
        """Goes on behind the highest key of partition 1 that is in use; needed after rows were written by SQL."""
        sql = f"SELECT max(key) FROM {{}} WHERE key < {2 * FIRST_KEY}"
        tops = (self.connection.execute(sql.format(table)).fetchone()[0] for table in _COLUMNS)
        self._next_key = max(self._next_key, *(top or 0 for top in tops))

    def select(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows as eventually consistent reads see them."""
        return self.connection.execute(sql, params).fetchall()

    def get(self, table: str, key: int) -> Row | None:
        """One row as it truly is."""
        if self._pending and (table, key) in self._pending:
            return dict(self._pending[table, key])
        found = self.connection.execute(f"{_SELECTS[table]} WHERE t.key = ?", (key,)).fetchone()
        return dict(zip(_COLUMNS[table], found, strict=True)) if found else None

    def find(
        self, table: str, *, limit: int = -1, at_most: tuple[str, int] | None = None, **equal: object
    ) -> list[Row]:
        """The rows whose columns have these values, as they truly are, by key.

        `limit` ends the list early unless it is negative; `at_most` is a column and the greatest value it may have.
        """
        column, bound = at_most or ("key", _GREATEST)
        where = " AND ".join([*(f"t.{name} = ?" for name in equal), f"{'' if at_most else '+'}t.{column} <= ?"])
        # `+` keeps sqlite from reading a whole table in the order of its keys for the few rows that an index knows.
        sql = f"{_SELECTS[table]} WHERE {where} ORDER BY +t.key"
        if limit >= 0:
            sql = f"{_SELECTS[table]} WHERE {where} ORDER BY t.key LIMIT {limit + len(self._pending)}"
        cursor = self.connection.execute(sql, (*equal.values(), bound))
        rows = {found[0]: dict(zip(_COLUMNS[table], found, strict=True)) for found in cursor}
        for (its_table, key), row in self._pending.items():
            if its_table == table:
                rows.pop(key, None)
                if row[column] <= bound and all(row[name] == value for name, value in equal.items()):
                    rows[key] = dict(row)
        return [rows[key] for key in sorted(rows)][: None if limit < 0 else limit]

    def lowest(self, table: str, column: str, **equal: object) -> int:
        """No more than the lowest value of a column in such rows; a very great number when there are none."""
        where = " AND ".join(f"{name} = ?" for name in equal)
        found = self.connection.execute(f"SELECT min({column}) FROM {table} WHERE {where}", tuple(equal.values()))
        waiting = (
            row[column]
            for (its_table, _), row in self._pending.items()
            if its_table == table and all(row[name] == value for name, value in equal.items())
        )
        low = found.fetchone()[0]
        return min(waiting, default=_GREATEST) if low is None else min(low, min(waiting, default=low))

    def put(self, table: str, row: Mapping[str, Any], now_ms: int) -> None:
        """Writes a row: at once without a lag, else to be seen by searches when the lag is over."""
        if self._lag_ms == 0 or self._building:
            self._write(table, row)
            return
        image = dict(row)
        self._outbox.append((now_ms + self._lag_ms, table, image))
        self._pending[table, image["key"]] = image

    @contextmanager
    def whole(self) -> Iterator[None]:
        """What is put inside is written together, or not at all where the sandbox dies meanwhile."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def load(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Writes many rows at once, without a lag."""
        for row in rows:
            self._write(table, row)

    def _write(self, table: str, row: Mapping[str, Any]) -> None:
        self.connection.execute(_INSERTS[table], row)
        for column in _LISTS.get(table, ()):
            if row[column] not in self._known_lists:
                self._known_lists.add(row[column])
                self.connection.execute(
                    "INSERT OR IGNORE INTO member SELECT ?1, value FROM json_each(?1)", (row[column],)
                )
        for column in _WORDS[table]:
            if row[column] is not None and (column, row[column]) not in self._known_words:
                self._known_words.add((column, row[column]))
                self.connection.execute("INSERT OR IGNORE INTO word VALUES (?, ?)", (column, row[column]))

    def settle(self, now_ms: int | None) -> None:
        """Makes visible what is due; None: everything."""
        while self._outbox and (now_ms is None or self._outbox[0][0] <= now_ms):
            _, table, image = self._outbox.popleft()
            self._write(table, image)
            if self._pending.get((table, image["key"])) is image:
                del self._pending[table, image["key"]]


def check(path: str, marks: Mapping[str, str]) -> None:
    """Raises `DatabaseUnfit` unless the file is a database of this version that holds what `marks` say."""
    try:
        with closing(_connect(f"file:{path}?mode=ro", uri=True)) as connection:
            found = dict(connection.execute("SELECT name, value FROM meta"))
    except sqlite3.Error as error:
        raise DatabaseUnfit(f"{path} is not a database of the sandbox ({error}). Name another file.") from None
    for name, value in marks.items():
        if found.get(name) != value:
            raise DatabaseUnfit(
                f"{path} was built with {name} {found.get(name)}, and this sandbox wants {value}. "
                "Start it with what the file was built with, name another file, or delete it to build it again."
            )


def _connect(path: str, *, uri: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, uri=uri)
    connection.execute("PRAGMA cache_size=-131072")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute("PRAGMA threads=2")
    return connection
