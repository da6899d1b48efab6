"""What a decision has to be told: declared inputs with their types, free names, and the values that rules speak of."""

from __future__ import annotations

import pytest

from c8tui.decisions.questions import (
    DEEPEST,
    MOST_QUESTIONS,
    Question,
    questions_of,
    variables_at,
)
from c8tui.decisions.read_names import MOST_CHARACTERS
from c8tui.feel.dmn_model import Definitions
from tests.decisions.models import decision_xml, entry, input_xml, literal_xml, model_of, table_xml


def type_xml(name: str, inside: str = "", ref: str = "", allowed: str = "", many: bool = False) -> str:
    """An item definition: an alias of a type, or a structure of what is inside."""
    return (
        f'<itemDefinition name="{name}"{" isCollection=" + chr(34) + "true" + chr(34) if many else ""}>'
        f"{f'<typeRef>{ref}</typeRef>' if ref else ''}{entry('allowedValues', allowed) if allowed else ''}{inside}"
        "</itemDefinition>"
    )


def part_xml(name: str, inside: str = "", ref: str = "", allowed: str = "", many: bool = False) -> str:
    return type_xml(name, inside, ref, allowed, many).replace("itemDefinition", "itemComponent")


def labels(model: Definitions, name: str = "d") -> list[str]:
    return [question.label for question in questions_of(model, name)]


def only(model: Definitions, name: str = "d") -> Question:
    (question,) = questions_of(model, name)
    return question


def test_declared_inputs_come_first_and_those_of_required_decisions_too() -> None:
    model = model_of(
        input_xml("a", "number"),
        input_xml("b", "string"),
        input_xml("unused"),
        decision_xml("low", literal_xml("b"), inputs=["b"]),
        decision_xml("d", literal_xml("low + a + free"), requires=["low"], inputs=["a"]),
    )
    assert [(question.label, question.type) for question in questions_of(model, "d")] == [
        ("a", "number"),
        ("b", "string"),
        ("free", "any"),
    ]
    assert labels(model, "low") == ["b"]


def test_free_names_are_asked_for_and_builtins_and_own_names_are_not() -> None:
    model = model_of(
        decision_xml("low", literal_xml("1")),
        decision_xml("d", literal_xml("for x in list return sum([x, low]) + count(other.list)"), requires=["low"]),
    )
    assert labels(model) == ["list", "other"]


def test_a_column_asks_for_a_path_and_knows_type_and_values() -> None:
    rules = [['"gold"', "> limit", "1"], ['"silver", "bronze"', "-", "2"]]
    model = model_of(
        decision_xml("d", table_xml([("customer.status", "string"), ("order.total", "number")], ["x"], rules))
    )
    asked = {question.label: question for question in questions_of(model, "d")}
    assert list(asked) == ["customer.status", "order.total", "limit"]
    assert (asked["customer.status"].type, asked["customer.status"].hint) == (
        "string",
        "in the rules: gold, silver, bronze",
    )
    assert asked["order.total"].type == "number"
    assert asked["customer.status"].path == ("customer", "status")


def test_allowed_values_are_options_where_they_are_listed() -> None:
    listed = model_of(decision_xml("d", table_xml([("s", "string", '"a", "b"')], ["x"], [['"a"', "1"]])))
    assert only(listed).options == ("a", "b")
    numbers = model_of(decision_xml("d", table_xml([("n", "number", "1, 2.5")], ["x"], [])))
    assert only(numbers).options == (1, 2.5)
    ranged = model_of(decision_xml("d", table_xml([("n", "number", "[1..5]")], ["x"], [])))
    assert (only(ranged).options, only(ranged).hint) == ((), "allowed: [1..5]")
    broken = model_of(decision_xml("d", table_xml([("n", "number", "((")], ["x"], [])))
    assert (only(broken).options, only(broken).hint) == ((), "allowed: ((")


def test_a_structure_is_asked_for_part_by_part() -> None:
    address = type_xml("tAddress", part_xml("city", ref="string") + part_xml("zip", ref="number"))
    person = type_xml(
        "tPerson",
        part_xml("name", ref="string")
        + part_xml("born", ref="date")
        + part_xml("home", ref="tAddress")
        + part_xml("tags", ref="string", many=True),
    )
    model = model_of(address, person, input_xml("p", "tPerson"), decision_xml("d", literal_xml("p.name"), inputs=["p"]))
    assert [(question.label, question.type) for question in questions_of(model, "d")] == [
        ("p.name", "string"),
        ("p.born", "date"),
        ("p.home.city", "string"),
        ("p.home.zip", "number"),
        ("p.tags", "any"),
    ]
    assert questions_of(model, "d")[-1].hint == "a list, as in [1, 2]"


