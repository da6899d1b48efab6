from __future__ import annotations

from typing import Any

from tests.forms.opened import field, opened


def computed(key: str, expression: str) -> dict[str, Any]:
    return field("expression", key, expression=expression)


def test_chains_are_computed_in_the_order_of_what_they_read() -> None:
    state = opened(computed("d", "=c + 1"), computed("c", "=b + 1"), computed("b", "=x + 1"), field("number"))
    state.set(("x",), 1)
    assert state.data == {"x": 1, "b": 2, "c": 3, "d": 4}
    assert state.trouble == []


def test_a_circle_is_told_at_its_fields_and_not_at_those_that_read_it() -> None:
    state = opened(computed("a", "=b + 1"), computed("b", "=a + 1"), computed("c", "=a"), a=1, b=1)
    assert [f"{t.field.id} {t.message}" for t in state.trouble] == [
        "F0 a is computed from itself",
        "F1 b is computed from itself",
    ]


def test_a_field_that_reads_itself() -> None:
    assert [t.message for t in opened(computed("a", "=a + 1"), a=1).trouble] == ["a is computed from itself"]


def test_the_total_of_a_row_is_no_circle() -> None:
    row = [field("number", "n", id="N"), field("expression", "t", id="T", expression="=this.n * 2")]
    state = opened({"type": "dynamiclist", "path": "xs", "components": row}, computed("total", "=sum(xs.t)"))
    state.set(("xs", 0, "n"), 3)
    assert state.data == {"xs": [{"n": 3, "t": 6}], "total": 6}
    assert state.trouble == []
