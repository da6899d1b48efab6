"""Requirements graphs, knowledge models, services, imports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from c8tui import feel
from c8tui.feel import dmn
from c8tui.feel.dmn_boxes_xml import box_of
from c8tui.feel.dmn_inner import boxes_in, inner_boxes
from c8tui.feel.dmn_model import Decision, InputData, LiteralBox
from c8tui.feel.dmn_result import Evaluated, Evaluation, Warning
from tests.feel.models import decision, failure, literal, model, result, standard_result, table, warnings

GRAPH = (
    decision(literal("price * 2"), "double")
    + decision(literal("double + 1"), "final", requires="double")
    + '<inputData id="price" name="Price"><variable name="price" typeRef="number"/></inputData>'
)


def test_required_decisions_come_first() -> None:
    evaluation = dmn.evaluate(model(GRAPH), "final", feel.to_feel({"price": 5}))
    assert (evaluation.value, [one.id for one in evaluation.decisions]) == (11, ["double", "final"])
    assert result(model(GRAPH), "double", price="five") is None


def test_warnings_say_where() -> None:
    evaluation = dmn.evaluate(model(GRAPH), "final", {})
    assert evaluation.value is None
    assert (evaluation.decisions[0].warnings[0].element, evaluation.failure) == ("double", "")
    assert "there is no price" in evaluation.warnings[0].message


def test_circles_fail_and_unknown_names_raise() -> None:
    circle = decision(literal("b"), "a", requires="b") + decision(literal("a"), "b", requires="a")
    assert failure(model(circle), "a") == "a requires itself"
    with pytest.raises(KeyError):
        dmn.evaluate(model(circle), "nothing", {})


def test_a_failure_names_the_decision_at_which_it_ended() -> None:
    both = table([(["-"], ["1"]), (["-"], ["2"])])
    made = model(decision(both, "t") + decision(literal("t"), "d", requires="t"))
    evaluation = dmn.evaluate(made, "d", feel.to_feel({"x": 1}))
    (record,) = evaluation.decisions
    assert (record.id, record.failure) == ("t", evaluation.failure)


BKM = (
    '<businessKnowledgeModel id="bkm" name="add tax"><variable name="add tax"/><encapsulatedLogic>'
    f'<formalParameter name="net" typeRef="number"/>{literal("net * 1.2")}</encapsulatedLogic></businessKnowledgeModel>'
)
NEEDS_BKM = '<knowledgeRequirement><requiredKnowledge href="#bkm"/></knowledgeRequirement>'


def test_knowledge_models_are_functions() -> None:
    user = decision(NEEDS_BKM + literal("add tax(100)"), "d")
    assert result(model(BKM + user)) == 120
    assert result(model(BKM), "add tax", net=10) == 12


SERVICE = (
    GRAPH
    + '<decisionService id="s" name="S"><variable name="S"/><outputDecision href="#final"/>'
    + '<encapsulatedDecision href="#double"/><inputData href="#price"/></decisionService>'
)


def test_services_are_functions_too() -> None:
    user = decision(NEEDS_BKM.replace("#bkm", "#s") + literal("S(7)"), "user")
    assert result(model(SERVICE + user), "user") == 15
    assert result(model(SERVICE), "S", price=1) == 3


def test_input_decisions_are_given() -> None:
    inside = '<encapsulatedDecision href="#double"/><inputData href="#price"/>'
    service = SERVICE.replace(inside, '<inputDecision href="#double"/>')
    assert result(model(service), "S", double=20) == 21


def test_several_outputs_are_a_context() -> None:
    output = '<outputDecision href="#final"/>'
    service = SERVICE.replace(output, output + output.replace("final", "double"))
    assert result(model(service), "S", price=1) == {"final": 3, "double": 2}


def test_imports_are_reached_by_their_name() -> None:
    library = dmn.read(f'<definitions namespace="urn:lib" name="L">{BKM}</definitions>')
    needs = NEEDS_BKM.replace("#bkm", "urn:lib#bkm")
    user = '<import namespace="urn:lib" name="lib"/>' + decision(needs + literal("lib.add tax(10)"), "d")
    made = dmn.read(f'<definitions namespace="urn:d">{user}</definitions>', {"urn:lib": library})
    assert (result(made), made.problems) == (12, ())


def test_services_take_arguments_by_place_and_name_and_of_their_types() -> None:
    needs = NEEDS_BKM.replace("#bkm", "#s")
    assert result(model(SERVICE + decision(needs + literal("S(price: 7)"), "user")), "user") == 15
    evaluation = dmn.evaluate(model(SERVICE + decision(needs + literal('S("x")'), "user")), "user", {})
    assert [warning.message for warning in evaluation.warnings] == ["price of S cannot be a string at 1:2"]
    evaluation = dmn.evaluate(model(SERVICE + decision(needs + literal("S(1, 2)"), "user")), "user", {})
    assert [warning.message for warning in evaluation.warnings] == ["S takes 1 arguments, not 2 at 1:2"]


def test_decisions_inside_of_a_service_are_recorded() -> None:
    evaluation = dmn.evaluate(model(SERVICE), "S", feel.to_feel({"price": 2}))
    assert [(one.id, one.value) for one in evaluation.decisions] == [("double", 4), ("final", 5)]


def test_knowledge_models_call_each_other() -> None:
    outer = BKM.replace('"bkm"', '"outer"').replace("add tax", "add both").replace("net * 1.2", "add tax(net) + 1")
    made = model(BKM + outer.replace("<encapsulatedLogic>", NEEDS_BKM + "<encapsulatedLogic>"))
    assert result(made, "add both", net=100) == 121
    assert result(made, "add both", net="x") is None


def test_types_of_an_import_are_reached_by_its_name() -> None:
    grade = '<itemDefinition name="tGrade"><typeRef>number</typeRef><allowedValues><text>[1..6]</text></allowedValues>'
    library = dmn.read(f'<definitions namespace="urn:lib" name="L">{grade}</itemDefinition></definitions>')
    own = '<import namespace="urn:lib" name="lib"/>{}'
    for text, expected in (("3", 3), ("7", None)):
        user = own.format(decision(literal(text), type_ref="lib.tGrade"))
        made = dmn.read(f'<definitions namespace="urn:d">{user}</definitions>', {"urn:lib": library})
        assert standard_result(made) == expected


def test_a_decision_that_several_require_is_evaluated_once() -> None:
    body = decision(literal("random number()"), "r") + decision(literal("r"), "a", requires="r")
    body += decision(literal("r"), "b", requires="r") + decision(literal("a = b"), "d", requires="a b r")
    evaluation = dmn.evaluate(model(body), "d", {})
    assert (evaluation.value, [one.id for one in evaluation.decisions]) == (True, ["r", "a", "b", "d"])


def test_hostile_graphs_end() -> None:
    deep = "".join(decision(literal("1"), f"d{n}", requires=f"d{n + 1}" if n < 999 else "") for n in range(1_000))
    assert failure(model(deep), "d0") == "the evaluation goes too deep"
    endless = BKM.replace("net * 1.2", "add tax(net)").replace("</variable>", "</variable>")
    recursive = endless.replace("<encapsulatedLogic>", NEEDS_BKM + "<encapsulatedLogic>")
    assert failure(model(recursive + decision(NEEDS_BKM + literal("add tax(1)"))), "d") == "add tax requires itself"


CASES = Path(__file__).parent / "cases"


def case(name: str, wanted: str, inputs: str = "") -> Any:
    """What a decision of a file in `cases` comes to with the inputs of another."""
    given = json.loads((CASES / f"{inputs}.json").read_text(encoding="utf-8")) if inputs else {}
    return feel.to_json(dmn.evaluate(dmn.read((CASES / f"{name}.dmn").read_bytes()), wanted, feel.to_feel(given)).value)


@pytest.mark.parametrize(
    ("name", "wanted", "inputs", "expected"),
    [
        ("partial_structure", "fine", "partial_structure", 1000),
        ("allowed_values_of_a_column", "price", "age", 5),
        ("dotted_names", "by_number", "", 42),
        ("dotted_names", "by_point", "", 42),
        ("function_typed_by_its_result", "sorted", "", [3, 2, 1]),
        ("two_decisions_without_id", "First", "", 1),
        ("two_decisions_without_id", "Second", "", 2),
        ("other_languages", "column", "amount", None),
        ("other_languages", "cell", "amount", None),
    ],
)
def test_files(name: str, wanted: str, inputs: str, expected: Any) -> None:
    assert case(name, wanted, inputs) == expected


TRIP = (
    '<itemDefinition name="tTrip"><itemComponent name="speed"><typeRef>number</typeRef></itemComponent>'
    '<itemComponent name="limit"><typeRef>number</typeRef></itemComponent>'
    '<itemComponent name="driver"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="age"><typeRef>number</typeRef></itemComponent></itemComponent></itemDefinition>'
    '<itemDefinition name="tTrips" isCollection="true"><typeRef>tTrip</typeRef></itemDefinition>'
    '<inputData id="trip" name="trip"><variable name="trip" typeRef="tTrip"/></inputData>'
    '<inputData id="trips" name="trips"><variable name="trips" typeRef="tTrips"/></inputData>'
)


@pytest.mark.parametrize(
    ("source", "inputs", "expected", "said"),
    [
        ("trip.speed", {"trip": {"speed": 1, "limit": 2}}, 1, ["trip.driver is missing, so it is null"]),
        (
            "trip.driver.age",
            {"trip": {"speed": 1, "limit": 2, "driver": {"age": 30}}},
            30,
            ["trip.driver.name is missing, so it is null"],
        ),
        (
            "trip.speed",
            {"trip": {"speed": "fast", "limit": 2, "driver": None}},
            "fast",
            ['trip.speed is "fast", a string, where a number is wanted'],
        ),
        (
            "trips[2].limit",
            {"trips": [None, {"limit": 7, "driver": None}]},
            7,
            ["trips[2].speed is missing, so it is null"],
        ),
        ("trip", {"trip": "none"}, "none", ['trip is "none", a string, where a context is wanted']),
        ("trips", {"trips": {}}, {}, ["trips is {}, a context, where a list is wanted"]),
        ("trip", {}, None, []),
    ],
)
def test_inputs_are_kept_where_they_depart_from_their_types(
    source: str, inputs: dict[str, Any], expected: Any, said: list[str]
) -> None:
    made = model(TRIP + decision(literal(source), requires="trip trips"))
    evaluation = dmn.evaluate(made, "d", feel.to_feel(inputs))
    assert feel.to_json(evaluation.value) == expected
    assert [warning.message for warning in evaluation.input_warnings] == said
    assert list(evaluation.warnings[: len(said)]) == list(evaluation.input_warnings)


def test_in_the_standard_they_are_null_and_said_to_be() -> None:
    made = model(TRIP + decision(literal("trip"), requires="trip"))
    inputs = feel.to_feel({"trip": {"speed": 1, "limit": 2}})
    evaluation = dmn.evaluate(made, "d", inputs, dialect=feel.Dialect.STANDARD)
    assert (evaluation.value, len(evaluation.input_warnings)) == (None, 1)


def test_parts_of_results_and_arguments_are_kept_too() -> None:
    made = model(TRIP + decision(literal("{speed: 1}"), type_ref="tTrip"))
    assert result(made) == {"speed": 1}
    assert "d.limit is missing, so it is null at 1:1" in warnings(made)
    person = BKM.replace('name="net" typeRef="number"', 'name="net" typeRef="tTrip"').replace("net * 1.2", "net.speed")
    assert result(model(TRIP + person + decision(NEEDS_BKM + literal("add tax({speed: 3})")))) == 3
    assert result(model(BKM + decision(NEEDS_BKM + literal('add tax("a")')))) is None


def test_inputs_of_a_service_are_warned_of() -> None:
    service = '<decisionService id="s" name="s"><outputDecision href="#d"/><inputData href="#trip"/></decisionService>'
    made = model(TRIP + decision(literal("trip.speed"), requires="trip") + service)
    assert result(made, "s", trip={"speed": 5}) == 5


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("Part 2.1", "Part 2.1 + 1", 42),
        ("Order No.", "Order No. + 1", 42),
        ("Order No.", "if Order No. > 40 then [Order No.] else 0", [41]),
        ("Nr. 5", "Nr. 5 * 2", 82),
        ("Dr. Age", "Dr. Age + 1", 42),
        ("v1.2", "v1.2 - 1", 40),
        ("2.1 Part", "2.1 Part + 1", 42),
        ("1. Check", "-(1. Check)", -41),
        ("e.g. amount", "e.g. amount", 41),
        ("part.number", "part.number + 1", 42),
    ],
)
def test_names_with_points(name: str, source: str, expected: Any) -> None:
    first = f'<decision id="first" name="{name}"><variable name="{name}"/>{literal("41")}</decision>'
    made = model(first + decision(literal(source), requires="first"))
    assert result(made) == expected
    given = f'<inputData id="first" name="{name}"><variable name="{name}" typeRef="number"/></inputData>'
    evaluation = dmn.evaluate(model(given + decision(literal(source), requires="first")), "d", feel.to_feel({name: 41}))
    assert feel.to_json(evaluation.value) == expected


def test_a_name_that_reads_as_a_path_does_not_hide_one() -> None:
    made = model(
        decision(literal("{age: 5}"), "person")
        + decision(literal("7"), "person.age")
        + decision(literal("person.age"), "a", requires="person")
        + decision(literal("person.age"), "b", requires="person.age")
        + decision(literal("person.age"), "c", requires="person person.age")
    )
    assert [result(made, name) for name in "abc"] == [5, 7, 5]


def test_ids_that_are_missing() -> None:
    body = f'<decision name="Same">{literal("1")}</decision><decision name="Same">{literal("2")}</decision>'
    body += f'<decision name="Other">{literal("3")}</decision><decision>{literal("4")}</decision>'
    made = model(body + '<inputData name="x"/><inputData name="y"/>')
    assert result(made, "Other") == 3
    assert sorted(made.elements) == ["Other", "decision 1", "decision 2", "decision 4", "x", "y"]
    assert result(made, "decision 2") == 2
    with pytest.raises(dmn.AmbiguousName, match="2 elements are called 'Same'; name one by its id: decision 1, dec"):
        dmn.evaluate(made, "Same", {})


def test_names_that_several_ids_have() -> None:
    body = f'<decision id="a" name="N">{literal("1")}</decision><decision id="b" name="N">{literal("2")}</decision>'
    made = model(body + '<inputData id="N" name="z"/>' + decision(literal("3"), "z"))
    with pytest.raises(KeyError, match="name one by its id: a, b"):
        made.named("N") if "N" not in made.elements else model(body).named("N")
    assert result(made, "z") == 3
    assert result(made, "b") == 2


def test_an_import_that_is_missing_fails_what_requires_it() -> None:
    needs = NEEDS_BKM.replace("#bkm", "urn:lib#bkm")
    user = '<import namespace="urn:lib" name="lib"/>' + decision(needs + literal("lib.add tax(10)"), "d")
    made = model(user + decision(literal("1"), "other"))
    assert failure(made) == "bkm is in the imported file lib, which was not found"
    assert result(made, "other") == 1


def test_a_decision_without_logic_fails() -> None:
    assert failure(model('<decision id="d" name="d"/>')) == "the decision has no logic"


def test_a_result_that_is_refused_is_recorded_with_its_rule() -> None:
    made = model(decision(table([(["-"], ['"a"'])]), type_ref="number"))
    evaluation = dmn.evaluate(made, "d", feel.to_feel({"x": 1}))
    (record,) = evaluation.decisions
    assert (record.failure, record.value, [rule.index for rule in record.rules]) == (evaluation.failure, None, [1])


def test_ids_and_names_hide_no_variable_that_is_given() -> None:
    outside = '<inputData id="temperature" name="Outside"><variable name="outside"/></inputData>'
    made = model(outside + decision(literal("temperature"), requires="temperature"))
    assert result(made, temperature=5) == 5
    assert result(made, outside=6) == 6
    assert result(made, outside=6, temperature=5) == 5
    low = f'<decision id="low" name="season"><variable name="low"/>{literal("1")}</decision>'
    user = model(low + decision(literal("[low, season]"), requires="low"))
    assert result(user) == [1, 1]
    assert result(user, season=7, low=8) == [1, 7]


def test_an_input_called_by_a_path_is_found_by_it() -> None:
    made = model('<inputData id="i" name="customer.age"/>' + decision(literal("customer.age + 1"), requires="i"))
    assert result(made, customer={"age": 5}) == 6


def test_a_failure_is_recorded_with_inputs_rules_and_warnings() -> None:
    both = table([(["-"], ["1"]), (["missing"], ["3"]), (["> 0"], ["2"])])
    evaluation = dmn.evaluate(model(decision(both)), "d", feel.to_feel({"x": 1}))
    (record,) = evaluation.decisions
    assert record.failure == "UNIQUE allows one rule to match, but rules 1, 3 do"
    assert [part.value for part in record.inputs] == [1]
    assert [rule.index for rule in record.rules] == [1, 3]
    assert [warning.message for warning in record.warnings] == ["there is no missing at 1:1"]
    inner = BKM.replace(literal("net * 1.2"), table([(["-"], ["1"]), (["-"], ["2"])], inputs="net"))
    user = dmn.evaluate(model(inner + decision(NEEDS_BKM + literal("add tax(1)"))), "d", {})
    assert (user.decisions[-1].inputs, user.decisions[-1].rules) == ((), ())
    assert user.failure.startswith("UNIQUE")


# What a file says, found by id or name.


def test_elements_by_id_and_name() -> None:
    made = model(decision(literal("1"), "a b") + '<inputData id="i" name="a b"/><inputData id="j" name="other"/>')
    assert isinstance(made.named("a b"), Decision)
    assert isinstance(made.named("i"), InputData)
    assert made.named("other") is made.elements["j"]
    assert made.named("nothing") is None
    assert [one.name for one in made.decisions] == ["a b"]


# What an evaluation comes to.


def test_warnings_of_all_decisions() -> None:
    first, second = Warning("a", "one"), Warning("b", "two")
    evaluation = Evaluation(
        1, (Evaluated("a", "A", None, warnings=(first,)), Evaluated("b", "B", 1, warnings=(second,)))
    )
    assert evaluation.warnings == (first, second)
    assert evaluation.failure == ""


# Going through boxed expressions: what stands in each kind, as what, and which names only it may use.


ONE, TWO, THREE = literal("1"), literal("2"), literal("3")


@pytest.mark.parametrize(
    ("xml", "inside"),
    [
        (ONE, []),
        ("<riddle/>", []),
        (f"<context><contextEntry><variable name='a' typeRef='number'/>{ONE}</contextEntry><contextEntry>{TWO}"
         "</contextEntry></context>", [("entry", "a", "1", set()), ("entry", "", "2", set())]),
        (f"<invocation>{ONE}<binding><parameter name='p'/>{TWO}</binding></invocation>",
         [("function", "call", "1", set()), ("binding", "p", "2", set())]),
        (f"<list>{ONE}{TWO}</list>", [("item", "", "1", set()), ("item", "", "2", set())]),
        (f"<relation><column name='a'/><row>{ONE}</row><row>{TWO}</row></relation>",
         [("cell", "", "1", set()), ("cell", "", "2", set())]),
        (f"<functionDefinition><formalParameter name='x'/>{ONE}</functionDefinition>", [("body", "", "1", {"x"})]),
        (f"<conditional><if>{ONE}</if><then>{TWO}</then><else>{THREE}</else></conditional>",
         [("branch", "if", "1", set()), ("branch", "then", "2", set()), ("branch", "else", "3", set())]),
        (f"<filter><in>{ONE}</in><match>{TWO}</match></filter>",
         [("source", "in", "1", set()), ("match", "match", "2", {"item"})]),
        (f"<for iteratorVariable='i'><in>{ONE}</in><return>{TWO}</return></for>",
         [("source", "i in", "1", set()), ("body", "return", "2", {"i", "partial"})]),
        (f"<some iteratorVariable='i'><in>{ONE}</in><satisfies>{TWO}</satisfies></some>",
         [("source", "i in", "1", set()), ("body", "satisfies", "2", {"i", "partial"})]),
    ],
)  # fmt: skip
def test_what_stands_in_a_box(xml: str, inside: list[tuple[str, str, str, set[str]]]) -> None:
    box = box_of(fromstring(xml))
    assert box is not None
    found = [(one.role, one.name, getattr(one.box, "text", ""), set(one.binds)) for one in inner_boxes(box)]
    assert found == inside


def test_all_that_is_in_a_box_at_any_depth() -> None:
    box = box_of(fromstring(f"<list>{ONE}<conditional><if>{TWO}</if><then>{THREE}</then></conditional></list>"))
    assert box is not None
    assert {one.text for one in boxes_in(box) if isinstance(one, LiteralBox)} == {"1", "2", "3"}
    assert next(boxes_in(box)) is box


# A decision table in both dialects, and the requirements of a file in them.


CASES_OF_DIALECTS = Path(__file__).parent / "cases"
FILE = CASES_OF_DIALECTS / "test_without_question_mark.dmn"


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        (
            feel.Dialect.CAMUNDA,
            ["another variable", "its own variable by name", "negated", "cellInput", "question mark"],
        ),
        (feel.Dialect.STANDARD, ["question mark"]),
    ],
)
def test_cells_without_a_question_mark(dialect: feel.Dialect, expected: list[str]) -> None:
    inputs = feel.to_feel(json.loads(FILE.with_suffix(".json").read_text(encoding="utf-8")))
    evaluation = dmn.evaluate(dmn.read(FILE.read_bytes()), "d1", inputs, dialect=dialect)
    assert evaluation.value == expected
    assert feel.Dialect.CAMUNDA is feel.Dialect("camunda")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"2" > 1', True),
        ('"1" > 2', False),
        ('"b" > 1', False),
        ('"" >= 0', True),
        ("true > 0", True),
        ('"2" in (> 1)', True),
        ("null > 1", None),
        ('"a" = 1', None),
        ('"2" + 1', None),
        ('date("2026-12-24") > 1', None),
        ('"10" > "9"', False),
    ],
)
def test_forms_order_texts_and_numbers_as_javascript_does(source: str, expected: bool | None) -> None:
    assert feel.parse(source).evaluate({}, dialect=feel.Dialect.FORMS).value is expected
    if '"' in source and "10" not in source:
        assert feel.parse(source).evaluate({}).value in (None, False)
