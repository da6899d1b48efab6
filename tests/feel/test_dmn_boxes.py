"""Boxed expressions other than tables."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from c8tui.feel import dmn
from c8tui.feel import dmn_model as m
from c8tui.feel.dmn_boxes_xml import box_in, box_of, local, read_function, text_in
from c8tui.feel.dmn_languages import elsewhere, is_feel
from c8tui.feel.dmn_model import DmnError, Service
from tests.feel.models import NAMESPACE, decision, failure, literal, model, result, standard_result, table


def wrapped(name: str, text: str) -> str:
    return f"<{name}>{literal(text)}</{name}>"


CONTEXT = "<context><contextEntry><variable name='a'/>{a}</contextEntry><contextEntry>{result}</contextEntry></context>"
RELATION = "<relation><column name='a'/><column name='b'/><row>{}{}</row><row>{}{}</row></relation>"
FUNCTION = "<functionDefinition><formalParameter name='n' typeRef='number'/>{}</functionDefinition>"


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        (CONTEXT.format(a=literal("2"), result=literal("a * 3")), 6),
        (f"<list>{literal('1')}{literal('x')}</list>", [1, 5]),
        (RELATION.format(*map(literal, ("1", "2", "3", "x"))), [{"a": 1, "b": 2}, {"a": 3, "b": 5}]),
        (f"<conditional>{wrapped('if', 'x > 3')}{wrapped('then', '1')}{wrapped('else', '2')}</conditional>", 1),
        (f"<conditional>{wrapped('if', 'null')}{wrapped('then', '1')}{wrapped('else', '2')}</conditional>", 2),
        (f"<conditional>{wrapped('if', '[true]')}{wrapped('then', '1')}{wrapped('else', '2')}</conditional>", None),
        (f"<conditional>{wrapped('if', 'x')}{wrapped('then', '1')}{wrapped('else', '2')}</conditional>", None),
        (f"<filter>{wrapped('in', '[1, 7, 9]')}{wrapped('match', 'item > x')}</filter>", [7, 9]),
        (f"<filter>{wrapped('in', '[1, 7, 9]')}{wrapped('match', '2')}</filter>", 7),
        (f"<for iteratorVariable='i'>{wrapped('in', '[1, 2]')}{wrapped('return', 'i * x')}</for>", [5, 10]),
        (f"<some iteratorVariable='i'>{wrapped('in', '[1, 9]')}{wrapped('satisfies', 'i > x')}</some>", True),
        (f"<every iteratorVariable='i'>{wrapped('in', '[1, 9]')}{wrapped('satisfies', 'i > x')}</every>", False),
        (f"<some iteratorVariable='i'>{wrapped('in', '[1]')}{wrapped('satisfies', 'i')}</some>", None),
        ("<riddle/>", None),
        ("<literalExpression expressionLanguage='juel'><text>1</text></literalExpression>", None),
        ("<literalExpression/>", None),
    ],
)
def test_values(logic: str, expected: Any) -> None:
    assert result(model(decision(logic)), x=5) == expected


def test_invocations_bind_by_name() -> None:
    invocation = f"<invocation>{literal('double')}<binding><parameter name='n'/>{literal('x')}</binding></invocation>"
    logic = CONTEXT.replace("name='a'", "name='double'").format(a=FUNCTION.format(literal("n * 2")), result=invocation)
    assert result(model(decision(logic)), x=5) == 10
    assert result(model(decision(logic)), x="five") is None
    builtin = f"<invocation>{literal('abs')}<binding><parameter name='n'/>{literal('x')}</binding></invocation>"
    assert result(model(decision(builtin)), x=-5) == 5


def test_functions_that_are_not_feel_are_not_called() -> None:
    function = FUNCTION.replace("<functionDefinition>", "<functionDefinition kind='Java'>").format("")
    logic = CONTEXT.format(a=function, result=literal("a(1)"))
    assert result(model(decision(logic))) is None


@pytest.mark.parametrize("type_ref", ["number", "boolean", "tNumber", "Any", ""])
def test_a_function_in_a_context_is_typed_by_its_result(type_ref: str) -> None:
    typed = CONTEXT.replace("name='a'", f"name='a' typeRef='{type_ref}'")
    types = '<itemDefinition name="tNumber"><typeRef>number</typeRef></itemDefinition>'
    made = model(types + decision(typed.format(a=FUNCTION.format(literal("n * 2")), result=literal("a(4)"))))
    assert result(made) == 8
    assert standard_result(made) == (None if type_ref == "boolean" else 8)


def test_a_mistake_of_syntax_fails() -> None:
    assert failure(model(decision(literal("1 +")))) == "expected an expression at 1:4"


# Boxed expressions from XML, the unknown ones too.


def test_kinds() -> None:
    node = fromstring(
        "<x xmlns='urn:y'><context><contextEntry><variable name='a' typeRef='number'/><literalExpression id='l'>"
        "<text> 1 </text></literalExpression></contextEntry></context></x>"
    )
    box = box_in(node)
    assert isinstance(box, m.ContextBox)
    (entry,) = box.entries
    assert (entry.name, entry.type_ref) == ("a", "number")
    assert isinstance(entry.value, m.LiteralBox)
    assert (entry.value.id, entry.value.text) == ("l", "1")
    assert local(node) == "x"


def test_what_is_unknown_stays_as_xml() -> None:
    box = box_of(fromstring("<riddle id='r'><a/></riddle>"))
    assert isinstance(box, m.UnknownBox)
    assert (box.id, box.xml) == ("r", '<riddle id="r"><a /></riddle>')


BESIDE = """
    <description>d</description><extensionElements><riddle/></extensionElements><question>q</question>
    <allowedAnswers>a</allowedAnswers><variable name="v"/><informationRequirement/><knowledgeRequirement/>
    <authorityRequirement/><supportedObjective/><impactedPerformanceIndicator/><decisionMaker/><decisionOwner/>
    <usingProcess/><usingTask/><tool:list/><!-- a remark -->
