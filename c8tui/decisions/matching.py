"""Which rule of an old table is which rule of the new one, without comparing every one with every other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from c8tui.decisions.sheet import ANY

LEAST = 0.5
"""Rules that are less alike than this, of 1, are two different ones."""
NEAR = 8
"""Rules around the place where a rule would be expected that are compared with it."""
RARE = 16
"""A cell that more rules than this have does not lead to any of them."""
CANDIDATES = 24
"""Rules that one rule is compared with at most, when nothing simpler found its like."""
FEW = 4
"""The same of rules that differ in one input, of which one is about as good as the other."""
BUDGET = 3_000_000
"""Cells that are compared to find what is alike; then the search ends."""


Key = Callable[["ComparedRule"], Hashable]


@dataclass(frozen=True, slots=True)
class ComparedRule:
    """A rule as it is compared: the cells of the columns that both tables have, in the same order for both."""

    id: str
    tests: tuple[str, ...]
    results: tuple[str, ...]


@dataclass(slots=True)
class Matching:
    """`partner` is the old rule of a new one, by their places from 0; `thorough` is False where the search for what
    is alike ended early, so that some rules that are alike may count as two."""

    partner: dict[int, int] = field(default_factory=dict)
    thorough: bool = True


def match(old: Sequence[ComparedRule], new: Sequence[ComparedRule]) -> Matching:
    """Pairs rules by id, then by equal cells, by equal inputs, and at last those whose inputs are most alike.

    Of several equal rules those pair first that stand beside a pair. What is alike is looked for among rules that
    differ in one input, that share a cell which few others have, or that stand near the place where the rule would be
    expected.
    """
    search = _Search(old, new)
    search.unique(lambda rule: rule.id)
    keys: list[Key] = [lambda rule: (rule.tests, rule.results)]
    if old and old[0].tests:
        keys.append(lambda rule: rule.tests)
    for key in keys:
        search.unique(key)
        search.follow(key)
        search.equal(key)
    if old and old[0].tests:
        search.but_one()
        search.alike()
    return search.found


class _Search:
    """One matching under way."""

    def __init__(self, old: Sequence[ComparedRule], new: Sequence[ComparedRule]) -> None:
        self.old = old
        self.new = new
        self.found = Matching()
        self._taken: set[int] = set()
        self._budget = BUDGET

    def _pair(self, there: int, here: int) -> None:
        self.found.partner[here] = there
        self._taken.add(there)

    def _old_left(self) -> list[int]:
        return [place for place in range(len(self.old)) if place not in self._taken]

    def _new_left(self) -> list[int]:
        return [place for place in range(len(self.new)) if place not in self.found.partner]

    def unique(self, key: Key) -> None:
        """Pairs those whose key no other rule of their table has that is left."""
        before = _singles((key(self.old[there]), there) for there in self._old_left())
        after = _singles((key(self.new[here]), here) for here in self._new_left())
        for name, here in after.items():
            if name in before:
                self._pair(before[name], here)

    def follow(self, key: Key) -> None:
        """Pairs neighbours of pairs that have the same key, downwards and then upwards, from the ends too."""
        down, up = range(len(self.new)), range(len(self.new) - 1, -1, -1)
        for step, places, beside in ((1, down, 0), (-1, up, len(self.old) - 1)):
            there: int | None = beside
            for here in places:
                free = there is not None and 0 <= there < len(self.old) and there not in self._taken
                free = free and here not in self.found.partner
                if there is not None and free and key(self.old[there]) == key(self.new[here]):
                    self._pair(there, here)
                there = self.found.partner[here] + step if here in self.found.partner else None

    def equal(self, key: Key) -> None:
        """Pairs those of the same key, in their order."""
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for there in self._old_left():
            waiting[key(self.old[there])].append(there)
        for here in self._new_left():
            if same := waiting.get(key(self.new[here])):
                self._pair(same.popleft(), here)

    def but_one(self) -> None:
        """Pairs those that are alike and differ in one input."""
        left = self._old_left()
        width = len(self.old[0].tests)
        if not self._spend(width * (len(left) + len(self._new_left()))):
            return
        waiting: defaultdict[tuple[int, int], deque[int]] = defaultdict(deque)
        for there in left:
            for key in _without_one(self.old[there].tests):
                waiting[key].append(there)
        for here in self._new_left():
            candidates: list[int] = []
            for key in _without_one(self.new[here].tests):
                queue = waiting.get(key)
                while queue and queue[0] in self._taken:
                    queue.popleft()
                if queue and len(candidates) < FEW:
                    candidates.append(queue[0])
            self._take_best(here, candidates)

    def _take_best(self, here: int, candidates: Iterable[int]) -> None:
        graded = [(self._likeness(there, here), -abs(there - here), -there) for there in dict.fromkeys(candidates)]
        if graded and (best := max(graded))[0] >= LEAST:
            self._pair(-best[2], here)

    def alike(self) -> None:
        """Pairs what is left, the most alike first."""
        holders: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        left = self._old_left()
        for there in left:
            for cell in _telling(self.old[there]):
                holders[cell].append(there)
        graded = []
        expected = 0
        for here in range(len(self.new)):
            if here in self.found.partner:
                expected = self.found.partner[here] + 1
                continue
            found = [
                (-self._likeness(there, here), abs(there - expected), here, there)
                for there in self._candidates(here, holders, left, expected)
            ]
            alike = [each for each in found if -each[0] >= LEAST]
            expected = min(alike)[3] + 1 if alike else expected + 1
            graded += alike
        for _, _, here, there in sorted(graded):
            if here not in self.found.partner and there not in self._taken:
                self._pair(there, here)

    def _candidates(
        self, here: int, holders: dict[tuple[int, str], list[int]], left: Sequence[int], expected: int
    ) -> list[int]:
        place = bisect_left(left, expected)
        found = dict.fromkeys(left[max(0, place - NEAR // 2) : place + NEAR])
        lists = sorted((holders[cell] for cell in _telling(self.new[here]) if cell in holders), key=len)
        for some in lists:
            if len(some) > RARE or len(found) >= CANDIDATES:
                break
            found |= dict.fromkeys(some)
        chosen = list(found)[:CANDIDATES]
        return chosen if self._spend(len(chosen) * len(self.old[0].tests)) else []

    def _spend(self, cells: int) -> bool:
        if cells > self._budget:
            self.found.thorough = False
            return False
        self._budget -= cells
        return True

    def _likeness(self, there: int, here: int) -> float:
        """From 0 to 1: equal inputs, of which those that take anything count half, and a little the results."""
        one, other = self.old[there], self.new[here]
        same, every = 0.5 * (one.results == other.results), 0.5
        for left, right in zip(one.tests, other.tests, strict=True):
            weight = 0.5 if left == right == ANY else 1.0
            every += weight
            same += weight * (left == right)
        return same / every


def _singles(keyed: Iterable[tuple[Hashable, int]]) -> dict[Hashable, int]:
    """The places of the keys that stand there once."""
    listed = list(keyed)
    count = Counter(key for key, _ in listed)
    return {key: place for key, place in listed if key and count[key] == 1}


def _without_one(tests: tuple[str, ...]) -> list[tuple[int, int]]:
    """For each input its place, and a number for all the others together; equal numbers are made sure of later."""
    numbers = [hash((place, cell)) for place, cell in enumerate(tests)]
    together = 0
    for number in numbers:
        together ^= number
    return [(place, together ^ number) for place, number in enumerate(numbers)]


def _telling(rule: ComparedRule) -> list[tuple[int, str]]:
    """The inputs that say something, with their places."""
    return [(place, cell) for place, cell in enumerate(rule.tests) if cell != ANY]


def in_order(places: Sequence[int]) -> set[int]:
    """The values of a longest rising part of `places`, all different: what of a new order was not moved."""
    ends: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for number, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(holders[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        holders[length : length + 1] = [number]
    kept = set()
    number = holders[-1] if holders else -1
    while number >= 0:
        kept.add(places[number])
        number = before[number]
    return kept
