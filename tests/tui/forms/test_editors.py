"""The editors: which field has which, and where they stand."""

from __future__ import annotations

import pytest

from c8tui.tui.forms.editors import FormLines, edits_lines, edits_text, has_editor, place
from c8tui.tui.forms.lines import Spot
from tests.forms.opened import field, opened


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("textfield", (False, True, True)),
        ("textarea", (True, True, True)),
        ("number", (False, True, True)),
        ("datetime", (False, True, True)),
        ("select", (False, False, True)),
        ("taglist", (False, False, True)),
        ("filepicker", (False, False, True)),
        ("radio", (False, False, False)),
        ("checkbox", (False, False, False)),
    ],
)
def test_which_field_is_typed_into(type_: str, expected: tuple[bool, bool, bool]) -> None:
    instance = opened(field(type_)).instances[0]
    assert (edits_lines(instance), edits_text(instance), has_editor(instance)) == expected


def test_an_editor_stands_at_its_spot_also_out_of_sight() -> None:
    editor = FormLines()

    def placed(spot: Spot | None) -> tuple[bool, float, float, float]:
        place(editor, spot, top=8, height=5)
        x, y = editor.styles.offset
        assert editor.styles.height is not None
        return editor.display, x.value, y.value, editor.styles.height.value

    assert placed(Spot(3, 10, 20, 4)) == (True, 3, 2, 3)
    assert placed(Spot(3, 6, 20, 4)) == (True, 3, -2, 4)
    assert placed(Spot(3, 20, 20)) == (True, 3, 12, 1)
    assert not placed(None)[0]
