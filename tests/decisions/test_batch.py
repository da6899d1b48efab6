"""A batch: in order, some at a time, in bounded memory, and what ends it."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from c8tui.decisions import batch_rows as module
from c8tui.decisions.batch import AHEAD, UNKNOWN, BatchProgress, Variables, local, run_batch
from c8tui.decisions.batch_results import RowOutcome, results_of
from c8tui.decisions.batch_rows import BatchError, BatchRow, CsvRows, Format, read_rows
from c8tui.decisions.typed import InputTypes
from c8tui.feel.dmn_model import Definitions
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_of, table_xml


def some(count: int) -> list[BatchRow]:
    return [BatchRow(number, {"n": number}) for number in range(1, count + 1)]


class Written(list[tuple[int, RowOutcome]]):
    def write(self, row: BatchRow, outcome: RowOutcome) -> None:
        self.append((row.line, outcome))


def menu() -> Definitions:
    table = table_xml(["season", "guests"], ["dish"],
                      [['"Fall"', "< 5", '"Stew"'], ['"Fall"', "-", '"Roast"'], ['"Never"', "-", "1 +"]],
                      policy="RULE ORDER")  # fmt: skip
    return model_of(
        input_xml("guests", "number"), input_xml("day", "date"),
        decision_xml("season", literal_xml('if day.month > 8 then "Fall" else "Summer"'), inputs=["day"]),
        decision_xml("dish", table.replace("1 +", "1"), requires=["season"], inputs=["guests"]),
        decision_xml("strict", table_xml(["guests"], ["x"], [["> 1", "1"], ["> 2", "2"]]), inputs=["guests"]),
    )  # fmt: skip


async def test_in_order_whatever_is_done_first() -> None:
    gates = {number: asyncio.Event() for number in range(1, 4)}
    begun: list[int] = []

    async def evaluate(variables: Variables) -> RowOutcome:
        begun.append(variables["n"])
        await gates[variables["n"]].wait()
        return RowOutcome(str(variables["n"]))

    written, heard = Written(), list[tuple[int, int]]()
    batch = asyncio.create_task(
        run_batch(
            some(3), evaluate, written.write, progress=lambda reached: heard.append((reached.done, reached.failed))
        )
    )
    gates[3].set()
    gates[2].set()
    for _ in range(20):
        await asyncio.sleep(0)
    assert begun == [1, 2, 3]
    assert written == []
    gates[1].set()
    assert await batch == BatchProgress(3, 0)
    assert written == [(number, RowOutcome(str(number))) for number in (1, 2, 3)]
    assert heard == [(1, 0), (2, 0), (3, 0)]


async def test_so_many_at_a_time_and_no_more_read_than_that() -> None:
    now = most = read = behind = 0
    written = Written()

    def rows() -> Iterator[BatchRow]:
        nonlocal read, behind
        for row in some(100):
            read += 1
            behind = max(behind, read - len(written))
            yield row

    async def evaluate(variables: Variables) -> RowOutcome:
        nonlocal now, most
        now += 1
        most = max(most, now)
        for _ in range(variables["n"] % 7):
            await asyncio.sleep(0)
        now -= 1
        return RowOutcome()

    await run_batch(rows(), evaluate, written.write, parallel=3)
    assert most == 3
    assert behind == 3 * AHEAD
    assert [line for line, _ in written] == list(range(1, 101))


async def test_a_plain_function_runs_in_a_thread_one_at_a_time() -> None:
    threads = set()
    lock = threading.Lock()

    def evaluate(variables: Variables) -> RowOutcome:
        assert lock.acquire(blocking=False)
        threads.add(threading.current_thread())
        lock.release()
        return RowOutcome(json.dumps(variables["n"]))

    written = Written()
    assert await run_batch(some(50), evaluate, written.write) == BatchProgress(50, 0)
    assert [outcome.result for _, outcome in written] == [str(number) for number in range(1, 51)]
    assert threading.main_thread() not in threads


async def test_rows_with_errors_are_not_evaluated_and_failures_go_on() -> None:
    rows = [BatchRow(1, error="line 1: broken"), *some(3)[1:]]

    async def evaluate(variables: Variables) -> RowOutcome:
        return RowOutcome(error="refused") if variables["n"] == 2 else RowOutcome("3")

    written = Written()
    assert await run_batch(rows, evaluate, written.write) == BatchProgress(3, 2)
    assert [outcome for _, outcome in written] == [
        RowOutcome(error="line 1: broken"), RowOutcome(error="refused"), RowOutcome("3"),
    ]  # fmt: skip


async def test_what_is_raised_ends_it_and_what_had_begun_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("c8tui.decisions.batch.PATIENCE_S", 0.05)
    cancelled: list[int] = []

    async def evaluate(variables: Variables) -> RowOutcome:
        if variables["n"] == 3:
            raise OSError("gone")
        if variables["n"] > 4:
            try:
                await asyncio.Event().wait()
            finally:
                cancelled.append(variables["n"])
        return RowOutcome()

    written = Written()
    with pytest.raises(OSError, match="gone"):
        await run_batch(some(9), evaluate, written.write, parallel=5)
    assert [(line, outcome.error) for line, outcome in written][:4] == [(1, ""), (2, ""), (3, "gone"), (4, "")]
    assert {outcome.error for line, outcome in written if line > 4} == {UNKNOWN}
    assert [line for line, _ in written if line > 4] == sorted(cancelled)
    assert len(asyncio.all_tasks()) == 1


async def test_a_file_that_cannot_be_read_further() -> None:
    def rows() -> Iterator[BatchRow]:
        yield from some(2)
        raise BatchError("line 3: no")

    async def evaluate(variables: Variables) -> RowOutcome:
        await asyncio.sleep(0)
        return RowOutcome()

    written = Written()
    with pytest.raises(BatchError, match="line 3: no"):
        await run_batch(rows(), evaluate, written.write)
    assert [line for line, _ in written] == [1, 2]


async def test_cancelling_ends_all_of_it() -> None:
    begun = asyncio.Event()

    async def evaluate(variables: Variables) -> RowOutcome:
        begun.set()
        await asyncio.Event().wait()
        return RowOutcome()

    written = Written()
    batch = asyncio.create_task(run_batch(some(9), evaluate, written.write))
    await begun.wait()
    batch.cancel()
    with pytest.raises(asyncio.CancelledError):
        await batch
    assert [(line, outcome.error) for line, outcome in written] == [(line, UNKNOWN) for line in (1, 2, 3, 4)]
    assert len(asyncio.all_tasks()) == 1


def test_local_evaluation() -> None:
    evaluate = local(menu(), "dish")
    assert evaluate({"day": "2026-10-01", "guests": 4}) == RowOutcome('["Stew", "Roast"]', (1, 2))
    assert evaluate({"day": "2026-10-01", "guests": 9}) == RowOutcome('["Roast"]', (2,))
    assert evaluate({"day": "2026-05-01"}) == RowOutcome("null", ())
    failed = local(menu(), "strict")({"guests": 5})
    assert "UNIQUE" in failed.error
    assert failed.rules == ()
    with pytest.raises(KeyError):
        local(menu(), "nobody")


def test_local_evaluation_at_another_time() -> None:
    model = model_of(decision_xml("d", literal_xml("today()")))
    assert local(model, "d", now=datetime(2026, 1, 2, tzinfo=UTC))({}).result == '"2026-01-02"'


async def test_from_file_to_file() -> None:
    model = menu()
    source = "day;guests\n2026-10-01;4\nnever;4\n2026-10-01;\n"
    rows = read_rows(io.StringIO(source, newline=""), "csv", InputTypes(model, "dish"))
    out = io.StringIO(newline="")
    assert await run_batch(rows, local(model, "dish"), results_of(out, rows).write) == BatchProgress(3, 1)
    assert out.getvalue().splitlines() == [
        "day;guests;result;rules;error",
        '2026-10-01;4;"[""Stew"", ""Roast""]";1, 2;',
        'never;4;;;"line 3: day: ""never"" is no date, as 2026-12-24"',
        '2026-10-01;;"[""Roast""]";2;',
    ]


# Rows of CSV and JSON lines: types, nesting, delimiters, what is broken and where, and what is too long.


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


# Results as rows: what was given stays, three columns more, nothing that a spreadsheet runs.


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


def test_csv_of_batch_results() -> None:
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
