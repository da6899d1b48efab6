"""Bodies on the wire: strict JSON in, JSON out, with lone surrogates kept alive in between.

sqlite3 cannot hold half of a surrogate pair, but JSON can spell one. Inside the sandbox each of the 2,048 lone
surrogates is therefore a character of a private plane that nobody uses, and leaves as the escape that it came as.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import msgspec

from c8tui.sandbox.problems import Problem, invalid

_FIRST_SURROGATE = 0xD800
_FIRST_STAND_IN = 0x10F800
_SURROGATES = re.compile("[\ud800-\udfff]")
_STAND_INS = re.compile(b"\xf4\x8f[\xa0-\xbf][\x80-\xbf]")
DEEPEST = 100
"""How deeply a body may be nested."""


def lone(code: int) -> str:
    """What stands inside the sandbox for the lone surrogate with this code (0xD800 to 0xDFFF)."""
    return chr(_FIRST_STAND_IN + code - _FIRST_SURROGATE)


def encode(value: object) -> bytes:
    """A JSON body."""
    body = msgspec.json.encode(value)
    if b"\xf4\x8f" in body:
        return _STAND_INS.sub(_escape, body)
    return body


def _escape(found: re.Match[bytes]) -> bytes:
    code = ord(found[0].decode()) - _FIRST_STAND_IN + _FIRST_SURROGATE
    return b"\\u%04x" % code


def raw_utf8(text: str) -> bytes:
    """A text outside of JSON, where a lone surrogate is three bytes that no UTF-8 may have."""
    return re.sub("[\U0010f800-\U0010ffff]", _surrogate, text).encode("utf-8", "surrogatepass")


def _surrogate(found: re.Match[str]) -> str:
    return chr(ord(found[0]) - _FIRST_STAND_IN + _FIRST_SURROGATE)


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def compact(value: object) -> str:
    """A value as the cluster stores variables: JSON without spaces."""
    return _COMPACT.encode(value)


def decode(body: bytes) -> Any:
    """The value of a JSON body; a 400 that says where it breaks."""
    try:
        value = json.loads(body.decode(), parse_constant=_refuse_constant, parse_float=_finite)
    except UnicodeDecodeError:
        raise invalid("The request body is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise invalid(
            f"The request body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise invalid(f"The request body is nested deeper than {DEEPEST} levels.") from None
    except ValueError:
        raise invalid("The request body has a number that is too long.") from None
    return _clean(value, DEEPEST)


def _refuse_constant(word: str) -> NoReturn:
    raise Problem("INVALID_ARGUMENT", f"The request body is not JSON: {word} is not a number.")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise Problem("INVALID_ARGUMENT", "The request body has a number that is too large.")
    return number


def _clean(value: Any, depth: int) -> Any:
    """The value with lone surrogates replaced by their stand-ins."""
    if isinstance(value, str):
        return _SURROGATES.sub(lambda found: lone(ord(found[0])), value)
    if depth == 0 and isinstance(value, dict | list):
        raise invalid(f"The request body is nested deeper than {DEEPEST} levels.")
    if isinstance(value, dict):
        return {_clean(name, depth): _clean(inner, depth - 1) for name, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner, depth - 1) for inner in value]
    return value
