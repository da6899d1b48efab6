"""A decision as it is read: in words, and what an evaluation says of it and of its rules."""

from __future__ import annotations

from c8tui.decisions.element import DrgElement
from c8tui.decisions.evaluation import DecisionResult, EvaluationResult, preview
from c8tui.decisions.table_highlights import InputResult
from c8tui.feel import dmn, to_feel
from c8tui.feel.dmn_model import Definitions
from tests.decisions.models import DMN, decision_xml, input_xml, literal_xml, model_of, model_xml, table_xml

RULES = [['"Fall"', "<= 8", '"Ribs"'], ['"Winter"', "<= 8", '"Roast"'], ["-", "> 8", '"Stew"']]
MODEL = model_of(
    input_xml("season", "string"),
    decision_xml("dish", table_xml(["season", "guests"], ["dish"], RULES)),
    decision_xml("twice", table_xml(["season"], ["d"], [['"Fall"', "1"], ['"Fall"', "2"]])),
    decision_xml("first", table_xml(["season"], ["d"], [['"Fall"', "1"], ['"Fall"', "2"]], policy="FIRST")),
    decision_xml("sum", literal_xml("1 + 1")),
    decision_xml("none", ""),
)


def reading(name: str, model: Definitions = MODEL) -> DrgElement:
    return DrgElement(model, model.elements[name])


def outcome(name: str, **variables: object) -> str:
    said = preview(MODEL, name, {key: to_feel(value) for key, value in variables.items()})
    read = reading(name)
    return read.outcome(said, read.match_report(said))


def of_rule(name: str, row: int, **variables: object) -> str:
    said = preview(MODEL, name, {key: to_feel(value) for key, value in variables.items()})
    read = reading(name)
    return read.of_rule(row, said, read.match_report(said), read.highlights(said).matched)


def test_what_it_is_in_words() -> None:
    assert reading("dish").words == "table U UNIQUE: exactly one rule may match   2 inputs  1 output  3 rules"
    assert reading("sum").words == "literal"
    assert reading("none").words == "no logic"
    assert reading("season").words == "input   no logic   string"
    assert reading("season").logic is None
    assert reading("season").part.kind == "empty"
    assert (reading("dish").is_decision, reading("season").is_decision) == (True, False)


def test_what_has_no_name_is_called_by_its_id() -> None:
    model = model_of('<decision id="nameless"/>')
    assert reading("nameless", model).name == "nameless"


def test_what_the_author_says_of_it() -> None:
    xml = model_xml(
        f'<decision xmlns="{DMN}" id="d" name="d"><description>Why.</description><question>Which?</question>'
        "<allowedAnswers>a, b</allowedAnswers></decision>"
    )
    assert reading("d", dmn.read(xml)).about == ["Why.", "Which?", "answers: a, b"]
    assert reading("dish").about == []


def test_an_evaluation_in_a_line() -> None:
    assert outcome("dish", season="Fall", guests=5) == (
        '-> "Ribs"   rule 1; rule 2 would match if season = "Winter"; rule 3 would match if guests > 8'
    )
    assert outcome("sum") == "-> 2"
    assert outcome("none") == "failed: the decision has no logic"


def test_nothing_matches_and_two_match_one_too_many() -> None:
    assert "no rule matches" in outcome("dish", season="May", guests=5)
    told = outcome("twice", season="Fall")
    assert told == "failed: UNIQUE allows one rule to match, but rules 1, 2 do"
    assert of_rule("twice", 0, season="May") == 'rule 1 would match if season = "Fall"'


def test_what_failed_on_the_way_is_named() -> None:
    model = model_of(
        decision_xml("twice", table_xml(["season"], ["d"], [['"Fall"', "1"], ['"Fall"', "2"]])),
        decision_xml("top", literal_xml("twice + 1"), requires=["twice"]),
    )
    said = preview(model, "top", {"season": "Fall"})
    assert reading("top", model).outcome(said).startswith("twice failed: UNIQUE allows one rule to match")


