"""The sqlite3 database of a sandbox: truth by key for commands, lagging tables for searches."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from operator import itemgetter
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
    (
        where,
        table,
    ): f"INSERT OR REPLACE INTO {where}.{table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    for table, names in _COLUMNS.items()
    for where in ("main", "temp")
}
_VALUES = {table: itemgetter(*names) for table, names in _COLUMNS.items()}
"""The values of a row in the order of its columns: sqlite takes them much faster so than by name."""
_SELECTS = {table: f"SELECT {', '.join(names)} FROM main.{table} t" for table, names in _COLUMNS.items()}
_GETS = {table: f"{select} WHERE t.key = ?" for table, select in _SELECTS.items()}
_LISTS = {"user_task": ("candidate_groups", "candidate_users", "tags"), "process_instance": ("tags",)}
_WORDS = {
    resource.table: tuple(resource.column(field) for field in resource.fields if field.few) for resource in RESOURCES
}


class DatabaseUnfit(Exception):
    """A database file that this sandbox cannot serve; the message says why and what to do."""


class Store:
    """The data of one sandbox. It connects, and builds what is missing, on its first query, in the thread that asks.

    Commands read by `get` and `find` and write by `put`, each command within one transaction (`whole`). What is put is
    in the file when the transaction ends, whatever the lag: with one, eventually consistent reads, which use `select`,
    look at copies of the tables, which `settle` brings up to date when the lag is over.
    """

    def __init__(self, path: str | None, lag_ms: int, marks: Mapping[str, str], build: Callable[[Store], None]) -> None:
        self._path = path
        self._lag_ms = lag_ms
        self._marks = dict(marks)
        self._build = build
        self._connection: sqlite3.Connection | None = None
        self._outbox: deque[tuple[int, str, int, Row | None]] = deque()
        """What the copies lack: when they get it, and the row, or None for one that is deleted."""
        self._rows: dict[str, dict[int, Row]] = {}
        """Rows that the transaction under way has put and not yet written."""
        self._read: dict[str, dict[int, Row]] = {}
        """Rows that the transaction under way has written or read."""
        self.writes: Counter[str] = Counter()
        """How often each table was written to, so that who keeps some of it knows when to read it anew."""
        self._notes: dict[str, str | None] = {}
        self._inside = False
        self._now_ms = 0
        self.pinned_behind_ms = 0
        """How far the clock of writes is behind the one that `settle` goes by: a lag is over though a clock stands."""
        self._known_lists: set[str] = set()
        self._known_words: set[tuple[str, str]] = set()
        self._next_key = FIRST_KEY
        self._building = False

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of the serving thread; the first use opens or builds the database."""
        if self._connection is None:
            try:
                self._connection = self._open()
            except (OSError, sqlite3.OperationalError) as error:
                if self._path is None:
                    raise
                raise DatabaseUnfit(f"{self._path} cannot be written ({error}). Name another file.") from None
            self.skip_keys()
        return self._connection

    def _open(self) -> sqlite3.Connection:
        if self._path is None:
            # What has no file is in memory where there is room for it: a write costs a tenth there. Else in a temporary
            # file of sqlite's own.
            connection = _connect(":memory:" if int(self._marks.get("tasks", 0)) <= IN_MEMORY else "")
            self._fill(connection)
        else:
            if not os.path.exists(self._path):
                self._build_file(self._path)
            check(self._path, self._marks)
            connection = _connect(self._path)
            # Two sandboxes on one file would hand out the same keys.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("COMMIT")
            except sqlite3.OperationalError:
                connection.close()
                raise _in_use(self._path) from None
        if self._lag_ms:
            for statement in schema.copies():
                connection.execute(statement)
        return connection

    def _build_file(self, path: str) -> None:
        """Builds beside the file and moves it there when it is whole, so that a half-built one is never found."""
        unfinished = f"{path}.{os.getpid()}.building"
        try:
            with closing(_connect(unfinished)) as connection:
                self._fill(connection)
            for leftover in (f"{path}-wal", f"{path}-shm", f"{path}-journal"):
                if os.path.exists(leftover):  # of a file that was deleted: sqlite would write it into this one
                    os.remove(leftover)
            os.replace(unfinished, path)
        finally:
            if os.path.exists(unfinished):
                os.remove(unfinished)

    def _fill(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("BEGIN")
        for statement in (*schema.tables(), *schema.indexes()):
            connection.execute(statement)
        self._connection, self._building = connection, True
        try:
            self._build(self)
            self.write()
        finally:
            self._connection, self._building = None, False
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", self._marks.items())
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode=MEMORY")  # without a journal nothing could be rolled back

    def close(self) -> None:
        """Closes; a later query opens again."""
        if self._connection is not None:
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
        sql = f"SELECT max(key) FROM main.{{}} WHERE key < {2 * FIRST_KEY}"
        tops = (self.connection.execute(sql.format(table)).fetchone()[0] for table in _COLUMNS)
        self._next_key = max(self._next_key, *(top or 0 for top in tops))

    def note(self, name: str, value: str | None) -> None:
        """Remembers a word about the sandbox itself, such as the time its clock shows; None forgets it."""
        self._notes[name] = value
        if value is None:
            self.connection.execute("DELETE FROM meta WHERE name = ?", (name,))
        else:
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def noted(self, name: str) -> str | None:
        """The word that was remembered under a name."""
        if name not in self._notes:
            found = self.connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
            self._notes[name] = None if found is None else str(found[0])
        return self._notes[name]

    def select(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows as eventually consistent reads see them."""
        return self.connection.execute(sql, params).fetchall()

    def get(self, table: str, key: int) -> Row | None:
        """One row as it truly is. Within a transaction that has put it, the very row that was put."""
        put = self._rows.get(table)
        if put is not None and key in put:
            return put[key]
        known = self._read.get(table)
        if known is not None and key in known:
            return dict(known[key])
        found = self.connection.execute(_GETS[table], (key,)).fetchone()
        if not found:
            return None
        row = dict(zip(_COLUMNS[table], found, strict=True))
        if self._inside:
            self._read.setdefault(table, {})[key] = dict(row)
        return row

    def find(
        self, table: str, *, limit: int = -1, at_most: tuple[str, int] | None = None, **equal: object
    ) -> list[Row]:
        """The rows whose columns have these values, as they truly are, by key.

        `limit` ends the list early unless it is negative; `at_most` is a column and the greatest value it may have.
        """
        self._write_rows(table)
        column, bound = at_most or ("key", _GREATEST)
        where = " AND ".join([*(f"t.{name} IS ?" for name in equal), f"{'' if at_most else '+'}t.{column} <= ?"])
        # `+` keeps sqlite from reading a whole table in the order of its keys for the few rows that an index knows.
        sql = f"{_SELECTS[table]} WHERE {where} ORDER BY +t.key"
        if limit >= 0:
            sql = f"{_SELECTS[table]} WHERE {where} ORDER BY t.key LIMIT {limit}"
        cursor = self.connection.execute(sql, (*equal.values(), bound))
        return [dict(zip(_COLUMNS[table], found, strict=True)) for found in cursor]

    def count(self, table: str, **equal: object) -> int:
        """How many rows have these values in their columns, as they truly are."""
        self._write_rows(table)
        where = " AND ".join(f"t.{name} = ?" for name in equal) or "1"
        sql = f"SELECT count(*) FROM main.{table} t WHERE {where}"
        return int(self.connection.execute(sql, tuple(equal.values())).fetchone()[0])

    def lowest(self, table: str, column: str, **equal: object) -> int:
        """The lowest value of a column in such rows; a very great number when there are none."""
        self._write_rows(table)
        where = " AND ".join(f"{name} = ?" for name in equal) or "1"
        sql = f"SELECT min({column}) FROM main.{table} WHERE {where}"
        found = self.connection.execute(sql, tuple(equal.values())).fetchone()[0]
        return _GREATEST if found is None else int(found)

    def put(self, table: str, row: Row, now_ms: int) -> None:
        """Writes a row; searches see it when the lag is over."""
        self._now_ms = now_ms
        self.writes[table] += 1
        if self._building or self.connection.in_transaction:
            self._rows.setdefault(table, {})[row["key"]] = row
            return
        with self.whole():
            self._rows.setdefault(table, {})[row["key"]] = row

    def remove(self, table: str, key: int, now_ms: int) -> None:
        """Deletes a row; searches miss it when the lag is over."""
        with self.whole():
            self.writes[table] += 1
            self._rows.get(table, {}).pop(key, None)
            self._read.get(table, {}).pop(key, None)
            self.connection.execute(f"DELETE FROM main.{table} WHERE key = ?", (key,))
            if self._lag_ms and not self._building and table in schema.COPIED:
                self._outbox.append((self._seen_at(now_ms), table, key, None))

    @contextmanager
    def whole(self) -> Iterator[None]:
        """What is put inside is written together, or not at all where the sandbox dies meanwhile."""
        if self._inside:
            yield
            return
        self._inside = True
        try:
            if self._building or self.connection.in_transaction:
                yield
            else:
                with self._committed():
                    yield
        finally:
            self._inside = False
            self._read.clear()

    @contextmanager
    def _committed(self) -> Iterator[None]:
        waiting = len(self._outbox)
        self.connection.execute("BEGIN")
        try:
            yield
            self.write()
        except BaseException:
            self._rows.clear()
            self._notes.clear()
            self.writes.update(_COLUMNS.keys())
            self._known_lists.clear()
            self._known_words.clear()
            while len(self._outbox) > waiting:
                self._outbox.pop()
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    @contextmanager
    def bulk(self) -> Iterator[sqlite3.Connection]:
        """The connection for statements that write very many rows: there are no indexes meanwhile."""
        self.write()
        self._read.clear()
        for (name,) in self.connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall():
            self.connection.execute(f"DROP INDEX main.{name}")
        yield self.connection
        for statement in schema.indexes():
            self.connection.execute(statement)

    def write(self) -> None:
        """Hands what was put to sqlite; needed before SQL that is not of this class."""
        for table in tuple(self._rows):
            self._write_rows(table)

    def _write_rows(self, table: str) -> None:
        """Hands the rows of a table that the transaction has put to sqlite."""
        rows = self._rows.pop(table, None)
        if not rows:
            return
        self.connection.executemany(_INSERTS["main", table], map(_VALUES[table], rows.values()))
        self._read.setdefault(table, {}).update(rows)
        for column in _LISTS.get(table, ()):
            self._keep_lists({row[column] for row in rows.values()})
        for column in _WORDS[table]:
            self._keep_words(column, {row[column] for row in rows.values()})
        if self._lag_ms and not self._building and table in schema.COPIED:
            due = self._seen_at(self._now_ms)
            self._outbox.extend((due, table, key, dict(row)) for key, row in rows.items())

    def _seen_at(self, now_ms: int) -> int:
        return now_ms + self.pinned_behind_ms + self._lag_ms

    def _keep_lists(self, lists: set[str]) -> None:
        for one in lists - self._known_lists:
            self._known_lists.add(one)
            self.connection.execute("INSERT OR IGNORE INTO member SELECT ?1, value FROM json_each(?1)", (one,))

    def _keep_words(self, column: str, words: set[str | None]) -> None:
        for word in words:
            if word is not None and (column, word) not in self._known_words:
                self._known_words.add((column, word))
                self.connection.execute("INSERT OR IGNORE INTO word VALUES (?, ?)", (column, word))

    def settle(self, now_ms: int | None) -> None:
        """Lets searches see what is due; None: everything."""
        while self._outbox and (now_ms is None or self._outbox[0][0] <= now_ms):
            _, table, key, row = self._outbox.popleft()
            if row is None:
                self.connection.execute(f"DELETE FROM temp.{table} WHERE key = ?", (key,))
            else:
                self.connection.execute(_INSERTS["temp", table], _VALUES[table](row))


def check(path: str, marks: Mapping[str, str]) -> None:
    """Raises `DatabaseUnfit` unless the file is a database of this version that holds what `marks` say."""
    try:
        found = marks_of(path)
    except sqlite3.Error as error:
        if "locked" in str(error):
            raise _in_use(path) from None
        raise DatabaseUnfit(f"{path} is not a database of the sandbox ({error}). Name another file.") from None
    for name, value in marks.items():
        if found.get(name) != value:
            raise DatabaseUnfit(
                f"{path} was built with {name} {found.get(name)}, and this sandbox wants {value}. "
                "Start it with what the file was built with, name another file, or delete it to build it again."
            )


def marks_of(path: str) -> dict[str, str]:
    """What a database says of itself. Raises `sqlite3.Error`."""
    with closing(_connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return dict(connection.execute("SELECT name, value FROM meta"))


def _in_use(path: str) -> DatabaseUnfit:
    return DatabaseUnfit(f"{path} is in use by another sandbox. Stop it, or name another file.")


def _connect(path: str, *, uri: bool = False) -> sqlite3.Connection:
    # More statements than there are kinds of them, so that none is ever prepared twice.
    connection = sqlite3.connect(path, isolation_level=None, timeout=0, uri=uri, cached_statements=1024)
    connection.execute("PRAGMA cache_size=-131072")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute("PRAGMA threads=2")
    return connection
