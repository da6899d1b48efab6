from __future__ import annotations

import dataclasses

from c8tui.forms.properties import properties_of
from c8tui.forms.read import TYPES


def test_there_are_22_types_and_all_have_the_common_properties() -> None:
    assert len(TYPES) == 22
    for cls in TYPES.values():
        assert {"hide", "label", "layout_row", "layout_columns", "properties"} <= {
            prop.attribute for prop in properties_of(cls)
        }


def test_records_cannot_be_changed() -> None:
    assert all(cls.__dataclass_params__.frozen for cls in TYPES.values())  # type: ignore[attr-defined]
    assert all(dataclasses.is_dataclass(cls) for cls in TYPES.values())
