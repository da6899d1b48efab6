"""Addresses as they are typed and pasted."""

from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from c8tui.settings_address import rest_address


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("http://h:8080", "http://h:8080/v2"),
        ("http://h/V2", "http://h/v2"),
        ("http://h/v2/", "http://h/v2"),
        ("http://h/v2/topology", "http://h/v2"),
        ("http://h/V2/Topology/", "http://h/v2"),
        ("http://h/v2/user-tasks/search", "http://h/v2"),
        ("http://h//orchestration//v2", "http://h/orchestration/v2"),
        ("https://bru-2.zeebe.camunda.io/11-22/v2/topology", "https://bru-2.zeebe.camunda.io/11-22/v2"),
        ("http://h/physical-tenants/v1", "http://h/physical-tenants/v1/v2"),
        ("http://h/v2/physical-tenants/v2/v2", "http://h/v2/physical-tenants/v2/v2"),
        ("http://[::1]:8080/v2/status", "http://[::1]:8080/v2"),
        ("http://h/operate-ns", "http://h/operate-ns/v2"),
    ],
)
def test_understood(written: str, base: str) -> None:
    assert rest_address(written) == base


@pytest.mark.parametrize(
    ("written", "detail", "mend"),
    [
        ("http://h/v1", "ends in /v1", "Write /v2 for /v1"),
        ("http://h/V3/topology", "ends in /V3", "Write /v2 for /V3"),
        ("http://h/tasklist", "a web page (/tasklist)", "Leave out /tasklist"),
        ("http://h/x/Operate/", "a web page (/operate)", "Leave out /operate"),
        ("http://h/engine-rest/task", "a Camunda 7 engine", "Name a Camunda 8 cluster"),
    ],
)
def test_refused_in_words(written: str, detail: str, mend: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        rest_address(written)
    assert refused.value.context is not None
    assert detail in refused.value.context["detail"]
    assert mend == refused.value.context["mend"]
