"""Secrets that stand elsewhere: how a reference is read, what each place gives, and what is told when it gives none."""

from __future__ import annotations

import asyncio
import os
import shlex
import sys
import threading
import time
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui import secret_sources
from c8tui.api.late_secret import LateSecret
from c8tui.errors import SettingsError
from c8tui.secret_references import fault_of, literal, needs_shell, placed, reference_in, written
from c8tui.secret_sources import keyring_name, look_up, store_in_keyring
from c8tui.secret_text import SecretStr

SECRET = "s3cr3t-välue"
PYTHON = shlex.quote(sys.executable)


def found(text: str, **how: Any) -> str:
    reference = reference_in(SecretStr(text))
    assert reference is not None
    return look_up(reference, "client_secret", "profile p in config.toml", **how).get_secret_value()


def refusal(text: str, **how: Any) -> str:
    with pytest.raises(SettingsError) as refused:
        found(text, **how)
    assert refused.value.setting == "client_secret"
    assert refused.value.origin == "profile p in config.toml"
    said = f"{refused.value} {refused.value.advice}"
    assert SECRET not in said
    assert "\n" not in said
    return said


def python_line(code: str) -> str:
    return f"command:{PYTHON} -c {shlex.quote(code)}"


class TestReferences:
    @given(st.text() | st.sampled_from(["keyring:", "command:x", "file:y", "literal:z", "literal:literal:keyring:"]))
    def test_every_secret_can_be_written(self, secret: str) -> None:
        given_ = SecretStr(written(secret))
        assert reference_in(given_) is None
        assert literal(given_).get_secret_value() == secret

    @pytest.mark.parametrize("text", ["keyrings:a", " keyring:a", "Keyring:a", "file", "literal:file:x", "", "a:b"])
    def test_what_is_none(self, text: str) -> None:
        assert reference_in(SecretStr(text)) is None

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("keyring:", "names no entry"),
            ("command:  ", "names no command"),
            ("file:", "names no file"),
            ("command:pass show 'a", "quotes do not close"),
            ("file:a\0b", "names no file"),
        ],
    )
    def test_a_reference_that_is_none_is_told_at_once(self, text: str, said: str) -> None:
        reference = reference_in(SecretStr(text))
        assert reference is not None
        fault = fault_of(reference)
        assert fault is not None
        assert said in fault[0]

    def test_it_is_not_shown(self) -> None:
        reference = reference_in(SecretStr(f"command:echo {SECRET}"))
        assert reference is not None
        assert SECRET not in f"{reference!r}{reference.shown}"

    @pytest.mark.parametrize(
        ("line", "shell"),
        [
            ("pass show camunda/prod", False),
            ("op read 'op://Private/c8 prod/secret'", False),
            ("op read 'a $b | c'", False),
            ('op read "a b"', False),
            (r"echo \$a", False),
            ("echo it\\'s", False),
            ("pass show a | head -1", True),
            ("echo $A", True),
            ('echo "$A"', True),
            ("echo `a`", True),
            ("A=1 pass show x", True),
            ("~/bin/secret", True),
            ("a && b", True),
            ('echo "it\'s $A"', True),
        ],
    )
    def test_a_shell_is_used_only_where_it_is_needed(self, line: str, shell: bool) -> None:
        assert needs_shell(line) is shell

    def test_a_file_is_relative_to_the_settings(self, tmp_path: Path) -> None:
        assert placed(SecretStr("file:a/b"), tmp_path).get_secret_value() == f"file:{tmp_path}/a/b"
        assert placed(SecretStr("file:/a/b"), tmp_path).get_secret_value() == "file:/a/b"
        for other in ("keyring:a", "plain", "literal:file:a"):
            assert placed(SecretStr(other), tmp_path).get_secret_value() == other


class TestFiles:
    def write(self, folder: Path, content: bytes, mode: int = 0o600) -> Path:
        path = folder / "secret file"
        path.write_bytes(content)
        path.chmod(mode)
        return path

    @pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\nmore\n"])
    def test_the_first_line_is_the_secret(self, tmp_path: Path, ending: str) -> None:
        assert found(f"file:{self.write(tmp_path, f'{SECRET}{ending}'.encode())}") == SECRET

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
    def test_a_file_that_others_may_see_is_refused_with_the_fix(self, tmp_path: Path, mode: int) -> None:
        path = self.write(tmp_path, SECRET.encode(), mode)
        said = refusal(f"file:{path}")
        assert f"mode {mode:04o}" in said
        assert f"chmod 600 '{path}'" in said

    @pytest.mark.parametrize(
        ("content", "said"), [(b"", "is empty"), (b"\n", "is empty"), (b"\xff", "UTF-8"), (b"x" * 70_000, "64 KiB")]
    )
    def test_what_holds_no_secret(self, tmp_path: Path, content: bytes, said: str) -> None:
        assert said in refusal(f"file:{self.write(tmp_path, content)}")

    def test_what_is_no_file(self, tmp_path: Path) -> None:
        assert "there is no file" in refusal(f"file:{tmp_path}/none")
        assert "is a folder" in refusal(f"file:{tmp_path}")

    def test_a_pipe_that_nobody_writes_to_is_not_waited_for(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe, 0o600)
        assert "gave nothing" in refusal(f"file:{pipe}", within_s=0.05)
        os.close(os.open(pipe, os.O_WRONLY))  # lets the thread that reads go


