"""Conditions as people write them, whatever list they are for: names, patterns, keys, numbers, moments."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from c8tui.dates.local import in_words
from c8tui.dates.typed import EXAMPLES, NotADate, read_span, span_words
from c8tui.dates.wire import in_zone
from c8tui.errors import C8Error
from c8tui.model.search import Op


class NotWords(C8Error):
    """What was written is no condition on this field; the detail says what would be."""


# Names, keys, numbers


def parts(words: str, separators: str = ",") -> list[str]:
    """What stands between the separators, without those inside quotes and without what is empty.

    A quote opens where a word or a value begins, and closes where the next one stands without a backslash before it.
    """
    found, begin, at = [], 0, 0
    while at < len(words):
        if words[at] == '"' and _opens(words[begin:at]) and (quoted := _QUOTED.match(words, at)):
            at = quoted.end()
        elif words[at] in separators:
            found.append(words[begin:at])
            begin = at = at + 1
        else:
            at += 1
    return [part.strip() for part in (*found, words[begin:]) if part.strip()]


_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)


def _opens(before: str) -> bool:
    """Whether a quote behind this text opens one."""
    return not before or before[-1] in " \t\n=<>,;[{:"


def unquoted(name: str) -> str:
    """A name without the quotes around it, and without the backslashes that quotes in it need."""
    return re.sub(r'\\(["\\])', r"\1", name[1:-1]) if _QUOTED.fullmatch(name) else name


def quoted(name: str) -> str:
    """A name so that it is one, whatever stands in it."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def text(words: str, known: Mapping[str, tuple[str, ...]] | None = None) -> Any:
    """A text, several, or a pattern; `known` are words that stand for names, unless they are in quotes."""
    found = text_alternatives(words, known)
    if len(found) > 1:
        raise NotWords("the cluster cannot be asked for none and for names at once")
    return found[0]


def text_alternatives(words: str, known: Mapping[str, tuple[str, ...]] | None = None) -> tuple[Any, ...]:
    """As `text()`, with `none, NAME` too: values any of which is met; nobody and somebody are asked for apart."""
    negated, typed = _names(words)
    exists = {"none", "any"} & set(typed)
    rest = [word for word in typed if word not in exists]
    if not exists:
        return (_named(negated, rest, known or {}),)
    if negated and exists == {"none", "any"}:
        raise NotWords("it is there or it is not")
    if negated:
        return (_present_but(rest, known or {}) if exists == {"none"} else Op(exists=False),)
    if exists == {"none"} and rest:
        return Op(exists=False), _named(negated, rest, known or {})
    return tuple(Op(exists=word == "any") for word in sorted(exists))


def _present_but(names: list[str], known: Mapping[str, tuple[str, ...]]) -> Op:
    """What is there, and none of these names."""
    return msgspec.structs.replace(_named(True, names, known) if names else Op(), exists=True)


def _named(negated: bool, typed: list[str], known: Mapping[str, tuple[str, ...]]) -> Any:
    names = [name for word in typed for name in _meant(word, known)]
    patterns = [name for name in names if _is_pattern(name)]
    if patterns and (negated or len(names) > 1):
        raise NotWords("one pattern at a time, and without `not`: the cluster cannot combine them")
    if patterns:
        return Op(like=patterns[0])
    plain = tuple(map(unquoted, names))
    if negated:
        return Op(neq=plain[0]) if len(plain) == 1 else Op(not_in=plain)
    return plain[0] if len(plain) == 1 else Op(in_=plain)


def _is_pattern(name: str) -> bool:
    """Whether a name has wildcards; in quotes they stand for themselves."""
    return re.search(r"[*?]", name) is not None and not name.startswith('"')


