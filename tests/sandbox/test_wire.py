"""Bodies: strict in, and lone surrogates go through unharmed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.sandbox import wire
from c8tui.sandbox.problems import Problem

TEXTS = st.text(st.characters(codec=None) | st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=10,
)


@given(value=VALUES.filter(lambda value: not any(ord(c) >= 0x10F800 for c in json.dumps(value, ensure_ascii=False))))
def test_what_comes_in_goes_out_alike(value: Any) -> None:
    sent = json.loads(json.dumps(value))
    assert json.loads(wire.encode(wire.decode(json.dumps(value).encode()))) == sent


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "line 1, column 2"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b"[-Infinity]", "-Infinity is not a number"),
        (b"[1e999]", "too large"),
        (b"[" + b"1" * 5000 + b"]", "too long"),
        (b"\xff", "not UTF-8"),
        (b"[" * 101 + b"]" * 101, "deeper than 100"),
        (b"[" * 100_000, "deeper than 100"),
    ],
)
def test_what_is_not_json_is_refused_with_the_reason(body: bytes, said: str) -> None:
    with pytest.raises(Problem) as refused:
        wire.decode(body)
    assert (refused.value.status, said in refused.value.detail) == (400, True)


def test_a_lone_surrogate_leaves_as_an_escape() -> None:
    assert wire.encode({"a": wire.lone(0xD800) + "x" + wire.lone(0xDFFF)}) == b'{"a":"\\ud800x\\udfff"}'
    assert wire.encode("\U0001f600") == '"\U0001f600"'.encode()


def test_outside_of_json_it_is_three_bytes() -> None:
    assert wire.raw_utf8("ü" + wire.lone(0xD83D)) == b"\xc3\xbc\xed\xa0\xbd"


def test_variables_are_stored_compactly() -> None:
    assert wire.compact({"a": [1, "ü"]}) == '{"a":[1,"ü"]}'
