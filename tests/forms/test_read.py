from __future__ import annotations

import json
import time
from decimal import Decimal
from typing import Any

import pytest

from c8tui.forms import schema as s
from c8tui.forms.read import read
from tests.forms.opened import form_of


def problems(*components: Any, **root: Any) -> list[str]:
    form = read(json.dumps({"type": "default", "components": list(components), **root}))
    return [f"{problem.path}: {problem.message}" for problem in form.problems]


def test_the_root() -> None:
    form = read(
        '{"type": "default", "id": "f", "schemaVersion": 18, "components": [], "versionTag": "v1",'
        ' "executionPlatform": "Camunda Cloud", "executionPlatformVersion": "8.8.0", "exporter": {"name": "x"}}'
    )
    assert (form.id, form.schema_version, form.version_tag) == ("f", 18, "v1")
    assert (form.execution_platform, form.execution_platform_version) == ("Camunda Cloud", "8.8.0")
    assert form.problems == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"type": "page", "components": []}', "a form has the type default, and this has 'page'"),
        ('{"type": "default"}', "components: a form has a list of components"),
        ("[]", "a form is a JSON object"),
    ],
)
def test_no_form(text: str, words: str) -> None:
    with pytest.raises(s.FormError, match=words):
        read(text)


def test_groups_too_deep() -> None:
    inner: dict[str, Any] = {"type": "spacer", "id": "x"}
    for depth in range(60):
        inner = {"type": "group", "id": f"g{depth}", "components": [inner]}
    with pytest.raises(s.FormError, match="nested deeper than 40"):
        form_of(inner)


def test_too_many_components(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("c8tui.forms.read.MOST_COMPONENTS", 2)
    with pytest.raises(s.FormError, match="more than 2 components"):
        form_of(*({"type": "spacer"} for _ in range(3)))


def test_properties_are_read_where_they_stand() -> None:
    form = form_of(
        {"type": "number", "key": "a.b", "validate": {"min": "3", "max": "=x"}, "layout": {"row": "r", "columns": 4}}
    )
    number = form.components[0]
    assert isinstance(number, s.Number)
    assert (number.key, number.min, number.max) == ("a.b", Decimal(3), "=x")
    assert (number.layout_row, number.layout_columns, number.where) == ("r", 4, "components[0]")


def test_an_unknown_type_is_kept() -> None:
    raw = {"type": "hologram", "id": "h", "key": "k", "label": "L"}
    unknown = form_of(raw).components[0]
    assert isinstance(unknown, s.Unknown)
    assert (unknown.type_name, unknown.key, unknown.label, unknown.raw) == ("hologram", "k", "L", raw)


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        ([{"type": "hologram", "id": "a"}], "components[0].type: 'hologram' is no type that is known here"),
        ([{"id": "a"}], "components[0].type: is missing"),
        ([5], "components[0]: a component is an object"),
        ([{"type": "spacer", "id": 5}], "components[0].id: takes text"),
        ([{"type": "spacer", "id": "a"}] * 2, "components[1].id: 'a' stands at another component too"),
        ([{"type": "group", "id": "a", "components": 5}], "components[0].components: takes a list"),
        ([{"type": "number", "id": "a", "validate": []}], "components[0].validate: takes an object"),
        ([{"type": "number", "id": "a", "validate": {"min": "x"}}], "components[0].validate.min: takes a number"),
        ([{"type": "datetime", "id": "a", "subtype": "year"}], "components[0].subtype: takes date, time, datetime"),
        ([{"type": "textfield", "id": "a", "key": "a..b"}], "components[0].key: takes names that dots part"),
        ([{"type": "dynamiclist", "id": "a"}], "components[0].path: is missing"),
        (
            [{"type": "textfield", "id": "a", "key": "k"}, {"type": "number", "id": "b", "key": "k"}],
            "components[1].key: k is bound to components[0] too",
        ),
        (
            [{"type": "textfield", "id": "a", "key": "k.a.b"}, {"type": "number", "id": "b", "key": "k"}],
            "components[0].key: k.a.b is a part of k, which is bound to components[1]",
        ),
        (
            [
                {"type": "textfield", "id": "a", "key": "g.k"},
                {"type": "group", "id": "g", "path": "g", "components": [{"type": "number", "id": "b", "key": "k"}]},
            ],
            "components[1].components[0].key: g.k is bound to components[0] too",
        ),
    ],
)
def test_what_is_odd_is_told_with_its_path_and_opened(components: list[Any], expected: str) -> None:
    assert problems(*components) == [expected]


def test_a_newer_form_is_opened() -> None:
    assert problems(schemaVersion=20) == ["schemaVersion: 20 is newer than 19, the newest that is known here"]


def test_names_that_stand_twice() -> None:
    number = '{"type": "number", "id": "a", "id": "b", "validate": {"min": 1, "min": 2}}'
    form = read(f'{{"type": "default", "components": [{number}]}}')
    assert [problem.path for problem in form.problems] == ["components[0].id", "components[0].validate.min"]


def test_500_fields_are_read_well_within_50_ms() -> None:
    component = {"type": "textfield", "label": "L {{a}}", "validate": {"required": True, "minLength": 3}}
    text = json.dumps(
        {"type": "default", "components": [{**component, "id": f"F{n}", "key": f"k{n}"} for n in range(500)]}
    )
    began = time.perf_counter()
    read(text)
    assert time.perf_counter() - began < 0.05
