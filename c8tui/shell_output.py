"""What the commands of the shell write: whole lines, in any encoding, to streams that may fail."""

from __future__ import annotations

import codecs
import sys

from c8tui.errors import C8Error
from c8tui.exact_json import exact_text
from c8tui.text import json_safe


class OutputFailed(C8Error):
    """Nothing more can be written to stdout: the disk is full, or the stream is broken."""


def prepare_streams() -> None:
    """What an encoding lacks is written as an escape (`\\u2026`), so that LANG=C and latin-1 end no command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def put(*lines: str, end: str = "\n", flush: bool = False) -> None:
    """Write lines to stdout, each with `end` behind it.

    Raises OutputFailed, or BrokenPipeError when nobody reads any more.
    """
    try:
        if sys.stdout is not None:  # it is None where stdout was closed (`>&-`)
            sys.stdout.write("".join(f"{line}{end}" for line in lines))
            if flush:
                sys.stdout.flush()
    except OSError as failure:
        _failed(failure)


def flush_output() -> None:
    """Bring out what is left; here, and not in the interpreter's last breath, which nobody catches. Raises as put."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as failure:
        _failed(failure)


def _failed(failure: OSError) -> None:
    sys.stdout = None  # the interpreter must not try once more
    if isinstance(failure, BrokenPipeError):
        raise failure
    why = (failure.strerror or "it failed").lower()
    raise OutputFailed(f"the output cannot be written: {why}", title="Output") from None


def put_json(document: object) -> None:
    """Write a document as JSON, in ASCII where stdout speaks nothing better. Raises as put."""
    put(json_text(document, indent=2))


def json_text(document: object, indent: int | None = None) -> str:
    """A document as JSON for stdout, with what a terminal would obey as JSON escapes."""
    ascii_only = not _speaks_unicode(getattr(sys.stdout, "encoding", None))
    return json_safe(exact_text(document, indent=indent, ascii_only=ascii_only))


def is_terminal() -> bool:
    """Whether stdout is one."""
    return sys.stdout is not None and sys.stdout.isatty()


def _speaks_unicode(encoding: str | None) -> bool:
    try:
        return codecs.lookup(encoding or "utf-8").name.startswith("utf")
    except LookupError:
        return False


def tell(*lines: str) -> None:
    """Write lines to stderr; where that fails, nobody can be told."""
    try:
        if sys.stderr is not None:
            sys.stderr.write("".join(f"{line}\n" for line in lines))
            sys.stderr.flush()
    except OSError:
        sys.stderr = None
