"""Decision tables of thousands of rules: opened, scrolled, tried out, against a DataTable with the same cells."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from c8tui import feel
from c8tui.decisions.diagram import picture_of
from c8tui.decisions.difference import difference
from c8tui.decisions.element import DrgElement
from c8tui.decisions.file import evaluate, read
from c8tui.decisions.graph import graph_of
from c8tui.decisions.rule_filter import rows_that_can, understand
from c8tui.decisions.sheet import sheet_of
from c8tui.feel.dmn_model import Decision, TableBox
from tests.bench.cluster import C8TUI
from tests.bench.table import Figure, in_turn, percentile
from tests.bench.terminal import Terminal
from tests.decisions.models import decision_xml, input_xml, model_xml, table_xml

RULES, INPUTS, OUTPUTS = 5_000, 16, 4
KEYS = {"down": b"\x1b[B", "page down": b"\x1b[6~", "right": b"\x1b[C"}
DOWN_KEYS, PAGE_KEYS, RIGHT_KEYS = 200, 100, 15
MARK = b"[2..12]"


def large_xml(rules: int = RULES) -> str:
    """A table with numbers, texts, ranges and empty cells, as long and wide as tables get."""
    kinds = ("{0}", "< {0}", "[{0}..{1}]", '"customer {2}"', "-", '"a","b","c {2}"', ">= {0}", "-")
    cells = [
        [kinds[(column + rule) % 8].format(rule, rule + 10, rule % 50) for column in range(INPUTS)]
        + [f'"result {(rule + column) % 100}"' for column in range(OUTPUTS)]
        for rule in range(rules)
    ]
    names = [f"input{column}" for column in range(INPUTS)]
    table = table_xml(names, [f"output{column}" for column in range(OUTPUTS)], cells, policy="FIRST")
    return model_xml(decision_xml("large", table, inputs=names), *(input_xml(name) for name in names))


@dataclass
class Shown:
    """One program with the table: seconds to its first rows, MiB, and per key CPU ms, ms to paint and bytes."""

    opened_s: float
    mib: float
    keys: dict[str, tuple[float, list[float], float]]


def show(command: list[str], home: str) -> Shown:
    """Runs a program on the table in a terminal of its own."""
    with Terminal(command, {"HOME": home}) as terminal:
        opened = terminal.until(MARK).seconds
        _quiet(terminal, 1.0)
        mib = _resident_mib(terminal.pid)
        counts = {"down": DOWN_KEYS, "page down": PAGE_KEYS, "right": RIGHT_KEYS}
        return Shown(opened, mib, {name: _pressed(terminal, KEYS[name], count) for name, count in counts.items()})


def _quiet(terminal: Terminal, seconds: float) -> None:
    while terminal.read(seconds):
        pass


def _resident_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no such process")


def _pressed(terminal: Terminal, key: bytes, times: int) -> tuple[float, list[float], float]:
    began, waits, written = terminal.cpu_seconds(), [], 0
    for _ in range(times):
        at = perf_counter()
        terminal.write(key)
        written += len(terminal.read(1.0))
        waits.append((perf_counter() - at) * 1000)
        while more := terminal.read(0.02):
            written += len(more)
    return (terminal.cpu_seconds() - began) / times * 1000, waits, written / times


def screens() -> Iterator[Figure]:
    """The table in c8tui against the same cells in a DataTable."""
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "large.dmn"
        file.write_text(large_xml())
        ours, theirs = in_turn(
            3,
            lambda: show([*C8TUI, "dmn", str(file)], home),
            lambda: show([sys.executable, "-m", "tests.bench.data_table", str(file)], home),
        )
    what = f"{RULES:,} rules x {INPUTS + OUTPUTS}"
    mine, other = (median(one.opened_s for one in runs) for runs in (ours, theirs))
    yield Figure(f"{what}, open / DataTable", f"{mine:.2f} s", f"{other:.2f} s", mine / other, 0.5)
    mine, other = (median(one.mib for one in runs) for runs in (ours, theirs))
    yield Figure("the same, MiB", f"{mine:.0f}", f"{other:.0f}", mine / other, 1.0)
    for name in KEYS:
        yield from _keys(name, [one.keys[name] for one in ours], [one.keys[name] for one in theirs])


Pressed = tuple[float, list[float], float]


def _keys(name: str, ours: list[Pressed], theirs: list[Pressed]) -> Iterator[Figure]:
    mine, other = (median(one[0] for one in runs) for runs in (ours, theirs))
    yield Figure(f"{name}: CPU a key / DataTable", f"{mine:.1f} ms", f"{other:.1f} ms", mine / max(other, 0.1), 0.5)
    slow, slower = (median(percentile(one[1], 0.99) for one in runs) for runs in (ours, theirs))
    yield Figure(f"{name}: p99 to paint / DataTable", f"{slow:.1f} ms", f"{slower:.1f} ms", slow / slower, 0.5)
    few, many = (median(one[2] for one in runs) for runs in (ours, theirs))
    yield Figure(f"{name}: bytes a key / DataTable", f"{few:,.0f}", f"{many:,.0f}", few / many, 1.0)


def library() -> Iterator[Figure]:
    """What is worked out of a large model, in seconds, against reading its file."""
    xml = large_xml()
    began = perf_counter()
    model = read(xml)
    reading_s = perf_counter() - began
    values = {f"input{column}": column for column in range(INPUTS)}

    def seconds(work: object) -> float:
        at = perf_counter()
        assert callable(work)
        work()
        return perf_counter() - at

    decision = model.elements["large"]
    assert isinstance(decision, Decision)
    assert isinstance(decision.logic, TableBox)
    sheet = sheet_of(decision.logic)
    first = seconds(lambda: evaluate(model, "large", values))
    said = evaluate(model, "large", values)
    other = sheet_of(_table(read(large_xml(RULES - 7))))
    baseline = f"{reading_s:.2f} s"
    for what, took, goal in (
        ("first evaluation / reading", first, 3.0),
        ("a preview after it / reading", seconds(lambda: evaluate(model, "large", values)), 0.5),
        ("near matches / reading", seconds(lambda: DrgElement(model, decision).match_report(said)), 0.5),
        ("rules for a value / reading", seconds(lambda: rows_that_can(sheet, understand("input0 = 500", sheet))), 1.0),
        ("difference of two versions / reading", seconds(lambda: difference(sheet, other)), 1.0),
    ):
        yield Figure(f"{RULES:,} rules, {what}", f"{took:.3f} s", baseline, took / reading_s, goal)
    yield _graph()


def _table(model: object) -> TableBox:
    decision = model.elements["large"]  # type: ignore[attr-defined]
    assert isinstance(decision.logic, TableBox)
    return decision.logic


def _graph() -> Figure:
    """A graph of 500 decisions, each of which needs three others."""
    needs = [[f"d{n - step}" for step in (1, 7, 31) if n >= step] for n in range(500)]
    model = read(model_xml(*(decision_xml(f"d{n}", "", requires=required) for n, required in enumerate(needs))))
    began = perf_counter()
    picture_of(graph_of(model))
    took = perf_counter() - began
    return Figure("graph of 500 decisions: seconds", f"{took:.2f} s", "-", took, 1.0)


def figures() -> Iterator[Figure]:
    """All about decisions."""
    assert feel.evaluate("1", {}).value == 1  # imported before anything is timed
    yield from library()
    yield from screens()
