"""Declarations of fields and what follows from them in each dialect."""

from __future__ import annotations

from c8tui.sandbox.fields import OPERATORS, Field, Resource, reaches, snake

THING = Resource(
    "thing",
    "thingKey",
    (
        Field("thingKey", "key", filter="=", sort="8.8"),
        Field("dueDate", "date", filter="D@8.9", sort="8.8", sort_end="8.10", null=True),
        Field("kind", filter="= E@8.9", values=("A", "B@8.10"), since="8.9"),
        Field("secret", shown=False),
    ),
)


def test_versions_are_compared_as_versions() -> None:
    assert reaches("8.10", "8.9")
    assert not reaches("8.9", "8.10")


def test_columns_follow_from_names() -> None:
    assert snake("processDefinitionId") == "process_definition_id"
    key, due, *_ = THING.fields
    assert THING.column(key) == "key"
    assert THING.order_column(due) == "due_date_order"
    assert THING.order_column(key) == "key"


def test_each_dialect_has_its_own_view() -> None:
    old, middle, new = (THING.view(dialect) for dialect in ("8.8", "8.9", "8.10"))
    assert [field.name for field in old.shown] == ["thingKey", "dueDate"]
    assert [field.name for field in middle.shown] == ["thingKey", "dueDate", "kind"]
    assert {name: code for name, (_, code) in old.filters.items()} == {"thingKey": "=", "kind": "="}
    assert {name: code for name, (_, code) in new.filters.items()} == {"thingKey": "=", "kind": "E", "dueDate": "D"}
    assert (set(middle.sorts), set(new.sorts)) == ({"thingKey", "dueDate"}, {"thingKey"})
    assert middle.values(THING.fields[2]) == {"A"}
    assert new.values(THING.fields[2]) == {"A", "B"}
    assert THING.view("8.9") is middle


def test_every_code_has_operators() -> None:
    assert "$like" in OPERATORS["S"]
    assert "$like" not in OPERATORS["BS"] | OPERATORS["K"] | OPERATORS["I"] | OPERATORS["D"]
    assert "$notIn" not in OPERATORS["E"]
