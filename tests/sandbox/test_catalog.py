"""All resources: their declarations make sense together."""

from __future__ import annotations

import pytest

from c8tui.sandbox.catalog import RESOURCES
from c8tui.sandbox.fields import OPERATORS, Resource
from c8tui.sandbox.schema import columns


def test_tables_have_different_names() -> None:
    assert len({resource.table for resource in RESOURCES}) == len(RESOURCES) == 11


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.table)
class TestEveryResource:
    def test_names_are_unique_and_codes_exist(self, resource: Resource) -> None:
        names = [field.name for field in resource.fields]
        assert len(set(names)) == len(names)
        codes = {part.partition("@")[0] for field in resource.fields for part in field.filter.split()}
        assert codes <= set(OPERATORS)

    def test_its_key_is_one_of_its_fields(self, resource: Resource) -> None:
        assert [field for field in resource.fields if field.name == resource.key and field.shown]

    def test_orders_are_over_columns(self, resource: Resource) -> None:
        known = {resource.order_column(field) for field in resource.fields} | set(columns(resource))
        wanted = {part.removesuffix(" DESC") for order in resource.indexes for part in order}
        assert wanted <= known
        assert bool(resource.indexes) == bool(resource.state_branches)
