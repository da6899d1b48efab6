"""Figures against baselines of the same run, as one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: a figure, what it is compared with, and the goal as an upper bound of `value`.

    `value` is the ratio of the two, or the figure itself where there is nothing to compare it with.
    """

    what: str
    figure: str
    baseline: str
    value: float
    goal: float

    def row(self) -> tuple[str, ...]:
        """As the table prints it."""
        verdict = "ok" if self.value <= self.goal else "MISS"
        return self.what, self.figure, self.baseline, f"{self.value:,.2f}", f"<= {self.goal:,g}", verdict


def in_turn(runs: int, *measures: Callable[[], T]) -> list[list[T]]:
    """Run the measures in turn, so that a slow moment of the machine hits all of them."""
    results: list[list[T]] = [[] for _ in measures]
    for _ in range(runs):
        for kept, measure in zip(results, measures, strict=True):
            kept.append(measure())
    return results


def percentile(numbers: Sequence[float], share: float) -> float:
    """The number that `share` of them do not exceed."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def p95(numbers: Sequence[float]) -> float:
    """The 95th percentile."""
    return percentile(numbers, 0.95)


def p99(numbers: Sequence[float]) -> float:
    """The 99th percentile."""
    return percentile(numbers, 0.99)


def milliseconds(seconds: Sequence[float], high: Callable[[Sequence[float]], float] = p95) -> str:
    """Median and a high percentile."""
    middle, top = median(seconds) * 1e3, high(seconds) * 1e3
    digits = 1 if middle < 20 else 0
    return f"{middle:.{digits}f} ms ({high.__name__} {top:.{digits}f})"


def ratio(what: str, subject: Sequence[float], baseline: Sequence[float], goal: float) -> Figure:
    """The ratio of the medians."""
    value = median(subject) / median(baseline)
    return Figure(what, milliseconds(subject), milliseconds(baseline), value, goal)


def ratio_p99(what: str, subject: Sequence[float], baseline: float, goal: float) -> Figure:
    """The 99th percentile against a baseline in seconds."""
    top = p99(subject)
    return Figure(what, f"{top * 1e3:.1f} ms", f"{baseline * 1e3:.1f} ms", top / baseline, goal)


def table(figures: Iterable[Figure]) -> str:
    """The rows in columns."""
    rows = [("what", "figure", "baseline", "value", "goal", ""), *(figure.row() for figure in figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(6)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines)