def test_a_rule_says_why_it_is_not_taken() -> None:
    assert of_rule("dish", 0, season="Fall", guests=5) == "rule 1 matches"
    assert of_rule("dish", 1, season="Fall", guests=5) == 'rule 2 would match if season = "Winter"'
    assert of_rule("dish", 1, season="Fall", guests=50) == "rule 2 fails in season, guests"
    assert of_rule("first", 1, season="Fall") == "rule 2 matches too, but FIRST takes another"
    assert of_rule("dish", 99, season="Fall", guests=5) == ""


def test_of_what_was_not_evaluated_nothing_is_said() -> None:
    said = preview(MODEL, "sum", {})
    read = reading("dish")
    assert read.outcome(said) == "not evaluated"
    assert read.match_report(said) is None
    assert read.of_rule(0, said, None, frozenset()) == ""
    assert not read.highlights(said).matched
    assert not read.highlights(None).matched


def test_an_evaluation_lights_the_table() -> None:
    said = preview(MODEL, "dish", {"season": "Fall", "guests": to_feel(5)})
    read = reading("dish")
    highlights = read.highlights(said, read.match_report(said))
    assert highlights.values == {0: '"Fall"', 1: "5"}
    assert highlights.matched == {0}
    assert highlights.failing == ((), (0,), (1,))


def test_what_is_outside_of_the_values_of_a_column_is_marked_and_fails_nothing() -> None:
    table = table_xml([("tier", "string", '"gold", "silver"'), "age"], ["x"], [['"gold"', "-", "1"], ["-", "-", "2"]])
    model = model_of(decision_xml("d", table.replace('hitPolicy="UNIQUE"', 'hitPolicy="FIRST"')))
    read = reading("d", model)
    said = preview(model, "d", to_feel({"tier": "bronze", "age": 3}))
    assert read.outcome(said) == '-> 2   rule 2   tier is "bronze", outside of "gold", "silver"'
    assert read.inputs(said) == 'tier "bronze"  age 3'
    for tier in ("gold", None):
        assert "outside" not in read.outcome(preview(model, "d", to_feel({"tier": tier, "age": 3})))


def test_the_answer_is_never_pushed_out_of_sight() -> None:
    wide = [f"a_long_name_of_the_input_{number}" for number in range(30)]
    text = '"' + "y" * 500 + '"'
    model = model_of(decision_xml("d", table_xml(wide, ["x"], [["-"] * 30 + [text]])))
    read = reading("d", model)
    said = preview(model, "d", {})
    outcome = read.outcome(said)
    assert outcome.startswith(f"-> {text[:120]}…   rule 1")
    assert "a_long_name_of_the_input_29 null" in read.inputs(said)


def test_warnings_of_inputs_are_told() -> None:
    model = model_of(input_xml("n", "number"), decision_xml("d", literal_xml("n"), inputs=["n"]))
    said = preview(model, "d", {"n": "five"})
    assert reading("d", model).outcome(said).endswith('n is "five", a string, where a number is wanted')


def test_a_rule_in_another_language_says_so() -> None:
    table = table_xml(["a"], ["x"], [["x == 1", "1"], ["-", "2"]], policy="FIRST")
    model = model_of(decision_xml("d", table.replace("<inputEntry>", '<inputEntry expressionLanguage="groovy">', 1)))
    read = reading("d", model)
    assert read.sheet is not None
    assert read.sheet.rows[0].cells == ("x == 1 (groovy)", "1")
    said = preview(model, "d", {"a": 1})
    assert read.outcome(said) == "failed: rule 1, input 1 is in groovy, evaluated by the cluster only"
    cluster = EvaluationResult(
        "cluster", "d", "2", (DecisionResult("d", "d", "2", (InputResult("in1", "a", "1", 1),)),)
    )
    assert (
        read.of_rule(0, cluster, read.match_report(cluster), set())
        == "rule 1: a is in groovy, evaluated by the cluster only"
    )