def _meant(word: str, known: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The names that a word stands for, in quotes so that they are taken as they are; else the word itself."""
    return [quoted(name) for name in known[word]] if word in known else [word]


def _names(words: str) -> tuple[bool, list[str]]:
    """Whether they are denied, and the names between the commas."""
    negated = words.startswith("not ")
    names = parts(words[4:] if negated else words)
    if not names:
        raise NotWords("a name, several with commas, a pattern as rev*, not NAME, none, or any")
    return negated, names


def keys(words: str) -> Any:
    """One key, or several with commas."""
    names = [name.strip() for name in words.split(",")]
    if not all(map(is_key, names)):
        raise NotWords("a key: digits, several keys with commas")
    return names[0] if len(names) == 1 else Op(in_=tuple(names))


def one_key(words: str) -> str:
    """One key, where the cluster takes no more."""
    if not is_key(words):
        raise NotWords("a key: digits")
    return words


def is_key(typed: str) -> bool:
    """Whether a text is all digits, as the keys of the cluster are."""
    return typed.isascii() and typed.isdecimal()


SHORTEST_KEY = 16
"""Digits: keys begin with the number of the partition, shifted by 51 bits."""


def is_long_key(typed: str) -> bool:
    """Whether a text is a key and cannot be meant as a name."""
    return is_key(typed) and len(typed) >= SHORTEST_KEY


def whole(words: str) -> int:
    """A whole number from 1 on, as the versions of definitions are."""
    if not re.fullmatch(r"[1-9]\d{0,8}", words, re.ASCII):
        raise NotWords("a whole number from 1 on")
    return int(words)


NUMBERS = "a number, >= 51, 26..75, not 50, or numbers with commas"


def numbers(words: str, help_: str = NUMBERS) -> Any:
    """A whole number from 0 on, several, a comparison, or a range that may be open at either end.

    What is none is refused with `help_`.
    """
    if match := re.fullmatch(r"(<=?|>=?)\s*(\d{1,9})", words, re.ASCII):
        return comparing(match[1], int(match[2]))
    if match := re.fullmatch(r"(\d{1,9})?\s*\.\.\s*(\d{1,9})?", words, re.ASCII):
        return _number_range(*(int(end) if end else None for end in match.groups()))
    if match := re.fullmatch(r"not\s+(\d{1,9})", words, re.ASCII):
        return Op(neq=int(match[1]))
    found = [number.strip() for number in words.split(",")]
    if not all(re.fullmatch(r"\d{1,9}", number, re.ASCII) for number in found):
        raise NotWords(help_)
    return int(found[0]) if len(found) == 1 else Op(in_=tuple(map(int, found)))


def _number_range(first: int | None, last: int | None) -> Op:
    if first is None and last is None:
        raise NotWords("a range needs a number at one end at least")
    if first is not None and last is not None and first > last:
        raise NotWords("the range ends before it begins")
    return Op(gte=first, lte=last)


def truth(words: str) -> bool:
    """Yes or no."""
    if (word := words.casefold()) not in _TRUTHS:
        raise NotWords("yes or no")
    return _TRUTHS[word]


_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


def one_of(words: str, known: Mapping[str, str]) -> str:
    """One of the names that the cluster knows, by a short word or in full."""
    name = known.get(words.casefold()) or words.upper().replace(" ", "_")
    if name not in known.values():
        raise NotWords(f"one of {', '.join(known)}")
    return name


def some_of(words: str, known: Collection[str]) -> Any:
    """One member of an enum, several, `not` one, or a pattern; spaces stand for underscores, in any case."""
    negated, typed = _names(words)
    if len(typed) == 1 and not negated and _is_pattern(typed[0]):
        return Op(like=_spelled(typed[0]))
    names = tuple(_member(word, known) for word in typed)
    if negated and len(names) > 1:
        raise NotWords("not with one name: not every cluster can leave out several")
    if negated:
        return Op(neq=names[0])
    return names[0] if len(names) == 1 else Op(in_=names)


def _member(word: str, known: Collection[str]) -> str:
    """As the API spells it. In capitals it may be one that is not known: later versions have more."""
    if _spelled(word) in known or re.fullmatch("[A-Z_]+", word):
        return _spelled(word)
    raise NotWords(f"one of {', '.join(name.lower().replace('_', ' ') for name in known)}")


def _spelled(word: str) -> str:
    return word.upper().replace(" ", "_")


def comparing(operator: str, value: Any) -> Op:
    """A condition of one operator, given as people write it: `<=`."""
    return _op(COMPARED[operator], value)


def _op(operator: str, value: Any) -> Op:
    return msgspec.structs.replace(Op(), **{operator: value})


# Dates

COMPARED = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
"""The operators, as people write them and as an Op spells them."""
_BEFORE = {"before": "<", "until": "<=", "by": "<=", "since": ">=", "from": ">=", "after": ">"}
"""Words that people write for the operators."""
_COMPARISON = re.compile(rf"(<=?|>=?|(?:{'|'.join(_BEFORE)})\b)\s*(\S.*)", re.I)
_RANGE = re.compile(r"(.*?)(?:\.\.(?!\.)|\s+to\s+)(.*)", re.I)
"""Two ends; the last two of several dots part them, since a date may end with one."""
_IN_WORDS = {"gte": "from {}", "gt": "after {}", "lt": "before {}", "lte": "up to {}"}


def dates(words: str, now: datetime) -> Any:
    """A span of time, or before or behind a moment, as it is now. Raises NotWords."""
    if words.casefold() in ("any", "none"):
        return Op(exists=words.casefold() == "any")
    return msgspec.structs.replace(Op(), **{name: _wire(at) for name, at in _bounds(words, now).items()})


def dates_in_words(words: str, now: datetime) -> str:
    """What a condition on a date means now: `before Fri 27 Nov 2026 10:30 CET`; "" for none and for what is none."""
    if not words.strip() or words.strip().casefold() in ("any", "none"):
        return ""
    try:
        bounds = _bounds(words.strip(), now)
    except NotWords:
        return ""
    if bounds.keys() == {"gte", "lt"}:
        return span_words(bounds["gte"], bounds["lt"])
    return ", ".join(_IN_WORDS[name].format(in_words(at)) for name, at in bounds.items())


def _bounds(words: str, now: datetime) -> dict[str, datetime]:
    """The moments that a condition compares with, by the operators of an Op. Raises NotWords."""
    now = in_zone(now)
    if words.casefold() == "overdue":
        return {"lt": now}
    if match := _COMPARISON.fullmatch(words):
        operator = _BEFORE.get(match[1].casefold(), match[1])
        begin, end = _span(match[2], now)
        if begin == end:
            return {COMPARED[operator]: begin}
        # A day is all of its hours: `<= today` lasts until its end, `> today` begins behind it.
        return {{"<=": "lt", ">": "gte"}.get(operator, COMPARED[operator]): end if operator in ("<=", ">") else begin}
    if match := _RANGE.fullmatch(words):
        return _range(match[1].strip(), match[2].strip(), now)
    begin, end = _span(words, now)
    if begin == end:
        raise NotWords(f"a moment needs <, <=, > or >=: write it {EXAMPLES['span']}")
    return {"gte": begin, "lt": end}


def _range(first: str, last: str, now: datetime) -> dict[str, datetime]:
    """Either end may be missing."""
    found: dict[str, datetime] = {}
    if first:
        found["gte"] = _span(first, now)[0]
    if last:
        begin, end = _span(last, now)
        found["lte" if begin == end else "lt"] = end
    if not found:
        raise NotWords(f"a range needs a date at one end at least: write it {EXAMPLES['span']}")
    ends = [in_zone(moment, UTC) for moment in found.values()]
    if ends[0] > ends[-1]:
        raise NotWords("the range ends before it begins")
    return found


def _span(words: str, now: datetime) -> tuple[datetime, datetime]:
    """From when to when: a day lasts for a day, a moment for no time."""
    try:
        return read_span(words, now)
    except NotADate as wrong:
        raise NotWords(str(wrong)) from None


def _wire(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
