"""Languages of expressions: FEEL under all of its names, and all others."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.feel import dmn
from c8tui.feel.dmn_languages import elsewhere, is_feel
from tests.feel.models import NAMESPACE, decision, failure, literal, model, result, table

FEEL = [
    "feel",
    "FEEL",
    "Feel",
    "http://www.omg.org/spec/FEEL/20140401",
    "http://www.omg.org/spec/DMN/20180521/FEEL/",
    "https://www.omg.org/spec/DMN/20191111/FEEL/",
    "https://www.omg.org/spec/DMN/20191111/FEEL",
    "https://www.omg.org/spec/DMN/20211108/FEEL/",
    "https://www.omg.org/spec/DMN/20230324/FEEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
    "",
]
OTHERS = [
    "juel",
    "javascript",
    "groovy",
    "feel-scala",
    "http://www.w3.org/1999/XPath",
    "http://example.org/feel/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
]


@pytest.mark.parametrize("language", FEEL)
def test_names_of_feel(language: str) -> None:
    assert is_feel(language)
    assert result(file(decision(literal("1 + 1").replace(">", f' expressionLanguage="{language}">', 1)))) == 2
    assert result(file(decision(literal("1 + 1")), language)) == 2


@pytest.mark.parametrize("language", OTHERS)
def test_all_else_is_never_run_as_feel(language: str) -> None:
    assert not is_feel(language)
    said = f"the expression is in {language}, evaluated by the cluster only"
    assert failure(file(decision(literal("1 + 1").replace(">", f' expressionLanguage="{language}">', 1)))) == said
    assert failure(file(decision(literal("1 + 1")), language)) == said


def file(body: str, language: str = "") -> dmn.Definitions:
    """A file with its own language."""
    said = f'expressionLanguage="{language}" typeLanguage="http://www.w3.org/2001/XMLSchema"'
    return dmn.read(f'<definitions xmlns="{NAMESPACE}" namespace="urn:d" {said}>{body}</definitions>')


TABLE = table(
    [(["> 1"], ["10"]), (["-"], ["20"])], "FIRST", more="<defaultOutputEntry><text>3</text></defaultOutputEntry>"
)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("<inputExpression", "input 1"),
        ("<inputEntry", "rule 1, input 1"),
        ("<outputEntry", "rule 1, output 1"),
        ("<defaultOutputEntry", "default of o1"),
        ("<rule", "rule 1, input 1"),
        ("<decisionTable", "rule 1, input 1"),
    ],
)
def test_every_element_of_a_table_that_may_bear_one(place: str, said: str) -> None:
    made = model(decision(TABLE.replace(place, f'{place} expressionLanguage="groovy"', 1)))
    assert failure(made, x=5) == elsewhere(said, "groovy")
    assert result(model(decision(TABLE)), x=5) == 10


def test_the_language_of_a_part_goes_before_that_of_the_file() -> None:
    own = literal("1 + 1").replace(">", ' expressionLanguage="feel">', 1)
    assert result(file(decision(own), "javascript")) == 2


def test_values_in_another_language_are_documentation() -> None:
    values = '<allowedValues expressionLanguage="juel"><text>1 + </text></allowedValues>'
    types = f'<itemDefinition name="t"><typeRef>number</typeRef>{values}</itemDefinition>'
    made = model(types + decision(literal("7"), type_ref="t"))
    evaluation = dmn.evaluate(made, "d", {})
    assert (evaluation.value, evaluation.warnings) == (7, ())


@pytest.mark.parametrize("text", ["${amount > 5}", " #{amount}", "${amount}"])
def test_what_is_written_as_juel_is_juel(text: str) -> None:
    assert failure(model(decision(literal(text)))) == elsewhere("the expression", "juel")
    named = literal(text).replace(">", ' expressionLanguage="feel">', 1)
    assert failure(model(decision(named))).startswith("expected an expression")


def test_another_decision_of_the_file_is_evaluated() -> None:
    odd = decision(literal("a ** b").replace(">", ' expressionLanguage="python">', 1), "odd")
    made: Any = model(odd + decision(literal("2"), "even") + decision(literal("odd"), "d", requires="odd"))
    assert result(made, "even") == 2
    evaluation = dmn.evaluate(made, "d", {})
    assert [one.id for one in evaluation.decisions] == ["odd"]
    assert "python" in evaluation.failure
