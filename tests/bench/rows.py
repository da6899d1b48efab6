"""How long until the first of a million tasks are on screen, and what their sandbox takes to serve them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from tests.bench.cluster import C8TUI, MANY, built_in, first_page, many, served, started
from tests.bench.start import A_TASK, until
from tests.bench.table import Figure, in_turn, ratio


def figures(runs: int) -> Iterator[Figure]:
    """First rows of a large inbox, and the sandbox that serves it."""
    with tempfile.TemporaryDirectory() as home:
        with served("--tasks", "100") as few, served(*many()) as large:
            page = first_page(large) * 1e3
            small, big = in_turn(
                runs,
                lambda: until([*C8TUI, "--address", few], A_TASK, home),
                lambda: until([*C8TUI, "--address", large], A_TASK, home),
            )
        yield ratio(f"first rows of {MANY:,} tasks / of 100", big, small, 1.1)
        yield Figure("first page of a sandbox of them, ms", f"{page:.0f} ms", "-", page, 100)
        yield ratio("sandbox of them: started again / built", [started(*many())], [built_in()], 0.1)
