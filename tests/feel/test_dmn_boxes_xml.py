"""Boxed expressions from XML, the unknown ones too."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

from c8tui.feel import dmn_model as m
from c8tui.feel.dmn_boxes_xml import box_in, box_of, local, read_function, text_in


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
