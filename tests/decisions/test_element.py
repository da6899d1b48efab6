"""A decision as it is read: in words, and what an evaluation says of it and of its rules."""

from __future__ import annotations

import json
from xml.etree.ElementTree import fromstring

import pytest

from c8tui.decisions.box_lines import box_lines
from c8tui.decisions.element import DrgElement
from c8tui.decisions.evaluation import DecisionResult, EvaluationResult, preview
from c8tui.decisions.file import AmbiguousName, DmnError, decision_of, document, evaluate, read
from c8tui.decisions.kinds import box_kind_of
from c8tui.decisions.parts import Part, part_of
from c8tui.decisions.plain_text import plain_text
from c8tui.decisions.sheet import sheet_of
from c8tui.decisions.table_highlights import InputResult
from c8tui.feel import dmn, to_feel
from c8tui.feel import dmn_model as m
from c8tui.feel.dmn_boxes_xml import box_of
from c8tui.feel.dmn_model import Decision, Definitions
from tests.decisions.models import DMN, decision_xml, input_xml, literal_xml, model_of, model_xml, table_of, table_xml

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
    assert reading("dish").words == "UNIQUE (U): exactly one rule may match   2 inputs  1 output  3 rules"
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


# Every kind of boxed expression as lines.


ONE, TWO = literal_xml("1"), literal_xml("2")


@pytest.mark.parametrize(
    ("xml", "kind", "lines"),
    [
        (literal_xml("a +\n  b"), "literal expression", ["a +", "  b"]),
        ("<literalExpression expressionLanguage='juel'><text>x</text></literalExpression>", "literal expression",
         ["language juel", "x"]),
        (f"<context><contextEntry><variable name='a' typeRef='number'/>{ONE}</contextEntry><contextEntry>{TWO}"
         "</contextEntry></context>", "context", ["context", "  a: number =", "    1", "  result =", "    2"]),
        (f"<invocation>{literal_xml('f')}<binding><parameter name='p'/>{ONE}</binding></invocation>", "invocation",
         ["invocation of", "  f", "  with p =", "    1"]),
        (f"<list>{ONE}{TWO}</list>", "list", ["list", "  item", "    1", "  item", "    2"]),
        (f"<relation><column name='a'/><column name='b'/><row>{ONE}{TWO}</row></relation>", "relation",
         ["relation a | b", "  row 1 | 2"]),
        (f"<functionDefinition kind='Java'><formalParameter name='a' typeRef='number'/><formalParameter name='b'/>{ONE}"
         "</functionDefinition>", "function", ["function (a: number, b) in Java", "  1"]),
        (f"<conditional><if>{literal_xml('x')}</if><then>{ONE}</then><else>{TWO}</else></conditional>", "conditional",
         ["if", "  x", "then", "  1", "else", "  2"]),
        (f"<filter><in>{ONE}</in><match>{TWO}</match></filter>", "filter", ["filter", "  1", "where", "  2"]),
        (f"<for iteratorVariable='i'><in>{ONE}</in><return>{TWO}</return></for>", "iteration",
         ["for i in", "  1", "return", "  2"]),
        (f"<every iteratorVariable='i'><in>{ONE}</in><satisfies>{TWO}</satisfies></every>", "iteration",
         ["every i in", "  1", "satisfies", "  2"]),
        ("<riddle>\n<a/></riddle>", "unknown expression",
         ["an expression of an unknown kind", "  <riddle>", "  <a /></riddle>"]),
    ],
)  # fmt: skip
def test_kinds(xml: str, kind: str, lines: list[str]) -> None:
    box = box_of(fromstring(xml))
    assert box_kind_of(box).name == kind
    assert box_lines(box) == lines


def test_tables() -> None:
    box = box_of(fromstring(table_xml([("a", "number", "> 0"), "b"], ["out"], [["1", "", "2", "why"]], notes=["n"])))
    assert box_kind_of(box).name == "decision table"
    assert box_lines(box) == [
        "decision table UNIQUE",
        "  input a: number in > 0",
        "  input b",
        "  output out",
        "  note n",
        "  rule 1 | - | 2 | why",
    ]


def test_a_rule_is_one_line() -> None:
    rule = m.Rule("r", "said\ntwice", ("1,\n2",), ("3",), ())
    box = m.TableBox(inputs=(m.TableInput("i", "L", "x", "", ""),), outputs=(), rules=(rule,))
    assert box_lines(box)[1:] == ["  input L x", "  note description", "  rule 1, 2 | said twice"]


