"""Files of the command line: read whole, or refused with what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.errors import SettingsError
from c8tui.shell_files import read_bytes, read_text, read_variables, view_file


def test_what_is_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"\xef\xbb\xbfgr\xc3\xbcn \xff")
    assert read_bytes(str(file), "FILE") == b"\xef\xbb\xbfgr\xc3\xbcn \xff"
    assert read_text(str(file), "FILE") == "grün \ufffd"


@pytest.mark.parametrize("name", ["none", ".", "a\0b"])
def test_what_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_bytes(str(tmp_path / name), "FILE")
    assert "FILE" in str(refused.value)


def test_one_byte_too_much(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"x" * 1_000_001)
    assert len(read_bytes(str(file), "FILE", 1_000_001)) == 1_000_001
    with pytest.raises(SettingsError, match="more than 1 MB"):
        read_bytes(str(file), "FILE", 1_000_000)


def test_variables(tmp_path: Path) -> None:
    file = tmp_path / "v.json"
    file.write_text('\ufeff{"a": [1]}', encoding="utf-8")
    assert read_variables(str(file)) == {"a": [1]}
    assert read_variables(None) == {}


@pytest.mark.parametrize(
    ("text", "said"), [("", "no JSON"), ("{", "no JSON"), ("[" * 100_000, "no JSON"), ("[1]", "no object of variables")]
)
def test_what_is_no_object_of_variables(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "v.json"
    file.write_text(text)
    with pytest.raises(SettingsError, match=said):
        read_variables(str(file))


def test_a_view_file_need_not_be_there_but_must_be_one(tmp_path: Path) -> None:
    assert view_file(None) is None
    assert view_file(str(tmp_path / "views.toml")) == tmp_path / "views.toml"
    with pytest.raises(SettingsError, match="folder"):
        view_file(str(tmp_path))
    with pytest.raises(SettingsError, match="no file is named"):
        view_file(" ")
