"""Forms and the FEEL behind them: evaluations a second, a form of 500 fields, options by the thousand, the judges."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from c8tui import feel
from tests.bench.cluster import C8TUI
from tests.bench.table import Figure, in_turn, percentile
from tests.bench.terminal import Terminal

RULE = 'if amount > 1000 and status in ("a","b") then "x" else "y"'
EVALUATIONS = 20_000
FIELDS, OPTIONS = 500, 10_000
KIT = "C8TUI_TCK"
"""The variable that names a folder of the compatibility kit, which is no part of this repository."""


def evaluations() -> Iterator[Figure]:
    """How many times a second a rule is evaluated, text and variables in, value out."""
    context = feel.to_feel({"amount": 1500, "status": "b"})

    def ours() -> float:
        began = perf_counter()
        for _ in range(EVALUATIONS):
            feel.evaluate(RULE, context)
        return EVALUATIONS / (perf_counter() - began)

    def python() -> float:
        code = compile('"x" if amount > 1000 and status in ("a", "b") else "y"', "", "eval")
        names = {"amount": 1500, "status": "b"}
        began = perf_counter()
        for _ in range(EVALUATIONS):
            eval(code, {}, names)
        return EVALUATIONS / (perf_counter() - began)

    mine, theirs = (median(rates) for rates in in_turn(7, ours, python))
    yield Figure("10,000 evaluations of a rule: seconds", f"{mine:,.0f}/s", f"{theirs:,.0f}/s", 10_000 / mine, 1.0)


def _form(folder: Path, fields: int) -> Path:
    """A form with so many fields, every tenth with a template, every twentieth hidden by the one before."""
    components: list[dict[str, object]] = []
    for n in range(fields):
        kind = ("textfield", "number", "checkbox", "datetime")[n % 4] if n else "textfield"
        one: dict[str, object] = {"type": kind, "id": f"f{n}", "key": f"f{n}", "label": f"Field {n}", "subtype": "date"}
        one["dateLabel"] = one["label"]
        if n % 10 == 9:
            one["label"] = f"Field {n} of {{{{f0}}}}"
        if n % 20 == 19:
            one["conditional"] = {"hide": f'=f{n - 1} = "hide"'}
        components.append(one)
    return _written(folder, f"{fields}.form", components)


def _written(folder: Path, name: str, components: list[dict[str, object]]) -> Path:
    file = folder / name
    file.write_text(json.dumps({"type": "default", "id": "f", "schemaVersion": 19, "components": components}))
    return file


def _opened(file: Path, home: str, shown: bytes) -> float:
    """Seconds from the start of the program to the first field on the screen."""
    with Terminal([*C8TUI, "form", str(file)], {"HOME": home}) as terminal:
        return terminal.until(shown).seconds


def _typed(file: Path, home: str, shown: bytes, keys: bytes) -> tuple[float, list[float], float]:
    """CPU milliseconds a key, milliseconds from each key to what it paints, and bytes a key."""
    with Terminal([*C8TUI, "form", str(file)], {"HOME": home}) as terminal:
        terminal.until(shown)
        while terminal.read(0.5):
            pass
        began, waits, written = terminal.cpu_seconds(), [], 0
        for key in keys:
            at = perf_counter()
            terminal.write(bytes([key]))
            written += len(terminal.read(1.0))
            waits.append((perf_counter() - at) * 1000)
            while more := terminal.read(0.02):
                written += len(more)
        return (terminal.cpu_seconds() - began) / len(keys) * 1000, waits, written / len(keys)


def screens() -> Iterator[Figure]:
    """A form of 500 fields against one of five, and a select of 10,000 options against one of ten."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        large, small = _form(folder, FIELDS), _form(folder, 5)
        opened = in_turn(5, lambda: _opened(large, home, b"Field 3"), lambda: _opened(small, home, b"Field 3"))
        many, few = (median(times) for times in opened)
        yield Figure(
            f"{FIELDS} fields, open: seconds more than 5",
            f"{many * 1000:.0f} ms",
            f"{few * 1000:.0f} ms",
            many - few,
            1.0,
        )
        keys = b"abcdefghij" * 15
        yield from _keys(
            f"key in {FIELDS} fields / 5", _typed(large, home, b"Field 3", keys), _typed(small, home, b"Field 3", keys)
        )
        selects = []
        for count in (OPTIONS, 10):
            values = [{"label": f"value {n}", "value": n} for n in range(count)]
            component: dict[str, object] = {
                "type": "select",
                "id": "s",
                "key": "s",
                "label": "Choose",
                "values": values,
            }
            selects.append(_typed(_written(folder, f"{count}.form", [component]), home, b"Choose", b"value 9\x7f\x7f7"))
        yield from _keys(f"search in {OPTIONS:,} options / 10", *selects)


def _keys(what: str, many: tuple[float, list[float], float], few: tuple[float, list[float], float]) -> Iterator[Figure]:
    yield Figure(f"{what}: CPU", f"{many[0]:.1f} ms", f"{few[0]:.1f} ms", many[0] / max(few[0], 0.1), 2.0)
    slow, fast = (percentile(waits, 0.99) for waits in (many[1], few[1]))
    yield Figure(f"{what}: p99 to paint", f"{slow:.1f} ms", f"{fast:.1f} ms", slow / fast, 2.0)
    yield Figure(f"{what}: bytes", f"{many[2]:.0f}", f"{few[2]:.0f}", many[2], 1_000)


def judges() -> Iterator[Figure]:
    """How many results of the kit are missed, and on how many expressions feelin differs."""
    if folder := os.environ.get(KIT):
        from tests.tck.cases import levels, run_folder

        for level, folders in levels(Path(folder)).items():
            passed = [result.passed for one in folders for result in run_folder(one)]
            yield Figure(
                f"{level}: share missed", f"{sum(passed)}/{len(passed)}", "-", 1 - sum(passed) / len(passed), 0.03
            )
    if shutil.which("node") and shutil.which("npm"):
        from tests.feel.grammar import CONTEXT, corpus
        from tests.real.feelin import answered, asked, same

        sources = corpus(2_400)
        theirs = asked({"source": source, "context": CONTEXT} for source in sources)
        agreed = sum(
            same(answered(source, CONTEXT).get("value"), other.get("value"))
            for source, other in zip(sources, theirs, strict=True)
        )
        yield Figure("feelin: share that differs", f"{agreed:,}/{len(sources):,}", "-", 1 - agreed / len(sources), 0.1)


def figures() -> Iterator[Figure]:
    """All of it."""
    yield from evaluations()
    yield from screens()
    yield from judges()
