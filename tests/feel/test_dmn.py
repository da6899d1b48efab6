"""Requirements graphs, knowledge models, services, imports."""

from __future__ import annotations

import pytest

from c8tui import feel
from c8tui.feel import dmn
from tests.feel.models import decision, failure, literal, model, result, table

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
        assert (
            result(dmn.read(f'<definitions namespace="urn:d">{user}</definitions>', {"urn:lib": library})) == expected
        )


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