class TestCommands:
    def test_the_first_line_is_the_secret(self) -> None:
        assert found(python_line(f"print({SECRET!r}); print('more')")) == SECRET

    def test_it_runs_without_a_shell(self, tmp_path: Path) -> None:
        assert found(f"command:{PYTHON} -c 'import sys; print(sys.argv[1])' '$HOME; touch {tmp_path}/x'") == (
            f"$HOME; touch {tmp_path}/x"
        )
        assert not list(tmp_path.iterdir())

    def test_or_with_one(self) -> None:
        assert found("command:printf 'a\\nb\\n' | tail -1") == "b"

    def test_it_has_no_terminal_and_no_input(self) -> None:
        code = "import os, sys; print(len(sys.stdin.read()), os.getsid(0) == os.getpid())"
        assert found(python_line(code)) == "0 True"

    def test_a_failure_is_told_by_exit_code_and_stderr(self) -> None:
        said = refusal(python_line("import sys; print('first', file=sys.stderr); sys.exit('vault is sealed')"))
        assert "exit code 1: vault is sealed" in said
        assert "first" not in said

    def test_without_the_secret(self) -> None:
        code = f"import sys; print({SECRET!r}); sys.exit({f'cannot use {SECRET}!'!r})"
        assert "cannot use ****!" in refusal(python_line(code))

    def test_nor_the_line_itself(self) -> None:
        said = refusal(f"command:{PYTHON} -c 'import sys; sys.exit(3)' {SECRET}")
        assert "exit code 3, and said nothing" in said

    @pytest.mark.parametrize("line", ["no-such-program-at-all x", "/"])
    def test_one_that_cannot_be_started(self, line: str) -> None:
        assert "cannot be started" in refusal(f"command:{line}")

    @pytest.mark.parametrize("code", ["pass", "print()"])
    def test_one_that_prints_nothing(self, code: str) -> None:
        assert "printed no first line" in refusal(python_line(code))

    def test_one_that_does_not_stop_printing(self) -> None:
        assert "printed more than 64 KiB" in refusal(python_line("print('x' * 10_000_000)"))

    def test_one_that_takes_too_long_is_ended_with_what_it_started(self, tmp_path: Path) -> None:
        note = tmp_path / "pid"
        line = f"command:sleep 600 & echo $! > {shlex.quote(str(note))}; wait"
        assert "has not ended in 0.5 s" in refusal(line, within_s=0.5)
        assert gone(int(note.read_text()))

    def test_hostile_stderr_is_made_visible(self) -> None:
        said = refusal(python_line("import sys; sys.exit('a\\x1b]52;c;x\\x07b')"))
        assert "\x1b" not in said
        assert "\x07" not in said


def gone(pid: int) -> bool:
    """Whether a process has ended, of which somebody else may still have to take note."""
    for _ in range(1_000):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.001)
    return False


class Keyring(ModuleType):
    """A keyring as the library shows one, with one entry."""

    def __init__(self, failure: Exception | None = None) -> None:
        super().__init__("keyring")
        self.entries = {("c8tui", "prod"): SECRET}
        self.failure = failure

    def get_password(self, service: str, name: str) -> str | None:
        if self.failure is not None:
            raise self.failure
        return self.entries.get((service, name))

    def set_password(self, service: str, name: str, secret: str) -> None:
        if self.failure is not None:
            raise self.failure
        self.entries[service, name] = secret

    def get_keyring(self) -> object:
        return self


def failure(name: str) -> Exception:
    error: Exception = type(name, (Exception,), {})(f"told by a backend: {SECRET}")
    return error


