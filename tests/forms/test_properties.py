from __future__ import annotations

from decimal import Decimal

import pytest

from c8tui.forms.properties import Unfit, is_feel, properties_of, taken
from c8tui.forms.schema import Kind, Number, Table


def test_where_the_document_has_them() -> None:
    places = {prop.attribute: prop.place for prop in properties_of(Number)}
    assert places["hide"] == "conditional.hide"
    assert places["layout_columns"] == "layout.columns"
    assert places["decimal_digits"] == "decimalDigits"
    assert places["min"] == "validate.min"
    assert places["prefix_adorner"] == "appearance.prefixAdorner"
    assert {prop.attribute: prop.place for prop in properties_of(Table)}["columns"] == "columns"


@pytest.mark.parametrize(
    ("kind", "said", "found"),
    [
        (Kind.TEMPLATE, 5, "5"),
        (Kind.RULE, "=a", "=a"),
        (Kind.RULE, "", False),
        (Kind.RULE, "true", True),
        (Kind.NUMBER, "1.50", Decimal("1.50")),
        (Kind.NUMBER, "", None),
        (Kind.NUMBER_OR_FEEL, " = a", " = a"),
        (Kind.NUMBER_OR_FEEL, 0.1, Decimal("0.1")),
        (Kind.COUNT, "3", 3),
        (Kind.COUNT, "", None),
        (Kind.LIST, [1], (1,)),
        (Kind.VALUE, [1], [1]),
    ],
)
def test_taken(kind: Kind, said: object, found: object) -> None:
    assert taken(kind, said) == found


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.TEXT, 5),
        (Kind.TEMPLATE, True),
        (Kind.FLAG, "true"),
        (Kind.RULE, "a"),
        (Kind.RULE, []),
        (Kind.NUMBER, True),
        (Kind.NUMBER, "x"),
        (Kind.NUMBER, "Infinity"),
        (Kind.COUNT, -1),
        (Kind.COUNT, 1.5),
        (Kind.MAP, []),
        (Kind.LIST, {}),
    ],
)
def test_unfit(kind: Kind, said: object) -> None:
    with pytest.raises(Unfit, match="takes"):
        taken(kind, said)


def test_feel_starts_with_an_equals_sign() -> None:
    assert is_feel(" =a")
    assert not is_feel("a = b")
    assert not is_feel(None)
