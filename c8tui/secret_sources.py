"""The look-up of a secret where a reference says that it is: in the keyring, from a command, or in a file.

Each of the three may wait for a person or for ever, so that each has a time limit; call them in a thread.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import stat
import subprocess
import threading
from collections.abc import Callable
from typing import IO, Any, NoReturn, TypeVar

from c8tui.errors import SettingsError
from c8tui.files import path_or_why_not
from c8tui.secret_references import SecretReference, needs_shell
from c8tui.secret_text import SecretStr
from c8tui.text import visible

T = TypeVar("T")

SERVICE = "c8tui"
"""The service under which the keyring keeps our entries."""
LOOK_UP_S = 30.0
"""Longest wait for a secret: enough to touch a key or to type a password into a dialog."""
LARGEST = 64 * 1024
"""Bytes that are read of a file or of what a command prints."""
MOST_TOLD = 300
"""Characters of a command's stderr that are told."""
AFTERMATH_S = 1.0
"""How long output is waited for when the command itself has ended: what it left running may hold the pipe open."""


class _Late(Exception):
    """A time limit has passed."""


def look_up(reference: SecretReference, setting: str, origin: str, *, within_s: float = LOOK_UP_S) -> SecretStr:
    """The secret that `reference` names; blocks for `within_s` seconds at most.

    Raises SettingsError, one sentence that holds no part of the secret, with the ways out.
    """

    def refuse(detail: str, mend: str) -> NoReturn:
        raise SettingsError(setting, origin, detail, mend)

    find = {"keyring": _in_keyring, "command": _from_command, "file": _in_file}[reference.kind]
    secret = find(reference.what, _Ask(setting, within_s, refuse))
    if not secret.get_secret_value():
        refuse(f"is empty {reference.shown}", "Store the secret there")
    return secret


class _Ask:
    """What a look-up is for: the setting, its time limit, and how it is refused."""

    def __init__(self, setting: str, within_s: float, refuse: Callable[[str, str], NoReturn]) -> None:
        self.setting = setting
        self.within_s = within_s
        self.refuse = refuse

    @property
    def ways_out(self) -> str:
        """Where else a secret may stand."""
        return f"refer to it by command: or file:, or put the secret into C8TUI_{self.setting.upper()}"


def _in_keyring(name: str, ask: _Ask) -> SecretStr:
    keyring: Any = _keyring(ask)
    try:
        found = _within(ask.within_s, lambda: _masked(keyring.get_password(SERVICE, name)))
    except _Late:
        ask.refuse(
            f"the keyring gave no answer in {ask.within_s:g} s; it may be locked", f"Unlock it, or {ask.ways_out}"
        )
    except Exception as failure:  # each backend has errors of its own kind
        detail, mend = _keyring_failure(failure)
        ask.refuse(detail, f"{mend}, or {ask.ways_out}")
    if found is None:
        stored = f"Store it by: keyring set {SERVICE} {shlex.quote(visible(name))}"
        ask.refuse(f"the keyring has no entry {visible(name)!r} of the service {SERVICE}", stored)
    return found


def _masked(found: object) -> SecretStr | None:
    return SecretStr(found) if isinstance(found, str) else None


def _keyring(ask: _Ask) -> object:
    try:
        import keyring
    except ImportError:
        ask.refuse(
            "is in the keyring, and the package keyring is not installed", f"Install c8tui[keyring], or {ask.ways_out}"
        )
    return keyring


def _keyring_failure(failure: Exception) -> tuple[str, str]:
    """What became of the keyring, from the name of the error: its text is a backend's own, and may hold anything."""
    kinds = [kind.__name__ for kind in type(failure).__mro__]
    if "NoKeyringError" in kinds:
        return "there is no keyring on this machine that c8tui could use", "Install or start one"
    if "KeyringLocked" in kinds:
        return "the keyring is locked", "Unlock it"
    if "InitError" in kinds:
        return "the keyring cannot be opened", "Start or unlock it"
    return f"the keyring failed ({kinds[0]})", "Look at it by: keyring diagnose"


def store_in_keyring(name: str, secret: SecretStr, setting: str) -> str:
    """Put a secret into the keyring as an entry of our service, and return its name: `name`, or with a number if taken.

    Raises SettingsError where that fails.
    """

    def refuse(detail: str, mend: str) -> NoReturn:
        raise SettingsError(setting, "keyring", detail, mend)

    ask = _Ask(setting, LOOK_UP_S, refuse)
    keyring: Any = _keyring(ask)
    try:
        return _within(LOOK_UP_S, lambda: _stored(keyring, name, secret))
    except _Late:
        refuse(f"the keyring gave no answer in {LOOK_UP_S:g} s; it may be locked", "Unlock it, or keep it elsewhere")
    except Exception as failure:
        detail, mend = _keyring_failure(failure)
        refuse(detail, f"{mend}, or keep it elsewhere")


def _stored(keyring: Any, name: str, secret: SecretStr) -> str:
    numbered = (name, *(f"{name} {number}" for number in range(2, 100)))
    entry = next(one for one in numbered if keyring.get_password(SERVICE, one) in (None, secret.get_secret_value()))
    keyring.set_password(SERVICE, entry, secret.get_secret_value())
    return entry


