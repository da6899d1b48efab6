"""All views together: the built-in ones, those of the file, and keeping one."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from c8tui.errors import C8Error
from c8tui.session.view_store import ViewExists, ViewShelf
from c8tui.session.views import BUILT_IN, View


def test_without_a_file_there_are_those_that_everybody_has() -> None:
    shelf = ViewShelf(None)
    assert not shelf.refresh()
    assert (*shelf,) == BUILT_IN
    with pytest.raises(C8Error, match="no place"):
        shelf.save(View("x", "X"), "X")


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    shelf = ViewShelf(path)
    assert not shelf.refresh()
    path.write_text('[views.a]\nname = "x"\n')
    assert shelf.refresh()
    assert [view.id for view in shelf.own] == ["a"]
    assert not shelf.refresh()
    path.write_text('[views.a]\nnaem = "xx"\n')
    os.utime(path, ns=(1, 1))
    assert shelf.refresh()
    assert shelf.own == ()
    assert "did you mean name?" in shelf.problems[0]
    path.unlink()
    assert shelf.refresh()
    assert shelf.problems == ()


def test_a_view_is_kept_under_a_title_and_taken_out(tmp_path: Path) -> None:
    shelf = ViewShelf(tmp_path / "views.toml")
    kept = shelf.save(View("open*", "All open (changed)", ({"priority": "high"},)), "Big ones!")
    assert (kept.id, kept.title, kept.own) == ("big-ones", "Big ones!", True)
    assert shelf.named("big") == kept
    assert (*shelf,) == (*BUILT_IN, kept)
    shelf.remove(kept)
    assert shelf.own == ()


@pytest.mark.parametrize("title", ["Open", "  ", "!!!"])
def test_names_that_cannot_be(tmp_path: Path, title: str) -> None:
    with pytest.raises(C8Error, match="cannot be called"):
        ViewShelf(tmp_path / "views.toml").save(View("x", "X"), title)


def test_over_another_view_only_when_that_is_meant(tmp_path: Path) -> None:
    shelf = ViewShelf(tmp_path / "views.toml")
    big = shelf.save(View("x", "X", ({"priority": "high"},)), "Big ones")
    with pytest.raises(ViewExists) as exists:
        shelf.save(View("x", "X", ({"name": "y"},)), "big ones!")
    assert exists.value.other == big
    assert shelf.own == (big,)
    changed = shelf.save(replace(big, columns=("task",)), "Big ones")  # itself
    assert shelf.own == (changed,)
    other = shelf.save(View("x", "X", ({"name": "y"},)), "big ones!", replacing=True)
    assert shelf.own == (other,)


def test_what_another_session_has_saved_meanwhile_is_not_lost(tmp_path: Path) -> None:
    shelf, elsewhere = ViewShelf(tmp_path / "views.toml"), ViewShelf(tmp_path / "views.toml")
    elsewhere.save(View("x", "X", ({"priority": "high"},)), "Big ones")
    with pytest.raises(ViewExists):
        shelf.save(View("x", "X", ({"name": "y"},)), "Big ones")


def test_a_view_is_renamed_in_its_place(tmp_path: Path) -> None:
    shelf = ViewShelf(tmp_path / "views.toml")
    first, second = (shelf.save(View("x", "X", ({"name": name},)), name) for name in ("one", "two"))
    renamed = shelf.rename(first, "First")
    assert (renamed.id, renamed.title) == ("first", "First")
    assert shelf.own == (renamed, second)
    with pytest.raises(ViewExists):
        shelf.rename(renamed, "Two")
    with pytest.raises(C8Error, match="cannot be called"):
        shelf.rename(renamed, "My groups")
    assert shelf.own == (renamed, second)
    over = shelf.rename(renamed, "Two", replacing=True)
    assert [*shelf.own] == [over]
    assert over.alternatives == first.alternatives
