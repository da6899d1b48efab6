from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from c8tui.forms.documents import documents_of
from c8tui.forms.instance import FieldInstance
from c8tui.forms.properties import properties_of
from c8tui.forms.read import TYPES
from c8tui.forms.table import columns_of, rows_of
from tests.forms.corpus import SCHEMAS, act, case_of, opened_case


def seen(instance: FieldInstance, name: str) -> Any:
    """What a case says of an instance, in JSON."""
    if name == "options":
        return [[option.label, option.value] for option in instance.options]
    if name == "columns":
        return [column.label for column in columns_of(instance)]
    if name == "rows":
        return rows_of(instance)
    if name == "documents":
        return [document.file_name for document in documents_of(instance)]
    return instance.text(name)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_every_form_of_the_corpus(path: Path) -> None:
    case = case_of(path)
    state = opened_case(case)
    for verb, where, *more in case.get("do", []):
        act(state, verb, where, *more)
    data, errors, _ = state.submit()
    assert data == case["submit"]
    assert repr(data) == repr(case["submit"]) or sorted(repr(data)) == sorted(repr(case["submit"]))  # true is not 1
    assert [f"{instance.id}: {message}" for instance, message in errors] == case.get("errors", [])
    assert [instance.id for instance in state.walk() if instance.hidden] == case.get("hidden", [])
    told = [f"{one.field.id}.{one.name}: {one.message}" for one in state.trouble]
    assert len(told) == len(case.get("trouble", []))
    assert all(one.startswith(start) for one, start in zip(told, case.get("trouble", []), strict=True))
    assert [f"{problem.path}: {problem.message}" for problem in state.form.problems] == case.get("problems", [])
    for place, value in case.get("shown", {}).items():
        instance_id, _, name = place.rpartition(".")
        assert seen(state.field(instance_id), name) == value, place


def test_it_has_every_property_of_every_type() -> None:
    used: set[tuple[str, str]] = set()

    def look(components: list[Any]) -> None:
        for component in components:
            if not isinstance(component, dict) or component.get("type") not in TYPES:
                continue
            for prop in properties_of(TYPES[component["type"]]):
                inside = component.get(prop.at, {}) if prop.at else component
                if isinstance(inside, dict) and prop.name in inside:
                    used.add((component["type"], prop.place))
            look(component.get("components", []))

    for path in SCHEMAS:
        look(case_of(path)["form"]["components"])
    every = {(name, prop.place) for name, cls in TYPES.items() for prop in properties_of(cls)}
    assert every - used == set()
    assert len(SCHEMAS) >= 60
