"""Tables and indexes made from the catalog."""

from __future__ import annotations

import sqlite3

from c8tui.sandbox import schema
from c8tui.sandbox.catalog import AUDIT_LOGS, JOBS, RESOURCES, USER_TASKS


def test_sqlite_takes_every_statement() -> None:
    connection = sqlite3.connect(":memory:")
    for statement in (*schema.tables(), *schema.indexes()):
        connection.execute(statement)
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {resource.table for resource in RESOURCES} < names
    for resource in RESOURCES:
        assert (
            connection.execute(f"SELECT {', '.join(schema.columns(resource))} FROM {resource.table}").fetchall() == []
        )
    connection.close()


def test_null_sorts_behind_everything() -> None:
    connection = sqlite3.connect(":memory:")
    for statement in schema.tables():
        connection.execute(statement)
    names = schema.columns(AUDIT_LOGS)
    for key, actor in ((1, "zoe"), (2, None), (3, "anna")):
        row = dict.fromkeys(names, 0) | {"key": key, "actor_id": actor}
        marks = ", ".join(f":{name}" for name in names)
        connection.execute(f"INSERT INTO audit_log ({', '.join(names)}) VALUES ({marks})", row)
    ordered = connection.execute("SELECT actor_id FROM audit_log ORDER BY actor_id_order").fetchall()
    assert ordered == [("anna",), ("zoe",), (None,)]
    connection.close()


def test_what_the_engine_keeps_is_a_column_too() -> None:
    assert {"key", "phase", "ready_at"} <= set(schema.columns(JOBS))
    assert "candidate_group" not in schema.columns(USER_TASKS)
    assert {field.name for field in schema.stored(USER_TASKS)} >= {"userTaskKey", "candidateGroups"}


def test_indexes_have_telling_names() -> None:
    assert schema.index_name(USER_TASKS, ("priority DESC", "due_date_order")) == (
        "user_task_order_priority_DESC_due_date_order_key"
    )