"""


def test_what_stands_beside_logic_is_no_logic() -> None:
    assert box_in(fromstring(f"<decision xmlns='urn:d' xmlns:tool='urn:t'>{BESIDE}</decision>")) is None


def test_logic_of_an_unknown_kind_is_not_lost() -> None:
    box = box_in(fromstring(f"<decision xmlns='urn:d' xmlns:tool='urn:t'>{BESIDE}<riddle id='r'/>\n </decision>"))
    assert isinstance(box, m.UnknownBox)
    assert (box.id, box.xml) == ("r", '<ns0:riddle xmlns:ns0="urn:d" id="r" />')


def test_known_logic_goes_before_what_is_unknown() -> None:
    box = box_in(fromstring("<decision><novelty/><literalExpression><text>1</text></literalExpression></decision>"))
    assert isinstance(box, m.LiteralBox)


def test_unknown_logic_within_other_logic() -> None:
    context = box_of(fromstring("<context><contextEntry><variable name='a'/><riddle/></contextEntry></context>"))
    assert isinstance(context, m.ContextBox)
    assert isinstance(context.entries[0].value, m.UnknownBox)
    call = box_of(fromstring("<invocation><riddle/><binding><parameter name='p'/><riddle/></binding></invocation>"))
    assert isinstance(call, m.InvocationBox)
    assert isinstance(call.function, m.UnknownBox)
    assert isinstance(call.bindings[0].value, m.UnknownBox)
    function = box_of(fromstring("<functionDefinition><formalParameter name='p'/><riddle/></functionDefinition>"))
    assert isinstance(function, m.FunctionBox)
    assert isinstance(function.body, m.UnknownBox)
    choice = box_of(fromstring("<conditional><if><riddle/></if><then/></conditional>"))
    assert isinstance(choice, m.ConditionalBox)
    assert isinstance(choice.condition, m.UnknownBox)
    assert choice.then is None


def test_tables_with_annotations() -> None:
    box = box_of(
        fromstring(
            "<decisionTable hitPolicy='COLLECT' aggregation='SUM'><input id='i' label='L'>"
            "<inputExpression typeRef='number'><text>x</text></inputExpression>"
            "<inputValues><text>1,2</text></inputValues></input><output name='o' typeRef='string'/>"
            "<annotation name='why'/><rule id='r'><description>d</description><inputEntry><text>1</text></inputEntry>"
            "<outputEntry><text>2</text></outputEntry><annotationEntry><text>3</text></annotationEntry>"
            "</rule></decisionTable>"
        )
    )
    assert isinstance(box, m.TableBox)
    assert (box.hit_policy, box.aggregation, box.annotations) == ("COLLECT", "SUM", ("why",))
    assert box.inputs == (m.TableInput("i", "L", "x", "number", "1,2"),)
    assert box.rules == (m.Rule("r", "d", ("1",), ("2",), ("3",)),)


def test_functions() -> None:
    node = fromstring("<encapsulatedLogic kind='Java'><formalParameter name='a' typeRef='t'/></encapsulatedLogic>")
    made = read_function(node)
    assert (made.kind, [(one.name, one.type_ref) for one in made.parameters]) == ("Java", [("a", "t")])
    assert text_in(node, "nothing") == ""


# Reading DMN: every version, and nothing that is unsafe.


BOMB = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><definitions name="&b;"/>'
EXTERNAL = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><definitions>&x;</definitions>'


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_every_version(namespace: str) -> None:
    assert result(model(decision(literal("1 + 1")), namespace)) == 2


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (BOMB, "unsafe XML"),
        (EXTERNAL, "unsafe XML"),
        ("<!DOCTYPE d><definitions/>", "unsafe XML"),
        ("<definitions>", "broken XML at 1:14: no element found"),
        ("", "broken XML at 1:1"),
        (b"\xff\xfe\x00", "broken XML"),
        (b'<?xml version="1.0" encoding="nonsense"?><definitions/>', "broken XML"),
        ("<bpmn/>", "this is <bpmn>, not the <definitions> of DMN"),
        ("<definitions>" + "<a>" * 300 + "</a>" * 300 + "</definitions>", "more than 200 deep, in <a>"),
    ],
)
def test_what_is_not_read(xml: str | bytes, said: str) -> None:
    with pytest.raises(DmnError) as error:
        dmn.read(xml)
    assert said in str(error.value)


def test_what_is_odd_is_told_and_the_rest_is_read() -> None:
    made = model(
        decision(literal("1"), "a", requires="gone")
        + "<decision name='no id'/><inputData id='a' name='again'/><import namespace='urn:x' name='x'/>"
    )
    assert made.problems == (
        "<decision> no id has no id",
        "the id a stands twice",
        "the import x was not found",
        "a requires gone, which is not there",
    )
    assert result(made, "a") == 1


def test_services_sources_and_hrefs_with_the_own_namespace() -> None:
    service = (
        '<decisionService id="s" name="S"><variable name="S"/><outputDecision href="urn:d#a"/>'
        '<inputData href="#i"/></decisionService><knowledgeSource id="k" name="K"/>'
    )
    made = model(decision(literal("1"), "a") + '<inputData id="i" name="I"/>' + service)
    found = made.elements["s"]
    assert isinstance(found, Service)
    assert (found.outputs, found.input_data) == (("a",), ("i",))


def test_knowledge_sources_are_kept_apart_from_requirements() -> None:
    needs = '<authorityRequirement><requiredAuthority href="#k"/></authorityRequirement>'
    made = model(decision(needs + literal("1"), "a") + '<knowledgeSource id="k" name="K"/>')
    assert (made.elements["a"].requires, made.elements["a"].sources) == ((), ("k",))


# Languages of expressions: FEEL under all of its names, and all others.


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
