"""Where feelin and our engine differ on one template whose parts both agree on, and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.feel.mixture import Made

Check = Callable[[str, Any, Any], bool]


def kind(answer: dict[str, Any]) -> str:
    """What kind of value an answer of the driver has: `error`, `null`, `boolean`, `list`, or the kind's own name."""
    if "error" in answer:
        return "error"
    value = answer["value"]
    if value is None or isinstance(value, bool | list):
        return {type(None): "null", bool: "boolean", list: "list"}[type(value)]
    return str(next(iter(value)))


@dataclass(frozen=True)
class Difference:
    """Explains templates that the pattern finds, where the answers are of these kinds and `check` holds, too."""

    name: str
    why: str
    template: str
    ours: str
    theirs: str
    check: Check = lambda source, ours, theirs: True

    def explains(self, made: Made, ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
        return (
            re.search(self.template, made.template) is not None
            and re.fullmatch(self.ours, kind(ours)) is not None
            and re.fullmatch(self.theirs, kind(theirs)) is not None
            and self.check(made.source, ours.get("value"), theirs.get("value", theirs.get("error")))
        )


def _says(*words: str) -> Check:
    return lambda source, ours, theirs: any(word in theirs for word in words)


def _is(ours: Any, theirs: Any) -> Check:
    return lambda source, one, other: bool(one == ours and other == theirs)


def _numbers(found: Any) -> list[float]:
    return [float(item["number"]) for item in found]


def _close(source: str, ours: Any, theirs: Any) -> bool:
    """Whether the numbers differ by what doubles lose of the largest number that is written."""
    largest = max(map(float, re.findall(r"\d+(?:\.\d+)?", source)))
    return abs(float(ours["number"]) - float(theirs["number"])) <= max(largest * 1e-12, 1e-6)


def _whole_months(source: str, ours: Any, theirs: Any) -> bool:
    mine, other = (float(found["duration"]["months"]["number"]) for found in (ours, theirs))
    return mine == int(other) != other


def _other_text(source: str, ours: Any, theirs: Any) -> bool:
    """Negative durations, digits that a double lacks, and zeros at the end of a fraction."""
    if re.search(r"\bP-?\d*[YMDT]", theirs["text"]):
        return "-" in theirs["text"]
    return bool(ours["text"].startswith(theirs["text"][:15]) or theirs["text"].rstrip("0") == ours["text"])


_DIFFER = r" [<>]=? | in | between |^(before|after|meets|met by|overlaps|includes)\("
_FORMS = r"(\$date|\$dt|\$time)"

DIFFERENCES = (
    Difference(
        "instance of",
        "feelin hands types to JavaScript's instanceof: false or an exception",
        " instance of ",
        "boolean|list",
        "boolean|error|list",
    ),
    Difference(
        "absent functions",
        "feelin throws `not implemented`, or declares no parameters, so that every call is null",
        r"^(overlaps (before|after)|finishes|finished by|during|starts|started by|coincides)\(",
        "boolean|null",
        "null",
    ),
    Difference("offsets", "feelin has no time of four numbers", r"^time\(10, 0, 0", "time", "error", _says("offset")),
    Difference(
        "exceptions",
        "feelin throws where a range or list function gets unlike values; DMN: null, or an empty filter",
        r"[<>]=? | in | between |\.\.|union|for x in",
        ".*",
        "error",
        _says("unsupported range", "is not a function", "unsupported range operation"),
    ),
    Difference(
        "arithmetic of durations",
        "feelin multiplies, divides, negates and sums numbers only",
        r"^-\$|\$\w+ [*/] \$|^abs\(|^(sum|mean)\(|x \* 2\)",
        "duration",
        "null",
    ),
    Difference("extremes", "feelin knows the least and largest of numbers only", r"^(min|max)\(", "[dt].*", "null"),
    Difference(
        "tests as filters", "feelin takes `[> 5]` as a filter; the grammar of DMN has none", r"\[> ", "error", "list"
    ),
    Difference(
        "calls as filters",
        "feelin takes a call for an index, and true for none",
        r"\[starts with",
        "list",
        "list",
        lambda source, ours, theirs: theirs == [] != ours,
    ),
    Difference("filters of null", "feelin: null; ours: the empty list", r"\[.*\]", "list", "null", _is([], None)),
    Difference("mixed durations", "feelin adds months and days; DMN: null", r"^\$ym \+ \$dd", "null", "duration"),
    Difference("unlike durations", "feelin compares months with days; DMN: null", r"^\$(dd|ym) = ", "null", "boolean"),
    Difference(
        "some and every",
        "feelin takes null for false; DMN: null",
        "^(some|every) ",
        "null",
        "boolean",
        _is(None, False),
    ),
    Difference(
        "local moments",
        "feelin gives moments without a zone that of the machine; DMN cannot compare them to others",
        f"{_FORMS} (-|<|>=|in|=|between) |{_FORMS}\\.\\.{_FORMS}|^(before|after)\\({_FORMS}",
        "null",
        "boolean|duration|range",
    ),
    Difference("reversed ranges", "feelin makes them; DMN: null", r"\.\.", "null", "range"),
    Difference(
        "reversed between",
        "feelin turns the ends round; DMN: false",
        " between ",
        "boolean",
        "boolean",
        _is(False, True),
    ),
    Difference(
        "unlike kinds", "feelin orders as JavaScript does, null included; DMN: null", _DIFFER, "null", "boolean"
    ),
    Difference("unequal kinds", "feelin negates null; DMN: null", " != ", "null", "boolean", _is(None, True)),
    Difference(
        "lists of one",
        "feelin compares such a list as its element, and then with none: null",
        " = | in ",
        "boolean",
        "null",
        _is(False, None),
    ),
    Difference(
        "days and time",
        "feelin keeps the time of day when a duration moves a date",
        r"^\$date [-+]",
        "date",
        "date and time",
    ),
    Difference(
        "midnights", "feelin takes midnight in UTC for a date", r"T00:00:00Z|^date and time\(", "date and time", "date"
    ),
    Difference(
        "written durations",
        "feelin gives the parts as they were written; DMN: `PT36H` has a day",
        r"^\$(dd|ym)\.",
        "number",
        "number",
    ),
    Difference(
        "parts of months",
        "feelin counts them in fractions",
        "^years and months duration",
        "duration",
        "duration",
        _whole_months,
    ),
    Difference("zones", "feelin's moments tell no zone", r"\.timezone$", "text", "null"),
    Difference(
        "impossible days",
        "feelin counts on: the 31st of April is the first of May",
        r"^(date|time)\(",
        "null",
        "date|time|date and time",
    ),
    Difference(
        "far years",
        "feelin writes them with six digits and ends with the year 275760",
        r"^date\(",
        "date",
        "date|null",
        lambda source, ours, theirs: theirs is None or "-0000" in theirs["date"],
    ),
    Difference(
        "new contexts", "feelin puts nothing into contexts that are not there", r"^context put\(.*\[", "context", "null"
    ),
    Difference(
        "moments of moments", "feelin makes them of text only", r"^date and time\(\$dt\)", "date and time", "null"
    ),
    Difference(
        "loops over one",
        "feelin loops over lists only; DMN takes a single value as a list of it",
        "^for |^(some|every) |\\(for x in",
        "list|boolean|duration|number|text",
        "null",
    ),
    Difference(
        "open starts",
        "feelin leaves out open starts of loops only when they are zero",
        r"^for x in \$range",
        "list",
        "list",
        lambda source, ours, theirs: _numbers(theirs)[1:] == _numbers(ours),
    ),
    Difference("conditions", "feelin takes all but false and null for true", "^if ", ".*", ".*"),
    Difference("is", "feelin: null for unlike kinds; DMN: false", r"^is\(", "boolean", "null", _is(False, None)),
    Difference(
        "positions",
        "feelin slices as JavaScript does; DMN: null, or counts from the end",
        r"^(insert before|list replace|remove|sublist|substring)\(",
        "null|list",
        "list|text",
    ),
    Difference(
        "modes",
        "feelin leaves them in the order of JavaScript's keys; DMN sorts",
        r"^mode\(",
        "list",
        "list",
        lambda source, ours, theirs: sorted(_numbers(theirs)) == _numbers(ours),
    ),
    Difference("medians", "feelin sorts numbers as texts", r"^median\(", "number", "number"),
    Difference("modulo", "feelin rounds doubles to nine places", r"^modulo\(", "number", "number", _close),
    Difference("no number", "feelin reads blank text as 0", r"^number\(", "null", "number", _is(None, {"number": "0"})),
    Difference(
        "texts",
        "feelin writes durations and doubles as luxon and JavaScript do",
        r"^string\(",
        "text",
        "text",
        _other_text,
    ),
    Difference(
        "same lists",
        "feelin finds what is the same object",
        r"^(index of|list contains)\(",
        "list|boolean",
        "list|boolean",
    ),
    Difference("unions", "feelin takes a list of one as its element", r"^(union|distinct values)\(", "list", "list"),
    Difference("sums of lists", "feelin adds lists to numbers as JavaScript does", r"^sum\(", "null", "text"),
    Difference(
        "times have days",
        "feelin's times are of the first of January 1900",
        r"^(day of year|years and months duration|date and time)\(",
        "null",
        "number|duration|time",
    ),
    Difference(
        "moments divide",
        "feelin divides durations by moments as numbers of milliseconds",
        r"^\$dd / ",
        "null",
        "number",
    ),
    Difference(
        "entries of values", "feelin puts entries into what is no context", r"^context put\(.*\[", "null", "context"
    ),
    Difference(
        "surrogates",
        "feelin counts from the end in UTF-16, from the start in characters",
        r"^substring\(",
        "text|null",
        "text",
        lambda source, ours, theirs: re.search(r"[\U00010000-\U0010ffff]|\\u[dD][89ab]", source) is not None,
    ),
)
"""The first that explains a difference has it."""