def test_no_logic() -> None:
    assert box_kind_of(None).name == "no logic"
    assert box_lines(None) == []
    assert box_lines(m.ConditionalBox()) == ["if", "then", "else"]


# Boxed expressions as parts: every kind, nested, with nothing left out.


def part(logic: str) -> Part:
    decision = model_of(decision_xml("d", logic)).named("d")
    assert isinstance(decision, Decision)
    return part_of(decision.logic)


def test_literals_and_none_at_all() -> None:
    assert part(literal_xml("1 + 2")) == Part("literal", text="1 + 2")
    assert part_of(None, "x", "number") == Part("empty", "x", "number")


def test_contexts_name_their_entries_and_their_result() -> None:
    found = part(
        f'<context><contextEntry><variable name="fee" typeRef="number"/>{literal_xml("1")}</contextEntry>'
        f"<contextEntry>{literal_xml('fee')}</contextEntry></context>"
    )
    assert found.kind == "context"
    assert [(child.name, child.type_ref, child.text) for child in found.children] == [
        ("fee", "number", "1"),
        ("result", "", "fee"),
    ]


def test_functions_invocations_and_lists() -> None:
    function = part(
        f'<functionDefinition><formalParameter name="a" typeRef="number"/><formalParameter name="b"/>'
        f"{literal_xml('a')}</functionDefinition>"
    )
    assert (function.kind, function.heads, function.children) == (
        "function", ("a: number", "b"), (Part("literal", text="a"),),
    )  # fmt: skip
    java = part('<functionDefinition kind="Java"/>')
    assert (java.kind, java.children) == ("Java function", (Part("empty"),))
    call = part(
        f'<invocation>{literal_xml("f")}<binding><parameter name="a"/>{literal_xml("1")}</binding></invocation>'
    )
    assert [(child.name, child.text) for child in call.children] == [("call", "f"), ("a", "1")]
    assert [child.text for child in part(f"<list>{literal_xml('1')}{literal_xml('2')}</list>").children] == ["1", "2"]


def test_relations_have_heads_and_rows() -> None:
    found = part(
        f'<relation><column name="x"/><column name="y"/><row>{literal_xml("1")}{literal_xml("2")}</row></relation>'
    )
    assert (found.kind, found.heads) == ("relation", ("x", "y"))
    assert [[cell.text for cell in row.children] for row in found.children] == [["1", "2"]]


def test_the_expressions_of_dmn_1_4() -> None:
    def inside(kind: str, text: str) -> str:
        return f"<{kind}>{literal_xml(text)}</{kind}>"

    found = part(f"<conditional>{inside('if', 'a')}{inside('then', 'b')}{inside('else', 'c')}</conditional>")
    assert [(child.name, child.text) for child in found.children] == [("if", "a"), ("then", "b"), ("else", "c")]
    found = part(f"<filter>{inside('in', 'a')}{inside('match', 'b')}</filter>")
    assert [(child.name, child.text) for child in found.children] == [("in", "a"), ("match", "b")]
    found = part(f'<for iteratorVariable="i">{inside("in", "a")}{inside("return", "b")}</for>')
    assert (found.kind, [(c.name, c.text) for c in found.children]) == ("for", [("i in", "a"), ("return", "b")])
    found = part(f'<some iteratorVariable="i">{inside("in", "a")}{inside("satisfies", "b")}</some>')
    assert (found.kind, found.children[1].name) == ("some", "satisfies")


def test_a_table_has_its_sheet_and_the_unknown_its_xml() -> None:
    sheet = part(table_xml(["a"], ["b"], [["1", "2"]])).sheet
    assert sheet is not None
    assert sheet.rows[0].cells == ("1", "2")
    unknown = part("<list><mystery><inner/></mystery></list>").children[0]
    assert (unknown.kind, "<" in unknown.text, "inner" in unknown.text) == ("unknown", True, True)


