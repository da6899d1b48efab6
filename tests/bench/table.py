"""Figures against baselines of the same run, as one table."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: a figure, what it is compared with, and the goal as an upper bound of the ratio (or of the figure)."""

    what: str
    figure: str
    baseline: str
    value: float
    goal: float

    def row(self) -> tuple[str, ...]:
        verdict = "ok" if self.value <= self.goal else "MISS"
        return self.what, self.figure, self.baseline, f"{self.value:.2f}", f"<= {self.goal:g}", verdict


def in_turn(runs: int, *measures: Callable[[], float]) -> list[list[float]]:
    """Run the measures in turn, so that a slow moment of the machine hits all of them."""
    results: list[list[float]] = [[] for _ in measures]
    for _ in range(runs):
        for kept, measure in zip(results, measures, strict=True):
            kept.append(measure())
    return results


def milliseconds(seconds: list[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"{statistics.median(seconds) * 1e3:.0f} ms (p95 {p95 * 1e3:.0f})"


def ratio(what: str, subject: list[float], baseline: list[float], goal: float) -> Figure:
    """The medians' ratio."""
    value = statistics.median(subject) / statistics.median(baseline)
    return Figure(what, milliseconds(subject), milliseconds(baseline), value, goal)


def table(figures: Iterable[Figure]) -> str:
    """The rows in columns."""
    rows = [("what", "figure", "baseline", "value", "goal", ""), *(figure.row() for figure in figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(6)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines)
