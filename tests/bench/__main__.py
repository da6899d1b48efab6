"""`python -m tests.bench [PART ... | all]`: figures against baselines of the same run; an unknown part lists them."""

from __future__ import annotations

import compileall
import sys
from collections.abc import Callable, Iterator
from itertools import chain

import c8tui
from tests.bench import (
    bulk,
    decisions,
    forms,
    idle,
    instances,
    lists,
    memory,
    operate,
    paste,
    rows,
    sandbox,
    slow_line,
    start,
    tokens,
    topology,
    weather,
)
from tests.bench.table import Figure, table

PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "start": lambda: start.figures(runs=15),
    "rows": lambda: rows.figures(runs=15),
    "inbox": lambda: chain(lists.figures(rounds=3, keys=250), bulk.figures(tasks=1_000)),
    "idle": lambda: idle.figures(seconds=20.0),
    "forms": forms.figures,
    "decisions": decisions.figures,
    "memory": memory.figures,
    "operate": lambda: chain(topology.figures(), instances.figures(), operate.figures()),
    "paste": paste.figures,
    "slow": slow_line.figures,
    "weather": weather.figures,
    "sandbox": sandbox.figures,
    "tokens": lambda: tokens.figures(requests=10_000),
}


def main() -> int:
    """Run the parts named, or all of them, and print one table."""
    named = sys.argv[1:] or ["all"]
    wanted = list(PARTS) if named == ["all"] else named
    if unknown := [name for name in wanted if name not in PARTS]:
        sys.stderr.write(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}, all\n")
        return 2
    for folder in c8tui.__path__:  # as an installation does; else every start might compile anew
        compileall.compile_dir(folder, quiet=1)
    sys.stdout.write(table(figure for name in wanted for figure in PARTS[name]()) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
