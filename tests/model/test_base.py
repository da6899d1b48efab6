"""Leniently in, exactly out."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from c8tui.model.base import Record, decode, encode, moment


class Thing(Record, frozen=True, kw_only=True):
    thing_key: str = ""
    name: str = "unnamed"
    count: int = 0
    parts: tuple[Thing, ...] = ()
    variables: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (b"{}", Thing()),
        (b'{"thingKey":"2251799813685251","fromTheFuture":[1]}', Thing(thing_key="2251799813685251")),
        (b'{"thingKey":9223372036854775807}', Thing(thing_key="9223372036854775807")),
        (b'{"name":null,"parts":[{"count":null}]}', Thing(parts=(Thing(),))),
        (b'{"name":"\\ud800"}', Thing(name="\ud800")),
        (b'{"name":"\xff"}', Thing(name="\udcff")),
        (b'{"count":"7"}', Thing(count=7)),
        (b'{"count":"many"}', Thing()),
        (b'{"count":[]}', Thing()),
        (b'{"count":' + b"9" * 5_000 + b"}", Thing()),
    ],
)
def test_what_other_servers_do_is_forgiven(body: bytes, read: Thing) -> None:
    assert decode(body, Thing) == read


def test_what_belongs_to_a_process_is_not_mended() -> None:
    """The null name forces the forgiving path, which must leave variables as they are."""
    body = b'{"name":null,"variables":{"orderKey":5,"gone":null,"flag":true,"deep":[{"aKey":1}]}}'
    assert decode(body, Thing).variables == {"orderKey": 5, "gone": None, "flag": True, "deep": [{"aKey": 1}]}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nul",
        b"[]",
        b"[" * 100_000,
    ],
)
def test_what_cannot_be_read_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode(body, Thing)


@given(
    st.binary() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(lambda j: json.dumps(j).encode())
)
@example(b'{"parts":[{}]}')
def test_any_body_is_read_or_a_value_error(body: bytes) -> None:
    try:
        assert isinstance(decode(body, Thing), Thing)
    except ValueError:
        assert body != b"{}"


texts = st.text(st.characters())
numbers = st.integers(-(2**70), 2**70) | st.decimals(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | texts | numbers, lambda inner: st.lists(inner) | st.dictionaries(texts, inner)
)


@given(values)
@example({"\ud800": [Decimal("1.10"), Decimal("1E+400"), "\udfff"]})
@example(["\ud800", '"', "\\", Decimal("-0.0")])
def test_what_is_written_reads_back_with_every_digit(value: Any) -> None:
    read = json.loads(encode(value), parse_float=Decimal, parse_int=Decimal)
    assert spelled(read) == spelled(value)


def spelled(value: Any) -> Any:
    """`value` with every number as the text of a Decimal, so that 1.0 and 1.00 differ."""
    if isinstance(value, dict):
        return {key: spelled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [spelled(item) for item in value]
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"number {Decimal(value)}"
    return value


@pytest.mark.parametrize(
    ("timestamp", "read"),
    [
        ("2026-11-24T20:15:15.123Z", datetime(2026, 11, 24, 20, 15, 15, 123000, tzinfo=UTC)),
        ("2026-11-24T20:15:15+01:00", datetime(2026, 11, 24, 19, 15, 15, tzinfo=UTC)),
        ("2026-11-24T20:15:15", datetime(2026, 11, 24, 20, 15, 15, tzinfo=UTC)),
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC)),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_moments(timestamp: str | None, read: datetime | None) -> None:
    assert moment(timestamp) == read


@given(st.text() | st.datetimes().map(datetime.isoformat) | st.dates().map(lambda day: f"{day}"))
def test_a_moment_is_aware_or_none(timestamp: str) -> None:
    read = moment(timestamp)
    assert read is None or read.tzinfo is not None
