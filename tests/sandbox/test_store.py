"""The store: truth at once, searches late; files that are built once and checked before they are used."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from c8tui.sandbox.catalog import JOBS, USER_TASKS, VARIABLES
from c8tui.sandbox.schema import columns
from c8tui.sandbox.store import FIRST_KEY, DatabaseUnfit, Row, Store, check

MARKS = {"version": "1", "story": "none"}


def variable(key: int, name: str = "a", value: str = "1") -> Row:
    row: Row = dict.fromkeys(columns(VARIABLES), 0)
    return row | {"key": key, "name": name, "value": value, "tenant_id": "<default>"}


def nothing(store: Store) -> None:
    """Builds no rows."""


def one_variable(store: Store) -> None:
    store.put("variable", variable(store.new_key()), 0)


def shown(store: Store) -> list[Any]:
    return [row[0] for row in store.select("SELECT value FROM variable ORDER BY key")]


def test_without_a_lag_a_write_is_seen_at_once() -> None:
    store = Store(None, 0, MARKS, nothing)
    store.put("variable", variable(5), 1000)
    assert shown(store) == ["1"]
    assert store.get("variable", 5) == variable(5)
    assert store.get("variable", 6) is None


def test_with_a_lag_searches_see_a_write_when_it_is_due() -> None:
    store = Store(None, 50, MARKS, one_variable)
    assert shown(store) == ["1"]
    key = FIRST_KEY + 1
    store.put("variable", variable(key, value="2"), 1000)
    store.put("variable", variable(key, value="3"), 1020)
    assert store.get("variable", key) == variable(key, value="3")
    store.settle(1049)
    assert shown(store) == ["1"]
    store.settle(1050)
    assert shown(store) == ["2"]
    assert store.get("variable", key) == variable(key, value="3")
    store.settle(1070)
    assert shown(store) == ["3"]


def test_what_is_found_is_the_truth() -> None:
    store = Store(None, 50, MARKS, nothing)
    for row in (variable(1, "a"), variable(2, "b"), variable(3, "a")):
        store.put("variable", row, 0)
    store.put("variable", variable(1, "b"), 0)
    store.put("variable", variable(4, "a"), 0)
    assert [row["key"] for row in store.find("variable", name="a")] == [3, 4]
    assert [row["key"] for row in store.find("variable", name="b", limit=1)] == [1]
    assert [row["key"] for row in store.find("variable", name="a", at_most=("key", 3))] == [3]
    assert store.find("variable", name="c") == []


def test_the_lowest_of_a_column_is_the_truth() -> None:
    store = Store(None, 50, MARKS, nothing)
    assert store.lowest("job", "ready_at", phase="active") == 2**63 - 1
    job: Row = dict.fromkeys(columns(JOBS), 0) | {"phase": "active"}
    store.put("job", job | {"key": 1, "ready_at": 30}, 0)
    assert store.lowest("job", "ready_at", phase="active") == 30
    store.put("job", job | {"key": 2, "ready_at": 20}, 0)
    assert store.lowest("job", "ready_at", phase="active") == 20
    assert store.lowest("job", "ready_at", phase="backoff") == 2**63 - 1


def test_members_and_words_are_kept_for_filters() -> None:
    store = Store(None, 0, MARKS, nothing)
    task: Row = dict.fromkeys(columns(USER_TASKS), 0) | {"key": 1, "name": "Review", "assignee": None}
    task |= {"candidate_groups": '["a","b"]', "candidate_users": "[]", "tags": '["a"]', "process_definition_id": "p"}
    store.put("user_task", task, 0)
    assert store.select("SELECT value, list FROM member ORDER BY 1, 2") == [
        ("a", '["a","b"]'),
        ("a", '["a"]'),
        ("b", '["a","b"]'),
    ]
    assert store.select("SELECT * FROM word ORDER BY 1") == [("name", "Review"), ("process_definition_id", "p")]


def test_nothing_is_opened_before_the_first_query(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store = Store(str(path), 0, MARKS, one_variable)
    assert not path.exists()
    store.select("SELECT 1")
    assert path.exists()


def test_a_file_is_built_once_and_opened_again(tmp_path: Path) -> None:
    path = str(tmp_path / "s.db")
    store = Store(path, 50, MARKS, one_variable)
    store.put("variable", variable(store.new_key(), value="late"), 0)
    store.close()

    def never(_: Store) -> None:
        raise AssertionError("built again")

    again = Store(path, 0, MARKS, never)
    assert shown(again) == ["1", "late"]
    assert again.new_key() == FIRST_KEY + 3
    assert again.select("PRAGMA journal_mode") == [("wal",)]
    again.close()


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fails(_: Store) -> None:
        raise ZeroDivisionError

    store = Store(str(tmp_path / "s.db"), 0, MARKS, fails)
    with pytest.raises(ZeroDivisionError):
        store.select("SELECT 1")
    assert os.listdir(tmp_path) == []


def test_other_files_are_refused(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database, but long enough to be looked at " * 10)
    with pytest.raises(DatabaseUnfit, match="not a database of the sandbox"):
        check(str(text), MARKS)
    foreign = tmp_path / "foreign.db"
    sqlite3.connect(foreign).execute("CREATE TABLE x (y)").connection.close()
    with pytest.raises(DatabaseUnfit, match="no such table: meta"):
        check(str(foreign), MARKS)


def test_a_file_with_other_data_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = str(tmp_path / "s.db")
    Store(path, 0, MARKS, nothing).close()
    store = Store(path, 0, MARKS, nothing)
    store.select("SELECT 1")
    store.close()
    check(path, MARKS)
    with pytest.raises(DatabaseUnfit, match="built with version 1, and this sandbox wants 2"):
        check(path, MARKS | {"version": "2"})


def test_another_partition_has_keys_of_its_own() -> None:
    store = Store(None, 0, {}, one_variable)
    before = store.new_key()
    with store.partition(3):
        keys = [store.new_key(), store.new_key()]
        store.put("variable", variable(keys[0]), 0)
    assert keys == [3 * FIRST_KEY + 1, 3 * FIRST_KEY + 2]
    assert store.new_key() == before + 1
    store.skip_keys()
    assert store.new_key() == before + 2


def test_what_was_put_is_in_the_file_whatever_the_lag(tmp_path: Path) -> None:
    path = str(tmp_path / "s.db")
    store = Store(path, 60_000, MARKS, nothing)
    key = store.new_key()
    store.put("variable", variable(key, value="2"), 0)
    assert shown(store) == []
    # A process that is killed closes nothing; its lock on the file goes, which a copy of the file shows.
    copy = tmp_path / "copy.db"
    for suffix in ("", "-wal"):
        copy.with_name(copy.name + suffix).write_bytes(Path(path + suffix).read_bytes())
    again = Store(str(copy), 60_000, MARKS, nothing)
    assert again.get("variable", key) == variable(key, value="2")
    assert shown(again) == ["2"]


def test_what_a_killed_sandbox_left_beside_a_deleted_file_does_not_get_into_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store = Store(str(path), 0, MARKS, one_variable)
    for _ in range(200):
        store.put("variable", variable(store.new_key(), value="2" * 400), 0)
    copy = tmp_path / "copy.db"
    leftover = copy.with_name("copy.db-wal")
    leftover.write_bytes(path.with_name("s.db-wal").read_bytes())
    again = Store(str(copy), 60_000, MARKS, one_variable)
    assert shown(again) == ["1"]
    assert again.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_transaction_that_fails_leaves_nothing() -> None:
    store = Store(None, 50, MARKS, one_variable)

    def fail() -> None:
        with store.whole():
            store.put("variable", variable(FIRST_KEY + 1, value="2"), 0)
            store.put("variable", variable(FIRST_KEY + 2), 0)
            assert len(store.find("variable", name="a")) == 2
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    store.settle(None)
    assert shown(store) == ["1"]
    assert [row["value"] for row in store.find("variable", name="a")] == ["1"]


def test_a_deleted_row_is_gone_at_once_and_for_searches_when_the_lag_is_over() -> None:
    store = Store(None, 50, MARKS, one_variable)
    store.remove("variable", FIRST_KEY + 1, 1000)
    assert store.get("variable", FIRST_KEY + 1) is None
    store.settle(1049)
    assert shown(store) == ["1"]
    store.settle(1050)
    assert shown(store) == []


def test_a_file_serves_one_sandbox_at_a_time(tmp_path: Path) -> None:
    path = str(tmp_path / "s.db")
    first, second = Store(path, 0, MARKS, nothing), Store(path, 0, MARKS, nothing)
    first.select("SELECT 1")
    with pytest.raises(DatabaseUnfit, match="in use by another sandbox"):
        second.select("SELECT 1")
    first.close()
    second.select("SELECT 1")


def test_a_transaction_sees_what_it_wrote_and_deleted() -> None:
    store = Store(None, 0, MARKS, one_variable)
    key = FIRST_KEY + 1
    with store.whole():
        store.put("variable", variable(key, value="2"), 0)
        assert store.find("variable", value="2"), "what is looked for is written first"
        read = store.get("variable", key)
        assert read == variable(key, value="2")
        read["value"] = "changed by who read it"
        assert store.get("variable", key) == variable(key, value="2")
        store.remove("variable", key, 0)
        assert store.get("variable", key) is None
    assert store.get("variable", key) is None


def test_a_transaction_that_fails_leaves_no_notes_and_no_rows_read() -> None:
    store = Store(None, 0, MARKS, one_variable)
    store.note("clock", "1")
    before = store.writes["variable"]

    def fail() -> None:
        with store.whole():
            store.note("clock", "2")
            store.put("variable", variable(FIRST_KEY + 1, value="2"), 0)
            assert store.find("variable", value="2")
            assert store.noted("clock") == "2"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.noted("clock") == "1"
    assert store.get("variable", FIRST_KEY + 1) == variable(FIRST_KEY + 1)
    assert store.writes["variable"] > before + 1, "who keeps rows of the table reads them anew"
