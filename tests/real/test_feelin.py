"""Our FEEL against feelin, on expressions of a grammar: what differs is known, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.feel.grammar import CONTEXT, corpus
from tests.real.feelin import answered, asked, same

pytestmark = pytest.mark.real

MANY = 2_400
FLOOR = 2_150
"""Expressions on which both agree, at least."""


@dataclass(frozen=True)
class Difference:
    """Why both differ on some expressions."""

    name: str
    why: str
    explains: Callable[[str, Any, Any], bool]


def _orders_kinds(source: str, ours: Any, theirs: Any) -> bool:
    return ours is None and isinstance(theirs, bool) and re.search(r"[<>]", source) is not None


def _descends(source: str, ours: Any, theirs: Any) -> bool:
    """Wherever it stands: an `if` around it hands the difference on."""
    return re.search(r" between | in \[", source) is not None


def _mixes_durations(source: str, ours: Any, theirs: Any) -> bool:
    return ours is None and isinstance(theirs, dict) and "duration" in theirs and " + " in source


def _has(word: str) -> Callable[[str, Any, Any], bool]:
    return lambda source, ours, theirs: word in source


DIFFERENCES = (
    Difference("trim", "Camunda's trim is not among feelin's functions: null there", _has("trim(")),
    Difference("is defined", "Camunda's is defined is not among feelin's functions: null there", _has("is defined(")),
    Difference("instance of", "feelin compares with its own names of types: false there", _has(" instance of ")),
    Difference("median", "feelin takes the middle of the list as it stands; DMN sorts it first", _has("median(")),
    Difference("kinds", "feelin orders numbers and strings as JavaScript does; DMN: null", _orders_kinds),
    Difference("descending", "feelin turns ranges round whose end is below their start; DMN: none of it", _descends),
    Difference("durations", "feelin adds months and days; DMN: null", _mixes_durations),
)


def test_feelin_agrees_or_the_difference_is_known(capsys: Any) -> None:
    sources = corpus(MANY)
    theirs = asked({"source": source, "context": CONTEXT} for source in sources)
    explained: Counter[str] = Counter()
    unknown = []
    for source, other in zip(sources, theirs, strict=True):
        ours = answered(source, CONTEXT)
        if "error" in ours or "error" in other:
            if ("error" in ours) != ("error" in other):
                unknown.append((source, ours, other))
            continue
        if same(ours["value"], other["value"]):
            continue
        why = next((one for one in DIFFERENCES if one.explains(source, ours["value"], other["value"])), None)
        if why is None:
            unknown.append((source, ours, other))
        else:
            explained[why.name] += 1
    agreed = len(sources) - explained.total() - len(unknown)
    with capsys.disabled():
        named = ", ".join(f"{name} {count}" for name, count in explained.most_common())
        print(f"\nfeelin agrees on {agreed:,} of {len(sources):,}; explained: {named}")  # noqa: T201
    assert unknown == []
    assert len(sources) == MANY
    assert agreed >= FLOOR
    assert {one.name for one in DIFFERENCES} == explained.keys(), "an explanation that explains nothing"
