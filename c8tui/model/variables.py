"""Variables as searches return them."""

from __future__ import annotations

from typing import ClassVar

from c8tui.model.base import Json, Record
from c8tui.model.search import Filter, Key, Text


class Variable(Record, frozen=True, kw_only=True):
    """A variable; `value` is serialized JSON, possibly cut short (`is_truncated`)."""

    name: str
    value: Json = ""
    """Empty where the cluster did not give it, as no JSON is."""
    is_truncated: bool = False
    variable_key: str = ""
    scope_key: str = ""
    process_instance_key: str = ""
    root_process_instance_key: str | None = None
    tenant_id: str = ""


class VariableFilter(Filter, frozen=True, kw_only=True):
    """Filter of the variable searches of a user task."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {"value", "name", "tenant_id", "variable_key", "scope_key", "process_instance_key"}
    )

    name: Text | None = None


class InstanceVariableFilter(VariableFilter, frozen=True, kw_only=True):
    """Filter of POST /variables/search."""

    process_instance_key: Key | None = None
    scope_key: Key | None = None