# HTML that authors wrote, as text.


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One &amp; two</p><p>three</p>", "One & two\nthree"),
        ("<div>Line<br/>next <b>bold</b></div>", "Line\nnext bold"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<P class='x'>big</P>", "big"),
        ("<style>p { color: red }</style><p>seen</p>", "seen"),
        ("amount < 5 and total > 3", "amount < 5 and total > 3"),
        ("List<Order> & more", "List<Order> & more"),
        ("a &amp; b", "a &amp; b"),
        ("", ""),
        ("<p>never closed", "never closed"),
        ("<p onclick='x'>[b]no markup[/b]</p>", "[b]no markup[/b]"),
    ],
)
def test_tags_are_left_out(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_descriptions_of_rules_and_children_of_descriptions() -> None:
    table = table_xml(["a"], ["x"], [["-", "1"]])
    described = table.replace('<rule id="rule1">', '<rule id="rule1"><description>&lt;p&gt;Why&lt;/p&gt;</description>')
    model = dmn.read(model_xml(decision_xml("d", described)))
    assert sheet_of(table_of(model, "d")).rows[0].cells[-1] == "Why"
    nested = f'<decision xmlns="{DMN}" id="d" name="d"><description>Be <b>bold</b>.</description>{literal_xml("1")}'
    assert dmn.read(model_xml(nested + "</decision>")).elements["d"].description == "Be bold ."


# A DMN file by itself: the decision that is meant, and its evaluation in JSON.


MODEL_OF_FILE = model_of(
    input_xml("guests"),
    decision_xml("a", literal_xml("guests + 1"), inputs=["guests"]),
    decision_xml("b", table_xml(["a"], ["x"], [["> 5", "a * 1.5"], ["-", '"none"']], policy="FIRST"), requires=["a"]),
)


def test_the_decision_that_is_meant() -> None:
    assert decision_of(MODEL_OF_FILE) == "b"
    assert decision_of(MODEL_OF_FILE, "a") == "a"
    assert decision_of(MODEL_OF_FILE, "gone") is None
    assert decision_of(model_of(input_xml("i"))) is None
    named = model_of('<decision id="d1" name="Dish of the day"/>')
    assert decision_of(named, "Dish of the day") == "d1"


def test_of_a_circle_the_last_is_meant() -> None:
    circle = model_of(decision_xml("a", "", requires=["b"]), decision_xml("b", "", requires=["a"]))
    assert decision_of(circle) == "b"


def test_an_evaluation_is_json() -> None:
    found = document(MODEL_OF_FILE, evaluate(MODEL_OF_FILE, "b", {"guests": 9}))
    assert json.loads(json.dumps(found)) == {
        "decision": "b",
        "result": 15,
        "failure": None,
        "decisions": [
            {
                "id": "a", "name": "a", "result": 10, "failure": None, "matchedRules": [], "inputs": [], "warnings": [],
            },
            {
                "id": "b", "name": "b", "result": 15, "failure": None,
                "inputs": [{"id": "in1", "name": "a", "value": 10}],
                "matchedRules": [
                    {"id": "rule1", "number": 1, "outputs": [{"id": "out1", "name": "x", "value": 15}]}
                ],
                "warnings": [],
            },
        ],
        "warnings": [],
        "problems": [],
    }  # fmt: skip
    assert list(found)[:3] == ["decision", "result", "failure"]
    assert [list(one)[2:6] for one in found["decisions"]] == [["result", "failure", "matchedRules", "inputs"]] * 2


def test_the_standard_reads_otherwise_where_it_is_asked_to() -> None:
    model = model_of(
        decision_xml("d", table_xml([("tier", "string", '"gold"')], ["x"], [["amount > 100", "1"]])),
    )
    given = {"tier": "none", "amount": 200}
    assert document(model, evaluate(model, "d", given))["result"] == 1
    assert document(model, evaluate(model, "d", given, standard=True))["failure"] == 'tier is "none", not one of "gold"'


def test_what_is_odd_about_inputs_is_told() -> None:
    model = model_of(input_xml("n", "number"), decision_xml("d", literal_xml("n"), inputs=["n"]))
    found = document(model, evaluate(model, "d", {"n": "five"}))
    assert (found["result"], found["warnings"]) == ("five", ['n is "five", a string, where a number is wanted'])


def test_a_name_that_several_have_is_refused() -> None:
    twice = model_of('<decision id="a" name="N"/><decision id="b" name="N"/>')
    with pytest.raises(AmbiguousName, match="a, b"):
        decision_of(twice, "N")


def test_a_failure_is_told() -> None:
    broken = model_of(decision_xml("d", literal_xml("1 +")))
    found = document(broken, evaluate(broken, "d", {}))
    assert found["result"] is None
    assert found["failure"]
    assert found["decisions"][0]["failure"] == found["failure"]


def test_a_text_that_looks_like_json_stays_a_text() -> None:
    model = model_of(decision_xml("d", literal_xml('"[1]"')))
    assert document(model, evaluate(model, "d", {}))["result"] == "[1]"


@pytest.mark.parametrize("content", [b"", b"{}", b"<a/>", b"\xff\xfe", b"<definitions>"])
def test_what_is_no_dmn(content: bytes) -> None:
    with pytest.raises(DmnError):
        read(content)
    assert read(model_xml()).elements == {}
