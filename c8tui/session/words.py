"""Conditions as people write them, whatever list they are for: names, patterns, keys, numbers, moments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from c8tui.errors import C8Error
from c8tui.model.search import Op


class NotWords(C8Error):
    """What was written is no condition on this field; the detail says what would be."""


# Names, keys, numbers


def text(words: str, known: Mapping[str, tuple[str, ...]] | None = None) -> Any:
    """A text, several, or a pattern; `known` are words that stand for names, unless they are in quotes."""
    if words in ("any", "none"):
        return Op(exists=words == "any")
    negated, typed = _names(words)
    names = [name for word in typed for name in _meant(word, known or {})]
    patterns = [name for name in names if re.search(r"[*?]", name) and not name.startswith('"')]
    if patterns and (negated or len(names) > 1):
        raise NotWords("one pattern at a time, and without `not`: the cluster cannot combine them")
    if patterns:
        return Op(like=patterns[0])
    plain = tuple(name.strip('"') for name in names)
    if negated:
        return Op(neq=plain[0]) if len(plain) == 1 else Op(not_in=plain)
    return plain[0] if len(plain) == 1 else Op(in_=plain)


def _meant(word: str, known: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The names that a word stands for, in quotes so that they are taken as they are; else the word itself."""
    return [f'"{name}"' for name in known[word]] if word in known else [word]


def _names(words: str) -> tuple[bool, list[str]]:
    """Whether they are denied, and the names between the commas."""
    negated = words.startswith("not ")
    names = [name.strip() for name in (words[4:] if negated else words).split(",") if name.strip()]
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


def whole(words: str) -> int:
    """A whole number from 1 on, as the versions of definitions are."""
    if not re.fullmatch(r"[1-9]\d{0,8}", words, re.ASCII):
        raise NotWords("a whole number from 1 on")
    return int(words)


def one_of(words: str, known: Mapping[str, str]) -> str:
    """One of the names that the cluster knows, by a short word or in full."""
    name = known.get(words.casefold()) or words.upper().replace(" ", "_")
    if name not in known.values():
        raise NotWords(f"one of {', '.join(known)}")
    return name


def comparing(operator: str, value: Any) -> Op:
    """A condition of one operator, given as people write it: `<=`."""
    return _op(COMPARED[operator], value)


def _op(operator: str, value: Any) -> Op:
    return msgspec.structs.replace(Op(), **{operator: value})


# Dates

COMPARED = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
"""The operators, as people write them and as an Op spells them."""
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_MOMENT = re.compile(
    r"(now|today|tomorrow|yesterday|\d{4}-\d{2}-\d{2}(?:[T ]\S+)?)\s*(?:([+-])\s*(\d{1,5})\s*([mhdw]))?"
)
_DATE_HELP = "< now, today, < today+2d, >= 2026-12-01, 2026-12-01..2026-12-31, none, or any; units are m h d w"


def dates(words: str, now: datetime) -> Any:
    """A span of time, or before or behind a moment, as it is now."""
    if words in ("any", "none"):
        return Op(exists=words == "any")
    if match := re.fullmatch(r"(<=?|>=?)\s*(\S.*)", words):
        begin, end = _span(match[2], now)
        # A day is all of its hours: `<= today` lasts until its end, `> today` begins behind it.
        at = end if match[1] in ("<=", ">") and begin != end else begin
        operator = {"<=": "lt", ">": "gte"}.get(match[1], COMPARED[match[1]]) if begin != end else COMPARED[match[1]]
        return _op(operator, _wire(at))
    first, _, last = words.partition("..")
    begin, end = _span(first.strip(), now)
    if last:
        inside, end = _span(last.strip(), now)
        return msgspec.structs.replace(_op("lte" if inside == end else "lt", _wire(end)), gte=_wire(begin))
    if begin == end:
        raise NotWords(f"a moment needs <, <=, > or >=: {_DATE_HELP}")
    return Op(gte=_wire(begin), lt=_wire(end))


def _span(words: str, now: datetime) -> tuple[datetime, datetime]:
    """From when to when: a day lasts for a day, a moment for no time."""
    match = _MOMENT.fullmatch(words)
    if match is None:
        raise NotWords(_DATE_HELP)
    base, sign, number, unit = match.groups()
    local, day = now.astimezone().replace(tzinfo=None), timedelta(days=1)
    try:
        if base == "now":
            begin, length = local, timedelta()
        elif base[0].isdigit():
            begin, length = datetime.fromisoformat(base), day if len(base) == 10 else timedelta()
        else:
            begin = local.replace(hour=0, minute=0, second=0, microsecond=0)
            begin += {"today": 0, "tomorrow": 1, "yesterday": -1}[base] * day
            length = day
        shift = timedelta(**{_UNITS[unit]: int(number)}) if unit else timedelta()
        if sign == "-":
            shift = -shift
        if unit in ("m", "h"):  # time that passes, whatever the clocks do meanwhile
            there = (now.astimezone() if base == "now" else _in_zone(begin)).astimezone(UTC) + shift
            return there.astimezone(), there.astimezone()
        if base == "now" and unit is None:
            return now.astimezone(), now.astimezone()
        return _in_zone(begin + shift), _in_zone(begin + shift + length)
    except (ValueError, OverflowError):
        raise NotWords(_DATE_HELP) from None


def _in_zone(moment: datetime) -> datetime:
    """That date and time of day in its own zone, where it has one, else in the zone of this machine as it is then."""
    return moment.astimezone()


def _wire(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
