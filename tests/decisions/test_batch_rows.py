"""Rows of CSV and JSON lines: types, nesting, delimiters, what is broken and where, and what is too long."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest

from c8tui.decisions import batch_rows as module
from c8tui.decisions.batch_rows import BatchError, BatchRow, CsvRows, Format, read_rows
from c8tui.decisions.typed import InputTypes
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_of


def stream(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


def rows(text: str, format_: Format = "csv", types: InputTypes | None = None) -> list[BatchRow]:
    return list(read_rows(stream(text), format_, types))


def variables(text: str, format_: Format = "csv") -> list[dict[str, Any]]:
    found = rows(text, format_)
    assert not [row.error for row in found if row.error]
    return [row.variables for row in found]


def test_csv() -> None:
    assert rows("name,age,vip\r\nAnn,30,true\r\nBob,2.50,\r\n") == [
        BatchRow(2, {"name": "Ann", "age": 30, "vip": True}, ("Ann", "30", "true")),
        BatchRow(3, {"name": "Bob", "age": Decimal("2.50"), "vip": None}, ("Bob", "2.50", "")),
    ]


def test_dotted_names_nest() -> None:
    assert variables("customer.tier,customer.address.city,id\ngold,Rome,1\n") == [
        {"customer": {"tier": "gold", "address": {"city": "Rome"}}, "id": 1}
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_delimiters(mark: str) -> None:
    found = CsvRows(stream(f'"a,;\t;,"{mark}b{mark}c\n1{mark}2{mark}3\n'))
    assert found.delimiter == mark
    assert [row.variables for row in found] == [{"a,;\t;,": 1, "b": 2, "c": 3}]


def test_one_column() -> None:
    assert variables("a\n1\n\n2\n") == [{"a": 1}, {"a": 2}]


def test_a_mark_of_the_byte_order_is_no_name() -> None:
    assert variables("\ufeffa,b\n1,2") == [{"a": 1, "b": 2}]
    assert variables('\ufeff"a",b\n1,2') == [{"a": 1, "b": 2}]
    assert variables('\ufeff{"a": 1}', "jsonl") == [{"a": 1}]


def test_lines_within_quotes_and_where_rows_begin() -> None:
    found = rows('"a\nb",c\n"1\r\n2","say ""hi"""\n\n3,4\n')
    assert [(row.line, row.variables) for row in found] == [
        (3, {"a\nb": "1\r\n2", "c": 'say "hi"'}),
        (6, {"a\nb": 3, "c": 4}),
    ]


def test_cells_are_typed_as_the_decision_wants() -> None:
    model = model_of(input_xml("code", "string"), input_xml("day", "date"), input_xml("n", "number"),
                     decision_xml("d", literal_xml("1"), inputs=["code", "day", "n"]))  # fmt: skip
    found = rows("code,day,n,free\n007,2026-01-01,5,007\n1,tomorrow,5,x\n1,2026-01-01,many,x\n", "csv",
                 InputTypes(model, "d"))  # fmt: skip
    assert found[0].variables == {"code": "007", "day": "2026-01-01", "n": 5, "free": "007"}
    assert [(row.error, row.variables) for row in found[1:]] == [
        ('line 3: day: "tomorrow" is no date, as 2026-12-24', {}),
        ('line 4: n: "many" is no number', {}),
    ]


def test_rows_that_do_not_fit() -> None:
    found = rows('a,b\n1\n1,2,3\n1,2,\n1,"2"x\n5,6\n7,"8')
    assert [row.error for row in found] == [
        "line 2: 1 cells where the header has 2",
        "line 3: 3 cells where the header has 2",
        "",
        "line 5: ',' expected after '\"'",
        "",
        "line 7: unexpected end of data",
    ]
    assert [row.variables for row in found if not row.error] == [{"a": 1, "b": 2}, {"a": 5, "b": 6}]
    assert found[1].cells == ("1", "2", "3")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("", "no header"), ("\n1", "no header"), (",,\n", "no header"), ("a,,b\n", "column 2 has no name"),
        ("a,b,a\n", '"a" stands twice'), ("a.b,a . b\n", '"a.b" stands twice'),
        ("a,a.b\n", '"a" and "a.b" cannot both'),
        ("a.b.c,a.b\n", '"a.b" and "a.b.c" cannot both'), ("a..b\n", "nothing at a dot"), (".a\n", "nothing at a dot"),
        (".".join("a" * 51), "more than 50 parts"), ('"a"b,c\n', "expected after"),
    ],
)  # fmt: skip
def test_headers_that_name_nothing(header: str, words: str) -> None:
    with pytest.raises(BatchError, match=r"^line 1: ") as wrong:
        CsvRows(stream(header))
    assert words in str(wrong.value)


def test_columns_without_a_name_at_the_end_are_left_out() -> None:
    found = CsvRows(stream("a,b,,\n1,2,,\n"))
    assert found.header == ("a", "b")
    assert [row.variables for row in found] == [{"a": 1, "b": 2}]


def test_json_lines() -> None:
    assert rows('{"a": 1.10, "b": {"c": [null]}}\n\n  \n{}\n', "jsonl") == [
        BatchRow(1, {"a": Decimal("1.10"), "b": {"c": [None]}}, text='{"a": 1.10, "b": {"c": [null]}}'),
        BatchRow(4, {}, text="{}"),
    ]


def test_lines_that_are_no_objects() -> None:
    found = rows('[1]\n{"a": \n{"a": 1}\n{"a": NaN}\n' + "[" * 9_999, "jsonl")
    assert [row.error.partition(" at ")[0] for row in found] == [
        "line 1: no JSON object",
        "line 2: no JSON: Expecting value",
        "",
        "line 4: NaN is not JSON",
        "line 5: nested too deeply",
    ]
    assert found[0].text == "[1]"
    assert found[2].variables == {"a": 1}


def test_a_line_of_json_that_is_too_long_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 20)
    found = rows('{"a": 1}\n{"a": "' + "x" * 100 + '"}\n{"a": 2}\n{"b": "' + "y" * 20, "jsonl")
    assert [(row.line, row.variables, row.error) for row in found] == [
        (1, {"a": 1}, ""),
        (2, {}, "line 2: more than 20 characters"),
        (3, {"a": 2}, ""),
        (4, {}, "line 4: more than 20 characters"),
    ]


def test_a_quote_that_is_not_closed_does_not_take_all_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 60)
    found = iter(CsvRows(stream('a,b\n1,2\n3,"4\n' + "5,6\n" * 100)))
    assert next(found).variables == {"a": 1, "b": 2}
    with pytest.raises(BatchError, match=r"line 3: a row of more than 60 characters, is a quote not closed\?"):
        next(found)


def test_cells_of_a_megabyte() -> None:
    (row,) = rows('a\n"' + "x" * 500_000 + '"\n')
    assert len(row.variables["a"]) == 500_000


@pytest.mark.parametrize("format_", ["csv", "jsonl"])
def test_bytes_that_are_no_text(format_: Format) -> None:
    source = io.TextIOWrapper(io.BytesIO(b'{"a": 1}\n\xff'), "utf-8", newline="")
    with pytest.raises(BatchError, match="line 1 or one after it: this is no utf-8"):
        list(read_rows(source, format_))


def test_rows_are_read_as_they_are_asked_for() -> None:
    source = stream("a\n" + "".join(f"{number}\n" for number in range(100)))
    found = iter(CsvRows(source))
    assert [next(found).variables["a"] for _ in range(3)] == [0, 1, 2]
    assert source.readline() == "3\n"
