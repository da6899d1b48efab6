"""What a decision has to be told: declared inputs with their types, free names, and the values that rules speak of."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.decisions.file import read
from c8tui.decisions.free_variables import expressions_in, free_variables
from c8tui.decisions.questions import (
    DEEPEST,
    MOST_QUESTIONS,
    Question,
    questions_of,
    variables_at,
)
from c8tui.decisions.read_names import MOST_CHARACTERS, ReadNames
from c8tui.feel.dmn_model import Decision, Definitions, InputData, LiteralBox
from c8tui.feel.parser import parse, parse_tests
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


# What decisions read and nothing gives: names of one decision say nothing of another.


CASES = Path(__file__).parent.parent / "feel" / "cases"


def asked(*elements: str, name: str = "d") -> list[str]:
    return [question.label for question in questions_of(model_of(*elements), name)]


@pytest.mark.parametrize("name", ["pick", "dress"])
def test_a_column_and_an_input_that_nobody_reads(name: str) -> None:
    model = read((CASES / "column_named_like_an_output.dmn").read_bytes())
    assert [one.label for one in questions_of(model, name)] == ["temperature", "Outside temperature"]


def test_the_name_of_an_output_is_known_where_its_decision_is_required() -> None:
    other = decision_xml("other", table_xml(["x"], ["season"], [["-", "1"]]))
    table = table_xml(["season"], ["dish"], [["-", "1"]])
    assert asked(other, decision_xml("d", table, requires=["other"])) == ["x"]
    assert asked(other, decision_xml("d", table)) == ["season"]
    own = table_xml(["season"], ["season"], [["-", "1"]])
    assert asked(decision_xml("d", own)) == ["season"]


def test_the_same_of_all_that_has_a_name_in_the_model() -> None:
    low = decision_xml("low", literal_xml("1"))
    item = '<itemDefinition name="t"><itemComponent name="amount"><typeRef>number</typeRef></itemComponent>'
    context = "<context><contextEntry><variable name='rate'/>" + literal_xml("1") + "</contextEntry></context>"
    text = literal_xml("low + amount + rate + orders[amount > 1].id")
    names = ["low", "amount", "rate", "orders"]
    assert asked(low, item + "</itemDefinition>", decision_xml("c", context), decision_xml("d", text)) == names


def test_an_input_that_is_not_linked_is_asked_by_its_type() -> None:
    model = model_of(input_xml("age", "number"), decision_xml("d", literal_xml("age + 1")))
    assert [(one.label, one.type) for one in questions_of(model, "d")] == [("age", "number")]


def test_questions_bear_the_label_of_the_column() -> None:
    model = read((CASES / "wide_table.dmn").read_bytes())
    asked_for = questions_of(model, "wide")
    assert [(one.label, one.title) for one in asked_for[:2]] == [
        ("v0", "Age of the applicant"),
        ("v1", "Annual income in EUR"),
    ]
    assert len(asked_for) == 12


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("first name", ("first name",)),
        ("person.first name", ("person", "first name")),
        ("duration", ("duration",)),
        ("date", ("date",)),
        ("in stock", ("in stock",)),
    ],
)
def test_columns_that_ask_for_a_variable_of_any_name(text: str, expected: tuple[str, ...]) -> None:
    stock = input_xml("in stock")
    model = model_of(stock, decision_xml("d", table_xml([(text, "string")], ["x"], [['"v"', "1"]])))
    found = next(one for one in questions_of(model, "d") if one.path == expected)
    assert (found.type, found.hint) == ("string", "in the rules: v")


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("juel", "${amount}", ["amount"]),
        ("javascript", "amount", ["amount"]),
        ("juel", "#{order.total}", ["order.total"]),
        ("javascript", "amount ** 2", []),
        ("groovy", "amount in [1, 2]", []),
    ],
)
def test_columns_in_other_languages(language: str, text: str, names: list[str]) -> None:
    table = table_xml([text], ["x"], [["-", "1"]]).replace("<text>", "<text>", 1)
    table = table.replace("<inputExpression", f'<inputExpression expressionLanguage="{language}"')
    assert asked(decision_xml("d", table)) == names


def test_what_was_not_looked_at_may_read_anything() -> None:
    long = literal_xml(" + ".join(["n"] * 60_000))
    model = model_of(input_xml("a"), decision_xml("d", long, inputs=["a"]))
    entry = model.elements["a"]
    assert isinstance(entry, InputData)
    assert ReadNames(model, [model.elements["d"]]).reads(entry)
    short = model_of(input_xml("a"), decision_xml("d", literal_xml("1"), inputs=["a"]))
    assert not ReadNames(short, [short.elements["d"]]).reads(entry)


def test_an_input_without_a_type_is_asked_by_the_parts_that_columns_name() -> None:
    table = table_xml(["customer.tier", "customer.age"], ["x"], [["-", "> 5", "1"]])
    assert asked(input_xml("customer"), decision_xml("d", table, inputs=["customer"])) == [
        "customer.tier",
        "customer.age",
    ]
    whole = table_xml(["customer.tier"], ["x"], [["-", "count(customer)"]])
    assert asked(input_xml("customer"), decision_xml("d", whole, inputs=["customer"])) == ["customer"]


def test_an_input_that_is_called_by_the_path_to_it_is_asked_once() -> None:
    table = table_xml(["customer.age"], ["x"], [["> 5", "1"]])
    assert asked(input_xml("customer.age"), decision_xml("d", table, inputs=["customer.age"])) == ["customer.age"]


def test_the_id_of_an_input_is_no_name_of_it() -> None:
    other = '<inputData id="temperature" name="Outside"><variable name="Outside" typeRef="number"/></inputData>'
    table = table_xml(["temperature"], ["x"], [["> 5", "1"]])
    assert asked(other, decision_xml("d", table, inputs=["temperature"])) == ["temperature", "Outside"]


# Free variables of expressions and of boxes.


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a + b.c", ["a", "b"]),
        ("for x in xs return x + y", ["xs", "y"]),
        ("for x in 1..n, y in x.all return partial", ["n"]),
        ("some x in xs satisfies x > limit", ["xs", "limit"]),
        ("{a: 1, b: a + c, d: d}", ["c", "d"]),
        ("function(p) p + q", ["q"]),
        ("sum([count, 1])", ["count"]),
        ("sort(list, before)", ["list"]),
        ("duration + date", ["duration", "date"]),
        ('date("2026-01-01") > date', ["date"]),
        ("own function(x)", ["own function", "x"]),
        ("is(value1: u, value2: v)", ["u", "v"]),
        ("x in (a, [b..c])", ["x", "a", "b", "c"]),
        ("if a then b else c", ["a", "b", "c"]),
        ("x instance of number", ["x"]),
        (" + ".join(["n"] * 3_000), ["n"] * 3_000),
    ],
)
def test_of_expressions(source: str, names: list[str]) -> None:
    assert [free.name for free in free_variables(parse(source))] == names


def test_names_in_filters_may_be_members() -> None:
    found = [(free.name, free.filtered) for free in free_variables(parse("orders[amount > limit and item.x = 1].id"))]
    assert found == [("orders", False), ("amount", True), ("limit", True)]


def test_of_unary_tests() -> None:
    assert [free.name for free in free_variables(parse_tests("> a, ? < b and cellInput != c"))] == ["a", "b", "c"]


BOXES = (
    "<context><contextEntry><variable name='a'/>{x}</contextEntry><contextEntry><variable name='f'/>"
    "<functionDefinition><formalParameter name='p'/>{p}</functionDefinition></contextEntry><contextEntry>"
    "<variable name='all'/><list><for iteratorVariable='i'><in>{xs}</in><return>{i}</return></for>"
    "<filter><in>{xs}</in><match>{item}</match></filter><conditional><if>{x}</if><then>{x}</then><else>{x}</else>"
    "</conditional><relation><column name='c'/><row>{x}</row></relation></list></contextEntry><contextEntry>"
    "<invocation>{f}<binding><parameter name='p'/>{a}</binding></invocation></contextEntry></context>"
)


def test_of_boxes() -> None:
    names = {name: literal_xml(name) for name in ("x", "p", "xs", "i", "item", "a", "f")}
    decision = model_of(decision_xml("d", BOXES.format(**names))).elements["d"]
    assert isinstance(decision, Decision)
    free = [
        inside.box.text
        for inside in expressions_in(decision.logic)
        if isinstance(inside.box, LiteralBox) and inside.box.text not in inside.bound
    ]
    assert set(free) == {"x", "xs"}
