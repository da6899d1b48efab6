"""What an evaluation comes to."""

from __future__ import annotations

from c8tui.feel.dmn_result import Evaluated, Evaluation, Warning


def test_warnings_of_all_decisions() -> None:
    first, second = Warning("a", "one"), Warning("b", "two")
    evaluation = Evaluation(
        1, (Evaluated("a", "A", None, warnings=(first,)), Evaluated("b", "B", 1, warnings=(second,)))
    )
    assert evaluation.warnings == (first, second)
    assert evaluation.failure == ""