def keyring_name() -> str | None:
    """What the keyring of this machine is called; None where there is none that keeps anything."""
    try:
        import keyring
    except ImportError:
        return None
    try:
        backend = _within(LOOK_UP_S, keyring.get_keyring)
        kind = type(backend)
        usable = not kind.__module__.endswith((".fail", ".null"))
        return str(getattr(backend, "name", kind.__name__)) if usable else None
    except Exception:  # a backend that cannot even be chosen keeps nothing
        return None


def _from_command(line: str, ask: _Ask) -> SecretStr:
    program = visible(line.split()[0])
    args: str | list[str] = line
    shell = needs_shell(line)
    if not shell and os.name == "posix":
        args = [os.path.expanduser(word) if number == 0 else word for number, word in enumerate(shlex.split(line))]
        program = visible(args[0])
    try:
        process = subprocess.Popen(
            args,
            shell=shell,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # it shall not ask on a terminal that shows the TUI
        )
    except (OSError, ValueError) as failure:
        why = (getattr(failure, "strerror", None) or "it is no command").lower()
        ask.refuse(f"the command {program} cannot be started: {why}", f"Check it, or {ask.ways_out}")
    out, err = _Output(process.stdout), _Output(process.stderr)
    try:
        code = process.wait(ask.within_s)
    except subprocess.TimeoutExpired:
        _kill(process)
        ask.refuse(
            f"the command {program} has not ended in {ask.within_s:g} s",
            "Unlock the password manager first: no terminal is there to ask on",
        )
    finally:
        out.finish()
        err.finish()
    if out.too_long:
        ask.refuse(f"the command {program} printed more than {LARGEST // 1024} KiB", "Print the secret alone")
    first = out.text.split("\n", 1)[0].rstrip("\r")
    if code != 0:
        said = _told(err.text, out.text)
        ask.refuse(
            f"the command {program} ended with exit code {code}{f': {said}' if said else ', and said nothing'}",
            "Try it in a shell",
        )
    if not first:
        ask.refuse(f"the command {program} printed no first line", "Try it in a shell")
    return SecretStr(first)


class _Output:
    """What a process writes to a pipe, as much of it as is wanted, read in a thread of its own."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        self._pipe = pipe
        self._content = bytearray()
        self._thread = threading.Thread(target=self._read, daemon=True, name="secret output")
        self._thread.start()

    def _read(self) -> None:
        if self._pipe is None:
            return
        with contextlib.suppress(OSError, ValueError), self._pipe as pipe:
            while len(self._content) <= LARGEST and (chunk := os.read(pipe.fileno(), 4096)):
                self._content += chunk

    def finish(self) -> None:
        """Wait a moment for the end of it."""
        self._thread.join(AFTERMATH_S)

    @property
    def too_long(self) -> bool:
        """Whether more came than is read."""
        return len(self._content) > LARGEST

    @property
    def text(self) -> str:
        """What has been written so far."""
        return bytes(self._content).decode("utf-8", "replace")


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it has started."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(AFTERMATH_S)


def _told(said: str, printed: str) -> str:
    """The last line that a command wrote to stderr, without anything that it printed, which may be the secret."""
    for line in sorted({line.strip() for line in printed.splitlines()} - {""}, key=len, reverse=True):
        said = said.replace(line, "****")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return visible(lines[-1], MOST_TOLD) if lines else ""


def _in_file(name: str, ask: _Ask) -> SecretStr:
    path = path_or_why_not(name, "stream")
    if isinstance(path, str):
        ask.refuse(visible(path), "Name a file that holds the secret")

    def read() -> tuple[int, bytes]:
        with open(path, "rb") as file:
            return os.fstat(file.fileno()).st_mode, file.read(LARGEST + 1)

    try:
        mode, content = _within(ask.within_s, read)
    except _Late:
        ask.refuse(f"{visible(str(path))} gave nothing in {ask.within_s:g} s", "Name an ordinary file")
    except OSError as failure:
        why = (failure.strerror or "it cannot be opened").lower()
        ask.refuse(f"{visible(str(path))} cannot be read: {why}", "Fix the file or its mode")
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        seen = f"{visible(str(path))} may be read by others (mode {stat.S_IMODE(mode):04o})"
        ask.refuse(seen, f"Run: chmod 600 {shlex.quote(visible(str(path)))}")
    if len(content) > LARGEST:
        ask.refuse(f"{visible(str(path))} has more than {LARGEST // 1024} KiB", "Name a file that holds the secret")
    return SecretStr(_first_line(content, str(path), ask))


def _first_line(content: bytes, path: str, ask: _Ask) -> str:
    with contextlib.suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig").split("\n", 1)[0].rstrip("\r")
    return ask.refuse(f"{visible(path)} is not UTF-8 text", "Name a file that holds the secret as text")


def _within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives, in a thread that is left to itself when it takes longer. Raises _Late then."""
    results: list[T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as failure:
            failures.append(failure)

    thread = threading.Thread(target=run, daemon=True, name="secret look-up")
    thread.start()
    thread.join(seconds)
    if failures:
        raise failures[0]
    if not results:
        raise _Late
    return results[0]
