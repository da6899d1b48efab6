"""DMN files that are made to hang or to crash: each ends soon, with a `DmnError` or with a failure that says why."""

from __future__ import annotations

import pytest

from c8tui import feel
from c8tui.feel import dmn
from c8tui.feel.dmn_model import DmnError
from tests.feel.models import decision, failure, literal, model, result, table

STEPS = "stopped after 100,000 steps"
FEW = feel.Limits(steps=100_000, calls=100, pattern_s=0.1)


def nested(name: str, depth: int) -> str:
    return f"<{name}>" * depth + literal("1") + f"</{name}>" * depth


def loop(source: str, body: str, kind: str = "for") -> str:
    end = "return" if kind == "for" else "satisfies"
    return f"<{kind} iteratorVariable='i'><in>{literal(source)}</in><{end}>{literal(body)}</{end}></{kind}>"


def function(body: str) -> str:
    """A context whose function `f` is called."""
    made = f"<functionDefinition><formalParameter name='n'/>{literal(body)}</functionDefinition>"
    call = f"<contextEntry>{literal('f(1)')}</contextEntry>"
    return f"<context><contextEntry><variable name='f'/>{made}</contextEntry>{call}</context>"


ONES = "+".join(["1"] * 1_000)
DEEP = "functions call each other more than 100 deep"
SERVICE = '<decisionService id="s" name="S"><variable name="S"/><outputDecision href="#d"/></decisionService>'
NEEDS = '<knowledgeRequirement><requiredKnowledge href="#{}"/></knowledgeRequirement>'
SLOW_TYPE = (
    '<itemDefinition name="tSlow"><typeRef>number</typeRef><allowedValues><text>count(for i in 1..40000 return i)'
    ' > ?</text></allowedValues></itemDefinition><itemDefinition name="tMany" isCollection="true">'
    "<typeRef>tSlow</typeRef></itemDefinition>"
)


def knowledge(n: int) -> str:
    """A function that calls the next one twice."""
    logic = f"<encapsulatedLogic>{literal(f'f{n + 1}() + f{n + 1}()' if n < 30 else '1')}</encapsulatedLogic>"
    needs = NEEDS.format(f"f{n + 1}") if n < 30 else ""
    return f'<businessKnowledgeModel id="f{n}" name="f{n}">{logic}{needs}</businessKnowledgeModel>'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (decision(literal("for i in 1..1000000000 return i")), STEPS),
        (decision(loop("[1..1000000000]", "i")), STEPS),
        (decision(loop("[1..1000000000]", "count(partial)")), STEPS),
        (decision(loop("[1..1000000000]", ONES)), STEPS),
        (decision(loop("[1..1000000000]", "true", "every")), STEPS),
        (decision(loop("[1..1000]", f'matches("{"a" * 40}!", "(a|aa)+$")')), "patterns took more than 0.1 s"),
        (decision(function("f(n)")), DEEP),
        (decision(function("f(n + 1) + f(n + 2)")), DEEP),
        (decision(nested("list", 150)), DEEP),
        (SERVICE + decision(NEEDS.format("s") + literal("S() + S()")), DEEP),
        ("".join(map(knowledge, range(31))) + decision(NEEDS.format("f0") + literal("f0()")), STEPS),
        (SLOW_TYPE + decision(literal("for i in 1..20 return i"), type_ref="tMany"), STEPS),
        (decision(table([(["count(for i in 1..1000000 return i) > ?"], ["1"])] * 3)), STEPS),
    ],
)
def test_what_goes_on_and_on_fails_as_a_whole(body: str, said: str) -> None:
    made = model(body.replace(" > ", " &gt; "))
    evaluation = dmn.evaluate(made, "d", feel.to_feel({"x": 1}), limits=FEW)
    assert (evaluation.value, evaluation.failure, evaluation.decisions[-1].failure) == (None, said, said)


def test_long_cells_and_long_priorities_are_counted() -> None:
    logic = table([(["-"], [ONES])], inputs="n")
    formal = f"<encapsulatedLogic><formalParameter name='n'/>{logic}</encapsulatedLogic>"
    called = f'<businessKnowledgeModel id="b" name="b">{formal}</businessKnowledgeModel>'
    user = decision(NEEDS.format("b") + literal("for i in 1..1000000 return b(i)"))
    assert dmn.evaluate(model(called + user), "d", {}, limits=FEW).failure == STEPS
    values = ", ".join(map(str, range(2_000)))
    order = f"<outputValues><text>{values}</text></outputValues>"
    ranked = model(decision(table([(["-"], [str(n)]) for n in range(2_000)], "OUTPUT ORDER", more=order)))
    assert dmn.evaluate(ranked, "d", feel.to_feel({"x": 1}), limits=FEW).failure == STEPS
    assert result(ranked, x=1) == list(range(2_000))


