"""A file through a decision: results in order, failures in their rows, nothing that is there replaced."""

from __future__ import annotations

import csv
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from c8tui.decisions.batch import BatchProgress
from c8tui.decisions.evaluation import DecisionResult, EvaluationResult
from c8tui.errors import Conflict, NoAnswer, Unreachable
from c8tui.session.batches import Batch, BatchFailed, files_or_why_not
from c8tui.session.session import Session
from tests.decisions.models import decision_xml, input_xml, model_of, table_xml
from tests.sandboxes import Sandbox
from tests.session.lists import newest

MODEL = model_of(
    input_xml("amount", "number"),
    decision_xml("d", table_xml(["amount"], ["out"], [["< 10", '"few"'], [">= 10", '"many"']]), inputs=["amount"]),
)


def results(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


async def test_rows_are_evaluated_here_and_written_in_order(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("amount\n5\n50\nx\n")
    heard: list[int] = []
    reached = await Batch(MODEL, "d").send(str(source), str(target), lambda reached: heard.append(reached.done))
    assert reached == BatchProgress(3, 1)
    assert [(row["result"], row["rules"]) for row in results(target)] == [('"few"', "1"), ('"many"', "2"), ("", "")]
    assert "number" in results(target)[2]["error"]
    assert heard == [1, 2, 3]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


async def test_the_cluster_gets_every_row_and_a_refusal_stands_in_its_own(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"amount": 1}\n{"amount": 2}\n\n{"amount": 3}\n')

    async def evaluate(variables: dict[str, Any]) -> EvaluationResult:
        if variables["amount"] == 2:
            raise Conflict("not now", status=409)
        return EvaluationResult("cluster", "d", str(variables["amount"]), (DecisionResult("d", "d", "1"),))

    reached = await Batch(MODEL, "d", evaluate).send(str(source), str(target), lambda _: None)
    lines = [json.loads(line) for line in target.read_text().splitlines()]
    assert reached == BatchProgress(3, 1)
    assert [line.get("result") for line in lines] == [1, None, 3]
    assert "not now" in lines[1]["error"]


async def test_a_cluster_that_is_gone_ends_it_and_what_was_written_stays(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("amount\n" + "\n".join(map(str, range(100))))

    async def evaluate(variables: dict[str, Any]) -> EvaluationResult:
        if variables["amount"] == 7:
            raise Unreachable("nobody is there")
        return EvaluationResult("cluster", "d", "1")

    with pytest.raises(Unreachable) as caught:
        await Batch(MODEL, "d", evaluate).send(str(source), str(target), lambda _: None)
    found = results(target)
    assert caught.value.detail == f"nobody is there; stopped after {len(found)} rows, which are in {target}"
    assert [row["amount"] for row in found] == list(map(str, range(len(found))))
    assert {row["amount"]: row["error"] for row in found if row["error"]} == {"7": "nobody is there"}
    assert len(found) < 30


async def test_what_was_sent_without_an_answer_is_said_not_to_be_known(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("amount\n1\n2\n3\n")
    asked: list[int] = []

    async def evaluate(variables: dict[str, Any]) -> EvaluationResult:
        asked.append(variables["amount"])
        if variables["amount"] == 1:
            raise NoAnswer("cut", outcome_known=False)
        return EvaluationResult("cluster", "d", "1")

    with pytest.raises(NoAnswer):
        await Batch(MODEL, "d", evaluate).send(str(source), str(target), lambda _: None)
    found = results(target)
    assert [int(row["amount"]) for row in found] == sorted(asked), "nothing that was sent is forgotten"
    assert found[0]["error"] == "cut; whether it was evaluated and recorded is not known"
    assert [row["result"] for row in found[1:]] == ["1"] * (len(asked) - 1)


async def test_a_whole_file_on_the_sandbox(sandbox: Sandbox, sandbox_session: Session, tmp_path: Path) -> None:
    models, dish = sandbox_session.decision_models, await newest(sandbox_session, "dish")
    opened = await models.open(dish)
    assert opened.model is not None
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("temperature,dayType,terraceOpen\n25,weekend,true\n25,monday,true\n5,holiday,false\n")

    async def evaluate(variables: dict[str, Any]) -> EvaluationResult:
        return await models.evaluate(dish, variables, remember=False)

    await Batch(opened.model, "dish", evaluate).send(str(source), str(target), lambda _: None)
    found = results(target)
    assert (found[0]["result"], found[0]["rules"]) == ('"Buffet of the house"', "1")
    assert "no plan for monday" in found[1]["error"]
    assert found[2]["result"] == '"Braised celeriac"'
    assert len(sandbox.bodies("/decision-definitions/evaluation")) == 3
    assert models.history(dish) == []


def test_which_files_will_do(tmp_path: Path) -> None:
    there, missing = tmp_path / "in.csv", tmp_path / "out.csv"
    there.write_text("a\n")
    assert files_or_why_not(str(there), str(missing)) == (there, missing)
    (tmp_path / "a.xlsx").touch()
    assert "both files end in" in str(files_or_why_not(str(tmp_path / "a.xlsx"), str(missing)))
    for folder in ("/", ".", str(tmp_path)):
        assert "is a folder" in str(files_or_why_not(folder, folder))
    assert "in the same" in str(files_or_why_not(str(there), str(tmp_path / "out.jsonl")))
    assert "there is no file" in str(files_or_why_not(str(missing), str(tmp_path / "b.csv")))
    assert "is there already" in str(files_or_why_not(str(there), str(there)))
    assert "there is no user" in str(files_or_why_not(str(there), "~nobody-of-that-name/out.csv"))
    assert "no file is named" in str(files_or_why_not(str(there), ""))
    assert "there is no folder" in str(files_or_why_not(str(there), str(tmp_path / "no" / "out.csv")))


@pytest.mark.parametrize("content", [b"", b"a,a\n1,2\n", b"a\n\xff\xfe\n"])
async def test_a_file_that_cannot_be_read_says_where(tmp_path: Path, content: bytes) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(content)
    with pytest.raises(BatchFailed, match=r"in\.csv, line"):
        await Batch(MODEL, "d").send(str(source), str(target), lambda _: None)
    assert not target.exists(), "an empty file of results is nothing to keep"
