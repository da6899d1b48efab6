"""What a file says, found by id or name."""

from __future__ import annotations

from c8tui.feel.dmn_model import Decision, InputData
from tests.feel.models import decision, literal, model


def test_elements_by_id_and_name() -> None:
    made = model(decision(literal("1"), "a b") + '<inputData id="i" name="a b"/><inputData id="j" name="other"/>')
    assert isinstance(made.named("a b"), Decision)
    assert isinstance(made.named("i"), InputData)
    assert made.named("other") is made.elements["j"]
    assert made.named("nothing") is None
    assert [one.name for one in made.decisions] == ["a b"]
