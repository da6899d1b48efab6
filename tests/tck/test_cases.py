"""The runner of the compatibility kit, on a kit of our own."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.feel.models import NAMESPACE, decision, literal, table
from tests.tck.__main__ import main
from tests.tck.cases import Untyped, levels, run_folder, same

XML = (
    '<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi='
    '"http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
)


def kit(folder: Path, body: str, cases: str) -> Path:
    """One test of level 2."""
    test = folder / "compliance-level-2" / "0001-own"
    test.mkdir(parents=True)
    (test / "own.dmn").write_text(f'<definitions xmlns="{NAMESPACE}" namespace="urn:o">{body}</definitions>')
    (test / "own-test-01.xml").write_text(f"{XML}<modelName>own.dmn</modelName>{cases}</testCases>")
    return test


def case(expected: str, inputs: str = "") -> str:
    node = f'<resultNode name="d" type="decision"><expected>{expected}</expected></resultNode>'
    return f'<testCase id="1">{inputs}{node}</testCase>'


NUMBER = '<value xsi:type="xsd:decimal">{}</value>'


def passed(folder: Path) -> list[bool]:
    return [result.passed for result in run_folder(folder)]


def test_values_lists_components_and_nothing(tmp_path: Path) -> None:
    inputs = f'<inputNode name="x"><component name="a">{NUMBER.format(2)}</component></inputNode>'
    cases = case(f"<list><item>{NUMBER.format(2)}</item><item><value xsi:nil='true'/></item></list>", inputs)
    cases += case(f"<list><item>{NUMBER.format(3)}</item></list>", inputs)
    assert passed(kit(tmp_path, decision(literal("[x.a, null]")), cases)) == [True, False]


@pytest.mark.parametrize(
    ("source", "kind", "text"),
    [
        ('date("2026-11-25")', "date", "2026-11-25"),
        ('time("10:00:00")', "time", "10:00:00"),
        ('date and time("2026-11-25T10:00:00Z")', "dateTime", "2026-11-25T11:00:00+01:00"),
        ('duration("P1D")', "duration", "PT24H"),
        ('"a "', "string", "a "),
        ("1/3", "double", "0.3333333333"),
        ("true", "boolean", "true"),
    ],
)
def test_kinds(tmp_path: Path, source: str, kind: str, text: str) -> None:
    cases = case(f'<value xsi:type="xsd:{kind}">{text}</value>')
    assert passed(kit(tmp_path, decision(literal(source)), cases)) == [True]


def test_what_cannot_be_run_fails(tmp_path: Path) -> None:
    test = kit(tmp_path, decision(literal("1"), "other"), case("<value xsi:nil='true'/>"))
    (result,) = run_folder(test)
    assert (result.passed, result.got) == (False, '"no element d"')
    (test / "own.dmn").write_text("<definitions>")
    (result,) = run_folder(test)
    assert "broken XML" in result.got


def test_one_line_a_level(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    kit(tmp_path, decision(literal("1")), case(NUMBER.format(1)) + case(NUMBER.format(2)))
    assert list(levels(tmp_path)) == ["compliance-level-2"]
    monkeypatch.setattr(sys, "argv", ["tck", str(tmp_path), "-v"])
    assert main() == 0
    assert capsys.readouterr().out == "  0001-own 1 d: expected 2, got 1\ncompliance-level-2: 1/2\n"
    monkeypatch.setattr(sys, "argv", ["tck", str(tmp_path / "nothing")])
    assert main() == 1


def test_what_is_the_same() -> None:
    assert same(Decimal("0.3333333333"), Decimal(1) / Decimal(3))
    assert not same(Decimal(1), True)
    assert not same({"a": None}, {})


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("2026-11-25", '"2026-11-25"', True),
        ("2026-11-25", 'date("2026-11-25")', True),
        ("PT24H", 'duration("P1D")', True),
        ("true", "true", True),
        ("true", '"true"', True),
        ("false", "true", False),
        (" 0.3333333333 ", "1/3", True),
        ("7", '"7"', True),
        ("7", "8", False),
        ("seven", "7", False),
        ("", "null", True),
        ("", '""', True),
        ("null", "null", False),
        ("[1]", "[1]", False),
    ],
)
def test_untyped_values_are_read_as_what_comes_out(tmp_path: Path, text: str, source: str, expected: bool) -> None:
    test = kit(tmp_path, decision(literal(source)), case(f"<value>{text}</value>"))
    assert passed(test) == [expected]
    assert str(Untyped("7")) == "7"


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('type="decisionService" invocableName="s"', True),
        ('invocableName="s"', False),
        ('type="decision" invocableName="s"', False),
    ],
)
def test_only_services_and_knowledge_models_are_invoked(tmp_path: Path, attributes: str, expected: bool) -> None:
    service = '<decisionService id="s" name="s"><outputDecision href="#e"/></decisionService>'
    body = decision(literal("1"), "d") + decision(literal("2"), "e") + service
    cases = case(NUMBER.format(2)).replace('<testCase id="1">', f'<testCase id="1" {attributes}>')
    assert passed(kit(tmp_path, body, cases)) == [expected]


def test_cells_are_read_as_the_standard_has_them(tmp_path: Path) -> None:
    body = decision(table([(["3 > 1"], ["1"]), (["-"], ["2"])], "FIRST"))
    given = '<inputNode name="x"><value xsi:type="xsd:string">a</value></inputNode>'
    assert passed(kit(tmp_path, body, case(NUMBER.format(2), given))) == [True]


def test_levels_of_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for test in ("non-compliant/0001-a", "non-compliant/0002-b", "0003-c", "compliance-level-3/0004-d"):
        (tmp_path / test).mkdir(parents=True)
        (tmp_path / test / "own-test.xml").write_text(f"{XML}</testCases>")
    assert {level: len(tests) for level, tests in levels(tmp_path).items()} == {
        tmp_path.name: 1,
        "compliance-level-3": 1,
        "non-compliant": 2,
    }
    monkeypatch.chdir(tmp_path / "0003-c")
    assert list(levels(Path("."))) == ["0003-c"]
