"""What a file says, found by id or name."""

from __future__ import annotations

from c8tui.feel.dmn_model import Decision, InputData, LiteralBox, parts_of
from tests.feel.models import decision, literal, model


def test_elements_by_id_and_name() -> None:
    made = model(decision(literal("1"), "a b") + '<inputData id="i" name="a b"/><inputData id="j" name="other"/>')
    assert isinstance(made.named("a b"), Decision)
    assert isinstance(made.named("i"), InputData)
    assert made.named("other") is made.elements["j"]
    assert made.named("nothing") is None
    assert [one.name for one in made.decisions] == ["a b"]


def test_all_parts_of_a_box() -> None:
    made = model(decision(f"<list>{literal('1')}{literal('2')}</list>"))
    logic = made.decisions[0].logic
    assert logic is not None
    assert [part.text for part in parts_of(logic) if isinstance(part, LiteralBox)] == ["2", "1"]
