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


def test_an_editor_stands_at_its_spot_or_is_out_of_sight() -> None:
    editor = FormLines()
    assert place(editor, Spot(3, 10, 20, 4), 8, 5)
    assert (editor.display, editor.styles.offset.x.value, editor.styles.offset.y.value) == (True, 3, 2)
    assert editor.styles.height is not None
    assert editor.styles.height.value == 3
    assert not place(editor, Spot(3, 20, 20), 8, 5)
    assert not place(editor, None, 0, 5)
    assert not editor.display
