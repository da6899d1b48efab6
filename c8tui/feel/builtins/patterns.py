"""Regular expressions as XPath and FEEL write them, run with a time limit."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from time import monotonic
from typing import Any

from c8tui.feel.builtins.xpath import NotAPattern, translated
from c8tui.feel.calls import Fails
from c8tui.feel.problems import Stopped
from c8tui.feel.run import Run

LONGEST_PATTERN = 10_000
MOST_REPEATS = 200_000
"""What is repeated so many times at least is written out when it is compiled, at 270 bytes a time, and repetitions
inside of each other multiply. Upper bounds cost nothing."""
_REPEATS = re.compile(r"\{(\d+)", re.ASCII)
_REFERENCE = re.compile(r"\\([\\$])|\$(\d+)", re.ASCII)
_STRAY = re.compile(r"[\\$]")


def pattern_of(run: Run, text: str, flags: str | None) -> Any:
    """The compiled pattern; flags are of `smix`. `Fails` says what is wrong with either."""
    letters = flags or ""
    if set(letters) - set("smixq"):
        raise Fails(f"flags {letters!r} are not of s, m, i, x")
    if len(text) > LONGEST_PATTERN:
        raise Fails(f"the pattern is longer than {LONGEST_PATTERN:,} characters")
    if "q" not in letters and _repeats(text) > MOST_REPEATS:
        raise Fails(f"the pattern repeats more than {MOST_REPEATS:,} times")
    return _timed(run, lambda left_s: _compiled(text, letters))


def _repeats(text: str) -> int:
    """How often a part of the pattern is written out at most, were all repetitions inside of each other."""
    product = 1
    for least in _REPEATS.findall(text):
        product *= max(int(least[:9]), 1)
        if product > MOST_REPEATS:
            break
    return product


@functools.lru_cache(maxsize=500)
def _compiled(text: str, letters: str) -> Any:
    import regex

    try:
        made, subtracts = (regex.escape(text), False) if "q" in letters else translated(text, letters)
    except NotAPattern as mistake:
        raise Fails(f"the pattern cannot be read: {mistake}") from None
    flags = regex.VERSION1 if subtracts else regex.VERSION0
    for letter, flag in (("s", regex.DOTALL), ("m", regex.MULTILINE), ("i", regex.IGNORECASE)):
        flags |= flag if letter in letters else 0
    try:
        return regex.compile(made, flags)
    except (regex.error, RecursionError, OverflowError, ValueError) as mistake:
        raise Fails(f"the pattern cannot be read: {mistake}") from None


def search(run: Run, pattern: Any, text: str) -> bool:
    """Whether the pattern is found anywhere."""
    return _timed(run, lambda left_s: pattern.search(text, timeout=left_s)) is not None


def split(run: Run, pattern: Any, text: str) -> list[str]:
    """The parts between matches."""
    parts: list[str] = []
    last = 0
    for found in _timed(run, lambda left_s: list(pattern.finditer(text, timeout=left_s))):
        if found.end() > found.start():
            parts.append(text[last : found.start()])
            last = found.end()
    return [*parts, text[last:]]


def find_all(run: Run, pattern: Any, text: str) -> list[str]:
    """Every match."""
    return [found[0] for found in _timed(run, lambda left_s: list(pattern.finditer(text, timeout=left_s)))]


def replace(run: Run, pattern: Any, text: str, replacement: str) -> str:
    """All matches replaced; `$1` in the replacement is the first group, `\\$` a dollar sign.

    As in XPath it `Fails` for a pattern that matches nothing at all, which would match everywhere, and for a `$` or
    a backslash in the replacement that says neither.
    """
    if pattern.search("") is not None:
        raise Fails("the pattern matches the empty text")
    if _STRAY.search(_REFERENCE.sub("", replacement)):
        raise Fails(r"the replacement has a $ without a number, or a \ before something else than \ and $")

    def written(match: Any) -> str:
        return _REFERENCE.sub(lambda found: found[1] or _group(found[2], match, pattern.groups), replacement)

    run.fits(len(text) * max(1, len(replacement)))
    return str(_timed(run, lambda left_s: pattern.sub(written, text, timeout=left_s)))


def _group(digits: str, match: Any, groups: int) -> str:
    """The longest number that names a group counts; what is left of the digits stays as it is."""
    rest = ""
    while int(digits) > groups and len(digits) > 1:
        digits, rest = digits[:-1], digits[-1] + rest
    return (match[int(digits)] or "" if int(digits) <= groups else "") + rest


def _timed(run: Run, act: Callable[[float], Any]) -> Any:
    """What `act` comes to in the seconds that are left to the evaluation, whose patterns share one allowance: else a
    loop could wait for each of them."""
    left_s = run.limits.pattern_s - run.patterns_s
    if left_s <= 0:
        raise Stopped(f"patterns took more than {run.limits.pattern_s} s")
    began = monotonic()
    try:
        return act(left_s)
    except TimeoutError:
        raise Fails("the pattern takes too long on this text") from None
    finally:
        run.patterns_s += monotonic() - began