def test_an_alias_keeps_its_values_and_a_list_offers_those_of_its_items() -> None:
    model = model_of(
        type_xml("tSeason", ref="string", allowed='"Fall", "Winter"'),
        type_xml("tSeasons", ref="string", allowed='"Fall", "Winter"', many=True),
        type_xml("tAlias", ref="tSeason"),
        input_xml("one", "tAlias"),
        input_xml("many", "tSeasons"),
        decision_xml("d", literal_xml("1"), inputs=["one", "many"]),
    )
    one, many = questions_of(model, "d")
    assert (one.type, one.options, one.many) == ("string", ("Fall", "Winter"), False)
    assert (many.options, many.many) == (("Fall", "Winter"), True)


@pytest.mark.parametrize("ref", ["tSelf", "tOther"])
def test_types_within_themselves_end(ref: str) -> None:
    model = model_of(
        type_xml("tSelf", part_xml("x", ref="tSelf")),
        type_xml("tOther", ref="tAnother"),
        type_xml("tAnother", ref="tOther"),
        input_xml("i", ref),
        decision_xml("d", literal_xml("i"), inputs=["i"]),
    )
    (question,) = questions_of(model, "d")
    assert len(question.path) <= DEEPEST + 1


@pytest.mark.parametrize(
    ("ref", "type_"),
    [
        ("number", "number"),
        ("feel:string", "string"),
        ("date and time", "dateTime"),
        ("dateTime", "dateTime"),
        ("integer", "number"),
        ("days and time duration", "any"),
        ("tUnknown", "any"),
        ("", "any"),
    ],
)
def test_types_of_the_inputs(ref: str, type_: str) -> None:
    model = model_of(input_xml("i", ref), decision_xml("d", literal_xml("i"), inputs=["i"]))
    assert only(model).type == type_


def test_odd_models_are_asked_as_far_as_they_go() -> None:
    circle = model_of(
        decision_xml("d", literal_xml("e + x"), requires=["e", "d"]),
        decision_xml("e", literal_xml("d"), requires=["d", "gone"]),
    )
    assert labels(circle) == ["x"]
    assert labels(model_of(decision_xml("d", ""))) == []
    assert labels(model_of(decision_xml("d", literal_xml("1 + ((")))) == []
    assert labels(model_of(decision_xml("d", table_xml([], [], [])))) == []
    with pytest.raises(KeyError):
        questions_of(circle, "gone")


def test_rules_with_fewer_cells_than_columns() -> None:
    model = model_of(decision_xml("d", table_xml(["a", "b"], ["x"], [['"v"'], []])))
    assert labels(model) == ["a", "b"]


def test_parameters_of_a_function_are_not_asked_for() -> None:
    function = (
        '<businessKnowledgeModel id="f" name="f"><encapsulatedLogic><formalParameter name="p"/>'
        "<literalExpression><text>p + q</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>"
    )
    needs = '<knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>'
    model = model_of(function, decision_xml("d", needs + literal_xml("f(1)")))
    assert labels(model) == ["q"]


def test_the_value_of_a_question() -> None:
    question = Question(("a", "b"))
    assert list(variables_at(question, {"a": {"b": None}})) == [None]
    assert list(variables_at(question, {"a": {}})) == []
    assert list(variables_at(question, {"a": 5})) == []
    assert list(variables_at(question, None)) == []


def test_a_type_that_is_made_of_itself_is_asked_as_a_whole() -> None:
    parts = "".join(f'<itemComponent name="c{n}"><typeRef>Tree</typeRef></itemComponent>' for n in range(30))
    tree = f'<itemDefinition name="Tree">{parts}</itemDefinition>'
    found = only(model_of(tree, input_xml("i", "Tree"), decision_xml("d", literal_xml("i"), inputs=["i"])))
    assert (found.label, found.hint) == ("i", "a context, as in {a: 1}")


def test_more_inputs_than_anybody_fills_in_are_counted() -> None:
    names = [f"i{n}" for n in range(MOST_QUESTIONS + 3)]
    model = model_of(*map(input_xml, names), decision_xml("d", literal_xml("1"), inputs=names))
    found = questions_of(model, "d")
    assert len(found) == MOST_QUESTIONS
    assert found[-1].hint == "the last that is asked for; the model has 3 more"


def test_allowed_values_that_take_long_to_work_out_are_a_hint() -> None:
    endless = "count(for n in 1..100000 return n)"
    model = model_of(decision_xml("d", table_xml([("a", "", endless)], ["x"], [["-", "1"]])))
    assert only(model).hint == f"allowed: {endless}"


@pytest.mark.parametrize("end", ["", "\\", "\\\n"])
def test_a_text_of_a_megabyte_that_nobody_closed_is_no_hint(end: str) -> None:
    cell = '"' + '\\"' * 500_000 + end
    found = only(model_of(decision_xml("d", table_xml(["a"], ["x"], [[cell, "1"], ['"red"', "1"]]))))
    assert found.hint == "in the rules: red"


def test_expressions_that_take_long_to_read_are_not_searched_for_names() -> None:
    long = " + ".join(["huge"] * (MOST_CHARACTERS // 7 + 1))
    model = model_of(decision_xml("d", table_xml(["a", long, "b + 1"], ["x"], [["-", "-", "-", "c"]])))
    assert labels(model) == ["a", "b", "c"]