class TestKeyring:
    def test_an_entry(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "keyring", Keyring())
        assert found("keyring:prod") == SECRET

    def test_no_entry(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "keyring", Keyring())
        said = refusal("keyring:it's")
        assert "has no entry" in said
        assert "keyring set c8tui 'it'\"'\"'s'" in said

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            ("NoKeyringError", "there is no keyring on this machine"),
            ("KeyringLocked", "the keyring is locked"),
            ("InitError", "cannot be opened"),
            ("SomethingOfDBus", "the keyring failed (SomethingOfDBus)"),
        ],
    )
    def test_one_that_does_not_answer_names_the_ways_out(
        self, monkeypatch: pytest.MonkeyPatch, error: str, said: str
    ) -> None:
        monkeypatch.setitem(sys.modules, "keyring", Keyring(failure(error)))
        told = refusal("keyring:prod")
        for way in (said, "command:", "file:", "C8TUI_CLIENT_SECRET"):
            assert way in told

    def test_the_library_is_not_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "keyring", None)
        told = refusal("keyring:prod")
        for way in ("not installed", "c8tui[keyring]", "command:", "file:", "C8TUI_CLIENT_SECRET"):
            assert way in told
        assert keyring_name() is None

    def test_one_that_waits_to_be_unlocked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        keyring, opened = Keyring(), threading.Event()
        monkeypatch.setattr(keyring, "get_password", lambda *_: opened.wait() and None)
        monkeypatch.setitem(sys.modules, "keyring", keyring)
        assert "it may be locked" in refusal("keyring:prod", within_s=0.05)
        opened.set()

    def test_storing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        keyring = Keyring()
        monkeypatch.setitem(sys.modules, "keyring", keyring)
        store_in_keyring("dev", SecretStr("x"), "password")
        assert keyring.entries["c8tui", "dev"] == "x"
        assert keyring_name() == "Keyring"
        keyring.failure = failure("KeyringLocked")
        with pytest.raises(SettingsError, match="the keyring is locked"):
            store_in_keyring("dev", SecretStr("x"), "password")

    def test_the_library_itself_with_no_backend(self, monkeypatch: pytest.MonkeyPatch) -> None:
        keyring = pytest.importorskip("keyring")
        fail = pytest.importorskip("keyring.backends.fail")
        before = keyring.get_keyring()
        keyring.set_keyring(fail.Keyring())
        try:
            assert "there is no keyring on this machine" in refusal("keyring:prod")
            assert keyring_name() is None
        finally:
            keyring.set_keyring(before)

    def test_the_library_itself_with_one(self) -> None:
        keyring = pytest.importorskip("keyring")
        backend = pytest.importorskip("keyring.backend")

        class InMemory(backend.KeyringBackend):  # type: ignore[misc, name-defined]
            priority = 1
            entries: dict[tuple[str, str], str] = {}

            def get_password(self, service: str, username: str) -> str | None:
                return self.entries.get((service, username))

            def set_password(self, service: str, username: str, password: str) -> None:
                self.entries[service, username] = password

        before = keyring.get_keyring()
        keyring.set_keyring(InMemory())
        try:
            store_in_keyring("prod", SecretStr(SECRET), "password")
            assert found("keyring:prod") == SECRET
        finally:
            keyring.set_keyring(before)


class TestLate:
    async def test_one_look_serves_all_who_wait(self, monkeypatch: pytest.MonkeyPatch) -> None:
        looks: list[int] = []

        def look(*_: object) -> SecretStr:
            assert threading.current_thread() is not threading.main_thread()
            looks.append(1)
            return SecretStr(SECRET)

        monkeypatch.setattr(secret_sources, "look_up", look)
        late = LateSecret(SecretStr("keyring:prod"), "password")
        assert late.known is None
        values = await asyncio.gather(*(late.value() for _ in range(5)))
        assert [value.get_secret_value() for value in values] == [SECRET] * 5
        assert len(looks) == 1
        late.forget()
        await late.value()
        assert len(looks) == 2

    async def test_a_failure_reaches_all_who_wait(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def look(*_: object) -> NoReturn:
            raise SettingsError("password", "here", "the keyring is locked", "Unlock it")

        monkeypatch.setattr(secret_sources, "look_up", look)
        late = LateSecret(SecretStr("keyring:prod"), "password")
        failures = await asyncio.gather(*(late.value() for _ in range(3)), return_exceptions=True)
        assert {str(failure) for failure in failures} == {"password (here): the keyring is locked. Unlock it"}
        assert len({id(failure) for failure in failures}) == 3

    async def test_one_that_stands_in_the_settings_is_there_at_once(self) -> None:
        late = LateSecret(SecretStr("literal:keyring:x"), "password")
        assert late.known == SecretStr("keyring:x")
        late.forget()
        assert (await late.value()).get_secret_value() == "keyring:x"
