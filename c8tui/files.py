"""Files: paths as a person types them, and the one way in which what is ours is written.

A typed path can be used for what is meant, or there is a sentence that says why it cannot. Writing is atomic and
private: customers' values, names and tokens may be in any file of ours.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path
from typing import Literal

Use = Literal["read", "stream", "write", "name"]
"""What a path is for: an ordinary file that is read; whatever can be read, a pipe too; a file that is written, whether
or not it is there; only a name."""

LONGEST = 4096
"""Characters of a path that are looked at; no system takes more."""


PRIVATE = 0o600
"""The mode of a file for its owner alone."""


def replace_file(path: Path, content: bytes, mode: int = PRIVATE) -> None:
    """Put `content` in the place of the file at once, so that nobody ever reads half of it.

    The new file is the owner's alone from its first moment, and gets `mode` when it is whole; a folder that is not
    there is made with 0700. Raises `OSError`, and leaves nothing behind then.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:16]}-", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if mode != PRIVATE:
            os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def new_file(path: Path, flags: int = 0) -> int:
    """The descriptor of a file that was not there, to write to, of mode 0600 in a folder that is made with 0700.

    `flags` are more of those of `os.open`. Raises `FileExistsError` for a file that is there, else `OSError`.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | flags, PRIVATE)


def own_file(file: int) -> bool:
    """Take the file for this process; False when another one has it. Where there are no locks, everybody has it."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def path_or_why_not(typed: str, use: Use = "read", *, beside: Path | None = None) -> Path | str:
    """The path that was typed, or one sentence, without its full stop, that says what is wrong with it.

    `~` and `~user` are home folders; what is not absolute is looked for in the folder `beside` (default: the current
    one). The file system is only asked, nothing is opened: whoever opens the file still has to expect an `OSError`.
    """
    named = _named(typed)
    if isinstance(named, str):
        return named
    path = named if beside is None else beside / named
    if use == "name":
        return path
    if typed.endswith((os.sep, "/")):
        return f"{_shown(typed)} is a folder; name a file" if path.is_dir() else f"{_shown(typed)} names no file"
    try:
        mode = _mode(path)
        wrong = _unwritable(path, mode) if use == "write" else _unreadable(path, mode, ordinary=use == "read")
    except OSError as failure:
        return f"{_shown(str(path))}: {(failure.strerror or 'it cannot be looked at').lower()}"
    return wrong or path


def _named(typed: str) -> Path | str:
    """The path that a text names, with the home folder in place of `~`; or what keeps it from being one."""
    if not typed.strip():
        return "no file is named"
    if "\0" in typed:
        return "a name of a file cannot hold the character NUL"
    if len(typed) > LONGEST:
        return f"the name of the file is too long: {_shown(typed)}"
    try:
        os.fsencode(typed)
    except UnicodeEncodeError:
        return f"{_shown(typed)} holds characters that no name of a file can hold here"
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        user = Path(typed).parts[0][1:]
        who = f"there is no user {_shown(user)} on this machine" if user else "your home folder is not known"
        return f"{who}, so ~{_shown(user)} stands for no folder; write the whole path"


def _mode(path: Path) -> int | None:
    """What stands there, as `st_mode`; None where nothing does."""
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _unreadable(path: Path, mode: int | None, *, ordinary: bool) -> str | None:
    if mode is None:
        return f"there is no file {_shown(str(path))}"
    if stat.S_ISDIR(mode):
        return f"{_shown(str(path))} is a folder; name a file"
    if ordinary and not stat.S_ISREG(mode):
        return f"{_shown(str(path))} is no ordinary file"
    return None if os.access(path, os.R_OK) else f"{_shown(str(path))} cannot be read: permission denied"


def _unwritable(path: Path, mode: int | None) -> str | None:
    shown = _shown(str(path))
    if mode is not None and stat.S_ISDIR(mode):
        return f"{shown} is a folder; name a file"
    if mode is not None and not stat.S_ISREG(mode):
        return f"{shown} is no ordinary file"
    if mode is not None and not os.access(path, os.W_OK):
        return f"{shown} cannot be written: permission denied"
    folder = path.parent
    above = _mode(folder)
    if above is None or not stat.S_ISDIR(above):
        return f"there is no folder {_shown(str(folder))}"
    return None if os.access(folder, os.W_OK | os.X_OK) else f"nothing can be written in {_shown(str(folder))}"


def _shown(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:200]}…"
