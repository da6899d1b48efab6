"""Results as rows: what was given stays, three columns more, nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from c8tui.decisions.batch_results import RowOutcome, results_of
from c8tui.decisions.batch_rows import Format, read_rows


def written(source: str, format_: Format, *outcomes: RowOutcome) -> str:
    rows = read_rows(io.StringIO(source, newline=""), format_)
    out = io.StringIO(newline="")
    results = results_of(out, rows)
    for row, outcome in zip(rows, outcomes, strict=True):
        results.write(row, RowOutcome(error=row.error) if row.error else outcome)
    return out.getvalue()


def cells(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def objects(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def test_csv() -> None:
    text = written("a;b\n1;x\n2;y\n", "csv", RowOutcome('{"c": 1.10}', (1, 3)), RowOutcome(error="no"))
    assert cells(text, ";") == [
        ["a", "b", "result", "rules", "error"],
        ["1", "x", '{"c": 1.10}', "1, 3", ""],
        ["2", "y", "", "", "no"],
    ]
    assert text.count("\r\n") == 3


def test_the_header_is_there_without_rows() -> None:
    assert written("a,b\n", "csv") == "a,b,result,rules,error\r\n"


def test_names_that_are_taken() -> None:
    assert cells(written("result,result_2,error\n1,2,3\n", "csv", RowOutcome("7"))) == [
        ["result", "result_2", "error", "result_3", "rules", "error_2"],
        ["1", "2", "3", "7", "", ""],
    ]
    assert objects(written('{"result": 1}', "jsonl", RowOutcome("7"))) == [{"result": 1, "result_2": 7, "rules": []}]


def test_rows_that_did_not_fit_keep_their_columns() -> None:
    found = cells(written("a,b\n1\n1,2,3\n", "csv", RowOutcome(), RowOutcome()))
    assert found[1] == ["1", "", "", "", "line 2: 1 cells where the header has 2"]
    assert found[2][:2] == ["1", "2"]


def test_no_formulas() -> None:
    found = cells(written("=a,b\n=1+1,-5\n", "csv", RowOutcome("-5", (), "")))
    assert found == [["'=a", "b", "result", "rules", "error"], ["'=1+1", "-5", "-5", "", ""]]
    assert cells(written("a\n1\n", "csv", RowOutcome(error="@x")))[1] == ["1", "", "", "'@x"]


def test_json_lines_keep_every_digit() -> None:
    text = written('{"a": 1.10, "b": 12345678901234567890.5 }\n{ }\n', "jsonl", RowOutcome('"x"', (2,)), RowOutcome())
    assert text == (
        '{"a": 1.10, "b": 12345678901234567890.5, "result": "x", "rules": [2]}\n{"result": null, "rules": []}\n'
    )


def test_json_lines_with_errors() -> None:
    found = objects(written('{"a": 1}\n[1, "ü"]\n', "jsonl", RowOutcome(error='no "a"'), RowOutcome()))
    assert found == [
        {"a": 1, "error": 'no "a"', "rules": []},
        {"input": '[1, "ü"]', "error": "line 2: no JSON object", "rules": []},
    ]


def test_results_that_are_no_json_or_on_several_lines() -> None:
    found = written('{"a": 1}\n' * 3, "jsonl", RowOutcome("NaN"), RowOutcome('{\n"x":\r1}'), RowOutcome('"\u2028\x85"'))
    assert [json.loads(line)["result"] for line in found.split("\n")[:3]] == ["NaN", {"x": 1}, "\u2028\x85"]


def test_lone_surrogates_can_be_written() -> None:
    text = written('{"a": "\\ud800"}\n', "jsonl", RowOutcome('"\ud800"'))
    text.encode()
    assert objects(text)[0]["result"] == "\ud800"
    written("a\n\ud800\n", "csv", RowOutcome()).encode()
