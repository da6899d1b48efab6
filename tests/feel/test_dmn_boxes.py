"""Boxed expressions other than tables."""

from __future__ import annotations

from typing import Any

import pytest

from tests.feel.models import decision, failure, literal, model, result, standard_result


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
