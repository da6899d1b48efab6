"""What the program remembers, and how little can go wrong with it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from c8tui.state import Person, State, default_path

HERE = "http://localhost:8080/v2"
THERE = "https://bru-2.zeebe.camunda.io/abc/v2"


def test_what_one_run_remembers_the_next_one_knows(tmp_path: Path) -> None:
    first = State(tmp_path / "state.json")
    first.remember_user(HERE, "anna", ("sales", "leads"))
    first.remember_screen("jobs")
    first.remember_theme("nord")
    second = State(tmp_path / "state.json")
    assert second.user_for(HERE) == Person("anna", ("sales", "leads"))
    assert second.user_for(THERE) is None
    assert (second.screen, second.theme) == ("jobs", "nord")


def test_the_folder_is_the_files(tmp_path: Path) -> None:
    assert State(tmp_path / "state.json").folder == tmp_path
    assert State().folder is None


def test_nothing_is_remembered_at_first() -> None:
    state = State()
    assert (state.user_for(HERE), state.screen, state.theme) == (None, None, None)


def test_without_a_file_it_remembers_while_it_lives() -> None:
    state = State()
    state.remember_user(HERE, "anna")
    assert state.user_for(HERE) == Person("anna")


def test_the_file_and_its_folder_are_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "state.json"
    State(path).remember_user(HERE, "anna")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["state.json"]


def test_looking_writes_nothing(tmp_path: Path) -> None:
    state = State(tmp_path / "state.json")
    state.user_for(HERE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[]", b'{"people": {"x": 1}}', b'{"screen": 5}', b"x" * 2_000_000]
)
def test_a_broken_file_counts_as_empty_and_is_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(content)
    state = State(path)
    assert state.user_for(HERE) is None
    state.remember_user(HERE, "anna")
    assert State(path).user_for(HERE) == Person("anna")


def test_a_later_version_may_have_written_more(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text('{"screen": "jobs", "columns": [1, 2]}')
    assert State(path).screen == "jobs"


def test_a_place_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    state = State(tmp_path / "file" / "state.json")
    state.remember_theme("nord")
    assert state.theme == "nord"


def test_two_programs_do_not_lose_each_others_memory(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    one, two = State(path), State(path)
    assert (one.screen, two.screen) == (None, None)
    one.remember_user(HERE, "anna")
    two.remember_user(THERE, "ben")
    assert State(path).user_for(HERE) == Person("anna")
    assert State(path).user_for(THERE) == Person("ben")


def test_the_usual_place_carries_our_name() -> None:
    assert default_path().parent.name == "c8tui"


def test_what_was_done_is_counted_for_one_day(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    State(path).remember_done("2026-12-24", 2)
    State(path).remember_done("2026-12-24", 1)
    assert State(path).done_on("2026-12-24") == 3
    assert State(path).done_on("2026-12-25") == 0
    State(path).remember_done("2026-12-25", 1)
    assert (State(path).done_on("2026-12-24"), State(path).done_on("2026-12-25")) == (0, 1)
