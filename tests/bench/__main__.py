"""`python -m tests.bench [start|idle|tokens]`: figures as ratios to a baseline of the same run; never a test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from tests.bench import start, tokens
from tests.bench.table import Figure, table

PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "start": lambda: start.figures(runs=9, many=1_000_000),
    "idle": lambda: start.idle(20.0),
    "tokens": lambda: tokens.figures(10_000),
}


def main() -> int:
    """Run the parts named, or all of them, and print one table."""
    wanted = sys.argv[1:] or list(PARTS)
    if unknown := [name for name in wanted if name not in PARTS]:
        sys.stderr.write(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}\n")
        return 2
    sys.stdout.write(table(figure for name in wanted for figure in PARTS[name]()) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
