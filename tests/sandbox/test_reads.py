"""What reads have in common."""

from __future__ import annotations

import pytest

from c8tui.sandbox.catalog import FORMS
from c8tui.sandbox.reads import getting, missing, searching
from tests.sandbox.clusters import Cluster


def test_a_missing_thing_is_named_with_its_key() -> None:
    problem = missing("user task", 42)
    assert (problem.status, problem.detail) == (404, "There is no user task with key '42'.")


def test_handlers_are_made_for_any_resource() -> None:
    assert searching(FORMS) is not searching(FORMS)
    assert callable(getting(FORMS, "form"))


@pytest.mark.parametrize("path", ["/user-tasks/search", "/jobs/search", "/process-instances/search"])
async def test_a_search_needs_no_body(cluster: Cluster, path: str) -> None:
    answer = await cluster.http.post(f"/v2{path}")
    assert len(answer.json()["items"]) == min(100, answer.json()["page"]["totalItems"])
