"""The runner of the compatibility kit, on a kit of our own."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.feel.models import NAMESPACE, decision, literal
from tests.tck.__main__ import main
from tests.tck.cases import levels, run_folder, same

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
