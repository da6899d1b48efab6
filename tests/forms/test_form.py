from __future__ import annotations

from typing import Any

from c8tui.forms.form import rows_of, widths
from tests.forms.opened import form_of


def laid(*layouts: dict[str, Any] | None) -> list[list[tuple[str, int]]]:
    """The rows of a form of spacers with these layouts, each with its width."""
    form = form_of(*({"type": "spacer", "layout": layout} if layout else {"type": "spacer"} for layout in layouts))
    return [[(c.id, w) for c, w in zip(row, widths(row), strict=True)] for row in form.rows]


def test_the_same_row_is_side_by_side() -> None:
    assert laid({"row": "a"}, {"row": "a"}, {"row": "b"}) == [[("F0", 8), ("F1", 8)], [("F2", 16)]]


def test_without_a_row_each_has_its_own() -> None:
    assert laid(None, {"columns": 4}) == [[("F0", 16)], [("F1", 4)]]


def test_widths_are_kept_and_the_rest_is_shared() -> None:
    assert laid({"row": "a", "columns": 6}, {"row": "a"}, {"row": "a"}, {"row": "a"}) == [
        [("F0", 6), ("F1", 4), ("F2", 3), ("F3", 3)]
    ]


def test_what_16_columns_do_not_hold_goes_to_the_next_line() -> None:
    assert laid({"row": "a", "columns": 10}, {"row": "a", "columns": 8}) == [[("F0", 10)], [("F1", 8)]]
    assert [len(row) for row in laid(*({"row": "a"} for _ in range(20)))] == [16, 4]


def test_walk_goes_into_containers() -> None:
    form = form_of({"type": "group", "components": [{"id": "in", "type": "spacer"}]}, {"type": "separator"})
    assert [component.id for component in form.walk()] == ["F0", "in", "F1"]
    assert rows_of(()) == ()
