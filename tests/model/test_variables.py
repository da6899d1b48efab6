"""Variables: JSON in text, whole or cut."""

from __future__ import annotations

from c8tui.model.base import decode
from c8tui.model.variables import Variable


def test_a_value_is_text_however_it_looks() -> None:
    variable = decode(b'{"name":"a","value":"{\\"b\\":nul","isTruncated":true,"variableKey":"1"}', Variable)
    assert (variable.value, variable.is_truncated) == ('{"b":nul', True)
