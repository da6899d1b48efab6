"""Which rules of a table ever fired: counted from evaluations, a page of them after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from c8tui.decisions.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Seen:
    """One evaluation of the table: the keys of the rules that matched, as `rule_key` gives them."""

    rules: tuple[str, ...]
    date: datetime | None = None
    failed: bool = False


@dataclass(slots=True)
class Fired:
    """How often a rule matched, and when first and last; the dates are None where no evaluation had one."""

    count: int = 0
    first: datetime | None = None
    last: datetime | None = None


def rule_key(rule_id: str, number: int) -> str:
    """What tells a rule from the others: its id, or its number (from 1) where it has none."""
    return rule_id or f"#{number}"


@dataclass(slots=True)
class Coverage:
    """What evaluations say of the rules of one table; `rules` are their keys in the order of the table.

    A rule counts once for each evaluation that it matched in, failed ones too: it matched all the same. Of two rules
    with one id nobody can tell which one matched; they are counted together.
    """

    rules: tuple[str, ...]
    looked_at: int = 0
    failed: int = 0
    first: datetime | None = None
    """The earliest evaluation that was looked at; a date without a zone is taken as UTC."""
    last: datetime | None = None
    fired: dict[str, Fired] = field(default_factory=dict)
    """By key, of the rules of this table that fired."""
    strangers: dict[str, Fired] = field(default_factory=dict)
    """The same of rules that the table does not have, as an older version of it may."""
    _known: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._known = frozenset(self.rules)

    def key_of(self, rule_id: str, number: int) -> str:
        """The key of a rule that an evaluation tells of; `rule_key` of it when the table does not have it.

        By its number only where one of the two has no id: a cluster may leave ids out, and may give one to what has
        none in the file.
        """
        if rule_id in self._known:
            return rule_id
        place = number - 1
        in_table = 0 <= place < len(self.rules) and (not rule_id or self.rules[place] == rule_key("", number))
        return self.rules[place] if in_table else rule_key(rule_id, number)

    def add(self, seen: Seen) -> None:
        """Counts one more evaluation."""
        date = _aware(seen.date)
        self.looked_at += 1
        self.failed += seen.failed
        self.first, self.last = _earlier(self.first, date), _later(self.last, date)
        for key in dict.fromkeys(seen.rules):
            counted = self.fired if key in self._known else self.strangers
            rule = counted.setdefault(key, Fired())
            rule.count += 1
            rule.first, rule.last = _earlier(rule.first, date), _later(rule.last, date)

    def count(self, key: str) -> int:
        """How many evaluations a rule of this table matched in."""
        return self.fired[key].count if key in self.fired else 0

    @property
    def never(self) -> tuple[str, ...]:
        """The keys of the rules that matched in none of the evaluations, in the order of the table."""
        return tuple(key for key in dict.fromkeys(self.rules) if key not in self.fired)


def coverage_of(sheet: Sheet) -> Coverage:
    """The coverage of a table before the first evaluation."""
    return Coverage(tuple(rule_key(row.id, row.number) for row in sheet.rows))


def _aware(date: datetime | None) -> datetime | None:
    return date.replace(tzinfo=UTC) if date is not None and date.tzinfo is None else date


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(one, other) if one and other else one or other


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one and other else one or other
