"""Tokens on disk: for one grant, one secret, one owner, or not at all."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from c8tui.api.token_cache import TokenCache, default_directory
from c8tui.api.token_request import Token
from c8tui.secret_text import SecretStr
from tests.api.fakes import SECRET, a_grant
from tests.clocks import NOON

TOKEN = Token(SecretStr("the-token"), NOON, NOON + 300)
posix = pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "tokens"


def stored(directory: Path, **grant: Any) -> tuple[TokenCache, Path]:
    cache = TokenCache(directory, a_grant(**grant))
    cache.store(TOKEN)
    (path,) = directory.iterdir()
    return cache, path


def test_it_comes_back(directory: Path) -> None:
    cache, _ = stored(directory)
    assert cache.load(NOON) == TOKEN
    assert TokenCache(directory, a_grant()).load(NOON) == TOKEN
    assert cache.trouble is None


def test_nothing_is_touched_before_it_is_needed(directory: Path) -> None:
    cache = TokenCache(directory, a_grant())
    assert cache.load(NOON) is None
    assert cache.trouble is None
    assert not directory.exists()


@posix
def test_only_the_owner_can_see_it(directory: Path) -> None:
    before = os.umask(0)
    try:
        _, path = stored(directory)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_the_file_tells_neither_secret_nor_client_by_its_name(directory: Path) -> None:
    _, path = stored(directory)
    assert SECRET not in path.read_text()
    assert "worker" not in path.name


@pytest.mark.parametrize(
    "other",
    [
        {"url": "http://login.test/other"},
        {"client_id": "other"},
        {"audience": "other"},
        {"scope": "other"},
        {"resource": "other"},
    ],
)
def test_another_grant_has_another_file(directory: Path, other: dict[str, str]) -> None:
    stored(directory)
    assert TokenCache(directory, a_grant(**other)).load(NOON) is None


def test_a_token_of_another_secret_is_not_used(directory: Path) -> None:
    """Or a wrong secret would seem right until the token of the right one expires."""
    stored(directory)
    assert TokenCache(directory, a_grant(client_secret=SecretStr("rotated"))).load(NOON) is None


def test_an_expired_token_is_not_used(directory: Path) -> None:
    cache, _ = stored(directory)
    assert cache.load(NOON + 299.9) == TOKEN
    assert cache.load(NOON + 300) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 60_000, b'{"access_token": 1}', b" " * 200_000])
def test_a_broken_file_is_replaced(directory: Path, content: bytes) -> None:
    cache, path = stored(directory)
    path.write_bytes(content)
    assert cache.load(NOON) is None
    assert cache.trouble is None
    cache.store(TOKEN)
    assert cache.load(NOON) == TOKEN


def test_a_forged_proof_is_no_proof(directory: Path) -> None:
    cache, path = stored(directory)
    path.write_text(
        json.dumps({**json.loads(path.read_text()), "proof": "ü\ud800".encode("utf-8", "replace").decode()})
    )
    assert cache.load(NOON) is None


@posix
@pytest.mark.parametrize("which", ["file", "directory"])
def test_a_wider_mode_is_refused_with_the_mend(directory: Path, which: str) -> None:
    cache, path = stored(directory)
    wide, mode = (path, "600") if which == "file" else (directory, "700")
    wide.chmod(0o755)
    assert cache.load(NOON) is None
    assert cache.trouble is not None
    assert f"chmod {mode} '{wide}'" in cache.trouble
    wide.chmod(int(mode, 8))
    assert cache.load(NOON) == TOKEN
    assert cache.trouble is None


@posix
def test_nothing_is_written_where_others_can_look(directory: Path) -> None:
    directory.mkdir(parents=True, mode=0o700)
    directory.chmod(0o750)
    cache = TokenCache(directory, a_grant())
    cache.store(TOKEN)
    assert "chmod 700" in (cache.trouble or "")
    assert list(directory.iterdir()) == []


@posix
def test_a_foreign_owner_is_refused(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, _ = stored(directory)
    monkeypatch.setattr(os, "geteuid", lambda: directory.stat().st_uid + 1)
    assert cache.load(NOON) is None
    assert "another user" in (cache.trouble or "")


@posix
def test_a_link_is_not_followed(directory: Path, tmp_path: Path) -> None:
    cache, path = stored(directory)
    elsewhere = tmp_path / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert cache.load(NOON) is None
    assert "cannot be read" in (cache.trouble or "")
    cache.store(TOKEN)
    assert not path.is_symlink()


@posix
def test_a_pipe_does_not_hold_us(directory: Path) -> None:
    cache, path = stored(directory)
    path.unlink()
    os.mkfifo(path, 0o600)
    assert cache.load(NOON) is None


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "tokens").write_text("a file where the directory should be")
    cache = TokenCache(tmp_path / "tokens", a_grant())
    cache.store(TOKEN)
    assert "cannot be written" in (cache.trouble or "")


def test_nothing_unfinished_stays(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(source: str, target: Path) -> None:
        raise OSError(28, "No space left on device")

    cache, path = stored(directory)
    monkeypatch.setattr(os, "replace", fail)
    cache.store(Token(SecretStr("newer"), NOON, NOON + 600))
    assert list(directory.iterdir()) == [path]
    assert "No space left" in (cache.trouble or "")
    assert cache.load(NOON) == TOKEN


def test_the_usual_place_is_the_users_own() -> None:
    assert default_directory().parts[-2:] == ("c8tui", "tokens")
