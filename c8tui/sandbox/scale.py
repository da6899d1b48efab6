"""Large sandboxes: copies of what a story seeded, made by sqlite itself, a million tasks in seconds."""

from __future__ import annotations

from collections.abc import Iterator

from c8tui.sandbox.catalog import RESOURCES
from c8tui.sandbox.schema import columns
from c8tui.sandbox.store import Store
from c8tui.sandbox.stories.company import DAY_MS, HOUR_MS

_TABLES = (
    "process_instance",
    "variable",
    "user_task",
    "job",
    "incident",
    "element_instance",
    "execution",
)
_SHIFTED_KEYS = frozenset(
    {
        "key",
        "element_instance_key",
        "process_instance_key",
        "root_process_instance_key",
        "scope_key",
        "parent_key",
        "incident_key",
        "element_instance_scope_key",
        "job_key",
    }
)
_PAST = frozenset({"creation_date", "completion_date", "start_date", "end_date", "creation_time", "end_time"})
_UNLOCKED = {
    "phase": "CASE t.phase WHEN 'active' THEN 'ready' ELSE t.phase END",
    "deadline": "NULL",
    "ready_at": f"t.ready_at + n * {HOUR_MS // 60}",
}
"""Copied jobs are held by nobody and retried one after the other: thousands that end at once would stop the world."""
_SHORTENED = frozenset({"name", "error_message"})
"""Texts that a story may have made a mebibyte long; a million of those would fill the disk."""
_AHEAD = frozenset({"due_date", "follow_up_date"})


def multiply(store: Store, first_key: int, wanted: int) -> None:
    """Copies instances with all that belongs to them until there are exactly `wanted` user tasks.

    `first_key` is the lowest key of what is copied. Each copy has keys, business ids and invoice numbers of its own
    and lies elsewhere in the last two weeks.
    """
    with store.bulk() as connection:
        there = connection.execute("SELECT count(*) FROM user_task").fetchone()[0]
        top = store.new_key()
        span = top - first_key + 1
        copies, rest = divmod(wanted - there, there)
        for table in _TABLES:
            _copy(store, table, span, (1, copies), (0, top))
        for low, high in _portion(store, rest, top) if rest else ():
            for table in _TABLES:
                _copy(store, table, span, (copies + 1, copies + 1), (low, high))


def _portion(store: Store, tasks: int, top: int) -> Iterator[tuple[int, int]]:
    """Ranges of keys that hold whole instances with so many user tasks together."""
    rows = store.connection.execute(
        "SELECT i.key, count(u.key) FROM process_instance i LEFT JOIN user_task u ON u.process_instance_key = i.key "
        "WHERE i.key <= ? GROUP BY i.key ORDER BY i.key",
        (top,),
    ).fetchall()
    ends = [key - 1 for key, _ in rows[1:]] + [top]
    for (key, count), end in zip(rows, ends, strict=True):
        if count <= tasks:
            yield key, end
            tasks -= count
        if not tasks:
            return


def _copy(store: Store, table: str, span: int, numbers: tuple[int, int], keys: tuple[int, int]) -> None:
    """Copies the rows of a table within a range of keys, once for each number."""
    names = columns(next(resource for resource in RESOURCES if resource.table == table))
    values = ", ".join(_copied(table, name) for name in names)
    store.connection.execute(
        "WITH RECURSIVE copy(n) AS "
        "(SELECT :first WHERE :first <= :last UNION ALL SELECT n + 1 FROM copy WHERE n < :last) "
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM copy CROSS JOIN "
        f"(SELECT * FROM {table} WHERE key BETWEEN :low AND :high{_left_out(table)} ORDER BY key) t",
        {"first": numbers[0], "last": numbers[1], "low": keys[0], "high": keys[1], "span": span},
    )


def _left_out(table: str) -> str:
    """Copies have no order lines and no history of elements: these are half of all bytes."""
    if table == "element_instance":
        return " AND state = 'ACTIVE'"
    return " AND name <> 'items'" if table == "variable" else ""


def _copied(table: str, column: str) -> str:
    """A column of a copy, as SQL."""
    if column in _SHIFTED_KEYS:
        return f"t.{column} + n * :span"
    if column in _PAST:
        return f"t.{column} - (n * 86413000) % {14 * DAY_MS}"
    if column in _AHEAD:
        return f"t.{column} + (n * 7919000) % {4 * HOUR_MS} - {2 * HOUR_MS}"
    if column in _SHORTENED:
        return f"substr(t.{column}, 1, 500)"
    if column == "business_id":
        return "t.business_id || '-' || n"
    if table == "execution" and column == "data":
        return (
            "CASE WHEN t.data LIKE '%\"task\":%' "
            "THEN json_set(t.data, '$.task', json_extract(t.data, '$.task') + n * :span) ELSE t.data END"
        )
    if table == "job" and column in _UNLOCKED:
        return _UNLOCKED[column]
    if table == "variable" and column == "value":
        return (
            "CASE WHEN t.name = 'invoiceNo' THEN printf('%s-%d\"', rtrim(t.value, '\"'), n) "
            "WHEN length(t.value) > 10000 THEN '0' ELSE t.value END"
        )
    return f"t.{column}"
