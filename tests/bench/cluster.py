"""Sandboxes in processes of their own, as a cluster would be."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import perf_counter

C8TUI = [sys.executable, "-m", "c8tui"]
MANY = 1_000_000


@contextmanager
def served(*flags: str) -> Iterator[str]:
    """A sandbox; yields its address once it has its data."""
    command = [*C8TUI, "sandbox", "--port", "0", "--quiet", *flags]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def first_page(address: str) -> float:
    """Seconds that a page of open tasks takes, the nearest due first, as the inbox asks for it."""
    sort = [{"field": "dueDate"}, {"field": "priority", "order": "DESC"}, {"field": "creationDate"}]
    question = {
        "filter": {"state": {"$in": ["CREATED", "ASSIGNING", "UPDATING"]}},
        "sort": sort,
        "page": {"limit": 100},
    }
    search = urllib.request.Request(
        f"{address}/user-tasks/search", json.dumps(question).encode(), {"content-type": "application/json"}
    )
    began = perf_counter()
    with urllib.request.urlopen(search) as answer:
        assert len(json.load(answer)["items"]) == 100
    return perf_counter() - began


def started(*flags: str) -> float:
    """Seconds from the start of a sandbox until it has served its first page."""
    began = perf_counter()
    with served(*flags) as address:
        first_page(address)
        return perf_counter() - began


@cache
def _many() -> tuple[tempfile.TemporaryDirectory[str], str, float]:
    folder = tempfile.TemporaryDirectory(prefix="c8tui-bench-")
    db = str(Path(folder.name) / "many.db")
    return folder, db, started("--tasks", str(MANY), "--db", db)


def many() -> tuple[str, str, str, str]:
    """The flags of a sandbox of a million tasks, built at the first call and removed when Python ends."""
    return "--tasks", str(MANY), "--db", _many()[1]


def built_in() -> float:
    """Seconds that building it took, until its first page was served."""
    return _many()[2]
