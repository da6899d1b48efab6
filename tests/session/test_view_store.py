"""All views together: the built-in ones, those of the file, and keeping one."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from c8tui.errors import C8Error
from c8tui.session.view_file import ViewExists, ViewStore
from c8tui.session.views import BUILT_IN, View


def test_without_a_file_there_are_those_that_everybody_has() -> None:
    store = ViewStore(None)
    assert not store.refresh()
    assert (*store,) == BUILT_IN
    with pytest.raises(C8Error, match="no place"):
        store.save(View("x", "X"), "X")


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    store = ViewStore(path)
    assert not store.refresh()
    path.write_text('[views.a]\nname = "x"\n')
    assert store.refresh()
    assert [view.id for view in store.own] == ["a"]
    assert not store.refresh()
    path.write_text('[views.a]\nnaem = "xx"\n')
    os.utime(path, ns=(1, 1))
    assert store.refresh()
    assert store.own == ()
    assert "did you mean name?" in store.problems[0]
    path.unlink()
    assert store.refresh()
    assert store.problems == ()


def test_a_view_is_kept_under_a_title_and_taken_out(tmp_path: Path) -> None:
    store = ViewStore(tmp_path / "views.toml")
    kept = store.save(View("open*", "All open (changed)", ({"priority": "high"},)), "Big ones!")
    assert (kept.id, kept.title, kept.own) == ("big-ones", "Big ones!", True)
    assert store.named("big") == kept
    assert (*store,) == (*BUILT_IN, kept)
    store.remove(kept)
    assert store.own == ()


@pytest.mark.parametrize("title", ["Open", "  ", "!!!"])
def test_names_that_cannot_be(tmp_path: Path, title: str) -> None:
    with pytest.raises(C8Error, match="cannot be called"):
        ViewStore(tmp_path / "views.toml").save(View("x", "X"), title)


def test_over_another_view_only_when_that_is_meant(tmp_path: Path) -> None:
    store = ViewStore(tmp_path / "views.toml")
    big = store.save(View("x", "X", ({"priority": "high"},)), "Big ones")
    with pytest.raises(ViewExists) as exists:
        store.save(View("x", "X", ({"name": "y"},)), "big ones!")
    assert exists.value.other == big
    assert store.own == (big,)
    changed = store.save(replace(big, columns=("task",)), "Big ones")  # itself
    assert store.own == (changed,)
    other = store.save(View("x", "X", ({"name": "y"},)), "big ones!", replacing=True)
    assert store.own == (other,)


def test_what_another_session_has_saved_meanwhile_is_not_lost(tmp_path: Path) -> None:
    store, elsewhere = ViewStore(tmp_path / "views.toml"), ViewStore(tmp_path / "views.toml")
    elsewhere.save(View("x", "X", ({"priority": "high"},)), "Big ones")
    with pytest.raises(ViewExists):
        store.save(View("x", "X", ({"name": "y"},)), "Big ones")


def test_a_view_is_renamed_in_its_place(tmp_path: Path) -> None:
    store = ViewStore(tmp_path / "views.toml")
    first, second = (store.save(View("x", "X", ({"name": name},)), name) for name in ("one", "two"))
    renamed = store.rename(first, "First")
    assert (renamed.id, renamed.title) == ("first", "First")
    assert store.own == (renamed, second)
    with pytest.raises(ViewExists):
        store.rename(renamed, "Two")
    with pytest.raises(C8Error, match="cannot be called"):
        store.rename(renamed, "My groups")
    assert store.own == (renamed, second)
    over = store.rename(renamed, "Two", replacing=True)
    assert [*store.own] == [over]
    assert over.alternatives == first.alternatives
