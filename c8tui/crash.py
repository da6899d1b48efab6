"""The report of a bug: where the program was, as lines of code, and nothing of what it held.

A traceback with locals, the text of an exception, the command line and the environment may all hold a secret or what a
customer wrote: none of them is in it. Files and lines are enough to find a bug.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from traceback import extract_tb
from types import TracebackType

import c8tui

CRASHED = 70
"""The exit code, EX_SOFTWARE of sysexits.h."""
MOST_FRAMES = 200
"""Of one exception; of more, as in an endless recursion, the first and the last are told."""
_ABOUT_CODE = (AttributeError, ImportError, IndexError, NameError, NotImplementedError, TypeError, ZeroDivisionError)
"""Exceptions whose text names code, not data."""


def crashed(bug: BaseException) -> str:
    """Write the report of `bug` and return one sentence for whoever used the program. Raises nothing."""
    try:
        where = f"its report, which holds nothing of yours, is in {_write(report_of(bug))}"
    except Exception as failure:
        why = failure.strerror if isinstance(failure, OSError) and failure.strerror else type(failure).__name__
        where = f"a report could not be written ({why})"
    return f"c8tui: a mistake in c8tui has ended it ({_place(bug)}); {where}; your drafts are kept."


def report_of(bug: BaseException) -> str:
    """Versions, then each exception of the chain with its frames, the cause first."""
    versions = f"c8tui {c8tui.__version__}, Python {platform.python_version()}, {platform.system()}"
    if (textual := sys.modules.get("textual")) is not None:
        versions += f", Textual {textual.__version__}"
    parts = [_told(error) for error in reversed(list(_chain(bug)))]
    return "\n\n".join([f"{versions}, {time.strftime('%Y-%m-%d %H:%M:%S %z')}", *parts]) + "\n"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions:
                yield from _chain(one)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    text = f": {error}" if type(error) in _ABOUT_CODE else ""
    if isinstance(error, OSError) and error.strerror:
        text = f": {error.strerror}"
    notes = [note for note in getattr(error, "__notes__", ()) if note.startswith('  File "')]
    return "\n".join([*_frames(error.__traceback__), *notes, kind + text])


def _frames(traceback: TracebackType | None) -> Iterator[str]:
    frames = extract_tb(traceback)
    left_out = len(frames) - MOST_FRAMES
    half = MOST_FRAMES // 2
    for number, frame in enumerate(frames):
        if left_out > 0 and half <= number < half + left_out:
            if number == half:
                yield f"  … {left_out} more"
            continue
        yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
        if frame.line:
            yield f"    {frame.line}"


def _place(bug: BaseException) -> str:
    """The kind of the exception, and the last line of ours that it went through."""
    inside = Path(__file__).parent
    for frame in reversed(extract_tb(bug.__traceback__)):
        if inside in Path(frame.filename).parents:
            return f"{type(bug).__name__} in {Path(frame.filename).relative_to(inside.parent)}, line {frame.lineno}"
    return type(bug).__name__


def _write(report: str) -> Path:
    """A new file, for its owner's eyes only, beside what the program remembers."""
    from platformdirs import user_state_path

    from c8tui.files import replace_file

    folder = user_state_path("c8tui") / "crashes"
    path = folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    replace_file(path, report.encode())
    return path
