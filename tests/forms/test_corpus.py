"""Corpus."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from c8tui.forms import schema as s
from c8tui.forms.display import edited_text
from c8tui.forms.documents import documents_of
from c8tui.forms.instance import FieldInstance
from c8tui.forms.properties import properties_of
from c8tui.forms.read import TYPES, read
from c8tui.forms.state import FormState
from c8tui.forms.table import columns_of, rows_of
from tests.counted import calls
from tests.forms.corpus import SCHEMAS, act, case_of, opened_case
from tests.forms.opened import NOW, form_of, told


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


# Forms in which Camunda's web form sends something else than one may expect, each with what it sends.


CASES = Path(__file__).parent / "cases"


def opened(name: str) -> FormState:
    data = CASES / f"{name}.json"
    variables = json.loads(data.read_text(encoding="utf-8")) if data.exists() else {}
    return FormState(read((CASES / f"{name}.form").read_text(encoding="utf-8")), variables, now=lambda: NOW)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("list_shown_only", {"checked": False}),
        ("group_path_keeps_the_rest", {"user": {"name": "Kim", "age": None, "tags": ["a"]}}),
        ("hidden_fields_count_with_their_initial_value", {"kind": "person", "price": 200, "net": 180}),
        ("text_line_breaks", {"ok": False}),
        (
            "readonly_moment_stays",
            {"receivedAt": "2026-12-24T10:11:12.123Z", "cutOff": "10:11:12Z", "ok": False},
        ),
        ("date_of_an_instant", {"dueDay": "2026-12-24", "dueAt": "2026-12-24T00:00+01:00"}),
        ("list_that_does_not_repeat", {"rows": {"a": ""}}),
    ],
)
def test_what_it_sends_untouched(name: str, sent: dict[str, Any]) -> None:
    submission = opened(name).submit()
    assert (submission.variables, submission.errors) == (sent, [])
    assert opened(name).trouble == []
    assert opened(name).form.problems == ()


def test_a_date_is_called_by_its_own_labels() -> None:
    state = opened("date_labels")
    assert [one.label for one in state.instances] == ["First day of leave", "Last day of leave", "Call on"]
    assert told(state) == ["firstDay is required", "lastDay is required"]


def test_what_nobody_may_edit_is_shown_in_local_time_and_sent_as_it_came() -> None:
    state = opened("readonly_moment_stays")
    assert [edited_text(one, NOW) for one in state.instances[:2]] == ["2026-12-24 11:11 AM", "11:11 AM"]


def test_an_address_needs_no_dot() -> None:
    state = opened("email_without_dot")
    state.enter(("mail",), "kim@example")
    assert state.submit()[:2] == ({"mail": "kim@example"}, [])
    state.enter(("mail",), "kim")
    assert told(state) == ["mail must be an email address, as jo@example.com"]


def test_ids_are_optional() -> None:
    state = opened("old_form_without_ids")
    assert state.form.problems == ()
    state.enter(("creditor",), "Kim")
    assert state.submit()[:2] == ({"creditor": "Kim", "amount": None}, [])


# Read.


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


def test_each_of_many_fields_is_read_once() -> None:
    component = {"type": "textfield", "label": "L {{a}}", "validate": {"required": True, "minLength": 3}}

    def form(fields: int) -> str:
        components = [{**component, "id": f"F{n}", "key": f"k{n}"} for n in range(fields)]
        return json.dumps({"type": "default", "components": components})

    few, twice = calls(read, form(250)), calls(read, form(500))
    assert twice < 2.1 * few
    assert twice < 500 * 1_000
