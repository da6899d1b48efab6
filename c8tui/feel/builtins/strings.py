"""Functions of strings."""

from __future__ import annotations

import base64
import uuid
from decimal import Decimal

from c8tui.feel.builtins import patterns
from c8tui.feel.builtins.registry import Registry
from c8tui.feel.calls import Fails
from c8tui.feel.run import Run
from c8tui.feel.values import Value

functions = Registry()
define = functions.define


@define("substring", "string: string, start position: number, length: number?")
def _substring(run: Run, string: str, start_position: Decimal, length: Decimal | None = None) -> Value:
    start = int(start_position)
    if not start:
        raise Fails("positions count from 1")
    begin = start - 1 if start > 0 else max(0, len(string) + start)
    if length is None:
        return string[begin:]
    if length < 1:
        raise Fails("length is below 1")
    return string[begin : begin + int(length)]


@define("string length", "string: string")
def _string_length(run: Run, string: str) -> Value:
    return Decimal(len(string))


@define("upper case", "string: string")
def _upper_case(run: Run, string: str) -> Value:
    return string.upper()


@define("lower case", "string: string")
def _lower_case(run: Run, string: str) -> Value:
    return string.lower()


@define("substring before", "string: string, match: string")
def _substring_before(run: Run, string: str, match: str) -> Value:
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@define("substring after", "string: string, match: string")
def _substring_after(run: Run, string: str, match: str) -> Value:
    return string.partition(match)[2] if match else string


@define("contains", "string: string, match: string")
def _contains(run: Run, string: str, match: str) -> Value:
    return match in string


@define("starts with", "string: string, match: string")
def _starts_with(run: Run, string: str, match: str) -> Value:
    return string.startswith(match)


@define("ends with", "string: string, match: string")
def _ends_with(run: Run, string: str, match: str) -> Value:
    return string.endswith(match)


@define("matches", "input: string, pattern: string, flags: string|Null?")
def _matches(run: Run, input: str, pattern: str, flags: str | None = None) -> Value:
    return patterns.search(run, patterns.pattern_of(run, pattern, flags), input)


@define("replace", "input: string, pattern: string, replacement: string, flags: string|Null?")
def _replace(run: Run, input: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    return patterns.replace(run, patterns.pattern_of(run, pattern, flags), input, replacement)


@define("split", "string: string, delimiter: string")
def _split(run: Run, string: str, delimiter: str) -> Value:
    return list(patterns.split(run, patterns.pattern_of(run, delimiter, None), string))


@define("extract", "string: string, pattern: string")
def _extract(run: Run, string: str, pattern: str) -> Value:
    return list(patterns.find_all(run, patterns.pattern_of(run, pattern, None), string))


@define("string join", "list: list, delimiter: string|Null?")
@define("string join", "list: list, delimiter: string|Null, prefix: string|Null, suffix: string|Null")
def _string_join(
    run: Run, list_: list[Value], delimiter: str | None = None, prefix: str | None = None, suffix: str | None = None
) -> Value:
    between = delimiter or ""
    parts = [part for part in list_ if part is not None]
    if not all(isinstance(part, str) for part in parts):
        raise Fails("list holds more than strings")
    run.fits(sum(len(part) + len(between) for part in parts))
    return (prefix or "") + between.join(parts) + (suffix or "")


@define("trim", "string: string")
def _trim(run: Run, string: str) -> Value:
    return string.strip()


@define("is blank", "string: string")
def _is_blank(run: Run, string: str) -> Value:
    return not string.strip()


@define("to base64", "value: string")
def _to_base64(run: Run, value: str) -> Value:
    return base64.b64encode(value.encode("utf-8", "surrogatepass")).decode()


@define("uuid")
def _uuid(run: Run) -> Value:
    return str(uuid.uuid4())
