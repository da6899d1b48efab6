"""Paths as they are typed: what is one, and what is said of what is none."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from c8tui.files import LONGEST, Use, new_file, path_or_why_not, replace_file

USES: tuple[Use, ...] = ("read", "stream", "write", "name")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file, a folder and a pipe in it, which is the home folder and the current one, too."""
    (tmp_path / "file.csv").write_text("x")
    (tmp_path / "sub").mkdir()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "no file is named"),
        ("  ", "no file is named"),
        ("a\0b", "cannot hold the character NUL"),
        ("~nobody-of-that-name", "there is no user nobody-of-that-name"),
        ("~nobody-of-that-name/x.csv", "write the whole path"),
        ("x" * (LONGEST + 1), "is too long"),
        ("\ud800.csv", "holds characters that no name of a file can hold"),
    ],
)
def test_what_is_no_path_for_anything(folder: Path, use: Use, typed: str, said: str) -> None:
    found = path_or_why_not(typed, use)
    assert isinstance(found, str)
    assert said in found


@pytest.mark.parametrize(
    ("use", "typed", "said"),
    [
        *((use, typed, "is a folder") for use in ("read", "stream", "write") for typed in ("/", ".", "..", "~", "sub")),
        ("write", "sub/", "is a folder"),
        ("write", "file.csv/", "names no file"),
        ("read", "none.csv", "there is no file none.csv"),
        ("read", "file.csv/x", "there is no file file.csv/x"),
        ("write", "none/x.csv", "there is no folder none"),
        ("write", "file.csv/x", "there is no folder file.csv"),
        ("read", "pipe", "is no ordinary file"),
        ("write", "pipe", "is no ordinary file"),
        ("read", f"{'x' * 300}.csv", "file name too long"),
        ("write", f"{'x' * 300}.csv", "file name too long"),
    ],
)
def test_what_is_no_path_for_this(folder: Path, use: Use, typed: str, said: str) -> None:
    found = path_or_why_not(typed, use)
    assert isinstance(found, str)
    assert said in found


@pytest.mark.parametrize(
    ("use", "typed", "path"),
    [
        ("read", "file.csv", "file.csv"),
        ("read", "~/file.csv", "{home}/file.csv"),
        ("stream", "pipe", "pipe"),
        ("write", "new.csv", "new.csv"),
        ("write", "file.csv", "file.csv"),
        ("write", "~/sub/new.csv", "{home}/sub/new.csv"),
        ("name", "none/x", "none/x"),
        ("name", "sub", "sub"),
    ],
)
def test_a_path(folder: Path, use: Use, typed: str, path: str) -> None:
    assert path_or_why_not(typed, use) == Path(path.format(home=folder))


def test_beside_another_file(folder: Path) -> None:
    assert path_or_why_not("x", "name", beside=folder / "sub") == folder / "sub" / "x"
    assert path_or_why_not("~/x", "name", beside=folder / "sub") == folder / "x"


def test_nobody_is_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_: Any) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", unknown)
    found = path_or_why_not("~/x")
    assert isinstance(found, str)
    assert "your home folder is not known" in found


@pytest.mark.parametrize(
    ("use", "typed", "refuses", "said"),
    [
        ("read", "file.csv", os.R_OK, "cannot be read: permission denied"),
        ("write", "file.csv", os.W_OK, "cannot be written: permission denied"),
        ("write", "new.csv", os.W_OK | os.X_OK, "nothing can be written in ."),
    ],
)
def test_what_is_not_permitted(
    folder: Path, monkeypatch: pytest.MonkeyPatch, use: Use, typed: str, refuses: int, said: str
) -> None:
    monkeypatch.setattr(os, "access", lambda _, mode: mode != refuses)
    found = path_or_why_not(typed, use)
    assert isinstance(found, str)
    assert said in found


def test_a_folder_that_is_closed_to_us(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: Any, **__: Any) -> os.stat_result:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", closed)
    assert path_or_why_not("file.csv") == "file.csv: permission denied"


class TestWriting:
    def test_a_new_file_is_the_owners_alone_and_so_is_its_folder(self, tmp_path: Path) -> None:
        path = tmp_path / "state" / "own" / "file.json"
        replace_file(path, b"{}")
        assert path.read_bytes() == b"{}"
        assert [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent)] == [0o600, 0o700]

    def test_a_file_is_replaced_and_not_written_into(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        replace_file(path, b"before")
        with path.open("rb") as reading:
            replace_file(path, b"after", 0o640)
            assert reading.read() == b"before"
        assert path.read_bytes() == b"after"
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        assert list(tmp_path.iterdir()) == [path]

    @pytest.mark.parametrize("failing", ["replace", "chmod"])
    def test_nothing_unfinished_stays(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
        def full(*_: Any) -> None:
            raise OSError(28, "No space left on device")

        path = tmp_path / "file"
        path.write_bytes(b"before")
        monkeypatch.setattr(os, failing, full)
        with pytest.raises(OSError, match="No space left"):
            replace_file(path, b"after", 0o644)
        assert list(tmp_path.iterdir()) == [path]
        assert path.read_bytes() == b"before"

    def test_the_longest_name_is_written(self, tmp_path: Path) -> None:
        path = tmp_path / ("ü" * 120)
        replace_file(path, b"x")
        assert path.read_bytes() == b"x"

    def test_a_file_that_is_there_is_not_made_again(self, tmp_path: Path) -> None:
        path = tmp_path / "runs" / "one"
        handle = new_file(path, os.O_APPEND)
        os.write(handle, b"line")
        os.close(handle)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with pytest.raises(FileExistsError):
            new_file(path)
        assert path.read_bytes() == b"line"