def test_a_table_does_not_go_on_to_its_next_rule() -> None:
    endless = "count(for i in 1..1000000 return i) = ?"
    rules = [([endless], ["1"]), (["-"], ["2"])]
    assert failure(model(decision(table(rules, "FIRST"))), x=1).startswith("a value is larger than 1,000,000")


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (b"\0\0\0", "broken XML at 1:1: not well-formed (invalid token)"),
        ("<a>" * 100_000 + "</a>" * 100_000, "this is <a>, not the <definitions> of DMN"),
        ("<definitions", "broken XML at 1:1: unclosed token"),
        ("<definitions/><definitions/>", "broken XML at 1:15: junk after document element"),
        (b'<?xml version="1.0" encoding="utf-7"?><definitions/>', "broken XML: multi-byte encodings"),
        (b'<definitions name="\xff"/>', "broken XML at 1:20"),
        ('<definitions name="\ud800"/>', "broken XML: 'utf-8' codec"),
        ('<!DOCTYPE d SYSTEM "http://localhost/d.dtd"><definitions/>', "unsafe XML: DTDForbidden"),
    ],
)
def test_what_is_no_dmn_file(xml: str | bytes, said: str) -> None:
    with pytest.raises(DmnError) as error:
        dmn.read(xml)
    assert said in str(error.value)


def below(levels: int, xml: str) -> dmn.Definitions:
    """Reads when the stack of Python is used already."""
    return below(levels - 1, xml) if levels else dmn.read(xml)


def test_a_stack_that_is_used_up_is_no_crash() -> None:
    with pytest.raises(DmnError, match="elements inside each other too deep"):
        below(500, f"<definitions>{decision(nested('list', 190))}</definitions>")


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        ("<decisionTable/>", None),
        ("<decisionTable><input/><output/><rule><inputEntry/><outputEntry/></rule></decisionTable>", None),
        ("<decisionTable><input/><rule><inputEntry><text>-</text></inputEntry></rule></decisionTable>", {}),
        (f"<invocation>{literal('abs')}</invocation>", None),
        (f"<invocation>{literal('5')}</invocation>", None),
        ("<context/>", {}),
        ("<list/>", []),
        ("<relation/>", []),
    ],
)
def test_logic_that_is_not_complete(logic: str, expected: object) -> None:
    assert result(model(decision(logic)), x=1) == expected


TRUE = f"<if>{literal('true')}</if>"


@pytest.mark.parametrize(
    ("logic", "said"),
    [
        ("<relation><column name='a'/><row/></relation>", "row 1 of a relation has 0 cells for 1 columns"),
        ("<invocation/>", "the function of an invocation is missing"),
        ("<context><contextEntry/></context>", "the expression of a context entry is missing"),
        (
            "<context><contextEntry><variable name='a'/></contextEntry></context>",
            "the expression of the context entry a is missing",
        ),
        (
            f"<invocation>{literal('abs')}<binding><parameter name='n'/></binding></invocation>",
            "the expression of the argument n is missing",
        ),
        ("<conditional/>", "the condition of an if is missing"),
        (f"<conditional>{TRUE}</conditional>", "the then of an if is missing"),
        (f"<conditional>{TRUE.replace('true', 'false')}</conditional>", "the else of an if is missing"),
        ("<filter/>", "the list of a filter is missing"),
        (f"<filter><in>{literal('[1]')}</in></filter>", "the condition of a filter is missing"),
        ("<for/>", "the variable of a for is missing"),
        (f"<for>{literal('1')}</for>", "the variable of a for is missing"),
        (f"<for iteratorVariable='i'><in>{literal('[1]')}</in></for>", "the body of a for is missing"),
        ("<some iteratorVariable='i'><in/></some>", "the list of a some is missing"),
    ],
)
def test_logic_without_a_part_that_it_needs_fails(logic: str, said: str) -> None:
    assert failure(model(decision(logic)), x=1) == said


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (decision(literal("1"), requires="nothing"), "d requires nothing, which is not there"),
        (decision(literal("1")) + decision(literal("2")), "the id d stands twice"),
        (decision(literal("1")) + '<decision name="e"/>', "<decision> e has no id"),
        (decision(literal("1")) + "<inputData/>", "<inputData>  has no id"),
        (decision(literal("1")) + '<import namespace="urn:x"/>', "the import urn:x was not found"),
    ],
)
def test_what_does_not_fit_is_told_and_the_rest_works(body: str, problem: str) -> None:
    made = model(body)
    assert (result(made), made.problems) == (1, (problem,))


def test_types_that_narrow_themselves_hold_nothing() -> None:
    narrow = (
        '<itemDefinition name="{}"><typeRef>{}</typeRef><allowedValues><text>1</text></allowedValues></itemDefinition>'
    )
    circle = narrow.format("tA", "tB") + narrow.format("tB", "tA")
    made = model(circle + decision(literal("1"), type_ref="tA"))
    (warning,) = dmn.evaluate(made, "d", {}, dialect=feel.Dialect.STANDARD).warnings
    assert warning.message == "d is of a type that is made of itself at 1:1"


def test_many_names_and_many_cells_are_read_once() -> None:
    inputs = "".join(f'<inputData id="i{n}" name="a-{n}"/>' for n in range(300))
    made = model(inputs + decision(table([([str(n)], [f"x + {n} - a-{n % 300}"]) for n in range(1_000)])))
    assert dmn.evaluate(made, "d", feel.to_feel({"x": 7, "a-7": 4})).value == 10
