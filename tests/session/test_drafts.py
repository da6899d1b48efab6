"""Drafts survive everything but being sent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from c8tui.session.drafts import Drafts

NAME = "http://cluster/v2 complete 2251799813685300"
TEXT = '{\r\n  "name": "Zoë \U0001f600", "half": "\ud800", "cr": "a\rb"\n}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "drafts"


def test_a_draft_is_there_after_a_crash_to_the_last_character(folder: Path) -> None:
    assert Drafts(folder).save(NAME, TEXT)
    assert Drafts(folder).load(NAME) == TEXT
    assert Drafts(folder).load(NAME + "1") is None


def test_only_the_owner_can_read_it(folder: Path) -> None:
    Drafts(folder).save(NAME, "secret")
    (file,) = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    assert file.name.endswith(".draft")
    assert "2251799813685300" not in file.name


def test_the_latest_one_counts(folder: Path) -> None:
    drafts = Drafts(folder)
    drafts.save(NAME, "first")
    drafts.save(NAME, "second")
    assert drafts.load(NAME) == Drafts(folder).load(NAME) == "second"
    assert len(list(folder.iterdir())) == 1


def test_what_was_sent_is_forgotten(folder: Path) -> None:
    drafts = Drafts(folder)
    drafts.save(NAME, TEXT)
    drafts.save("other", "stays")
    drafts.drop(NAME)
    drafts.drop("never there")
    assert drafts.load(NAME) is None
    assert Drafts(folder).load(NAME) is None
    assert Drafts(folder).load("other") == "stays"


def test_in_memory_where_nothing_may_be_on_disk() -> None:
    drafts = Drafts(None)
    assert drafts.save(NAME, TEXT)
    assert drafts.load(NAME) == TEXT
    assert Drafts(None).load(NAME) is None
    drafts.drop(NAME)
    assert drafts.load(NAME) is None


def test_a_disk_that_takes_nothing_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    drafts = Drafts(tmp_path / "state" / "drafts")
    assert drafts.save(NAME, TEXT) is False
    assert drafts.load(NAME) == TEXT
    drafts.drop(NAME)
    assert drafts.load(NAME) is None


def test_a_failure_half_way_leaves_the_old_draft_and_no_litter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = Drafts(folder)
    drafts.save(NAME, "old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        assert drafts.save(NAME, "new") is False
    assert drafts.load(NAME) == "new"
    assert Drafts(folder).load(NAME) == "old"
    assert len(list(folder.iterdir())) == 1


def test_a_file_that_is_no_text_counts_as_none(folder: Path) -> None:
    Drafts(folder).save(NAME, TEXT)
    (file,) = folder.iterdir()
    file.write_bytes(b"\xff\xfe\x00")
    assert Drafts(folder).load(NAME) is None


def test_a_repr_shows_no_draft() -> None:
    drafts = Drafts(None)
    drafts.save(NAME, "what I typed")
    assert "what I typed" not in repr(drafts)
