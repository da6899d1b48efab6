"""The incident endpoints: method, path and body, and what comes back."""

from __future__ import annotations

import pytest

from c8tui.api import incidents
from c8tui.errors import NotFound
from c8tui.model.incidents import Incident, IncidentFilter
from c8tui.model.search import PageRequest, Search, Sort
from tests.api.fakes import Cluster, answer, problem


async def test_search() -> None:
    here = Cluster(answer({"items": [{"incidentKey": "5", "state": "ACTIVE"}], "page": {"totalItems": 1}}))
    query = Search(
        filter=IncidentFilter(state="ACTIVE"),
        sort=(Sort("creation_time", "DESC"),),
        page=PageRequest(limit=50, after="abc"),
    )
    page = await incidents.search(here.wire(), query)
    assert here.asked == (
        "POST",
        "/incidents/search",
        {
            "filter": {"state": "ACTIVE"},
            "sort": [{"field": "creationTime", "order": "DESC"}],
            "page": {"limit": 50, "after": "abc"},
        },
    )
    assert page.items == (Incident(incident_key="5", state="ACTIVE"),)
    assert page.page.total_items == 1


async def test_get() -> None:
    here = Cluster(answer({"incidentKey": "5", "errorMessage": "a\nb", "jobKey": "9"}))
    assert await incidents.get(here.wire(), "5") == Incident(incident_key="5", error_message="a\nb", job_key="9")
    assert here.asked == ("GET", "/incidents/5", None)


async def test_one_that_is_not_there() -> None:
    here = Cluster(problem(404, "NOT_FOUND", "There is no incident with key '5'."))
    with pytest.raises(NotFound):
        await incidents.get(here.wire(), "5")
