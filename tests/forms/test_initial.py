from __future__ import annotations

from typing import Any

import pytest

from c8tui.forms import schema as s
from c8tui.forms.initial import initial_value
from c8tui.forms.values import MISSING
from tests.forms.opened import NOW


@pytest.mark.parametrize(
    ("cls", "variable", "value"),
    [
        (s.TextField, MISSING, ""),
        (s.TextField, None, ""),
        (s.TextField, 12, "12"),
        (s.TextField, True, "true"),
        (s.TextField, "a\nb", "a b"),
        (s.TextField, {"a": 1}, ""),
        (s.TextArea, "a\nb", "a\nb"),
        (s.Number, MISSING, None),
        (s.Number, "12", 12),
        (s.Number, "x", None),
        (s.Checkbox, MISSING, False),
        (s.Checkbox, "true", False),
        (s.Checkbox, True, True),
        (s.DateTime, "2026-12-24", "2026-12-24"),
        (s.DateTime, "soon", None),
        (s.Select, MISSING, None),
        (s.Taglist, MISSING, []),
        (s.Taglist, "a", []),
        (s.FilePicker, MISSING, None),
        (s.FilePicker, [], None),
        (s.FilePicker, [{"documentId": "d"}], [{"documentId": "d"}]),
        (s.Expression, MISSING, None),
        (s.Expression, [1], [1]),
    ],
)
def test_variables_made_fit(cls: Any, variable: object, value: object) -> None:
    found = initial_value(cls(id="f", where="", key="k"), variable, NOW)
    assert found == value
    assert type(found) is type(value)


def test_the_default_counts_only_without_a_variable() -> None:
    number = s.Number(id="n", where="", key="k", default_value="5")
    assert initial_value(number, MISSING, NOW) == "5"  # as it is written, as in form-js
    assert initial_value(number, None, NOW) is None
